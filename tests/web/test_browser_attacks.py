"""Attacks through what a report, a file name, a link or a visitor may write: in a real browser all of it is text, on every page and in both languages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, expect

from corpus.report import Role
from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from tests.web.browsing import PATIENCE, running_server
from tests.web.conftest import write_reports
from web.link import View
from web.routes import REPORT_PATH, SIMILAR_PATH, VIEWS
from web.texts import texts

pytestmark = pytest.mark.browser

FAR = "http://198.51.100.1"
"""An address kept for documents; nothing may be asked of it."""
PAYLOAD = (
    "<script>window.__pwned=1</script><img src=x onerror=window.__pwned=1><svg onload=window.__pwned=1></svg>"
    f"\"'><iframe srcdoc='<script>parent.__pwned=1</script>'></iframe></style><style>body{{background:url({FAR}/css)}}</style>"
    f"[x](javascript:window.__pwned=1) ![]({FAR}/a.png) [y](data:text/html,<script>parent.__pwned=1</script>) <{FAR}>"
    r" $\href{javascript:window.__pwned=1}{x^2}$ :red[RED] :blue-background[RED] :material/home: :smile: `RED` **RED** {{7*7}} &lt;b&gt;RED&#60;b&#62;"
)
"""Each part means something to HTML, to Markdown, to LaTeX or to Streamlit."""
NAME = "坏<img src=x onerror=window.__pwned=1> [x](javascript:window.__pwned=1) $x^2$ :red[RED] :smile:.txt"
"""A file name with what a file system takes of it."""
CELL = PAYLOAD.replace('"', '""')
SHOWS_AS_TEXT = re.compile(r"[:_](?:red|blue-background)\[RED\]|`RED`|\*\*RED\*\*|&lt;b&gt;RED&#60;b&#62;")
"""Names of uploads hold no colon, which becomes a low line."""
MARKUP = """() => {
  const bad = ['img[src^="http:"]', 'img[src="x"]', 'a[href^="javascript:" i]', 'a[href^="data:" i]', 'iframe[srcdoc]', '.katex', 'math', '[onerror]', '[onload]'];
  const found = bad.filter((one) => document.querySelector(`[data-testid=stApp] ${one}`));
  for (const part of document.querySelectorAll('[data-testid=stApp] *')) {
    if (part.children.length === 0 && part.textContent.trim() === 'RED') found.push(part.outerHTML.slice(0, 200));
  }
  if (window.__pwned !== undefined) found.push('a script ran');
  return found;
}"""
"""What stands in a page only where something was taken for more than text."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports in which every field that can be written is hostile, and an index of them beside it."""
    root = tmp_path_factory.mktemp("hostile")
    write_reports(root / "reports")
    plain = (root / "reports" / "a-2024.txt").read_text(encoding="utf-8")
    for year in (2020, 2021):
        text = plain.replace("2024", str(year)).replace("昭苏县察汗乌苏蒙古族乡", "坏镇")
        for words in ("（一）规范行政执法", "执法人员不足", "补充执法人员", "聘请律师", "普法形式单一"):
            text = text.replace(words, f"{words}{PAYLOAD}")
        text = text.replace("工作报告\n", f"工作报告{PAYLOAD}\n", 1)
        (root / "reports" / f"{year}{NAME}").write_text(text, encoding="utf-8")
    columns = "source,title,issuer,document_number,province,county,township,year,level"
    rows = "".join(
        f'"{year}{NAME}","坏镇报告{CELL}","坏镇人民政府{CELL}","坏政发〔{year}〕1号{CELL}","坏省{CELL[:59]}","坏县{CELL[:59]}","坏镇{CELL[:59]}",{year},township\n'
        for year in (2020, 2021)
    )
    (root / "reports" / "metadata.csv").write_text(f"{columns}\n{rows}", encoding="utf-8")
    build_index(root / "index", [root / "reports"], HashingEncoder())
    return root


@pytest.fixture(scope="module")
def attacked(hostile: Path) -> Iterator[str]:
    with running_server(hostile / "index", "hashing") as url:
        yield url


