"""The page in a real browser: what a visitor does, what leaves the machine, what a narrow screen shows."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import PATIENCE, ROOT, running_script
from tests.web.conftest import HOSTILE
from web.texts import EN, ZH

pytestmark = pytest.mark.browser

QUESTION = "执法人员不足怎么解决"


def link(server: str, path: str = "/", **params: str) -> str:
    return f"{server}{path}?{urlencode(params)}"


def ready(page: Page) -> None:
    """Wait until the results or the report are drawn and nothing runs any more."""
    expect(page.locator(".fj-hit, .fj-text, .fj-notice-warn, .fj-notice-error").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=PATIENCE
    )


def passages(page: Page) -> list[str]:
    return page.locator(".fj-passage").all_inner_texts()


def in_view(page: Page, selector: str) -> bool:
    script = "s => { const b = document.querySelector(s).getBoundingClientRect(); return b.top >= 40 && b.bottom <= innerHeight }"
    return bool(page.evaluate(script, selector))


def test_from_example_to_report_and_back_and_by_link(page: Page, browser: Browser, server: str) -> None:
    page.goto(server)
    page.get_by_role("button", name=ZH.examples[0]).click()
    ready(page)
    page.get_by_role("radio", name=re.compile("^问题 ?\\d*$")).click()
    page.wait_for_url("**role=problem*")
    expect(page.locator(".fj-hit .fj-practice")).to_have_count(0, timeout=PATIENCE)
    ready(page)
    found = passages(page)
    assert found

    page.get_by_role("link", name=ZH.open_report).first.click()
    page.wait_for_url("**/report?**")
    ready(page)
    expect(page.locator("#fj-found")).to_be_in_viewport(timeout=PATIENCE)
    assert page.locator(".fj-text mark").all_inner_texts() == found[0].splitlines()
    page.wait_for_function("document.querySelector('#fj-found').getBoundingClientRect().top > 40")
    assert in_view(page, "#fj-found")

    copied = page.url
    other = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    other.goto(copied)
    ready(other)
    expect(other.locator("#fj-found")).to_be_in_viewport(timeout=PATIENCE)
    assert other.locator(".fj-text").inner_html() == page.locator(".fj-text").inner_html()
    other.context.close()

    page.get_by_role("link", name=ZH.back_to_results).first.click()
    ready(page)
    # Hits are drawn one after the other.
    expect(page.locator(".fj-hit")).to_have_count(len(found), timeout=PATIENCE)
    assert passages(page) == found
    assert page.get_by_label(ZH.question_label).input_value() == ZH.examples[0]


def test_the_browsers_back_button_returns_to_the_results(page: Page, server: str) -> None:
    page.goto(link(server, q=QUESTION, role="plan"))
    ready(page)
    found = passages(page)
    page.get_by_role("link", name=ZH.open_report).nth(1).click()
    expect(page.locator("#fj-found")).to_be_in_viewport(timeout=PATIENCE)
    page.go_back()
    expect(page.locator(".fj-hit")).to_have_count(len(found), timeout=PATIENCE)
    ready(page)
    assert passages(page) == found


def test_typing_and_enter(page: Page, server: str) -> None:
    page.goto(server)
    box = page.get_by_label(ZH.question_label)
    box.fill("普法宣讲")
    box.press("Enter")
    ready(page)
    assert "普法宣讲" in "".join(page.locator(".fj-hit mark").all_inner_texts())


def test_outline_leads_to_the_section(page: Page, server: str) -> None:
    page.goto(link(server, q=QUESTION))
    ready(page)
    page.get_by_role("link", name=ZH.open_report).first.click()
    expect(page.locator("#fj-found")).to_be_in_viewport(timeout=PATIENCE)
    ready(page)
    page.set_viewport_size({"width": 1280, "height": 400})
    page.wait_for_timeout(500)  # a visitor reads before clicking; the page has scrolled to the passage by then
    page.locator("[data-testid=stSidebar] .fj-outline a", has_text="三、下一步打算").click()
    expect(page.locator(".fj-text h3", has_text="三、下一步打算")).to_be_in_viewport(timeout=PATIENCE)
    ready(page)
    expect(page.locator(".fj-text")).to_be_visible()


def test_hostile_text_is_text(page: Page, server: str) -> None:
    page.goto(link(server, q=QUESTION, township="坏镇:red[x]", n="50"))
    ready(page)
    assert any(HOSTILE in passage for passage in passages(page))
    assert any(HOSTILE[:40] in path for path in page.locator(".fj-path").all_inner_texts())
    assert page.locator(".fj-place", has_text="**坏**<b>县$x$").count()
    named = "name => [...document.querySelectorAll('.st-key-fj-places button')].some(b => b.innerText.replaceAll('\u2060', '').includes(name))"
    page.wait_for_function(named, arg="**坏**<b>县$x$（1）")
    page.get_by_role("link", name=ZH.open_report).first.click()
    expect(page.locator(".fj-text")).to_be_visible(timeout=PATIENCE)
    ready(page)
    assert HOSTILE in page.locator(".fj-text").inner_text()
    assert "<script>alert(1)</script>" in page.locator("h1").inner_text()
    assert page.locator(".fj-text :is(script, a:not(.fj-choose, .fj-figure), img, code, strong, .katex)").count() == 0


def test_labels_of_buttons_are_shown_literally(browser: Browser, tmp_path: Path) -> None:
    labels = [
        HOSTILE,
        ":smile: :material/article: -> <- -- ~~x~~ _a_",
        "1. http://a.cn www.a.cn a@b.cn",
        "# h",
        "$$x$$ :streamlit:",
    ]
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nimport streamlit as st\nfrom web.marking import literal\n"
    script += f"for label in {labels!r}:\n    st.button(literal(label), help=literal(label))"
    (tmp_path / "buttons.py").write_text(script, encoding="utf-8")
    with running_script(tmp_path / "buttons.py") as url:
        visitor = browser.new_page()
        visitor.goto(url)
        buttons = visitor.locator(".stButton button:visible")
        expect(buttons).to_have_count(len(labels), timeout=PATIENCE)
        assert [shown.replace("\u2060", "") for shown in buttons.all_inner_texts()] == labels
        for label, button in zip(labels, buttons.all(), strict=True):
            button.hover()
            tip = visitor.get_by_role("tooltip")
            expect(tip).to_have_count(1, timeout=PATIENCE)
            assert tip.inner_text().replace("\u2060", "") == label
            assert tip.locator("a, img, code, strong, em, del, h1, .katex").count() == 0
            visitor.mouse.move(0, 0)
            expect(tip).to_have_count(0, timeout=PATIENCE)
        visitor.context.close()


def test_what_the_question_names_is_taken_back_and_who_says_the_same_is_one_click_away(page: Page, server: str) -> None:
    page.goto(link(server, q="2024年普法宣讲"))
    ready(page)
    page.get_by_role("button", name="年份 2024 ✕").click()
    page.wait_for_url("**asis=year*")
    expect(page.get_by_role("button", name=ZH.recognise_again)).to_be_visible(timeout=PATIENCE)
    ready(page)
    page.locator(".fj-folded summary").first.click()
    page.locator(".fj-folded li", has_text="**坏**<b>县$x$").get_by_role("link").click()
    page.wait_for_url("**/report?**")
    ready(page)
    expect(page.locator("#fj-found")).to_be_in_viewport(timeout=PATIENCE)
    assert "普法宣讲" in page.locator("#fj-found").inner_text()
    page.get_by_role("link", name=ZH.back_to_results).first.click()
    expect(page.get_by_role("button", name=ZH.recognise_again)).to_be_visible(timeout=PATIENCE)


def test_filter_by_place(page: Page, server: str) -> None:
    page.goto(link(server, q=QUESTION))
    ready(page)
    page.get_by_role("button", name=ZH.search_page.open_place.format(name="青海省")).click()
    page.get_by_role("button", name="刚察县（1）", exact=True).click()
    page.wait_for_url("**county=**")
    expect(page.locator(".fj-place", has_text="昭苏县")).to_have_count(0, timeout=PATIENCE)
    assert page.locator(".fj-place", has_text="沙柳河镇").count()


@pytest.mark.parametrize("path", ["/", "/report"])
def test_a_narrow_screen_does_not_scroll_sideways(page: Page, server: str, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(link(server, q=QUESTION, township="坏镇:red[x]", n="50"))
    ready(page)
    if path == "/report":
        page.get_by_role("link", name=ZH.open_report).first.click()
        expect(page.locator(".fj-text")).to_be_visible(timeout=PATIENCE)
    else:
        page.locator(".fj-why summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    overflowing = "e => e.scrollWidth > e.clientWidth"
    assert not page.locator("[data-testid=stMain]").evaluate(overflowing)
    expect(page.locator("[data-testid=stSidebar]")).not_to_be_in_viewport()


def test_language_switch(page: Page, server: str) -> None:
    page.goto(link(server, q=QUESTION))
    ready(page)
    found = passages(page)
    page.get_by_role("radio", name="English").click()
    expect(page.get_by_role("button", name=EN.search, exact=True)).to_be_visible(timeout=PATIENCE)
    ready(page)
    assert passages(page) == found
    assert "lang=en" in page.url
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.get_by_role("button", name=EN.search, exact=True)).to_be_visible(timeout=PATIENCE)


def test_every_input_has_a_name_and_headings_are_in_order(page: Page, server: str) -> None:
    page.goto(link(server, q=QUESTION))
    ready(page)
    nameless = "els => els.filter(e => !(e.ariaLabel || e.labels?.length || e.getAttribute('aria-labelledby'))).map(e => e.outerHTML)"
    assert page.locator("input:visible").evaluate_all(nameless) == []
    levels = [
        int(tag[1]) for tag in page.locator(":is(h1,h2,h3,h4):visible").evaluate_all("els => els.map(e => e.tagName)")
    ]
    assert levels and all(after - before <= 1 for before, after in itertools.pairwise(levels))
