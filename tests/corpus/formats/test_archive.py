"""Zip archives: the names and bytes of what they hold, and what is said of hostile ones."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from corpus.formats import archive, read_document
from corpus.formats.archive import Member, is_archive, list_members, load_member, recognise
from errors import UnreadableFileError
from tests.corpus.formats.files import PROSE, docx_bytes, save
from tests.hangs import HANG

DOCX = docx_bytes(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>")


def zip_bytes(*files: tuple[str | zipfile.ZipInfo, bytes | str], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as made:
        for name, content in files:
            made.writestr(name, content)
    return buffer.getvalue()


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Names of the same length in other bytes, and without the mark of UTF-8, as archivers in China write them."""
    assert len(old) == len(new) and data.count(old) == 2
    return data.replace(old, new)


def members(folder: Path, data: bytes) -> list[Member]:
    return list(list_members(save(folder, "a.zip", data)))


def test_members_and_their_bytes(tmp_path: Path) -> None:
    inner = zip_bytes(("丙.txt", "丙"), ("深/丁.txt", "丁"))
    path = save(
        tmp_path, "a.zip", zip_bytes(("甲.txt", "甲"), ("东片/", ""), ("东片/乙.docx", DOCX), ("内.zip", inner))
    )
    names = ["甲.txt", "东片/乙.docx", "内.zip/丙.txt", "内.zip/深/丁.txt"]
    assert list(list_members(path)) == [Member(name) for name in names]
    assert [load_member(path, name) for name in names] == ["甲".encode(), DOCX, "丙".encode(), "丁".encode()]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "big5"])
def test_names_without_the_mark_of_utf8(tmp_path: Path, encoding: str) -> None:
    name = "雲溪鎮二〇二三年度法治政府建設情況報告.txt".replace("〇", "一")
    raw = name.encode(encoding)
    data = renamed(zip_bytes(("x" * len(raw), "正文")), b"x" * len(raw), raw)
    path = save(tmp_path, "a.zip", data)
    assert [member.name for member in list_members(path)] == [name]
    assert load_member(path, name).decode() == "正文"


@pytest.mark.parametrize("belongs", [True, False], ids=["to the name", "to another name"])
def test_the_extra_field_with_a_name_in_unicode(tmp_path: Path, belongs: bool) -> None:
    info = zipfile.ZipInfo("report.txt")
    name = "云溪镇.txt".encode()
    check = zlib.crc32(b"report.txt" if belongs else b"other.txt")
    info.extra = struct.pack("<HHBI", 0x7075, len(name) + 5, 1, check) + name
    path = save(tmp_path, "a.zip", zip_bytes((info, "正文")))
    assert [member.name for member in list_members(path)] == ["云溪镇.txt" if belongs else "report.txt"]


def test_backslashes_and_names_that_come_twice(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zip_bytes(("甲.txt", "1"), ("甲.txt", "2"), ("aSb.txt", "3"))
    path = save(tmp_path, "a.zip", renamed(data, b"aSb.txt", b"a\\b.txt"))
    assert [member.name for member in list_members(path)] == ["甲.txt", "甲.txt (2)", "a/b.txt"]
    assert [load_member(path, name) for name in ("甲.txt", "甲.txt (2)", "a/b.txt")] == [b"1", b"2", b"3"]


def test_office_files_are_no_archives(tmp_path: Path) -> None:
    stored = zip_bytes(("甲.docx", DOCX), packing=zipfile.ZIP_STORED)
    assert b"[Content_Types].xml" in stored and b"word/" in stored
    assert recognise(stored) and recognise(stored[: len(stored) // 2])
    assert recognise(zip_bytes(("word/甲.docx", DOCX)))
    for data in (
        DOCX,
        DOCX[:1000],
        zip_bytes(("OFD.xml", "")),
        zip_bytes(("mimetype", "application/vnd.oasis")),
        b"PK",
    ):
        assert not recognise(data)
    assert is_archive(save(tmp_path, "a.zip", stored)) and not is_archive(save(tmp_path, "b.zip", DOCX))
    assert not is_archive(tmp_path)


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = 0o120777 << 16
    return info


def marked(flags: int = 0, method: int | None = None) -> bytes:
    """An archive whose one entry is said to be encrypted or packed in another way."""
    data = bytearray(zip_bytes(("a.txt", PROSE)))
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    for place, offset in ((local, 6), (central, 8)):
        struct.pack_into("<H", data, place + offset, struct.unpack_from("<H", data, place + offset)[0] | flags)
        if method is not None:
            struct.pack_into("<H", data, place + offset + 2, method)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zip_bytes(("../a.txt", PROSE)), "leads out of its archive"),
        (zip_bytes(("甲/../../a.txt", PROSE)), "leads out of its archive"),
        (zip_bytes(("/etc/a.txt", PROSE)), "leads out of its archive"),
        (renamed(zip_bytes(("CSSa.txt", PROSE)), b"CSSa.txt", b"C:\\a.txt"), "leads out of its archive"),
        (zip_bytes((link(), "/etc/passwd")), "is a link"),
        (marked(flags=1), "is encrypted"),
        (marked(method=9), "uncommon way (method 9)"),
        (zip_bytes(("a.txt", bytes(60 * 2**20))), "larger than 50 MB"),
        (zip_bytes(("a.txt", bytes(5 * 2**20))), "200 times its size"),
        (zip_bytes(("a.zip", zip_bytes(("b.txt", PROSE))[:-9])), "damaged or cut-off zip"),
        (zip_bytes(("a.zip", zip_bytes(("b.zip", zip_bytes(("c.txt", PROSE)))))), "in an archive in an archive"),
    ],
    ids=[
        "up",
        "up again",
        "root",
        "drive",
        "link",
        "locked",
        "packing",
        "large",
        "bomb",
        "cut-off inside",
        "third level",
    ],
)
def test_a_hostile_member_is_refused_alone(tmp_path: Path, data: bytes, reason: str) -> None:
    both = io.BytesIO(data)
    with zipfile.ZipFile(both, "a") as made:
        made.writestr("good.txt", PROSE)
    refused, good = members(tmp_path, both.getvalue())
    assert reason in refused.refused and good == Member("good.txt")
    if refused.name.endswith(".zip"):
        return
    with pytest.raises(UnreadableFileError) as caught:
        load_member(tmp_path / "a.zip", refused.name)
    assert str(caught.value).startswith(str(tmp_path / "a.zip")) and "\n" not in str(caught.value)