@pytest.fixture
def victim(browser: Browser) -> Iterator[Page]:
    """A visitor. Whatever asks for another host, opens a dialog or is stopped by the policy fails the test."""
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    wrong: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            wrong.append(f"stopped by the policy: {message.text[:300]}")

    def asked_aloud(dialog: Dialog) -> None:
        wrong.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", said)
    page.on("pageerror", lambda error: wrong.append(f"a script failed: {error}"))
    page.on("dialog", asked_aloud)
    page.on("request", lambda asked: _check(asked.url, wrong))
    yield page
    context.close()
    assert wrong == []


def _check(url: str, wrong: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"data", "blob", "about"} and parts.hostname != "127.0.0.1":
        wrong.append(f"asked for {url[:200]}")


def opened(page: Page, address: str) -> str:
    """Go there, wait until it is drawn, and return what can be read, without what keeps Markdown apart."""
    page.goto(address)
    expect(page.locator(".fj-brand")).to_be_attached(timeout=3 * PATIENCE)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=3 * PATIENCE
    )
    expect(page.locator("[data-testid=stSpinner]")).to_have_count(0, timeout=3 * PATIENCE)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    assert page.evaluate(MARKUP) == [], address[:200]
    read = page.locator("body").evaluate("body => body.innerText").replace("\u2060", "")
    left = SHOWS_AS_TEXT.sub("", read)
    assert "RED" not in left, left[max(0, left.find("RED") - 60) :][:120]
    return str(read)


def places(index: Index) -> dict[str, dict[str, str]]:
    """Every page with something hostile on it."""
    report = next(report for report in index.reports if "坏" in report.source)
    passage = next(
        item.passage for _, item in index.catalogue.passages_of(report.id) if item.passage.role is Role.PROBLEM
    )
    asked = {"q": "执法人员不足怎么解决"}
    return {
        "": asked,
        REPORT_PATH: {**asked, "report": report.id, "passage": passage.id},
        SIMILAR_PATH: {"passage": passage.id},
        **{name: asked if name == "practices" else {} for name in VIEWS},
    }


SHOWING = {"", REPORT_PATH, SIMILAR_PATH, "overview", "practices", "followup", "corpus"}
"""Pages that must show some of it, or nothing was tried."""


@pytest.mark.parametrize("language", ["zh"])
def test_what_a_report_holds_is_text_on_every_page(victim: Page, attacked: str, hostile: Path, language: str) -> None:
    index = Index.open(hostile / "index")
    silent = set()
    for path, params in places(index).items():
        read = opened(victim, f"{attacked}/{path}?{urlencode({**params, 'lang': language})}")
        if "onerror" not in read and "script>" not in read:
            silent.add(path)
    assert not silent & SHOWING
    index.close()


@pytest.mark.parametrize(("language", "most"), [("en", len(PAYLOAD))])
def test_what_a_link_holds_is_text_on_every_page(victim: Page, attacked: str, language: str, most: int) -> None:
    names = {"q", "role", "province", "prefecture", "county", "township", "year", "level", "theme", "kind", "asis", "n", "report", "passage", "pick"}  # fmt: skip
    names |= {"at", "each", "group", "remove", "embed", "embed_options", "id", PAYLOAD[:60]} | {
        spec.name for spec in fields(View)
    }
    names -= {"language"}
    for path in ("", REPORT_PATH, SIMILAR_PATH, *VIEWS):
        params = {**dict.fromkeys(sorted(names - {"embed"}), PAYLOAD[:most]), "lang": language}
        opened(victim, f"{attacked}/{path}?{urlencode(params)}")
    for fragment in (f"#{PAYLOAD}", "#javascript:window.__pwned=1"):
        opened(victim, f"{attacked}/?q=1{fragment}")
    victim.goto(f"{attacked}/{quote('<img src=x onerror=window.__pwned=1>:red[RED]')}")
    expect(victim.locator(".fj-brand")).to_be_attached(timeout=3 * PATIENCE)
    assert victim.evaluate(MARKUP) == []


