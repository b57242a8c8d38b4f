"""PDF with a text layer."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.formats import read_document
from corpus.pdfium.characters import meaning
from errors import UnreadableFileError
from tests.corpus.formats.files import DATA, pdf_bytes, read


def test_pdf_in_chinese_as_chromium_prints_it() -> None:
    document = read_document(DATA / "chromium.pdf")
    assert document.text == (
        "　　　　　　　　　云溪镇法治工作\n　　一、主要做法\n　　云溪镇调解矛盾16件，工作人员做到一月一调\n解，主要矛盾一件不落。\n"
        "　　二、问题\n　　工作人员不落一人，矛盾调解做法不一。"
    )
    assert [document.text[start:].split()[0] for start in document.pages] == ["云溪镇法治工作", "二、问题"]
    assert (document.format, document.hard_wrapped) == ("pdf", True)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (0x2F00, ("一", False)),
        (0x2ED3, ("长", False)),
        (0xFFFE, ("-", False)),
        (0x02, ("-", False)),
        (0x07, ("", False)),
        (0xA0, (" ", False)),
        (0xE123, ("\ue123", True)),
        (0xDC00, ("\ufffd", True)),
        (0x20000, ("𠀀", False)),
    ],
    ids=[
        "radical",
        "radical-of-the-supplement",
        "hyphen",
        "old-hyphen",
        "control",
        "blank",
        "private",
        "surrogate",
        "rare",
    ],
)
def test_pdf_codes_become_characters(code: int, expected: tuple[str, bool]) -> None:
    assert meaning(code) == expected


def test_pdf_running_heads_and_page_numbers_go(tmp_path: Path) -> None:
    pages = [
        ["Annual report 2023", "Office", "Annual report 2023", "alpha", "5", "- 1 -"],
        ["Annual report 2023", "Office", "12", "beta", "Page 2 of 4"],
        ["Annual report 2023", "Office", "gamma", "- 3 -"],
        ["Annual report 2023", "Office", "delta", "4"],
    ]
    document = read(tmp_path, "a.pdf", pdf_bytes(pages))
    assert document.text == "Office\nAnnual report 2023\nalpha\n5\n12\nbeta\ngamma\ndelta"
    assert [document.text[start : start + 2] for start in document.pages] == ["Of", "12", "ga", "de"]


def test_pdf_head_that_is_the_title_stays_once(tmp_path: Path) -> None:
    pages = [["Rule of law report", "alpha"], ["Rule of law report", "beta"], ["Rule of law report", "gamma"]]
    assert read(tmp_path, "a.pdf", pdf_bytes(pages)).text == "Rule of law report\nalpha\nbeta\ngamma"


def test_pdf_two_pages_keep_what_they_share(tmp_path: Path) -> None:
    document = read(tmp_path, "a.pdf", pdf_bytes([["same", "alpha", "1"], ["same", "beta", "2"]]))
    assert document.text == "same\nalpha\nsame\nbeta"


def test_pdf_page_number_ahead_of_the_head_and_a_head_on_two_pages(tmp_path: Path) -> None:
    pages = [["Office of the town", "- 1 -", "Report", "alpha"], ["Office of the town", "- 2 -", "beta"]]
    assert read(tmp_path, "a.pdf", pdf_bytes(pages)).text == "Office of the town\nReport\nalpha\nbeta"


def test_pdf_page_without_text_keeps_its_place(tmp_path: Path) -> None:
    document = read(tmp_path, "a.pdf", pdf_bytes([["alpha"], [], ["beta"]]))
    assert (document.text, document.pages) == ("alpha\n\nbeta", (0, 6, 7))
    assert document.notes == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf_bytes([[], []]), "no text layer"),
        (pdf_bytes([["- 1 -"], ["- 2 -"]]), "no text layer"),
        (pdf_bytes([["secret"]], encrypted=True), "is encrypted"),
        (pdf_bytes([["cut"]])[:40], "damaged"),
    ],
    ids=["blank", "only-page-numbers", "encrypted", "cut"],
)
def test_pdf_that_cannot_be_read(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read(tmp_path, "a.pdf", data)
