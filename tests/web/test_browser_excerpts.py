"""From two searches to a Word briefing in a real browser: collected, reloaded, put in order, annotated, downloaded, opened."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from docx import Document
from openpyxl import load_workbook  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import PATIENCE
from web.texts import ZH
from web.visitor import COOKIE

pytestmark = pytest.mark.browser

OWN = ZH.excerpts
QUESTIONS = ("执法人员不足怎么解决", "一村一法律顾问")


def settled(page: Page) -> None:
    """Wait until nothing is drawn any more."""
    expect(page.locator(".fj-brand")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=PATIENCE
    )
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def collect(page: Page, server: str, question: str) -> str:
    """Collect the first passage found, and return its words."""
    page.goto(f"{server}/?{urlencode({'q': question})}")
    settled(page)
    first = page.locator("[class*=st-key-fj-hit-]").first
    first.get_by_role("button", name=OWN.collect).click()
    expect(first.get_by_role("button", name=OWN.collected)).to_be_visible(timeout=PATIENCE)
    return first.locator("blockquote.fj-passage").inner_text()


def quoted(page: Page) -> list[str]:
    return page.locator(".fj-excerpt blockquote.fj-passage").all_inner_texts()


def test_from_two_searches_to_a_word_briefing(page: Page, server: str, tmp_path: Path) -> None:
    first, second = (collect(page, server, question) for question in QUESTIONS)
    page.get_by_role("link", name=OWN.counted_name.format(name=ZH.nav["excerpts"], count=2)).click()
    page.wait_for_url("**/excerpts*")
    expect(page.locator(".fj-excerpt")).to_have_count(2, timeout=PATIENCE)
    page.reload()
    expect(page.locator(".fj-excerpt")).to_have_count(2, timeout=PATIENCE)
    assert quoted(page) == [first, second]
    expect(page.locator(".fj-cookieless-note")).to_be_hidden()
    settled(page)
    page.get_by_role("button", name=OWN.down.format(number=1)).click()
    expect(page.locator(".fj-excerpt blockquote.fj-passage").first).to_have_text(second, timeout=PATIENCE)
    settled(page)
    page.get_by_role("button", name=OWN.note).first.click()
    page.get_by_role("textbox", name=OWN.note).fill("可以借鉴。")
    page.keyboard.press("Tab")
    expect(page.locator(".fj-note")).to_have_text(f"{OWN.noted}可以借鉴。", timeout=PATIENCE)
    page.keyboard.press("Escape")
    settled(page)
    page.get_by_text(OWN.headings.format(count=0)).click()
    page.get_by_label(OWN.heading_new).fill("补充力量")
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name=OWN.heading_add, exact=True).click()
    expect(page.get_by_text(OWN.headings.format(count=1))).to_be_visible(timeout=PATIENCE)
    settled(page)
    # The last of those under no heading goes over the edge to the heading.
    page.get_by_role("button", name=OWN.down.format(number=2)).click()
    expect(page.locator("h2.fj-excerpt-heading")).to_have_text([OWN.move_to_none, "补充力量"], timeout=PATIENCE)
    settled(page)
    page.get_by_role("button", name=ZH.export.export).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=ZH.export.formats["docx"]).click()
    assert re.fullmatch(rf"法鉴-{OWN.title_default}-\d{{8}}\.docx", download.value.suggested_filename)
    download.value.save_as(tmp_path / "briefing.docx")
    paragraphs = Document(str(tmp_path / "briefing.docx")).paragraphs
    said = [
        (p.style.name, p.text) for p in paragraphs if p.style.name in {"Fajian Quotation", "Fajian Note", "Heading 1"}
    ]
    assert said[:2] == [("Fajian Quotation", second), ("Fajian Note", "批注：可以借鉴。")]
    assert said[2:4] == [("Heading 1", "一、补充力量"), ("Fajian Quotation", first)]


def test_excerpts_are_a_visitors_own_and_survive_the_window(browser: Browser, page: Page, server: str) -> None:
    collect(page, server, QUESTIONS[0])
    [cookie] = [cookie for cookie in page.context.cookies() if cookie["name"] == COOKIE]
    assert cookie["sameSite"] == "Strict" and re.fullmatch("[0-9a-f]{40}", cookie["value"])
    assert cookie["value"] not in page.url
    # Another window of the same browser, and a stranger.
    for kept, count in (([cookie], 1), ([], 0)):
        context = browser.new_context()
        context.add_cookies(kept)  # type: ignore[arg-type]
        other = context.new_page()
        other.goto(f"{server}/excerpts")
        settled(other)
        expect(other.locator(".fj-excerpt")).to_have_count(count, timeout=PATIENCE)
        context.close()


def test_where_the_browser_keeps_no_cookies_it_is_said(page: Page, server: str) -> None:
    page.add_init_script("Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} })")
    collect(page, server, QUESTIONS[0])
    page.locator(".st-key-fj-nav").get_by_role("link", name=ZH.nav["excerpts"]).click()
    expect(page.locator(".fj-excerpt")).to_have_count(1, timeout=PATIENCE)
    expect(page.locator(".fj-cookieless-note")).to_be_visible(timeout=PATIENCE)


def test_a_whole_search_is_downloaded(page: Page, server: str, tmp_path: Path) -> None:
    page.goto(f"{server}/?{urlencode({'q': QUESTIONS[0], 'lang': 'zh'})}")
    settled(page)
    page.get_by_role("button", name=ZH.export.export, exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=ZH.export.formats["xlsx"]).click()
    download.value.save_as(tmp_path / "list.xlsx")
    rows = list(load_workbook(tmp_path / "list.xlsx")["摘录"].iter_rows(values_only=True))
    assert len(rows) > 2 and rows[0][0] == "序号"
