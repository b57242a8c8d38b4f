"""The table of what each part is worth: every row can be measured, its index is built once, and stars mean what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.quality import Cell, Collection, Measured, main, measure, of_reports, of_set, show
from bench.variants import SHIPPED, Row, replaced, rows
from corpus.reader import read_report
from embeddings import Encoder, HashingEncoder
from indexer.cutting import index_passages
from search.engine import Leg
from search.settings import Part


@pytest.fixture
def collection(reports: Path, tmp_path: Path) -> Collection:
    """Three small reports and one question."""
    answer = {"report": "甲乡", "quote": "只有3名执法人员", "grade": 2}
    row = {"id": "q", "zh": "执法人员不足", "en": "shortage of enforcement staff", "answers": [answer]}
    (tmp_path / "q.jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    return of_reports("small", reports, tmp_path / "q.jsonl")


def test_every_row_is_measured_and_every_index_built_once(collection: Collection) -> None:
    built: list[Path] = []

    def build(directory: Path, encoder: Encoder) -> None:
        built.append(directory)
        collection.build(directory, encoder)

    asked = rows()
    table = measure(asked, [Collection(collection.name, collection.questions, build)], HashingEncoder())
    assert [row.name for row in table] == [row.name for row in asked]
    assert table[0].name == SHIPPED
    assert len(built) == len({row.building for row in asked}) < len(asked)
    assert all(set(row.cells) == {("small", "zh"), ("small", "en")} for row in table)
    assert all(0 <= cell.mean <= 1 for row in table for cell in row.cells.values())
    assert all(set(row.milliseconds) == {"zh", "en"} and min(row.milliseconds.values()) > 0 for row in table)
    size = {row.name: row.bytes for row in table}
    assert all(size[f"without {name}"] < size[SHIPPED] for name in ("dense", "words"))
    assert size["words alone"] < size["without dense"] < size["late alone"] == size[SHIPPED]
    assert size["without late"] < size["without words"]


def test_rows_cover_every_part_and_leg() -> None:
    assert {part for row in rows() for part in row.parts} == set(Part)
    assert {row.leg for row in rows()} == set(Leg)
    assert len({row.name for row in rows()}) == len(rows())


@pytest.mark.parametrize("row", [row for row in rows() if row.building], ids=lambda row: row.name)
def test_another_way_to_build_changes_what_is_built(row: Row, reports: Path) -> None:
    report = read_report(reports / "甲乡.txt")
    shipped = index_passages(report)
    with replaced(row.building):
        other = index_passages(report)
    seen = "encoder" if row.name.startswith("encoder") else "words"
    assert ([item.encoded for item in other] != [item.encoded for item in shipped]) == (seen == "encoder")
    assert ([item.units for item in other] != [item.units for item in shipped]) == (seen == "words")


def test_a_star_marks_what_differs_beyond_chance() -> None:
    shipped = {str(n): 0.5 for n in range(10)}
    worse, other = dict.fromkeys(shipped, 0.4), shipped | {"1": 0.2}
    table = [
        Measured(name, {("small", "zh"): Cell(sum(by.values()) / 10, by)}, {"zh": 3.14}, 1234.5)
        for name, by in ((SHIPPED, shipped), ("worse", worse), ("other", other))
    ]
    lines = show(table, "toy", markdown=False).splitlines()
    assert [line.split()[-3] for line in lines[1:4]] == [".500", ".400*", ".470"]
    assert lines[1].split()[-2:] == ["3.1", "1,234"]
    marked = show(table, "toy", markdown=True).splitlines()
    assert marked[:2] == ["| | small zh | ms zh | bytes |", "|---|---|---|---|"]
    assert marked[3] == "| worse | .400\\* | 3.1 | 1,234 |"
    assert "10 small zh" in marked[-1]


def test_a_set_that_cannot_be_read_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--bench", str(tmp_path / "nowhere"), "--model", "hashing"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(SystemExit):
        main(["--reports", str(tmp_path)])


def test_a_retrieval_set_is_a_collection(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"id": "d", "text": "调解矛盾纠纷"}\n{"id": "e", "text": "普法"}', "utf-8")
    (tmp_path / "queries.jsonl").write_text('{"id": "q", "text": "矛盾纠纷"}', "utf-8")
    (tmp_path / "qrels.tsv").write_text("q\td\t1", "utf-8")
    (row,) = measure([Row(SHIPPED)], [of_set(tmp_path)], HashingEncoder())
    assert row.cells[tmp_path.name, "zh"].mean == 1
