"""Files with something to run in them: scripts, macros, templates, actions, embedded files. What they do is never done, nor taken for text of a report."""

from __future__ import annotations

import io
import json
import shutil
import sys
import time
import zipfile
from pathlib import Path

import pytest

from bench.trust.fuzz_mutate import packed
from bench.trust.fuzz_seeds import words
from corpus.formats import pdf, read_bytes
from corpus.pdfium import worker
from errors import UnreadableFileError
from tests.corpus.formats.files import PROSE
from tests.corpus.formats.test_pdf_limits import FONT, PAGE, stream
from tests.hangs import HANG
from tests.trust.canary import SECRET, Canary, canary

posix = pytest.mark.skipif(sys.platform == "win32", reason="no pipes among files there")
EVIL = "窃取数据"
"""Stands wherever a program is told what to do; no report may hold it."""


def pages(bird: Canary) -> dict[str, str]:
    """Ways in which a web page runs or fetches something."""
    inline = [
        f'<{tag} {event}="{EVIL}()">'
        for tag, event in (("img src=x", "onerror"), ("body", "onload"), ("svg", "onload"), ("p", "onclick"))
    ]
    fetched = [
        f'<{tag} {attribute}="{target}"></{tag}>'
        for target in bird.targets[:3]
        for tag, attribute in (
            ("script", "src"), ("iframe", "src"), ("img", "src"), ("object", "data"), ("embed", "src"), ("video", "src"), ("frame", "src"),
            ("link rel=stylesheet", "href"), ("link rel=import", "href"), ("base", "href"), ("input type=image", "src"), ("body", "background"),
        )
    ]  # fmt: skip
    return {
        "script": f"<script>{EVIL}()</script><script type=module>{EVIL}()</script><noscript><p>请启用脚本</p></noscript>",
        "style": f"<style>p::after{{content:'{EVIL}'}} @import url({bird.url}/a.css); body{{background:url({bird.url}/b)}}</style>",
        "handlers": "".join(inline),
        "refresh": f'<meta http-equiv=refresh content="0;url={bird.url}/r"><meta http-equiv=refresh content="0;url=javascript:{EVIL}()">',
        "addresses": f'<a href="javascript:{EVIL}()">点</a><a href="data:text/html,<script>{EVIL}()</script>">点</a><iframe srcdoc="<p>{EVIL}</p>"></iframe>',
        "fetched": "".join(fetched),
        "template": f"<template><p>{EVIL}</p></template><math><mi xlink:href='javascript:{EVIL}()'>x</mi></math>",
        "drawing": f"<svg><script>{EVIL}()</script><style>{EVIL}</style><foreignObject><iframe src='javascript:{EVIL}()'></iframe></foreignObject></svg>",
        "comment": f"<!-- {EVIL} --><!--[if IE]><script>{EVIL}()</script><![endif]-->",
        "half open": f"<script>{EVIL}()<p>",
    }


@posix
@pytest.mark.parametrize(
    "kind",
    ["script", "style", "handlers", "refresh", "addresses", "fetched", "template", "drawing", "comment", "half open"],
)
@pytest.mark.parametrize("suffix", [".html", ".mht"])
def test_nothing_of_a_page_runs_or_is_fetched_or_becomes_text(tmp_path: Path, kind: str, suffix: str) -> None:
    with canary(tmp_path) as bird:
        page = f"<html><head><title>报告</title></head><body><p>{PROSE}</p><p>{PROSE}好。</p>{pages(bird)[kind]}</body></html>".encode()
        if suffix == ".mht":
            page = (
                b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                + page
            )
        document = read_bytes(page, f"a{suffix}", "a")
        assert PROSE in document.text
        told = json.dumps(
            [document.text, document.title, document.metadata, document.headings, document.apart], ensure_ascii=False
        )
        assert EVIL not in told and SECRET not in told
        time.sleep(0.05)
        assert bird.touched == []


def word(bird: Canary, **parts: str) -> bytes:
    """A Word file with macros, a template, pictures and frames from elsewhere, an object, and a document within."""
    with zipfile.ZipFile(io.BytesIO(words()[0])) as archive:
        all_parts = {name: archive.read(name) for name in archive.namelist()}
    kinds = (
        "attachedTemplate",
        "image",
        "oleObject",
        "frame",
        "hyperlink",
        "subDocument",
        "aFChunk",
        "header",
        "styles",
        "numbering",
        "footnotes",
        "settings",
    )
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    outside = "".join(
        f'<Relationship Id="x{number}{at}" Type="{space}/{kind}" Target="{target}" TargetMode="External"/>'
        for number, kind in enumerate(kinds)
        for at, target in enumerate(bird.targets)
    )
    relations = all_parts["word/_rels/document.xml.rels"].decode()
    # Those from elsewhere come first: a reader that takes the first of a kind would take them.
    all_parts["word/_rels/document.xml.rels"] = relations.replace(
        "<Relationship ", outside + "<Relationship ", 1
    ).encode()
    body = "".join(
        f'<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="x2{at}"/></w:object></w:r></w:p><w:altChunk r:id="x6{at}"/><w:subDoc r:id="x5{at}"/>'
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDETEXT "{target}" </w:instrText></w:r><w:r><w:instrText> DDEAUTO cmd {EVIL}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p><w:sectPr><w:headerReference w:type="default" r:id="x70"/></w:sectPr>'
        for at, target in enumerate(bird.targets)
    )
    document = all_parts["word/document.xml"].decode()
    all_parts["word/document.xml"] = document.replace(
        "<w:body>", f"<w:body><w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>{body}", 1
    ).encode()
    all_parts |= {
        "word/vbaProject.bin": f"Sub AutoOpen\n{EVIL}\nEnd Sub".encode(),
        "word/embeddings/a.bin": EVIL.encode(),
    }
    all_parts["word/activeX/activeX1.xml"] = EVIL.encode()
    return packed(list(all_parts.items()))


