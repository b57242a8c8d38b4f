"""``search --export``: the files that the page makes, from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook  # type: ignore[import-untyped]

from cli import main

QUESTION = "执法人员不足怎么解决"


@pytest.fixture(autouse=True)
def _model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAJIAN_MODEL", "hashing")


def search(index: Path, *more: str) -> int:
    return main(["search", QUESTION, "--index", str(index), *more])


@pytest.mark.parametrize("suffix", ["docx", "md", "csv", "xlsx"])
def test_hits_are_written_in_every_format(hashing_index: Path, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"hits.{suffix.upper()}"
    assert search(hashing_index, "--top", "4", "--county", "青枫县", "--export", str(file)) == 0
    if suffix == "docx":
        paragraphs = Document(str(file)).paragraphs
        assert paragraphs[0].text == QUESTION
        assert [p.text for p in paragraphs if "筛选" in p.text] == ["筛选：county 青枫县。"]
        assert len([p for p in paragraphs if p.style.name in {"Heading 1", "Heading 2"} and "青枫县" in p.text]) == 4
    elif suffix == "xlsx":
        assert load_workbook(file)["摘录"].max_row == 5
    else:
        assert "青枫县" in file.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("question", "file", "told"),
    [
        (QUESTION, "hits.pdf", "names no format"),
        (QUESTION, "nowhere/hits.docx", "cannot be written"),
        ("-", "hits.docx", "takes one question"),
    ],
)
def test_a_file_that_cannot_be_made_is_refused_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], question: str, file: str, told: str
) -> None:
    assert main(["search", question, "--index", str(tmp_path / "none"), "--export", str(tmp_path / file)]) == 1
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
