"""The search page in a real browser: completion and history, tabs, the tree, chips, the order of hits, keys, and what was tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from indexer.index import Index
from search.completion import terms_of
from tests.web.browsing import PATIENCE, running_server
from tests.web.test_browser import link, passages
from tests.web.test_browser import ready as drawn
from web.texts import ZH

pytestmark = pytest.mark.browser

QUESTION = "执法人员不足怎么解决"
OWN = ZH.search_page
OPTION = ".fj-suggest [role=option]"
FIRST = 3 * PATIENCE
"""The first search of a server loads every table, beside whatever else the machine does."""


@pytest.fixture(scope="module")
def samples(hashing_index: Path) -> Iterator[str]:
    """A server on the samples, which hold enough words for the toy encoder to be sure of something."""
    with running_server(hashing_index, "hashing") as url:
        yield url


def ready(page: Page) -> None:
    """Wait until the results are drawn."""
    expect(page.locator(".fj-hit, .fj-notice-warn, .fj-notice-error").first).to_be_visible(timeout=FIRST)
    drawn(page)


def test_completion_is_the_corpus_own_and_a_pick_asks(page: Page, server: str, index_directory: Path) -> None:
    index = Index.open(index_directory)
    known = {term.text for term in terms_of(index).chinese}
    index.close()
    page.goto(link(server, q=QUESTION))
    ready(page)
    box = page.get_by_label(ZH.question_label)
    box.fill("")
    box.press_sequentially("执法")
    expect(page.locator(OPTION).first).to_be_visible(timeout=PATIENCE)
    offered = page.locator(f"{OPTION} span").all_inner_texts()
    assert set(offered) - {QUESTION} and set(offered) <= known | {QUESTION}
    assert re.search(r"\d 个乡镇", page.locator(f"{OPTION} small").last.inner_text())
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    chosen = page.locator(f"{OPTION}[aria-selected=true]")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    box.press("Escape")
    expect(page.locator(".fj-suggest")).to_be_hidden()
    box.press_sequentially("人员")
    box.press("ArrowDown")
    picked = page.locator(f"{OPTION}[aria-selected=true] span").inner_text()
    box.press("Enter")
    expect(box).to_have_value(picked, timeout=PATIENCE)
    ready(page)
    assert page.evaluate("new URLSearchParams(location.search).get('q')") == picked


def test_history_stays_in_the_browser_and_can_be_cleared(page: Page, server: str) -> None:
    for question in ("普法宣讲", QUESTION):
        page.goto(link(server, q=question))
        ready(page)
        expect(page.locator(".fj-keys")).to_be_attached(timeout=PATIENCE)
        page.wait_for_function("q => (localStorage.getItem('fajian.questions') || '').includes(q)", arg=question)
    page.goto(server)
    box = page.get_by_label(ZH.question_label)
    expect(box).to_have_attribute("role", "combobox", timeout=PATIENCE)
    box.click()
    assert page.locator(f"{OPTION} span").all_inner_texts() == [QUESTION, "普法宣讲"]
    page.reload()
    expect(box).to_have_attribute("role", "combobox", timeout=PATIENCE)
    box.click()
    box.press("Tab")
    forget = page.get_by_role("button", name=OWN.clear_past)
    expect(forget).to_be_focused()
    forget.press("Enter")
    expect(page.locator(".fj-suggest")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('fajian.questions')") is None


def test_what_an_input_method_composes_is_left_alone(page: Page, server: str) -> None:
    page.goto(server)
    box = page.get_by_label(ZH.question_label)
    expect(box).to_have_attribute("role", "combobox", timeout=PATIENCE)
    box.click()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "zhifa", "selectionStart": 5, "selectionEnd": 5})
    expect(page.locator(".fj-suggest")).to_be_hidden()
    session.send("Input.insertText", {"text": "执法"})
    expect(page.locator(OPTION).first).to_be_visible(timeout=PATIENCE)
    expect(box).to_have_value("执法")


def test_tabs_count_what_they_show(page: Page, samples: str) -> None:
    page.goto(link(samples, q=QUESTION))
    ready(page)
    tab = page.get_by_role("radio", name=re.compile(r"^问题 \d+$"))
    count = tab.inner_text().split()[1]
    tab.click()
    page.wait_for_url("**role=problem*")
    expect(page.locator("h2.fj-results").first).to_have_text(
        ZH.results_title.format(total=int(count)), timeout=PATIENCE
    )
    expect(page.get_by_role("radio", name=f"问题 {count}")).to_be_checked()


def test_tree_chips_and_townships(page: Page, samples: str) -> None:
    page.goto(link(samples, q=QUESTION))
    ready(page)
    before = passages(page)
    page.get_by_role("button", name=OWN.open_place.format(name="云岭省")).click()
    expect(page.get_by_role("button", name=re.compile("^青枫县（"))).to_be_visible(timeout=PATIENCE)
    assert "county" not in page.url and passages(page) == before
    page.get_by_role("button", name=re.compile("^澜河市（")).click()
    page.wait_for_url("**prefecture=**")
    chip = page.locator(".st-key-fj-chips button:visible", has_text="澜河市")
    expect(chip).to_be_visible(timeout=PATIENCE)
    ready(page)
    chip.click()
    expect(page.locator(".st-key-fj-chips")).to_have_count(0, timeout=PATIENCE)
    ready(page)
    assert passages(page) == before

    page.get_by_role("radio", name=OWN.grouped).click()
    page.wait_for_url("**group=township*")
    expect(page.locator("h3.fj-group").first).to_be_visible(timeout=PATIENCE)
    ready(page)
    towns = page.locator("h3.fj-group").all_inner_texts()
    assert len(towns) == len(set(towns)) > 1
    page.get_by_role("combobox", name=OWN.each).click()
    page.get_by_role("option", name=OWN.each_option.format(count=1), exact=True).click()
    page.wait_for_url("**each=1*")
    expect(page.locator(".fj-hit")).to_have_count(len(towns), timeout=PATIENCE)


def test_keys_lead_from_the_question_to_a_report(page: Page, server: str) -> None:
    page.goto(link(server, q=QUESTION))
    ready(page)
    expect(page.locator("button.fj-keys")).to_have_text(OWN.keys_button, timeout=PATIENCE)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name=OWN.keys_title)
    expect(dialog).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.wait_for_timeout(500)  # closing gives the focus back, which a person does not outrun
    page.keyboard.press("/")
    box = page.get_by_label(ZH.question_label)
    expect(box).to_be_focused()
    page.keyboard.type("a/b?j")
    expect(box).to_have_value("a/b?j")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    hits = page.locator("article.fj-hit")
    expect(hits.first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    expect(hits.nth(1)).to_be_focused()
    expect(hits.nth(1)).to_be_in_viewport()
    assert hits.nth(1).get_attribute("aria-label")
    ring = "e => getComputedStyle(e.closest('[class*=st-key-fj-hit-]')).outlineStyle"
    assert hits.nth(1).evaluate(ring) == "solid" and hits.nth(0).evaluate(ring) == "none"
    quoted = hits.nth(1).locator(".fj-passage").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/report?**")
    expect(page.locator("#fj-found")).to_be_in_viewport(timeout=PATIENCE)
    assert quoted.split()[0] in page.locator(".fj-text").inner_text()


def test_what_was_tried_is_told_on_a_narrow_screen_too(page: Page, samples: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(link(samples, q="执法人员不足", year="1999"))
    expect(page.locator(".fj-tried")).to_be_visible(timeout=FIRST)
    assert "执法人员" in page.locator(".fj-tried").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name=re.compile("不限“1999”")).click()
    expect(page.locator(".fj-hit").first).to_be_visible(timeout=PATIENCE)
    assert "year" not in page.url
