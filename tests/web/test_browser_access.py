"""Every page for everybody: what axe finds, narrow and wide screens, both themes, paper, and what a screen reader is told."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from importlib.resources import files
from typing import Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from corpus.report import Role
from indexer.index import Index
from tests.web.browsing import PATIENCE
from web.routes import REPORT_PATH, SIMILAR_PATH, VIEWS
from web.texts import texts

pytestmark = pytest.mark.browser

QUESTION = "执法人员不足"
WIDTHS = (360, 768, 1024, 1280, 1920)
DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
SEEN: dict[str, tuple[tuple[Literal["light", "dark"], ViewportSize], ...]] = {
    "zh": (("light", DESK), ("dark", PHONE)),
    "en": (("light", PHONE), ("dark", DESK)),
}
"""In which theme and on which screen axe looks at a page of a language; all four together in both themes and on both screens."""
EVERY = {"zh": 1, "en": 2}
"""English pages differ in words alone, so every second of them is looked at."""
ACCEPTED: dict[str, str] = {}
"""Rule and part of a selector to the reason why a finding is left: what lies in Streamlit and cannot be mended from outside."""
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
FINGER = 40
"""Pixels."""
_AXE = """() => axe.run(document, {resultTypes: ["violations"]}).then((found) => found.violations
  .filter((rule) => ["serious", "critical"].includes(rule.impact))
  .flatMap((rule) => rule.nodes.map((node) => `${rule.id} ${node.target} ${node.html.slice(0, 200)} ${node.failureSummary.slice(0, 300)}`)))"""
_SIDEWAYS = """() => document.documentElement.scrollWidth > innerWidth
  || [...document.querySelectorAll("[data-testid=stMain]")].some((part) => part.scrollWidth > part.clientWidth)"""


@pytest.fixture
def places(index: Index) -> dict[str, tuple[str, dict[str, str]]]:
    """Every page with something on it: its path and parameters by a name."""
    report = index.reports[0].id
    found = [item.passage for _, item in index.catalogue.passages_of(report)]
    passage = next(each.id for each in found if each.role is Role.PROBLEM)
    asked = {"q": QUESTION}
    return {
        "first visit": ("", {}),
        "results": ("", asked),
        REPORT_PATH: (REPORT_PATH, {**asked, "report": report, "passage": passage}),
        SIMILAR_PATH: (SIMILAR_PATH, {"passage": passage}),
        **{name: (name, asked if name == "practices" else {}) for name in VIEWS},
    }


def visits(page: Page, server: str, places: dict[str, tuple[str, dict[str, str]]], language: str) -> Iterator[str]:
    """Open one page after the other; each is given when it is drawn."""
    for name, (path, params) in list(places.items())[:: EVERY[language]]:
        page.set_viewport_size(SEEN[language][0][1])
        page.emulate_media(color_scheme=SEEN[language][0][0], reduced_motion="reduce")
        page.goto(f"{server}/{path}?{urlencode({**params, 'lang': language})}")
        settled(page)
        yield name


def settled(page: Page) -> None:
    expect(page.locator(".fj-brand")).to_be_attached(timeout=3 * PATIENCE)
    expect(page.locator(".st-key-fj-nav[role=navigation]")).to_be_attached(timeout=3 * PATIENCE)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=3 * PATIENCE
    )
    expect(page.locator("[data-testid=stSpinner]")).to_have_count(0, timeout=3 * PATIENCE)
    page.wait_for_timeout(350)  # what access.js adds comes after the last change


def ground(page: Page) -> str:
    return str(page.locator("[data-testid=stApp]").evaluate("app => getComputedStyle(app).backgroundColor"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page(page: Page, server: str, places: dict[str, tuple[str, dict[str, str]]], language: str) -> None:
    findings: list[str] = []
    for name in visits(page, server, places, language):
        page.evaluate(AXE)
        for theme, screen in SEEN[language]:
            page.set_viewport_size(screen)
            page.emulate_media(color_scheme=theme)
            expect(page.locator("[data-testid=stApp]")).to_have_css("color-scheme", theme, timeout=3 * PATIENCE)
            page.wait_for_timeout(350)
            found = page.evaluate(_AXE)
            findings += [
                f"{name} {theme} {screen['width']}: {each}"
                for each in found
                if not any(part in each for part in ACCEPTED)
            ]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate(_SIDEWAYS):
                findings.append(f"{name} {width}: scrolls sideways")
        levels = page.locator("main :is(h1,h2,h3,h4,h5,h6):visible").evaluate_all(
            "all => all.map(each => +each.tagName[1])"
        )
        findings += [
            f"{name}: h{after} after h{before}" for before, after in itertools.pairwise(levels) if after > before + 1
        ]
        unscoped = page.locator("table th:not([scope])").count()
        findings += [f"{name}: {unscoped} heads of tables without scope"] if unscoped else []
        foreign = page.locator("blockquote:not(:lang(zh))").count()
        findings += [f"{name}: {foreign} quotations not in Chinese"] if foreign else []
    assert not findings, "\n".join(findings)


def test_main_controls_are_as_large_as_a_finger(page: Page, server: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{server}/?lang=zh")
    settled(page)
    controls = page.locator(
        ".st-key-fj-nav a, .st-key-language label, .st-key-language button, #fj-theme, [data-testid=stForm] button, [data-testid=stForm] input"
    )
    small = "all => all.map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height]).filter(([, height]) => height && height < %d)"
    expect(controls.nth(5)).to_be_visible(timeout=PATIENCE)
    assert controls.evaluate_all(small % FINGER) == []


def test_the_theme_can_be_chosen_and_stays(page: Page, server: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{server}/?{urlencode({'q': QUESTION, 'lang': 'zh'})}")
    settled(page)
    light = ground(page)
    own = texts("zh").access
    page.get_by_label(own.theme).select_option(own.themes["Dark"])
    page.wait_for_function(
        "light => { const app = document.querySelector('[data-testid=stApp]'); return app && getComputedStyle(app).backgroundColor !== light }",
        arg=light,
    )
    settled(page)
    dark = ground(page)
    assert f"q={urlencode({'q': QUESTION})[2:]}" in page.url
    page.goto(f"{server}/themes?lang=zh")
    settled(page)
    expect(page.locator("[data-testid=stApp]")).to_have_css("background-color", dark)
    expect(page.get_by_label(own.theme)).to_have_value("Dark")
    assert page.locator("html").evaluate("html => html.style.colorScheme") == "dark"
    page.get_by_label(own.theme).select_option(own.themes["System"])
    expect(page.locator("[data-testid=stApp]")).to_have_css("background-color", light, timeout=3 * PATIENCE)


def test_the_keyboard_and_the_ear(page: Page, server: str) -> None:
    page.goto(f"{server}/?{urlencode({'q': QUESTION, 'lang': 'zh'})}")
    settled(page)
    own = texts("zh").access
    page.keyboard.press("Tab")
    first = page.locator(":focus")
    expect(first).to_have_attribute("aria-label", own.skip)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    title = page.locator("h2.fj-results").inner_text()
    expect(page.locator("#fj-live[aria-live=polite]")).to_contain_text(title)
    expect(page.get_by_role("navigation", name=own.pages)).to_be_visible()
    expect(page.locator(".st-key-fj-nav [aria-current=page]")).to_have_count(1)
    expect(page.get_by_role("navigation").get_by_role("link", name=texts("zh").nav["search"])).to_have_attribute(
        "aria-current", "page"
    )
    link = page.get_by_role("navigation").get_by_role("link", name=texts("zh").nav["themes"])
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert link.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(link).to_have_attribute("aria-current", "page", timeout=3 * PATIENCE)
    expect(page.locator(".st-key-fj-nav [aria-current=page]")).to_have_count(1)


def test_paper_is_white_and_bears_no_buttons(page: Page, server: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{server}/?{urlencode({'q': QUESTION, 'lang': 'zh'})}")
    settled(page)
    page.emulate_media(media="print", color_scheme="dark")
    assert ground(page) == "rgb(255, 255, 255)"
    for part in ("blockquote.fj-passage", "h2.fj-results", "h3.fj-place"):
        expect(page.locator(part).first).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
    assert page.locator("button:visible, input:visible, select:visible, .st-key-fj-nav:visible").count() == 0
    cut = page.locator("[data-testid=stMain]").evaluate("main => main.scrollHeight > main.clientHeight + 1")
    assert not cut, "what lies below the screen is not printed"
