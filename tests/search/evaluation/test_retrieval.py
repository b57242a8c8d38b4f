"""Plain retrieval sets: how they are read, what is refused, and measures that agree with hand calculation."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from embeddings import HashingEncoder
from errors import QueryError
from indexer.index import Index
from indexer.status import find_damage
from search.engine import Engine, Leg
from search.evaluation import Document, asked_in, evaluate, read_set
from search.evaluation.set_index import MARK, as_report, open_set


def test_a_set_is_read_with_its_languages_and_without_unjudged_questions(folder: Path) -> None:
    found = read_set(folder)
    assert [document.id for document in found.documents] == ["d1", "d2", "d3", "4"]
    assert [document.title for document in found.documents] == ["执法队伍", "", "", "执法队伍"]
    assert found.grades == {"q1": {"d1": 2, "4": 1}, "q2": {"d3": 1}}
    assert {language: [q.id for q in those] for language, those in asked_in(found).items()} == {
        "zh": ["q1"],
        "en": ["q2"],
    }
    assert found.unjudged == 1


@pytest.mark.parametrize(
    "qrels",
    [
        "q1\td1\t2\nq1\t4\t1\nq2\td3\t1",
        "q1 0 d1 2\nq1 0 4 1\r\n\nq2 0 d3 1\n",
        "\ufeffqid 0 docid rel\nq1 0 d1 2\nq1 0 4 1\nq2 0 d3 1",
    ],
    ids=["no header", "TREC", "TREC with header"],
)
def test_other_layouts_of_grades(folder: Path, qrels: str) -> None:
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    assert read_set(folder).grades == {"q1": {"d1": 2, "4": 1}, "q2": {"d3": 1}}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("qrels.tsv", "q1\td1\t2\nq1\td1", r"qrels\.tsv, line 2: not a question"),
        ("qrels.tsv", "q1\td1\tgood\n", r"qrels\.tsv, line 1: not a question"),
        ("qrels.tsv", "q1\td1\t1\nq1\td2\t0.5\n", r"qrels\.tsv, line 2: not a question"),
        ("qrels.tsv", "q1\td1\t1\n\nq1\td9\t1\n", r"qrels\.tsv, line 3: corpus\.jsonl holds no document 'd9'"),
        ("qrels.tsv", "q1\td1\t1\nq9\td1\t1\n", r"qrels\.tsv, line 2: queries\.jsonl holds no question 'q9'"),
        ("qrels.tsv", "q1\td1\t0\n", r"qrels\.tsv grades no document"),
        ("qrels.tsv", None, r"qrels\.tsv cannot be read as grades"),
        ("corpus.jsonl", None, r"corpus\.jsonl cannot be read as documents"),
        ("corpus.jsonl", "\n", r"corpus\.jsonl holds no documents"),
        ("corpus.jsonl", '{"id": "d1"}', r"corpus\.jsonl, line 1: not a document"),
        ("corpus.jsonl", '{"id": "d1", "text": " "}', r"corpus\.jsonl, line 1: the document 'd1' is empty"),
        ("corpus.jsonl", '{"id": "d1", "text": "\\ud800"}', r"corpus\.jsonl, line 1: not a document"),
        ("corpus.jsonl", '{"id": 1, "text": "a"}\n{"id": "1", "text": "b"}', r"corpus\.jsonl, line 2: a line before"),
        ("queries.jsonl", None, r"queries\.jsonl cannot be read as questions"),
        ("queries.jsonl", '{"id": "q1", "text": "？"}', r"queries\.jsonl, line 1: not a question"),
        ("queries.jsonl", '{"id": "q1", "text": "法"}\n' * 2, r"queries\.jsonl, line 2: a line before"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(folder: Path, name: str, content: str | None, message: str) -> None:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(QueryError, match=message) as caught:
        read_set(folder)
    assert "\n" not in str(caught.value)


def test_a_document_becomes_one_passage_below_its_title() -> None:
    report, (item,) = as_report(Document("d", "题目", "一是正文。\n二是正文。"))
    assert report.text[item.passage.start : item.passage.end] == item.passage.text == "一是正文。\n二是正文。"
    assert report.headings(item.passage.section) == ("题目",)
    plain, (alone,) = as_report(Document("d", "", "正文。"))
    assert (plain.text, plain.headings(alone.passage.section)) == ("正文。", ())


def test_measures_agree_with_hand_calculation(folder: Path) -> None:
    found = read_set(folder)
    with open_set(found, HashingEncoder()) as index:
        engine = Engine(index, HashingEncoder())
        order = [hit.report.source for hit in engine.search("执法人员", leg=Leg.WORDS).hits]
        zh, en = evaluate(engine, found, [Leg.WORDS])
    assert set(order[:2]) == {"d1", "4"}
    gain = {"d1": 2, "4": 1}
    got = sum(gain.get(document, 0) / math.log2(place + 1) for place, document in enumerate(order, 1))
    assert zh.questions == {"q1": pytest.approx(got / (2 + 1 / math.log2(3)))}
    assert (zh.mean["recall@10"], zh.mean["MRR@10"], en.language) == (1, 1, "en")


def test_a_question_that_finds_nothing_scores_zero(folder: Path) -> None:
    (folder / "queries.jsonl").write_text('{"id": "q1", "text": "zzz"}', encoding="utf-8")
    (folder / "qrels.tsv").write_text("q1\td1\t1\n", encoding="utf-8")
    found = read_set(folder)
    with open_set(found, HashingEncoder()) as index:
        (row,) = evaluate(Engine(index, HashingEncoder()), found, [Leg.WORDS])
    assert set(row.mean.values()) == {0.0}


def test_a_named_index_is_kept_used_again_and_made_anew_when_the_documents_change(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"

    def version() -> tuple[Path, int]:
        with open_set(read_set(folder), HashingEncoder(), kept) as index:
            return index.version, index.manifest.passages

    first = version()
    assert first[1] == 4
    assert version() == first
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "d5", "text": "同一段话。"}\n{"id": "d6", "text": "同一段话。"}\n')
    second = version()
    assert second[1] == 6
    assert second[0] != first[0]
    with open_set(read_set(folder), HashingEncoder(64), kept) as index:
        assert index.manifest.dimension == 64
    (kept / MARK).write_text("broken", encoding="utf-8")
    with pytest.raises(QueryError, match="something else"):
        version()


def test_an_index_of_reports_is_never_written_over(folder: Path, hashing_index: Path) -> None:
    before = Index.open(hashing_index).version
    with pytest.raises(QueryError, match="something else"), open_set(read_set(folder), HashingEncoder(), hashing_index):
        pass
    assert Index.open(hashing_index).version == before
    assert find_damage(hashing_index) == []


def test_near_identical_documents_in_one_line_are_all_found(folder: Path) -> None:
    text = "全镇新招录三名执法人员，全部取得行政执法证，执法人员数量在全县各乡镇中位居前列。"
    rows = "\n".join(f'{{"id": "{name}", "text": "{text}"}}' for name in ("d1", "4", "d3"))
    (folder / "corpus.jsonl").write_text(rows, encoding="utf-8")
    (folder / "qrels.tsv").write_text("q1\td1\t1\nq1\t4\t1\nq1\td3\t1\n", encoding="utf-8")
    found = read_set(folder)
    with open_set(found, HashingEncoder()) as index:
        engine = Engine(index, HashingEncoder())
        assert [len(hit.folded) for hit in engine.search("执法人员").hits] == [2]
        (zh,) = evaluate(engine, found, [Leg.FUSED])
    assert zh.mean["recall@10"] == zh.mean["nDCG@10"] == 1
