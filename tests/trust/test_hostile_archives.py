"""Archives made to fill memories, to write elsewhere or to never end; more of them stand in tests/corpus/formats/test_archive.py."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from bench.trust.fuzz_mutate import packed
from bench.trust.fuzz_seeds import ofds, words
from corpus.folder import known_file, survey
from corpus.formats import read_bytes
from corpus.formats.archive import list_members, load_member
from corpus.formats.zipped_xml import MAX_PART_BYTES, ArchiveError, ZippedXml
from embeddings import HashingEncoder
from errors import UnreadableFileError
from indexer.build import build_index
from tests.corpus.formats.files import PROSE
from tests.corpus.formats.test_archive import zip_bytes
from tests.corpus.test_folder import REPORT
from tests.hangs import HANG


def renamed(name: str) -> bytes:
    """An archive whose one entry has this very name, which zipfile would mend."""
    raw = name.encode()
    data = zip_bytes(("Q" * len(raw), REPORT))
    return data.replace(b"Q" * len(raw), raw)


@pytest.mark.parametrize(
    "name",
    [
        "..\\..\\a.txt",
        "\\windows\\a.txt",
        "\\\\host\\share\\a.txt",
        "//host/share/a.txt",
        "C:a.txt",
        "c:/a.txt",
        "a/../../../a.txt",
        "a\\..\\..\\b.txt",
        "..",
        "a/..",
    ],
)
def test_a_name_that_leads_out_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.zip").write_bytes(renamed(name))
    before = sorted(tmp_path.rglob("*"))
    [member] = list_members(folder / "a.zip")
    assert "leads out of its archive" in member.refused
    assert survey(folder).files == ()
    assert known_file(folder, f"a.zip/{member.name}") is None or ".." not in member.name
    with pytest.raises(UnreadableFileError):
        load_member(folder / "a.zip", member.name)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "name",
    [
        "甲.txt:流.txt",
        "CON.txt",
        "aux.txt",
        "a.txt.",
        "a .txt",
        "-rf.txt",
        "$(id).txt",
        "%s.txt",
        "a\nb.txt",
        "a\x1b[31m.txt",
        "a\u202etxt.txt",
    ],
)
def test_names_that_mean_something_elsewhere_are_only_names(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.zip").write_bytes(renamed(name))
    result = build_index(tmp_path / "index", [folder], HashingEncoder())
    assert result.reports + len(result.skipped) == 1
    assert [path.name for path in folder.iterdir()] == ["a.zip"]


def quine() -> bytes:
    """An archive that holds itself: its stored entry is as long as it says, and begins with the archive's own first bytes, again and again."""
    inner = zip_bytes(("r.zip", b""), packing=0)
    for _ in range(6):
        inner = zip_bytes(("r.zip", inner), ("r2.zip", inner), packing=0)
    return inner


def nested(levels: int, width: int) -> bytes:
    """The bomb 42.zip: archives in archives, each of ever more."""
    data = zip_bytes(("a.txt", bytes(900_000)))
    for _ in range(levels):
        data = zip_bytes(*((f"{number}.zip", data) for number in range(width)))
    return data


@pytest.mark.parametrize("data", [quine(), nested(5, 8), nested(1, 400)], ids=["within itself", "42", "wide"])
def test_archives_in_archives_are_opened_once_and_no_deeper(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    began = time.process_time()
    try:
        members = list_members(tmp_path / "a.zip")
    except UnreadableFileError as error:
        assert "\n" not in str(error)
        members = ()
    assert all(member.name.count(".zip") <= 2 for member in members)
    assert time.process_time() - began < HANG


def directory_of(count: int, name: str = "a") -> bytes:
    """An archive of very many empty entries that all lie at one place: a directory and nothing else."""
    sound = zip_bytes((name, ""))
    start, end = sound.index(b"PK\x01\x02"), sound.index(b"PK\x05\x06")
    entry = sound[start:end]
    size = len(entry) * count
    big = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
    finder = struct.pack("<4sLQL", b"PK\x06\x07", 0, start + size, 1)
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return sound[:start] + entry * count + big + finder + tail


@pytest.mark.parametrize("count", [30_000, 400_000])
def test_very_many_empty_entries_are_one_sentence(tmp_path: Path, count: int) -> None:
    data = directory_of(count)
    (tmp_path / "a.zip").write_bytes(data)
    began = time.process_time()
    for read in (lambda: list_members(tmp_path / "a.zip"), lambda: read_bytes(data, "a.zip", "a.zip")):
        with pytest.raises(UnreadableFileError, match="more than"):
            read()
    assert survey(tmp_path).files == ()
    assert time.process_time() - began < HANG


def bomb(part: str, size: int, seed: bytes) -> bytes:
    """A file of parts one of which unpacks to very much."""
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist() if name != part]
    return packed([*parts, (part, b"<a>" + b" " * size + b"</a>")])