@posix
@pytest.mark.parametrize("suffix", [".docx", ".docm", ".dotm", ".doc"])
def test_macros_templates_and_links_of_a_word_file_are_left_alone(tmp_path: Path, suffix: str) -> None:
    with canary(tmp_path) as bird:
        document = read_bytes(word(bird), f"a{suffix}", "a")
        assert document.text.startswith(PROSE)
        assert EVIL not in repr(document) and SECRET not in repr(document)
        assert any("另一份文档" in note for note in document.notes), "what lies elsewhere is told"
        time.sleep(0.05)
        assert bird.touched == []


def test_a_file_with_macros_goes_to_libreoffice_with_macros_off(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from corpus.formats import programs

    for setting in ("DisableMacrosExecution", "MacroSecurityLevel", "BlockUntrustedRefererLinks"):
        assert setting in programs._SETTINGS
    seen: list[str] = []
    monkeypatch.setattr(
        programs,
        "_run",
        lambda command, folder, printed: seen.append(
            (folder / "profile/user/registrymodifications.xcu").read_text("utf-8")
        ),
    )
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/false" if name == "soffice" else None)
    with pytest.raises(UnreadableFileError):
        read_bytes(b"{\\rtf1{\\object\\objemb{\\*\\objdata 01050000}}}", "a.rtf", "a")
    assert len(seen) == 1 and "DisableMacrosExecution" in seen[0]


def paper(catalogue: bytes, *objects: bytes, kids: bytes = b"[3 0 R]", count: int = 1) -> bytes:
    """A PDF whose objects are found without a table of offsets."""
    sound = (
        b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalogue, b"<< /Type /Pages /Kids %b /Count %d >>" % (kids, count), PAGE,
        stream(b"BT /F1 12 Tf 72 720 Td (Report) Tj ET"), FONT,
    )  # fmt: skip
    parts = b"".join(b"%d 0 obj\n%b\nendobj\n" % pair for pair in enumerate((*sound, *objects), 1))
    return b"%PDF-1.7\n" + parts + b"trailer\n<< /Size %d /Root 1 0 R >>\n%%%%EOF\n" % (len(objects) + 6)


ACTIONS = {
    "javascript": b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); this.submitForm\\('%b'\\)) >>",
    "launch": b"/OpenAction << /S /Launch /F (%b) /Win << /F (cmd.exe) /P (/c calc) >> >>",
    "address": b"/OpenAction << /S /URI /URI (%b) >> /AA << /O << /S /URI /URI (%b) >> >>",
    "elsewhere": b"/OpenAction << /S /GoToR /F (%b) /D [0 /Fit] >>",
    "import": b"/OpenAction << /S /ImportData /F (%b) >>",
    "form": b"/AcroForm << /XFA (<xdp><script>%b</script></xdp>) /Fields [] >>",
    "attached": b"/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>] >> >>",
    "collection": b"/Collection << /View /D >> /Names << /EmbeddedFiles << /Names [] >> >>",
}


@posix
@pytest.mark.parametrize("kind", ACTIONS)
def test_actions_and_attachments_of_a_pdf_are_left_alone(tmp_path: Path, kind: str) -> None:
    with canary(tmp_path) as bird:
        for target in bird.targets[:3]:
            action = ACTIONS[kind]
            catalogue = action.replace(b"%b", target.encode())
            document = pdf.read(paper(catalogue, stream(EVIL.encode(), b"/Type /EmbeddedFile")), "a.pdf", lambda: None)
            assert document.text == "Report"
        time.sleep(0.05)
        assert bird.touched == []


TREES = {
    "a page that is its own parent": paper(b"", kids=b"[2 0 R 3 0 R]", count=2),
    "kids in a circle": paper(b"", b"<< /Type /Pages /Kids [7 0 R] /Count 1 /Parent 2 0 R >>", b"<< /Type /Pages /Kids [6 0 R] /Count 1 /Parent 6 0 R >>", kids=b"[6 0 R 3 0 R]", count=2),
    "very many pages": paper(b"", count=2**31 - 1),
    "fewer than none": paper(b"", count=-5),
    "one page very often": paper(b"", kids=b"[" + b"3 0 R " * 499 + b"]", count=499),
    "deep arrays": paper(b"/X " + b"[" * 20_000 + b"]" * 20_000),
    "deep dictionaries": paper(b"/X " + b"<< /Y " * 5_000 + b"1" + b" >>" * 5_000),
    "deep pages": paper(
        b"", *(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (number + 1, number - 1) for number in range(6, 3000)), b"<< >>", kids=b"[6 0 R]"
    ),
    "length of itself": paper(b"", b"<< /Length 6 0 R >>\nstream\nx\nendstream"),
    "filters on filters": paper(b"", stream(b"x", b"/Filter [" + b"/FlateDecode " * 2000 + b"]")),
}  # fmt: skip


@pytest.mark.parametrize("name", TREES)
def test_odd_trees_of_a_pdf_are_read_or_one_sentence(name: str) -> None:
    out = io.BytesIO()
    began = time.process_time()
    worker.answer(out, TREES[name], None)
    records = [json.loads(line) for line in out.getvalue().splitlines()]
    assert records and len(records) <= worker.MAX_PAGES
    assert time.process_time() - began < HANG