def overlapping(copies: int) -> bytes:
    """An archive whose directory names the same packed bytes again and again."""
    data = zip_bytes(("00000.txt", bytes(49 * 2**20)))
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    directory = b"".join(entry.replace(b"00000", b"%05d" % number) for number in range(copies))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, copies, copies, len(directory), start, 0)
    return data[:start] + directory + tail


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04" + b"x" * 999, "damaged or cut-off"),
        (zip_bytes(("甲.txt", PROSE * 99))[:-30], "damaged or cut-off"),
        (overlapping(100), "unpacks to more than 2 GB"),
        (zip_bytes(*((f"{number}.txt", "") for number in range(5001))), "more than 5,000 files"),
        (
            zip_bytes(*((f"{n}.zip", zip_bytes(*((f"{m}.txt", "") for m in range(1001)))) for n in range(5))),
            "more than 5,000 files",
        ),
    ],
    ids=["noise", "cut off", "overlapping", "entries", "entries within"],
)
def test_a_hostile_archive_is_one_sentence(tmp_path: Path, data: bytes, reason: str) -> None:
    began = time.monotonic()
    with pytest.raises(UnreadableFileError, match=reason) as caught:
        members(tmp_path, data)
    assert str(caught.value).startswith(str(tmp_path / "a.zip")) and "\n" not in str(caught.value)
    assert time.monotonic() - began < HANG


def test_a_member_that_lies_about_its_size_unpacks_no_further(tmp_path: Path) -> None:
    data = bytearray(zip_bytes(("a.txt", bytes(40 * 2**20))))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.index(mark) + offset, 100)
    path = save(tmp_path, "a.zip", bytes(data))
    assert members(tmp_path, bytes(data)) == [Member("a.txt")]
    with pytest.raises(UnreadableFileError, match="is damaged inside its archive"):
        load_member(path, "a.txt")


def test_limits_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path, "a.zip", zip_bytes(("甲.txt", PROSE)))
    monkeypatch.setattr(archive, "MAX_PACKED_BYTES", 10)
    with pytest.raises(UnreadableFileError, match="split the archive"):
        list_members(path)


@pytest.mark.parametrize("name", ["乙.txt", "甲.txt/x", "内.zip/乙.txt", "", ".."])
def test_a_member_that_is_not_there(tmp_path: Path, name: str) -> None:
    path = save(tmp_path, "a.zip", zip_bytes(("甲.txt", PROSE), ("内.zip", zip_bytes(("丙.txt", PROSE)))))
    with pytest.raises(UnreadableFileError, match=r"a\.zip"):
        load_member(path, name)


def test_an_archive_itself_is_no_report_and_says_how_to_read_one(tmp_path: Path) -> None:
    path = save(tmp_path, "a.zip", zip_bytes(("甲.txt", PROSE), ("乙.txt", PROSE)))
    with pytest.raises(UnreadableFileError, match=r"zip archive of 2 files; read one as .*a\.zip/甲\.txt"):
        read_document(path)
    with pytest.raises(UnreadableFileError, match="empty zip archive"):
        read_document(save(tmp_path, "a.zip", zip_bytes()))
