"""What fuzzing does with one damaged file: read it as the product does, and check everything that comes out.

Each function takes the bytes of an input; raising anything but a :class:`~errors.FajianError` is a fault of the product.
"""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from unittest import mock

from bench.trust.fuzz_checks import check_document, hold, read_through
from corpus.correcting import correct_sidecar, sidecar_rows
from corpus.formats import archive, legacy, pdf, read_bytes
from corpus.formats.encoding import decode
from corpus.formats.front_matter import split_front_matter
from corpus.outline.given import parse_corrections, written_corrections
from corpus.pdfium import worker
from corpus.pdfium.page import Page
from corpus.report import Document
from corpus.sidecar import SIDECAR, read_table
from errors import FajianError, UnreadableFileError

SOURCE = "云溪镇/a"
"""What messages call an input; one that does not begin with it, or takes more than a line, is no clear sentence."""


def _clear(error: FajianError, source: str = SOURCE) -> None:
    hold(str(error).startswith(source), f"a message names the file: {error!s:.200}")
    hold("\n" not in str(error), "a message is one line")
    hold(len(str(error)) < 2000, "a message is short")


def read_as(suffix: str, data: bytes) -> None:
    """A file of this name, from its bytes to passages."""
    try:
        document = read_bytes(data, f"a{suffix}", SOURCE)
        read_through(document, SOURCE)
    except FajianError as error:
        _clear(error)
        raise


def read_structured(data: bytes) -> None:
    """A text taken apart and cut as the body of a file, wrapped by lines or not."""
    text = data.decode("utf-8", "replace")
    wrapped = (None, True, False)[len(text) % 3]
    read_through(
        Document(text, "txt", hard_wrapped=wrapped),
        SOURCE,
        {"outline": text[:200], "year": text[:4], "county": text[4:9]},
    )


def read_pdf(data: bytes) -> None:
    """A PDF as its own process reads it, here without starting one each time, and the pages as the product sets them."""
    out = io.BytesIO()
    worker.answer(out, data, None)
    records = [json.loads(line) for line in out.getvalue().splitlines()]
    hold(bool(records), "PDFium's process always answers")
    refused = next((record["refused"] for record in records if "refused" in record), None)
    if refused is not None:
        raise UnreadableFileError(f"{SOURCE} {refused}")
    read_through(pdf.set_pages([Page.from_record(record) for record in records], "pdf", SOURCE), SOURCE)


def read_old(data: bytes) -> None:
    """An old office file as far as this program looks into it itself: no other program is started."""
    with mock.patch.object(legacy, "TOOLS", ()):
        read_as(".doc", data)


def convert_old(data: bytes) -> None:
    """An old office file by the programs that are installed."""
    read_as(".doc", data)


def read_archive(data: bytes) -> None:
    """An archive on disk: its list, and every file that the list says can be read; no file comes of it."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as place:
        path = Path(place) / "a.zip"
        path.write_bytes(data)
        if archive.is_archive(path) != archive.recognise(data):
            hold(not data.startswith(b"PK"), "an archive is one in memory and on disk")
        try:
            members = archive.list_members(path)
        except UnreadableFileError as error:
            _clear(error, str(path))
            raise
        for member in members[:20]:
            hold(not Path(member.name).is_absolute() or bool(member.refused), "an absolute name is refused")
            hold(".." not in Path(member.name).parts or bool(member.refused), "a name that leads out is refused")
            try:
                hold(len(archive.load_member(path, member.name)) <= archive.MAX_MEMBER_BYTES, "a member is bounded")
            except UnreadableFileError as error:
                _clear(error, str(path))
        hold([item.name for item in Path(place).iterdir()] == ["a.zip"], "nothing is unpacked to disk")


def read_sidecar_table(data: bytes) -> None:
    """A table ``metadata.csv``: read, and its corrections as far as the cell that holds them."""
    try:
        table = read_table(data, SOURCE)
    except UnreadableFileError as error:
        _clear(error)
        raise
    hold(len(table.columns) == len(table.cells[0]), "every column has a name")
    for source, row in table.rows.items():
        hold(
            all(isinstance(value, str) and value == value.strip() for value in (source, *row.values())),
            "cells are words",
        )
        corrections, _ = parse_corrections(row.get("outline", ""))
        again, doubts = parse_corrections(written_corrections(corrections))
        hold(again == corrections and not doubts, "corrections come back from the cell as they were")


def correct_table(data: bytes) -> None:
    """A table on disk in which one cell is corrected: that cell changes, every other row stays."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as place:
        folder = Path(place)
        (folder / SIDECAR).write_bytes(data)
        before = sidecar_rows(folder)
        correct_sidecar(folder, {"乙.txt": {"title": "=1+1"}})
        after = sidecar_rows(folder)
        hold(after.pop("乙.txt", {}).get("title") == "=1+1", "a corrected cell is read back")
        before.pop("乙.txt", None)
        hold(before == after, "a correction changes no other row")


def read_front_matter(data: bytes) -> None:
    """A text with front matter: nothing below it is lost."""
    text = data.decode("utf-8", "surrogateescape" if len(data) % 2 else "replace")
    front = split_front_matter(text)
    hold(text.endswith(front.body.lstrip("\n")), "the text below front matter stays whole")
    hold(
        front.body == text or bool(front.given or front.other) or not front.notes,
        "a block that is left in place is told",
    )
    check_document(Document(front.body, "txt", metadata=front.other, given=front.given, notes=front.notes))


def read_encoding(data: bytes) -> None:
    """Bytes in whatever encoding."""
    try:
        text, notes = decode(data)
    except ValueError as error:
        raise UnreadableFileError(f"{SOURCE} {error}") from error
    hold("\r" not in text and "\0" not in text, "line ends are one character, and a text has no zero bytes")
    hold(text.encode("utf-8").decode() == text and all(notes), "a decoded text can be encoded again")
