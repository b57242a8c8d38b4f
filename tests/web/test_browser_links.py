"""In a real browser: copying a passage, links that outlive an index, languages of browsers, tabs, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from search.citation import cite
from search.engine import Engine
from tests.web.browsing import PATIENCE, running_server
from tests.web.conftest import write_reports
from tests.web.test_browser import QUESTION, link, ready
from web.citing_controls import permanent_link
from web.texts import EN, ZH, Texts

pytestmark = pytest.mark.browser


@contextmanager
def visitor(browser: Browser, locale: str) -> Iterator[Page]:
    """Someone whose browser is in this language and who lets pages use the clipboard."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale=locale, permissions=["clipboard-read", "clipboard-write"]
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def press(page: Page, label: str) -> str:
    """Press a button of the first hit's control and read the clipboard once it says that it is done."""
    control = page.locator(".fj-hit .fj-cite").first
    control.get_by_role("button", name=label).click()
    expect(control.get_by_role("status")).to_contain_text(label, timeout=PATIENCE)
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize(("locale", "words"), [("zh-CN", ZH), ("en-US", EN)], ids=["zh", "en"])
def test_what_is_copied_is_exactly_that(browser: Browser, server: str, index: Index, locale: str, words: Texts) -> None:
    [hit] = Engine(index, HashingEncoder()).search(QUESTION, top=1).hits
    citation = cite(hit.report, hit.headings, hit.page)
    with visitor(browser, locale) as page:
        page.goto(link(server, q=QUESTION))
        ready(page)
        page.locator(".fj-cite-more > summary").first.click()
        assert press(page, words.links.plain) == (citation.plain if words is ZH else citation.plain_en)
        assert press(page, words.links.reference) == citation.gbt7714
        assert press(page, words.links.original) == hit.passage.text
        address = press(page, words.links.address)
        assert address == f"{server}/{permanent_link(hit.report, hit.passage)}"
        page.goto(address)
        ready(page)
        expect(page.locator("#fj-found")).to_be_in_viewport(timeout=PATIENCE)
        expect(page.locator(".fj-notice-info")).to_have_count(
            1
        )  # that the samples are invented, or nothing of the link
        assert "".join(page.locator(".fj-text mark").all_inner_texts()) == hit.passage.text.replace("\n", "")


def test_copying_where_the_clipboard_is_not_allowed(browser: Browser, server: str, index: Index) -> None:
    [hit] = Engine(index, HashingEncoder()).search(QUESTION, top=1).hits
    refuse = "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))"
    for old_way in (True, False):
        with visitor(browser, "zh-CN") as page:
            page.add_init_script(refuse if old_way else f"{refuse}; document.execCommand = () => false")
            page.goto(link(server, q=QUESTION))
            ready(page)
            page.locator(".fj-cite-more > summary").first.click()
            control = page.locator(".fj-hit .fj-cite").first
            control.get_by_role("button", name=ZH.links.original).click()
            said = control.get_by_role("status")
            if old_way:
                expect(said).to_contain_text(ZH.links.copied, timeout=PATIENCE)
                assert page.evaluate("navigator.clipboard.readText()") == hit.passage.text
            else:
                expect(said).to_have_text(ZH.links.by_hand, timeout=PATIENCE)
                assert page.evaluate("getSelection().toString() || document.activeElement.value") == hit.passage.text


