"""The original file on the page of a report: a button while it is what was indexed, one sentence when it is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from tests.web.visiting import open_report, text
from web.texts import texts

TEXT = "刚察县沙柳河镇2023年法治政府建设工作报告\n\n一、主要工作\n开展执法培训三次，新增持证人员六名。\n"
NAME = "甲_*a*_[b](c).txt"


@pytest.fixture
def file(page_environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only file of the index that the page shows."""
    (tmp_path / "reports").mkdir()
    path = tmp_path / "reports" / NAME
    path.write_text(TEXT, encoding="utf-8")
    build_index(tmp_path / "index", [path.parent], HashingEncoder())
    monkeypatch.setenv("FAJIAN_INDEX", str(tmp_path / "index"))
    return path


def report_of(file: Path) -> str:
    index = Index.open(file.parent.parent / "index")
    report = index.reports[0].id
    index.close()
    return report


def test_the_button_offers_the_file_by_its_name(file: Path) -> None:
    page = open_report(report=report_of(file))
    [button] = page.get("download_button")
    assert button.proto.label.replace("\u2060", "").replace("\\", "").endswith(NAME)
    assert button.proto.deferred_file_id, "nothing is read for it before it is pressed"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda path: path.write_text(TEXT + "又", encoding="utf-8"), "original_changed"),
        (Path.unlink, "original_gone"),
    ],
    ids=["changed", "gone"],
)
def test_a_file_that_is_not_what_was_indexed_is_told(
    file: Path, change: Callable[[Path], object], sentence: str, language: str
) -> None:
    report = report_of(file)
    change(file)
    page = open_report(report=report, lang=language)
    assert not page.get("download_button")
    told = getattr(texts(language).reader, sentence)
    assert told.format(name=f"reports/{NAME}") in text(page)
