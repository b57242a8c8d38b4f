"""What a file is, and what is said of one that cannot be read."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import formats
from corpus.formats import CONSIDERED, SUFFIXES, read_bytes, read_document
from errors import UnreadableFileError
from tests.corpus.formats.files import DATA, PROSE, docx_bytes, pdf_bytes, read, save
from tests.corpus.formats.test_html import PAGE


def test_suffixes_are_those_of_the_formats() -> None:
    assert {
        ".txt",
        ".md",
        ".markdown",
        ".docx",
        ".pdf",
        ".html",
        ".htm",
        ".zip",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
    } <= SUFFIXES
    assert {".ofd", ".xhtml", ".mht", ".mhtml"} <= SUFFIXES < CONSIDERED
    assert not {".csv", ".xls", ".exe", ""} & CONSIDERED


def test_content_decides_before_the_name(tmp_path: Path) -> None:
    assert read(tmp_path, "page.txt", f"<!DOCTYPE html><html><body><p>{PROSE}</p></body></html>").format == "html"
    assert read(tmp_path, "word.pdf", docx_bytes(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>")).format == "docx"
    assert read(tmp_path, "paper.html", pdf_bytes([["Report"]])).format == "pdf"
    assert read(tmp_path, "report.MD", "# 报告").format == "md"
    assert read(tmp_path, "report", "报告").format == "txt"
    assert read(tmp_path, "report.doc", PROSE.encode("gb18030")).format == "txt"
    assert read(tmp_path, "report.zip", docx_bytes(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>")).format == "docx"


def test_bytes_are_read_as_a_file_of_that_name() -> None:
    assert read_bytes("# 报告".encode(), "甲.md", "a.zip/甲.md").text == "报告"
    with pytest.raises(UnreadableFileError, match=r"^a\.zip/甲\.md is empty"):
        read_bytes(b" ", "甲.md", "a.zip/甲.md")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_more_characters_than_any_report_are_refused(tmp_path: Path, name: str) -> None:
    text = "<html><body><p>" + "法治" * 1_000_001 if name == "a.html" else "a" * 2_000_001
    with pytest.raises(UnreadableFileError, match="more than 2,000,000 characters"):
        read(tmp_path, name, text)


def test_what_is_surely_too_long_is_not_decoded_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.formats.plain.decode", lambda data: pytest.fail("decoded"))
    with pytest.raises(UnreadableFileError, match=r"more than 2,000,000 characters|larger than 50 MB"):
        read(tmp_path, "b.txt", b"\xb7\xa8" * (24 * 2**20))


def test_import_loads_no_heavy_library() -> None:
    heavy = ("docx", "pypdfium2", "trafilatura", "selectolax", "lxml", "yaml", "olefile")
    code = f"import sys, corpus.formats; print([name for name in {heavy} if name in sys.modules])"
    root = Path(formats.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", " \n　\n", "is empty"),
        ("a.txt", b"\xef\xbb\xbf\n", "is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        ("a.txt", "正文" * 99 + "\0", "binary"),
        ("a.txt", bytes(range(1, 32)) * 20, "binary"),
        ("a.txt", b"\xff\xff\xff\x80" * 9, "no known encoding"),
        ("a.md", "---\ntitle: x\n---\n", "is empty below"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old Word file"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "is encrypted"),
        ("a.docx", "plain text", "is not a docx file"),
        ("a.pdf", "plain text", "is not a pdf file"),
        ("a.pdf", b"%PDF-1.7\n junk", "damaged"),
        ("a.docx", "PK\x03\x04" + "x" * 99, "damaged"),
        ("a.zip", "plain text", "is not a zip file"),
        ("a.ofd", "plain text", "is not a ofd file"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + b"x" * 99, "RAR archive; unpack it"),
        ("a.txt", b"7z\xbc\xaf\x27\x1c" + b"x" * 99, "7z archive"),
        ("a.gz", b"\x1f\x8b\x08" + b"x" * 99, "gzip archive"),
        ("a.doc", b"\x00\x01\x02" * 99, "binary"),
        ("a.pdf", b"MZ\x90\x00" + b"\0" * 99, "program for Windows"),
        ("a.html", "<html><body><script>load()</script></body></html>", "without text"),
    ],
)
def test_what_cannot_be_read_says_why_and_where(tmp_path: Path, name: str, content: bytes | str, reason: str) -> None:
    path = save(tmp_path, name, content)
    with pytest.raises(UnreadableFileError, match=reason) as caught:
        read_document(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_missing_file_folder_and_large_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFileError, match="does not exist"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(UnreadableFileError, match="is not a file"):
        read_document(tmp_path)
    with pytest.raises(UnreadableFileError):
        read_document(Path("nul\0byte.txt"))
    monkeypatch.setattr(formats, "MAX_BYTES", 10)
    with pytest.raises(UnreadableFileError, match="larger than"):
        read(tmp_path, "large.txt", "a" * 11)


def test_damaged_files_end_as_one_error(tmp_path: Path) -> None:
    """Cut and scrambled files either read or raise UnreadableFileError; nothing else escapes."""
    body = "".join(f"<w:p><w:r><w:t>{PROSE}{i}</w:t></w:r></w:p>" for i in range(9))
    whole = [docx_bytes(body), (DATA / "chromium.pdf").read_bytes(), PAGE.encode(), PROSE.encode("gb18030")]
    chance = random.Random(7)
    for number, data in enumerate(whole):
        for _ in range(40):
            broken = bytearray(data[: chance.randrange(1, len(data))] if chance.random() < 0.5 else data)
            for _ in range(chance.randrange(20)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            try:
                read(tmp_path, f"broken.{('docx', 'pdf', 'html', 'txt')[number]}", bytes(broken))
            except UnreadableFileError as error:
                assert "broken." in str(error)
