"""XML that grows, reaches out or reads files, in every reader of XML: nothing is opened, nobody is called, and time stays bounded."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.trust.fuzz_mutate import packed
from bench.trust.fuzz_seeds import ofds, words
from corpus.formats import read_bytes
from errors import UnreadableFileError
from tests.corpus.formats.files import PROSE
from tests.corpus.formats.test_mhtml import saved
from tests.hangs import HANG
from tests.trust.canary import SECRET, Canary, canary

ROOT = Path(__file__).resolve().parents[2]
Build = Callable[[str, str], tuple[bytes, str]]
"""Makes a file of a document type declaration and a reference to put into its text; gives the bytes and a suffix."""


def archive_with(seed: bytes, part: str, doctype: str, reference: str, mark: str) -> bytes:
    """A file of XML parts, one of which declares entities and refers to one ahead of ``mark``."""
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert mark in parts[part]
    parts[part] = doctype + parts[part].replace(mark, reference + mark, 1)
    return packed([(name, content.encode()) for name, content in parts.items()])


def docx(part: str, mark: str) -> Build:
    return lambda doctype, reference: (archive_with(words()[0], part, doctype, reference, mark), ".docx")


def ofd(part: str, mark: str) -> Build:
    return lambda doctype, reference: (archive_with(ofds()[0], part, doctype, reference, mark), ".ofd")


def page(doctype: str, reference: str) -> tuple[bytes, str]:
    """A web page with a drawing in it, begun as XML."""
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{reference}</text><image href="{reference}"/></svg>'
    return (
        f'<?xml version="1.0"?>{doctype}<html><body><p>{PROSE}{reference}</p>{drawing}</body></html>'.encode(),
        ".html",
    )


def saved_page(doctype: str, reference: str) -> tuple[bytes, str]:
    return saved(page(doctype, reference)[0], "8bit", "utf-8"), ".mht"


READERS = {
    "docx": docx("word/document.xml", "法治政府建设"),
    "docx numbers": docx("word/numbering.xml", "</w:numbering>"),
    "docx notes": docx("word/footnotes.xml", "脚注一"),
    "docx relations": docx("word/_rels/document.xml.rels", "</Relationships>"),
    "ofd": ofd("D/P1.xml", "现将有关"),
    "ofd document": ofd("D/Document.xml", "<o:Pages>"),
    "html": page,
    "mht": saved_page,
}


@pytest.fixture(params=READERS)
def build(request: pytest.FixtureRequest) -> Build:
    return READERS[request.param]


def laughs() -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE a [<!ENTITY l0 "{SECRET}">{levels}]>'


def quadratic() -> str:
    return f'<!DOCTYPE a [<!ENTITY q "{SECRET * 4000}">]>'


@pytest.mark.parametrize(
    ("doctype", "reference"),
    [(laughs(), "&l11;"), (quadratic(), "&q;" * 3000), ('<!DOCTYPE a [<!ENTITY e "&e;">]>', "&e;")],
    ids=["billion laughs", "quadratic", "circle"],
)
def test_entities_do_not_grow(build: Build, doctype: str, reference: str) -> None:
    data, suffix = build(doctype, reference)
    began = time.process_time()
    try:
        text = read_bytes(data, f"a{suffix}", "a").text
        assert len(text) < 30_000 or suffix in {".html", ".mht"}
        # A web page has no entities of its own: what declares them may stand there as text, once.
        assert text.count(SECRET) <= 4001
    except UnreadableFileError as error:
        assert "\n" not in str(error)
    assert time.process_time() - began < HANG


def declarations(bird: Canary) -> list[tuple[str, str]]:
    outer = [(f'<!DOCTYPE a SYSTEM "{target}">', "") for target in bird.targets]
    inner = [(f'<!DOCTYPE a [<!ENTITY e SYSTEM "{target}">]>', "&e;") for target in bird.targets]
    parameter = [(f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{target}"> %p;]>', "&e;") for target in bird.targets]
    return [*outer, *inner, *parameter]


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes among files there")
def test_nothing_outside_is_read_or_called(build: Build, tmp_path: Path) -> None:
    with canary(tmp_path) as bird:
        for doctype, reference in declarations(bird):
            data, suffix = build(doctype, reference)
            try:
                document = read_bytes(data, f"a{suffix}", "a")
            except UnreadableFileError:
                continue
            assert SECRET not in repr(document)
        time.sleep(0.1)
        assert bird.touched == []


AUDITED = """
import sys
seen = []
def watch(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "webbrowser.")):
        seen.append(event)
    if event == "open" and "canary-target" in str(arguments[0]):
        seen.append(f"open {arguments[0]}")
