"""Web pages saved into one file."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest

from errors import UnreadableFileError
from tests.corpus.formats.files import PROSE, read

PAGE = f"<html><head><title>云溪镇报告</title></head><body><h1>云溪镇报告</h1><p>{PROSE}</p></body></html>"


def saved(body: bytes, coding: str, charset: str, kind: str = "text/html") -> bytes:
    head = (
        'From: <Saved by a browser>\r\nSubject: page\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
        '\tboundary="--x--"\r\n\r\n----x--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n'
        f"----x--\r\nContent-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: {coding}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n----x----\r\n"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.doc"])
def test_the_page_is_read(tmp_path: Path, name: str, coding: str, charset: str) -> None:
    data = PAGE.encode(charset)
    body = quopri.encodestring(data) if coding == "quoted-printable" else base64.encodebytes(data)
    document = read(tmp_path, name, saved(body, coding, charset))
    assert document.format == "mht"
    assert PROSE in document.text
    assert document.title == "云溪镇报告"


@pytest.mark.parametrize(
    "data",
    [
        saved(b"AAAA", "base64", "utf-8", kind="image/png"),
        saved(b"", "base64", "utf-8"),
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a0\r\n\r\n"
        + b"".join(b"--a%d\r\nContent-Type: multipart/mixed; boundary=a%d\r\n\r\n" % (n, n + 1) for n in range(1500)),
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n\r\nx\r\n" * 100_000,
    ],
    ids=["no page", "empty", "nothing", "deep", "many"],
)
def test_a_saved_page_without_a_page_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="saved web page"):
        read(tmp_path, "a.mht", data)


def test_a_report_that_speaks_of_types_is_text(tmp_path: Path) -> None:
    assert read(tmp_path, "a.txt", f"Content: {PROSE}\nContent-Type: text/html\n").format == "txt"
