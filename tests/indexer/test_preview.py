"""Reading in a process of its own: what comes back, and what a file that hangs or breaks the process costs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.trust.reading_faults import COMMAND
from corpus.folder import ReportFile, known_file
from indexer.preview import PreviewReader, Reading, read_one, reading_key
from indexer.reading import Taken, take, taken_of_json, taken_to_json


def test_a_reading_comes_through_the_process_whole(reports: Path) -> None:
    with PreviewReader() as reader:
        for name in ("甲乡.txt", "乙镇.txt", "没有.txt"):
            assert reader.read(reports, name) == read_one(reports, name)


def test_a_file_that_cannot_be_read_gives_its_one_sentence(reports: Path) -> None:
    (reports / "空.txt").write_bytes(b" \n")
    (reports / "坏.pdf").write_bytes(b"%PDF-1.7 broken")
    assert read_one(reports, "空.txt").refused.endswith("is empty; fetch or save it again")
    broken = read_one(reports, "坏.pdf")
    assert broken.report is None and broken.refused and "\n" not in broken.refused


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"key": "1", "report": [1], "refused": ""}', "null"])
def test_what_is_no_reading_is_told(text: str) -> None:
    with pytest.raises(ValueError):
        Reading.from_json(text)


def test_surrogates_come_through(reports: Path) -> None:
    reading = Reading("k", None, "a\ud800b")
    assert Reading.from_json(reading.to_json()) == reading


def test_a_file_that_hangs_or_breaks_the_process_costs_only_itself(tmp_path: Path) -> None:
    for name in ("child.txt", "exits.txt", "空.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "good.txt").write_text("甲县乙乡2023年法治政府建设工作报告\n\n培训执法人员3次。\n", encoding="utf-8")
    with PreviewReader(seconds=5, command=COMMAND) as reader:
        assert reader.read(tmp_path, "good.txt") == read_one(tmp_path, "good.txt")
        assert "takes longer than 5 s" in reader.read(tmp_path, "child.txt").refused
        broken = reader.read(tmp_path, "exits.txt")
        assert "broke off" in broken.refused
        file = known_file(tmp_path, "exits.txt")
        assert file is not None and broken.key == reading_key(file)
        assert reader.read(tmp_path, "good.txt") == read_one(tmp_path, "good.txt")


def test_a_reader_that_cannot_be_started_is_told(reports: Path) -> None:
    with PreviewReader(command=("no-such-program",)) as reader:
        assert "cannot be started" in reader.read(reports, "甲乡.txt").refused


def test_a_key_changes_with_the_row(reports: Path) -> None:
    before = read_one(reports, "甲乡.txt").key
    (reports / "metadata.csv").write_text("source,year\n甲乡.txt,2020\n", encoding="utf-8")
    after = read_one(reports, "甲乡.txt")
    assert after.key != before and after.report is not None and after.report.year == 2020
    assert json.loads(after.to_json())["refused"] == ""


def test_a_file_that_is_moved_while_it_is_read_and_put_back_is_read_again(
    reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a report is taken out and put back while somebody looks at it: its size and time stay what they were."""
    path, away = reports / "甲乡.txt", reports / "away"

    def taken_out(file: ReportFile, *, cut: bool) -> Taken:
        path.rename(away)
        try:
            return taken_of_json(json.loads(json.dumps(taken_to_json(take(file, cut=cut)))))
        finally:
            away.rename(path)

    monkeypatch.setattr("indexer.preview.take", taken_out)
    found = read_one(reports, "甲乡.txt")
    assert found.report is None and found.refused.endswith("does not exist; check the path")
    file = known_file(reports, "甲乡.txt")
    assert file is not None and found.key != reading_key(file)