sys.addaudithook(watch)
from pathlib import Path
from corpus.formats import read_document
from errors import FajianError
for path in sorted(Path(sys.argv[1]).iterdir()):
    if path.name.startswith("canary-target"):
        continue
    try:
        read_document(path)
    except FajianError:
        pass
print(seen)
"""


def test_python_itself_opens_no_socket_and_no_file_beside(tmp_path: Path) -> None:
    """The audit hook of Python sees what the pipe does not: libraries, and every kind of socket."""
    (tmp_path / "canary-target.txt").write_text(SECRET, encoding="utf-8")
    target = (tmp_path / "canary-target.txt").as_uri()
    for number, made in enumerate(READERS.values()):
        for place, (doctype, reference) in enumerate(
            [
                (f'<!DOCTYPE a SYSTEM "{target}">', ""),
                (f'<!DOCTYPE a [<!ENTITY e SYSTEM "{target}">]>', "&e;"),
                ("", target),
            ]
        ):
            data, suffix = made(doctype, reference)
            (tmp_path / f"{number}-{place}{suffix}").write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", AUDITED, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'


def odt(bird: Canary) -> bytes:
    """A text with an external entity, a linked picture, a linked section and a macro that runs when it is opened."""
    names = ("office", "text", "draw", "script", "style")
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{ {"draw": "drawing"}.get(name, name) }:1.0"'
        for name in names
    )
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    picture = "".join(
        f'<text:p><draw:frame><draw:image xlink:href="{target}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>'
        for target in bird.targets[:3]
    )
    section = "".join(
        f'<text:section text:name="s{n}"><text:section-source xlink:href="{target}"/><text:p>节</text:p></text:section>'
        for n, target in enumerate(bird.targets[:3])
    )
    events = '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="vnd.sun.star.script:a.b?language=Basic"/></office:event-listeners></office:scripts>'
    content = f'<?xml version="1.0"?><office:document-content {spaces} {link} office:version="1.2">{events}<office:body><office:text><text:p>{PROSE}</text:p>{picture}{section}</office:text></office:body></office:document-content>'
    mimetype = ("mimetype", b"application/vnd.oasis.opendocument.text")
    return packed(
        [mimetype, ("content.xml", content.encode()), ("META-INF/manifest.xml", MANIFEST.encode())], zipfile.ZIP_STORED
    )


def odt_with_entity(bird: Canary) -> bytes:
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    doctype = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{bird.pipe.as_uri()}"><!ENTITY f SYSTEM "{bird.url}/e"><!ENTITY g SYSTEM "{bird.secret.as_uri()}">]>'
    content = f'<?xml version="1.0"?>{doctype}<office:document-content {spaces} office:version="1.2"><office:body><office:text><text:p>{PROSE}&e;&f;&g;</text:p></office:text></office:body></office:document-content>'
    mimetype = ("mimetype", b"application/vnd.oasis.opendocument.text")
    return packed(
        [mimetype, ("content.xml", content.encode()), ("META-INF/manifest.xml", MANIFEST.encode())], zipfile.ZIP_STORED
    )


def rtf(bird: Canary) -> bytes:
    """A text whose fields want to take in other files or to start a program."""
    prose = "".join(f"\\u{ord(character)}?" for character in PROSE)
    fields = "".join(
        f'{{\\field{{\\*\\fldinst {{ {kind} "{target}" }}}}{{\\fldrslt {{x}}}}}}\\par '
        for kind in ("INCLUDETEXT", "INCLUDEPICTURE", "DDEAUTO cmd")
        for target in bird.targets[:3]
    )
    return f"{{\\rtf1\\ansi{{\\fonttbl{{\\f0 Arial;}}}}\\f0 {prose}\\par {fields}}}".encode()


@pytest.mark.slow
@pytest.mark.skipif(
    os.name == "nt" or not shutil.which("soffice"), reason="LibreOffice is not installed, or no pipes there"
)
@pytest.mark.parametrize("make", [odt, odt_with_entity, rtf])
def test_libreoffice_reads_and_calls_nothing_for_a_file(make: Callable[[Canary], bytes], tmp_path: Path) -> None:
    with canary(tmp_path) as bird:
        suffix = ".rtf" if make is rtf else ".odt"
        try:
            document = read_bytes(make(bird), f"a{suffix}", "a")
        except UnreadableFileError as error:
            assert "could not read" in str(error)
        else:
            assert PROSE[:10] in document.text
            assert SECRET not in repr(document)
        time.sleep(0.2)
        assert bird.touched == []
