"""Old Word, WPS, RTF and OpenDocument files, with and without the programs that read them."""

from __future__ import annotations

import io
import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from corpus.formats import programs, read_document
from errors import UnreadableFileError
from tests.corpus.formats.files import DATA, PROSE, docx_bytes, read, save
from tests.corpus.formats.test_archive import zip_bytes

WORD97 = (DATA / "word97.doc").read_bytes()
TITLE = "云溪镇2023年法治政府建设工作总结"
ODT = zip_bytes(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<x/>"), packing=0)
needs_posix = pytest.mark.skipif(os.name == "nt", reason="the fake programs are scripts")


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH: no program is installed but what a test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    names = {name for tool in programs.TOOLS for name in tool.commands if Path(name).is_absolute()}
    monkeypatch.setattr(shutil, "which", lambda name: None if name in names else shutil_which(name))
    return folder


shutil_which = shutil.which


def fake(folder: Path, name: str, code: str) -> None:
    """A program in Python of this name; ``sys.argv`` holds what it is called with."""
    program = folder / name
    program.write_text(
        f"#!{sys.executable}\nimport os, sys, time, subprocess\nfrom pathlib import Path\n{code}", "utf-8"
    )
    program.chmod(0o755)


def converter(folder: Path, body: str) -> str:
    """Code of a fake LibreOffice that writes this body as docx, and tells what it was called with."""
    made = folder / "made.docx"
    made.write_bytes(docx_bytes(body))
    return (
        f"folder = Path(sys.argv[sys.argv.index('--outdir') + 1])\n"
        f"(folder / 'report.docx').write_bytes(Path({str(made)!r}).read_bytes())\n"
        f"Path({str(folder / 'called')!r}).write_text('\\n'.join(sys.argv[1:] + [os.environ['HOME']]))\n"
    )


@needs_posix
@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.doc", WORD97, "doc"),
        ("a.wps", WORD97, "doc"),
        ("a.txt", WORD97, "doc"),
        ("a.rtf", b"{\\rtf1 x}", "rtf"),
        ("a.odt", ODT, "odt"),
        ("a.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "xml"),
    ],
    ids=["doc", "wps", "wrong suffix", "rtf", "odt", "xml"],
)
def test_libreoffice_is_called_without_shell_and_with_its_own_profile(
    tmp_path: Path, tools: Path, name: str, data: bytes, kind: str
) -> None:
    fake(tools, "soffice", converter(tools, f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>"))
    document = read(tmp_path, name, data)
    assert (document.text, document.format) == (PROSE, kind)
    assert document.notes[-1] == "由 LibreOffice 转换为 docx 后读取"
    called = (tools / "called").read_text().split("\n")
    profile = next(part.removeprefix("-env:UserInstallation=file://") for part in called if part.startswith("-env:"))
    assert profile.startswith(called[-1]) and not Path(profile).exists(), "the profile lies in a folder that is gone"
    assert "--headless" in called and called[-2].endswith(f"report.{kind}")


@needs_posix
def test_the_best_program_first_and_the_next_where_it_fails(tmp_path: Path, tools: Path) -> None:
    fake(tools, "antiword", f"print({TITLE!r})")
    assert "antiword" in read(tmp_path, "a.doc", WORD97).notes[-1]
    fake(tools, "catdoc", f"print({PROSE!r})")
    document = read(tmp_path, "a.doc", WORD97)
    assert document.text.strip() == PROSE
    assert "自动编号" in document.notes[-1] and "catdoc" in document.notes[-1]
    fake(tools, "soffice", "sys.exit(1)")
    assert read(tmp_path, "a.doc", WORD97).text.strip() == PROSE
    fake(tools, "soffice", "pass")
    assert read(tmp_path, "a.doc", WORD97).text.strip() == PROSE


@needs_posix
@pytest.mark.parametrize(
    "code",
    [
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1); open({late!r}, \"w\")']); time.sleep(60)",
        "while True: print('x' * 1000)",
        "[Path('out', str(n)).write_bytes(bytes(20_000)) for n in range(4)]; time.sleep(60)",
        "sys.exit(3)",
        "sys.stdout.buffer.write(bytes(range(32)) * 99)",
    ],
    ids=["hangs", "floods", "many files", "fails", "binary"],
)
def test_a_program_that_misbehaves_is_ended(
    tmp_path: Path, tools: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(programs, "TIMEOUT", 0.6 if "late" in code else 30.0)
    monkeypatch.setattr(programs, "MAX_OUTPUT_BYTES", 50_000)
    late = tmp_path / "late"
    fake(tools, "catdoc", code.replace("{late!r}", repr(str(late)).replace("'", '"').replace('"', '\\"')))
    began = time.monotonic()
    with pytest.raises(UnreadableFileError, match=r"catdoc could not read; save it as \.docx"):
        read(tmp_path, "a.doc", WORD97)
    assert time.monotonic() - began < 25
    if "late" in code:
        time.sleep(1.2)
        assert not late.exists(), "what it started must end with it"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.doc", WORD97, "old Word file .* install LibreOffice, catdoc or antiword"),
        ("a.rtf", b"{\\rtf1 x}", "RTF file; save it as .docx, or install LibreOffice"),
        ("a.odt", ODT, "OpenDocument text; save it as .docx, or install LibreOffice"),
    ],
    ids=["doc", "rtf", "odt"],
)
def test_without_a_program_the_sentence_names_what_to_install(
    tmp_path: Path, tools: Path, name: str, data: bytes, reason: str
) -> None:
    assert list(tools.iterdir()) == []
    with pytest.raises(UnreadableFileError, match=reason):
        read(tmp_path, name, data)


def named(stream: str) -> bytes:
    """The old Word file with its main stream under another name of the directory."""
    old = "WordDocument".encode("utf-16-le") + bytes(40)
    assert WORD97.count(old) == 1
    new = stream.encode("utf-16-le")
    data = WORD97.replace(old, new + bytes(64 - len(new)))
    at = data.index(new + bytes(64 - len(new))) + 64
    return data[:at] + (len(new) + 2).to_bytes(2, "little") + data[at + 2 :]


def locked() -> bytes:
    import olefile

    file = io.BytesIO(WORD97)
    with olefile.OleFileIO(file, write_mode=True) as container:
        head = bytearray(container.openstream("WordDocument").read())
        head[11] |= 1
        container.write_stream("WordDocument", bytes(head))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (named("Workbook"), "is an Excel table"),
        (named("Book"), "is an Excel table"),
        (named("PowerPoint Document"), "is a presentation"),
        (named("CONTENTS"), "without a Word text"),
        (locked(), "is encrypted"),
        (WORD97[:600], "damaged old Word file"),
        (WORD97[:8] + b"\xff" * 2000, "damaged old Word file"),
        (zip_bytes(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), packing=0), "without running text"),
        (ODT[:-20], "damaged or cut-off OpenDocument"),
    ],
    ids=["xls", "old xls", "ppt", "works", "locked", "cut off", "noise", "ods", "cut-off odt"],
)
def test_what_is_no_old_word_file_says_what_it_is(tmp_path: Path, data: bytes, reason: str) -> None:
    path = save(tmp_path, "a.doc", data)
    with pytest.raises(UnreadableFileError, match=reason) as caught:
        read_document(path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_real_libreoffice_keeps_numbers_and_tables(tmp_path: Path) -> None:
    document = read(tmp_path, "a.doc", WORD97)
    lines = [line for line in document.text.split("\n") if line.strip()]
    assert lines[:2] == [TITLE, "一、工作情况"]
    assert "| 学法 | 12 |" in lines and "二、存在的问题" in lines


@pytest.mark.parametrize("name", ["catdoc", "antiword"])
def test_real_small_programs(tmp_path: Path, tools: Path, name: str) -> None:
    program = next((found for folder in ("/usr/bin", "/usr/local/bin") if (found := Path(folder, name)).exists()), None)
    if program is None:
        pytest.skip(f"{name} is not installed")
    (tools / name).symlink_to(program)
    document = read(tmp_path, "a.doc", WORD97)
    lines = [line for line in document.text.split("\n") if line.strip()]
    assert lines[:2] == [TITLE, "工作情况"]
    assert "（一）调解“纠纷”—抓落实" in lines and name in document.notes[-1]