def test_what_a_visitor_writes_is_text(victim: Page, attacked: str) -> None:
    own = texts("zh").excerpts
    opened(victim, f"{attacked}/?{urlencode({'q': '执法人员不足怎么解决'})}")
    first = victim.locator("[class*=st-key-fj-hit-]").first
    first.get_by_role("button", name=own.collect).click()
    expect(first.get_by_role("button", name=own.collected)).to_be_visible(timeout=PATIENCE)
    opened(victim, f"{attacked}/excerpts")
    victim.get_by_role("button", name=own.note).first.click()
    victim.get_by_role("textbox", name=own.note).fill(PAYLOAD)
    victim.keyboard.press("Tab")
    expect(victim.locator(".fj-note")).to_contain_text("onerror", timeout=PATIENCE)
    opened(victim, f"{attacked}/excerpts")
    victim.get_by_text(own.headings.format(count=0)).click()
    victim.get_by_label(own.heading_new).fill(PAYLOAD[:100])
    victim.get_by_role("button", name=own.heading_add, exact=True).click()
    expect(victim.get_by_text(own.headings.format(count=1))).to_be_visible(timeout=PATIENCE)
    assert "onerror" in opened(victim, f"{attacked}/excerpts")
    # The history of questions stays in the browser, and completes what is typed next.
    for question in (PAYLOAD[:200], "执法<b>"):
        opened(victim, f"{attacked}/?{urlencode({'q': question})}")
    opened(victim, f"{attacked}/")
    box = victim.get_by_role("combobox").first
    box.click()
    box.press_sequentially("执法")
    victim.wait_for_timeout(500)
    assert victim.evaluate(MARKUP) == []


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be there")
def test_the_name_and_the_text_of_an_upload_are_text(
    victim: Page, attacked: str, hostile: Path, tmp_path: Path
) -> None:
    name = f"新{NAME}"
    (tmp_path / name).write_text((hostile / "reports" / f"2020{NAME}").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "坏<svg onload=window.__pwned=1>.docx").write_bytes(b"PK\x03\x04broken")
    opened(victim, f"{attacked}/corpus")
    victim.locator("input[type=file]").set_input_files([str(path) for path in sorted(tmp_path.iterdir())])
    expect(victim.locator("[class*=st-key-fj-staged-]").first).to_be_visible(timeout=3 * PATIENCE)
    assert "onload" in opened(victim, f"{attacked}/corpus")


def test_a_page_elsewhere_reads_nothing(browser: Browser, attacked: str) -> None:
    """What a hostile page in the same browser gets from this server: no answer that it may read, no websocket, no frame."""
    context = browser.new_context()
    page = context.new_page()
    # Another program of this machine, under a port of its own: for Streamlit alone the same as the page itself.
    page.route(
        "http://127.0.0.1:9/*", lambda route: route.fulfill(body="<title>elsewhere</title>", content_type="text/html")
    )
    page.goto("http://127.0.0.1:9/")
    got = page.evaluate(
        """async (url) => {
          const tried = {};
          for (const path of ["/", "/_stcore/host-config", "/_stcore/health", "/media/x"])
            tried[path] = await fetch(url + path).then((answer) => answer.text(), () => "refused");
          tried.put = await fetch(url + "/_stcore/upload_file/a/b", {method: "PUT", body: "x"}).then(() => "sent", () => "refused");
          tried.socket = await new Promise((done) => {
            const socket = new WebSocket(url.replace("http", "ws") + "/_stcore/stream", ["streamlit"]);
            socket.onopen = () => done("opened");
            socket.onerror = () => done("refused");
          });
          tried.frame = await new Promise((done) => {
            const frame = document.createElement("iframe");
            frame.onload = () => { try { done(frame.contentDocument ? "read" : "refused") } catch { done("refused") } };
            frame.src = url;
            document.body.append(frame);
          });
          return tried;
        }""",
        attacked,
    )
    assert set(got.values()) == {"refused"}, got
    context.close()
