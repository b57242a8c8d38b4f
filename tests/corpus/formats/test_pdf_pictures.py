"""Pages that are pictures: recognised where someone can, told where not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from corpus.formats import pdf, pdf_pictures
from corpus.formats.ocr import Recogniser, find_recogniser, recognise_page
from corpus.formats.ocr_lines import Seen
from corpus.report import Document
from errors import UnreadableFileError
from tests.corpus.formats.pdf_files import PROSE, Ink, Sheet, draw, lines, texts_of

GREY = Image.new("L", (60, 85), 200)
SCAN = Sheet([], picture=GREY)
TEXT = Sheet(lines(PROSE[:25], PROSE[:20]))
OCR_NOTE = "文字由图片识别（OCR），请对照原件"


def box(text: str, x: float, y: float, *, height: float = 60, lean: float = 0, score: float = 1) -> Seen:
    """A level line of square characters whose upper left corner is at x, y, in pixels."""
    wide = height * len(text)
    return Seen(
        text, ((x, y), (x + wide, y + lean * wide), (x + wide, y + lean * wide + height), (x, y + height)), score
    )


def fake(*seen: Seen) -> Recogniser:
    return lambda picture: seen


def read(sheets: Sequence[Sheet], recogniser: Recogniser | None) -> Document:
    return pdf.read(draw(*sheets), "scan.pdf", lambda: recogniser)


def test_scan_is_recognised() -> None:
    seen = fake(box("次行接着写", 200, 400), box("一、主要做法", 320, 300), box("— 1 —", 700, 2250))
    document = read([SCAN], seen)
    assert document.text.split("\n") == ["　　一、主要做法", "次行接着写"]
    assert (document.recognised, document.notes, document.removed) == (True, (OCR_NOTE,), ("— 1 —",))


def test_scanned_page_among_pages_of_text() -> None:
    document = read([TEXT, SCAN, TEXT], fake(box("扫描的附件", 200, 300)))
    assert document.notes == (f"第2页{OCR_NOTE}",)
    assert document.text[document.pages[1] : document.pages[2]].strip() == "扫描的附件"


def test_scanned_page_is_noted_where_nobody_can_recognise_it() -> None:
    document = read([TEXT, SCAN, Sheet([])], None)
    (note,) = document.notes
    assert note.startswith("第2页没有可读的文字")
    assert "pip install -r requirements-ocr.txt" in note
    assert (document.recognised, len(document.pages)) == (False, 3)


def test_scan_without_recogniser_names_the_command() -> None:
    with pytest.raises(UnreadableFileError, match=r"no text layer.*pip install -r requirements-ocr\.txt"):
        read([SCAN, SCAN], None)


def test_scan_on_which_nothing_is_found() -> None:
    with pytest.raises(UnreadableFileError, match="no text layer"):
        read([SCAN], fake())


def test_mark_of_a_scanning_program_does_not_hide_the_picture() -> None:
    marked = Sheet([Ink("扫描全能王", 450, 20, 8)], picture=GREY)
    found = [box(PROSE[:20], 200, 300), box(PROSE[:20], 200, 400)]
    assert texts_of(read([marked], fake(*found))) == [PROSE[:20], PROSE[:20]]


def test_printed_text_over_a_picture_is_kept() -> None:
    letter = Sheet(lines("特此报告。", "云溪镇人民政府", "2025年1月15日"), picture=GREY)
    document = read([letter, TEXT], fake(box("特此报吿", 200, 300)))
    assert texts_of(document)[:2] == ["特此报告。", "云溪镇人民政府"]
    assert (document.recognised, document.notes) == (False, ())


@pytest.mark.parametrize("count", [1, 2])
def test_layer_of_an_earlier_recognition_is_text(count: int) -> None:
    hidden = Sheet([Ink(line, y=740 - at * 28, mode=3) for at, line in enumerate([PROSE] * 3)], picture=GREY)
    document = read([hidden, TEXT][:count], None)
    assert texts_of(document)[:3] == [PROSE] * 3
    which = "第1页" if count == 2 else ""
    assert document.notes == (f"{which}文字取自扫描件的识别层（OCR），请对照原件",)
    assert document.recognised


def test_hidden_text_without_a_picture_is_plain_text() -> None:
    document = read([Sheet([Ink(PROSE, mode=3)])], None)
    assert (document.text, document.recognised) == (PROSE, False)


def test_columns_of_a_scan_are_read_one_after_the_other() -> None:
    left = [box(f"左{at}一二三四五六", 100, 300 + 100 * at) for at in range(6)]
    right = [box(f"右{at}一二三四五六", 700, 300 + 100 * at) for at in range(6)]
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    assert texts_of(read([SCAN], fake(*mixed))) == [line.text for line in left + right]


def test_scan_laid_down_askew() -> None:
    lean = 0.03
    rows = [("一二三四五六七八九十", 100, 300), ("右边", 1300, 300), ("下一行的文字在此处", 100, 380)]
    seen = [box(text, x, y + lean * (x - 100), lean=lean) for text, x, y in rows]
    assert texts_of(read([SCAN], fake(*seen))) == ["一二三四五六七八九十 右边", "下一行的文字在此处"]


def test_scan_on_its_side_is_turned() -> None:
    pictures = []

    def recogniser(picture: NDArray[np.uint8]) -> list[Seen]:
        pictures.append(picture.shape)
        if len(pictures) > 1:
            return [box(text, 100, 100 + 80 * at, height=40) for at, text in enumerate(["第一行文字", "第二行文字"])]
        upright = ((100.0, 900.0), (100.0, 100.0), (140.0, 100.0), (140.0, 900.0))
        return [
            Seen("竖着的文字", ((x, y), (x + 40, y), (x + 40, y + 800), (x, y + 800))) for (x, y), *_ in [upright] * 3
        ]

    assert texts_of(read([SCAN], recogniser)) == ["第一行文字", "第二行文字"]
    assert pictures[0] == pictures[1][::-1]


def test_scan_on_its_head_is_turned() -> None:
    answers = [
        [box("倒着认的", 200, 300 + 80 * at, score=0.6) for at in range(3)],
        [box(text, 200, 300 + 80 * at) for at, text in enumerate(["第一行文字", "第二行文字"])],
    ]
    assert texts_of(read([SCAN], lambda picture: answers.pop(0))) == ["第一行文字", "第二行文字"]


def test_dim_lines_are_left_out_and_told() -> None:
    document = read([SCAN], fake(box("一、主要做法", 200, 300), box("印章弧形", 900, 900, score=0.3)))
    assert document.text == "一、主要做法"
    assert document.removed == ("印章弧形",)
    assert document.notes == (OCR_NOTE, "图片中有1处文字辨认不清，未收入正文")


def test_limits_on_recognising(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pictures, "MAX_PICTURES", 2)
    with pytest.raises(UnreadableFileError, match="3 pages without text, more than 2"):
        read([SCAN] * 3, fake())
    monkeypatch.setattr(pdf_pictures, "MAX_SECONDS", -1.0)
    with pytest.raises(UnreadableFileError, match=r"takes longer than .* to recognise \(page 1\)"):
        read([SCAN] * 2, fake())


def test_recognition_that_cannot_start_is_one_sentence() -> None:
    def broken(picture: NDArray[np.uint8]) -> list[Seen]:
        raise ImportError("libGL.so.1 is missing")

    with pytest.raises(UnreadableFileError, match=r"scan\.pdf needs text recognition.*libGL.*requirements-ocr"):
        read([SCAN], broken)


NOTO = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")


@pytest.mark.skipif(find_recogniser() is None, reason="needs pip install -r requirements-ocr.txt")
@pytest.mark.skipif(not NOTO.is_file(), reason="needs a font for the picture (fonts-noto-cjk)")
@pytest.mark.slow
def test_real_recognition_without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("went to the network")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(f"socket.socket.{name}", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    wanted = ["一、主要做法", "全年开展联合检查32场次，立案27件，", "罚没款3.86万元。", "云溪镇人民政府"]
    page = Image.new("L", (1654, 2339), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(NOTO), 44)
    for at, (line, x) in enumerate(zip(wanted, (288, 200, 200, 1000), strict=True)):
        pen.text((x, 200 + 80 * at), line, font=font, fill=0)
    recogniser = find_recogniser()
    assert recogniser is not None
    assert texts_of(read([Sheet([], picture=page)], recogniser)) == wanted
    for turn in (90, 180, 270):
        turned = recognise_page(np.asarray(page.rotate(turn, expand=True), dtype=np.uint8), 2.78, recogniser)
        assert [run.text for run in turned.runs] == wanted
