"""The overview in a real browser: the map is drawn and filters, names stay text, nothing lies beyond the edge."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.web.browsing import PATIENCE, running_script
from web.texts import EN, ZH

pytestmark = pytest.mark.browser

_BAD = """
from web.overview_drawing import draw

draw(
    '<svg xmlns="http://www.w3.org/2000/svg" class="bad" viewBox="0 0 9 9" onload="alert(1)"><script>alert(2)</script>'
    '<a href="javascript:alert(3)"><rect width="3" height="3" onclick="alert(4)"/></a><image href="http://example.com/a.png"/>'
    '<a class="good" href="overview?county=x"><circle cx="6" cy="6" r="2"/></a></svg>',
    "bad",
    "overview",
)
draw("<svg><broken", "broken", "overview")
"""


def opened(page: Page, server: str, **params: str) -> None:
    """Go to the overview and wait until the map is drawn."""
    page.goto(f"{server}/overview?{urlencode(params)}")
    expect(page.locator("svg.fj-map")).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_the_map_is_drawn_and_fits(page: Page, server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, server)
    drawing = page.locator("svg.fj-map")
    assert drawing.locator(".fj-area").count() == 34 and drawing.locator("circle").count() == 2
    box = drawing.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] > 200
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(drawing).to_have_attribute("aria-label", ZH.overview.map_alt.format(places=2, reports=3))


def test_a_province_filters_and_the_way_back_is_there(page: Page, server: str) -> None:
    opened(page, server, lang="en", year="2022-2024")
    page.locator("svg.fj-map a[href*='province']:not([href*='county'])").filter(has_text="青海省").locator(
        "path"
    ).first.click()
    page.wait_for_url("**province=*")
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["province"], asked["year"], asked["lang"]) == (["青海省"], ["2022-2024"], ["en"])
    expect(page.locator(".fj-crumbs")).to_contain_text("青海省", timeout=PATIENCE)
    expect(page.locator("svg.fj-map circle")).to_have_count(1)
    page.locator("svg.fj-map a:has(circle)").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**county=*")
    expect(page.locator(".fj-crumbs")).to_contain_text("刚察县", timeout=PATIENCE)
    page.get_by_role("link", name=EN.overview.map_whole).click()
    expect(page.locator("svg.fj-map circle")).to_have_count(2, timeout=PATIENCE)
    assert "county" not in page.url


def test_hostile_names_show_as_text(page: Page, server: str) -> None:
    opened(page, server)
    main = page.locator("[data-testid=stMain]")
    expect(main.get_by_text("**坏**<b>县$x$").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    assert page.evaluate("document.querySelectorAll('[data-testid=stMain] :is(script[src], img, b b)').length") == 0


def test_a_drawing_holds_nothing_that_runs_or_leads_elsewhere(page: Page, tmp_path: Path) -> None:
    script = tmp_path / "bad.py"
    script.write_text(_BAD, encoding="utf-8")
    with running_script(script) as url:
        page.goto(url)
        drawing = page.locator("svg.bad")
        expect(drawing).to_be_visible(timeout=PATIENCE)
        assert drawing.locator("script, image").count() == 0
        assert drawing.get_attribute("onload") is None and drawing.locator("rect").get_attribute("onclick") is None
        assert [a.get_attribute("href") for a in drawing.locator("a").all()] == [None, "overview?county=x"]
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
