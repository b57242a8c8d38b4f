"""The views across townships in a real browser: drawn whole, nothing run that a report holds, nothing asked of another host, no page wider than a phone."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from indexer.index import Index
from tests.web.browsing import PATIENCE
from web.routes import SIMILAR_PATH, VIEWS
from web.texts import EN, ZH, texts

pytestmark = pytest.mark.browser

QUESTION = "执法人员不足"


def link(server: str, path: str, **params: str) -> str:
    return f"{server}{path}?{urlencode(params)}"


def opened(page: Page, address: str) -> None:
    """Go there and wait until the page is drawn."""
    page.goto(address)
    expect(page.locator(".fj-brand")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=PATIENCE
    )
    expect(page.locator("[data-testid=stSpinner]")).to_have_count(0, timeout=PATIENCE)


def is_sound(page: Page) -> None:
    """Nothing broke, and nothing lies beyond the edge."""
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (
        page.evaluate("document.querySelectorAll('[data-testid=stMain] script[src], [data-testid=stMain] img').length")
        == 0
    )


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_view_is_drawn(page: Page, server: str, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for view in VIEWS:
        opened(page, link(server, f"/{view}", lang=language, q=QUESTION))
        is_sound(page)
        expect(page.locator("html")).to_have_attribute("lang", texts(language).html_lang)


@pytest.mark.parametrize(
    ("view", "heading"), [("completeness", ZH.completeness.outline_title), ("copying", ZH.copying.sections)]
)
def test_what_is_opened_from_a_long_table_is_shown_from_its_head(
    page: Page, server: str, view: str, heading: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 320})
    opened(page, link(server, f"/{view}"))
    report = page.locator("[data-testid=stMain] table a").last
    report.scroll_into_view_if_needed()
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("main => main.scrollTop") > 0
    report.click()
    expect(page.get_by_role("heading", name=heading)).to_be_attached(timeout=PATIENCE)
    expect(page.locator(".fj-brand")).to_be_in_viewport(timeout=PATIENCE)


def test_reports_and_passages_are_opened_in_views(page: Page, server: str, index: Index) -> None:
    for report in index.reports:
        for view in ("copying", "completeness", "indicators"):
            opened(page, link(server, f"/{view}", report=report.id))
            is_sound(page)
    [first] = index.catalogue.passages([3])
    for path in (SIMILAR_PATH, "practices"):
        opened(page, link(server, f"/{path}", passage=first.id))
        is_sound(page)
        expect(page.locator(".fj-passage").first).to_be_visible()


def test_the_bar_leads_from_view_to_view_and_keeps_place_and_language(page: Page, server: str) -> None:
    opened(page, link(server, "/", lang="en", county="昭苏县"))
    for view in VIEWS:
        page.locator(".st-key-fj-nav").get_by_role("link", name=EN.nav[view], exact=True).click()
        page.wait_for_url(f"**/{view}?**")
        assert "lang=en" in page.url and "county=" in page.url
        expect(page.locator(".fj-brand")).to_be_visible(timeout=PATIENCE)
        expect(page.locator("[data-testid=stException]")).to_have_count(0)


def test_from_a_problem_to_what_others_did(page: Page, server: str) -> None:
    opened(page, link(server, "/", lang="en", q=QUESTION, role="problem"))
    page.get_by_role("link", name=EN.practices.link, exact=True).first.click()
    page.wait_for_url("**/practices?**")
    expect(page.locator(".fj-hit .fj-practice").first).to_be_visible(timeout=PATIENCE)


def test_another_passage_begins_at_the_head_of_the_page(page: Page, server: str, index: Index) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    [first] = index.catalogue.passages([3])
    opened(page, link(server, f"/{SIMILAR_PATH}", passage=first.id))
    asked = page.locator(".st-key-fj-asked .fj-passage")
    before = asked.inner_text()
    last = page.get_by_role("link", name=ZH.similar.link, exact=True).last
    last.scroll_into_view_if_needed()
    last.click()
    expect(asked).not_to_have_text(before, timeout=PATIENCE)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop < 5")