def lying(data: bytes, part: str, size: int) -> bytes:
    """The same file, in whose headers the part has another size."""
    out = bytearray(data)
    for mark, offset, length in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            if data[at + length :].startswith(part.encode()):
                struct.pack_into("<L", out, at + offset, size)
    return bytes(out)


@pytest.mark.parametrize(
    ("part", "seed", "suffix"),
    [
        ("word/document.xml", words()[0], ".docx"),
        ("word/styles.xml", words()[0], ".docx"),
        ("D/P1.xml", ofds()[0], ".ofd"),
        ("OFD.xml", ofds()[0], ".ofd"),
    ],
)
def test_a_part_that_unpacks_to_too_much_is_refused_or_left_out(part: str, seed: bytes, suffix: str) -> None:
    data = bomb(part, MAX_PART_BYTES + 2**20, seed)
    assert len(data) < 2**20
    for attack in (data, lying(data, part, 100), lying(data, part, 0xFFFFFFFE)):
        began = time.process_time()
        try:
            assert len(read_bytes(attack, f"a{suffix}", "a").text) < 1000
        except UnreadableFileError as error:
            assert "\n" not in str(error)
        assert time.process_time() - began < HANG


def test_parts_that_share_their_bytes_unpack_within_one_budget() -> None:
    """The better zip bomb: many entries over one packed stretch."""
    sound = zip_bytes(("p000.xml", b"<a>" + b" " * (40 * 2**20) + b"</a>"))
    start, end = sound.index(b"PK\x01\x02"), sound.index(b"PK\x05\x06")
    directory = b"".join(sound[start:end].replace(b"p000", b"p%03d" % number) for number in range(50))
    data = sound[:start] + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 50, 50, len(directory), start, 0)
    archive, unpacked = ZippedXml(data), 0
    with pytest.raises(ArchiveError):
        for number in range(50):
            try:
                unpacked += len(archive.data(f"p{number:03}.xml"))
            except KeyError:
                continue
    assert unpacked <= 200 * 2**20


def test_an_opendocument_bomb_is_refused_before_libreoffice_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.formats.legacy.convert", lambda *_: pytest.fail("no program may get it"))
    file = io.BytesIO(packed([("mimetype", b"application/vnd.oasis.opendocument.text")], zipfile.ZIP_STORED))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", bytes(201 * 2**20))
    with pytest.raises(UnreadableFileError, match="unpacks to more than 200 MB"):
        read_bytes(file.getvalue(), "a.odt", "a")


def test_a_stream_that_says_less_than_it_holds_is_cut_at_the_limit(tmp_path: Path) -> None:
    """A member whose packed bytes go on long after its stated end, and whose checksum fits the stated part."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(PROSE.encode() * 10) + packer.compress(bytes(60 * 2**20)) + packer.flush()
    stated = PROSE.encode() * 10
    local = (
        struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0x21, zlib.crc32(stated), len(body), len(stated), 5, 0)
        + b"a.txt"
    )
    central = (
        struct.pack(
            "<4s6H3L5H2L",
            b"PK\x01\x02",
            20,
            20,
            0,
            8,
            0,
            0x21,
            zlib.crc32(stated),
            len(body),
            len(stated),
            5,
            0,
            0,
            0,
            0,
            0,
            0,
        )
        + b"a.txt"
    )
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local) + len(body), 0)
    (tmp_path / "a.zip").write_bytes(local + body + central + tail)
    try:
        assert len(load_member(tmp_path / "a.zip", "a.txt")) <= 50 * 2**20
    except UnreadableFileError as error:
        assert "damaged inside its archive" in str(error)
