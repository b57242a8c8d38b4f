"""PDFs that want too much, or cannot be read: one sentence, soon."""

from __future__ import annotations

import math
import random
import sys
import time
import zlib

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from corpus.formats import pdf
from corpus.pdfium import worker
from corpus.pdfium.glyphs import sane
from corpus.pdfium.process import extract
from errors import UnreadableFileError
from tests.corpus.formats.files import pdf_bytes
from tests.corpus.formats.pdf_files import PROSE, Sheet, draw, lines
from tests.hangs import HANG

PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
    b"/Resources << /XObject << /F 6 0 R >> /Font << /F1 5 0 R >> >> >>"
)
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def assembled(*objects: bytes) -> bytes:
    """A PDF of one page: objects 3 and up; the catalogue comes first."""
    out, offsets = b"%PDF-1.4\n", []
    catalogue = (b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
    for number, content in enumerate((*catalogue, *objects), 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (len(offsets) + 1, table, len(offsets) + 1, len(out))


def stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<< %b /Filter /FlateDecode /Length %d >>" % (entries, len(packed))
    return head + b"\nstream\n" + packed + b"\nendstream"


def many_characters() -> bytes:
    return assembled(PAGE, stream(b"BT /F1 12 Tf 72 720 Td " + b"(abcdefgh) Tj " * 150_000 + b"ET"), FONT)


def forms_within_forms(depth: int) -> bytes:
    """Two kilobytes that draw the same form ten times ten times …"""
    forms = [
        stream(
            b"/F Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /F %d 0 R >> >>"
            % (7 + level),
        )
        for level in range(depth)
    ]
    return assembled(
        PAGE, stream(b"/F Do"), FONT, *forms, stream(b" ", b"/Type /XObject /Subtype /Form /BBox [0 0 1 1]")
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (draw(*[Sheet([])] * (worker.MAX_PAGES + 1)), "has 501 pages, more than 500; give the report alone"),
        (pdf_bytes([]), "has no pages|is damaged"),
        (draw(Sheet(lines(PROSE)), encrypt=StandardEncryption("secret", strength=128)), "is encrypted; save it"),
        (many_characters(), "has more than 1,000,000 characters by page 1"),
        (draw(Sheet(lines(PROSE)))[:-600], "damaged"),
        (b"%PDF-1.7\n" + b"\x00\xff" * 3000, "damaged"),
    ],
    ids=["many-pages", "no-pages", "encrypted", "many-characters", "cut-off", "noise"],
)
def test_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason) as caught:
        pdf.read(data, "a.pdf", lambda: None)
    assert str(caught.value).startswith("a.pdf ")
    assert "\n" not in str(caught.value)


def test_time_is_bounded() -> None:
    started = time.monotonic()
    with pytest.raises(UnreadableFileError, match="takes longer than 2 s to read"):
        extract(forms_within_forms(9), "a.pdf", seconds=2)
    assert time.monotonic() - started < HANG


@pytest.mark.skipif(sys.platform == "win32", reason="Windows holds no process to its memory")
def test_memory_is_bounded() -> None:
    blanks = assembled(PAGE, stream(b" " * 300 * 2**20), FONT)
    with pytest.raises(UnreadableFileError, match=r"a\.pdf (cannot be read|needs too much memory)"):
        extract(blanks, "a.pdf", memory=400 * 2**20)


def test_empty_password_opens() -> None:
    locked = draw(Sheet(lines(PROSE)), encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0))
    assert b"/Encrypt" in locked
    assert pdf.read(locked, "a.pdf", lambda: None).text == PROSE


def test_reader_that_dies_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.pdfium.process.sys.executable", "/bin/false")
    with pytest.raises(UnreadableFileError, match=r"a.pdf cannot be read \(PDFium broke off with code 1\)"):
        extract(draw(Sheet([])), "a.pdf")


@pytest.mark.parametrize("size", ["99999999999999999999999999999999999999999", "-1", "0", "0.00001", "1e400"])
def test_absurd_measures(size: str) -> None:
    content = b"BT /F1 %b Tf 72 720 Td (odd) Tj ET BT /F1 12 Tf %b 700 Td (far) Tj ET" % ((size.encode(),) * 2)
    box = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %b 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    )
    data = assembled(box % size.encode(), stream(content), FONT)
    # Text of no size may be dropped by PDFium; nothing may break.
    assert "far" in pdf.read(data, "a.pdf", lambda: None).text


@pytest.mark.parametrize("seed", range(8))
def test_damage_is_read_or_one_sentence(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(draw(Sheet(lines(PROSE, PROSE)), Sheet(lines(PROSE))))
    for _ in range(40):
        data[chance.randrange(10, len(data))] = chance.randrange(256)
    try:
        pdf.read(bytes(data), "a.pdf", lambda: None)
    except UnreadableFileError as error:
        assert str(error).startswith("a.pdf ")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e30])
def test_measures_beyond_any_paper_are_none(value: float) -> None:
    assert (sane(value), sane(-12.5)) == (0.0, -12.5)