def test_a_link_outlives_its_index(browser: Browser, tmp_path: Path) -> None:
    write_reports(tmp_path / "reports")
    build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
    index = Index.open(tmp_path / "index")
    hits = Engine(index, HashingEncoder()).search("聘请律师", top=1).hits
    address = permanent_link(hits[0].report, hits[0].passage)
    index.close()
    changed = tmp_path / "reports" / "a-2023.txt"
    text = changed.read_text(encoding="utf-8")
    with running_server(tmp_path / "index", "hashing") as url, visitor(browser, "zh-CN") as page:
        page.goto(f"{url}/{address}")
        ready(page)
        expect(page.locator("#fj-found")).to_contain_text("聘请律师3名", timeout=PATIENCE)

        changed.write_text(
            text.replace("（一）规范行政执法", "（一）规范行政执法工作\n先补充说明一点情况，全年研究六次。"),
            encoding="utf-8",
        )
        build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
        page.goto(f"{url}/{address}")
        expect(page.get_by_text(ZH.links.moved)).to_be_visible(timeout=PATIENCE)
        expect(page.locator("#fj-found")).to_contain_text("聘请律师3名", timeout=PATIENCE)

        changed.write_text(text.replace("聘请律师3名", "聘请律师4名"), encoding="utf-8")
        build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
        page.goto(f"{url}/{address}")
        expect(page.get_by_text(ZH.links.lost.format(looked=4, of=4))).to_be_visible(timeout=PATIENCE)
        page.locator(".fj-notice").get_by_role("link", name=ZH.links.lost_search).click()
        expect(page.get_by_label(ZH.question_label)).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize(("locale", "words"), [("zh-CN", ZH), ("en-US", EN), ("fr-FR", EN)], ids=["zh", "en", "fr"])
def test_the_browser_chooses_the_language_and_the_reader_another(
    browser: Browser, server: str, locale: str, words: Texts
) -> None:
    own, other = (ZH, EN) if words is ZH else (EN, ZH)
    with visitor(browser, locale) as page:
        page.goto(server)
        expect(page.get_by_label(own.question_label)).to_be_visible(timeout=PATIENCE)
        expect(page.locator("html")).to_have_attribute("lang", own.html_lang)
        expect(page).to_have_title(own.links.tab.format(page=own.nav["search"]))
        assert "lang=" not in page.url
        page.get_by_role("radio", name="English" if other is EN else "中文").click()
        expect(page.get_by_label(other.question_label)).to_be_visible(timeout=PATIENCE)
        assert page.url.endswith(f"?lang={'en' if other is EN else 'zh'}")
        # Over pages by their links, and with the address over visits.
        page.get_by_role("link", name=other.nav["indicators"]).first.click()
        page.wait_for_url("**/indicators?**")
        expect(page).to_have_title(other.links.tab.format(page=other.nav["indicators"]), timeout=PATIENCE)
        expect(page.locator("html")).to_have_attribute("lang", other.html_lang)
        page.reload()
        expect(page).to_have_title(other.links.tab.format(page=other.nav["indicators"]), timeout=PATIENCE)
        page.get_by_role("radio", name="English" if own is EN else "中文").click()
        expect(page).to_have_title(own.links.tab.format(page=own.nav["indicators"]), timeout=PATIENCE)
        assert "lang=" not in page.url


def test_back_leads_to_the_search_before_and_forward_to_the_one_after(page: Page, server: str) -> None:
    page.goto(link(server, q=QUESTION, role="problem"))
    ready(page)
    box = page.get_by_label(ZH.question_label)
    expect(page).to_have_title(ZH.links.tab.format(page=QUESTION))
    found = page.locator(".fj-passage").first.inner_text()
    box.fill("普法宣讲")
    box.press("Enter")
    expect(page).to_have_title(ZH.links.tab.format(page="普法宣讲"), timeout=PATIENCE)
    ready(page)
    page.go_back()
    expect(page).to_have_title(ZH.links.tab.format(page=QUESTION), timeout=PATIENCE)
    ready(page)
    expect(box).to_have_value(QUESTION)
    expect(page.locator(".fj-passage").first).to_have_text(found, timeout=PATIENCE)
    page.go_forward()
    expect(page).to_have_title(ZH.links.tab.format(page="普法宣讲"), timeout=PATIENCE)
    expect(box).to_have_value("普法宣讲", timeout=PATIENCE)


def test_back_undoes_a_choice_on_a_view(page: Page, server: str) -> None:
    page.goto(link(server, "/indicators"))
    flags = page.get_by_text(ZH.indicators.modes["flags"], exact=True).first
    flags.click()
    page.wait_for_url("**pick=flags*")
    page.go_back()
    page.wait_for_url(lambda url: "pick" not in url)
    expect(page.get_by_role("heading", name=ZH.indicators.title)).to_be_visible(timeout=PATIENCE)
