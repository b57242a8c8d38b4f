"""The page of one report in a real browser: the outline follows, passages are chosen, the original comes as it lies on disk."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from tests.web.browsing import PATIENCE, ROOT, running_server
from tests.web.test_browser import link, ready
from web.texts import ZH

pytestmark = pytest.mark.browser

SAMPLES = ROOT / "corpus" / "samples"
PDF = "beiluliang-2023.pdf"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three years of one township, the middle one a PDF file."""
    root = tmp_path_factory.mktemp("report")
    (root / "reports").mkdir()
    for name in ("beiluliang-2022.txt", PDF, "beiluliang-2024.html", "metadata.csv"):
        shutil.copy(SAMPLES / name, root / "reports")
    build_index(root / "index", [root / "reports"], HashingEncoder())
    return root / "index"


@pytest.fixture(scope="module")
def reader(samples: Path) -> Iterator[str]:
    with running_server(samples, "hashing") as url:
        yield url


@pytest.fixture
def paged(samples: Path) -> Iterator[tuple[str, list[str]]]:
    """The id of the PDF file's report and those of its passages."""
    index = Index.open(samples)
    report = next(report for report in index.reports if report.source.endswith(PDF))
    yield report.id, [item.passage.id for _, item in index.catalogue.passages_of(report.id)]
    index.close()


def test_the_outline_follows_the_reader(page: Page, reader: str, paged: tuple[str, list[str]]) -> None:
    page.goto(link(reader, "/report", report=paged[0]))
    ready(page)
    following = page.locator("[data-testid=stSidebar] .fj-outline a[aria-current=location]")
    for heading in ("二、存在的困难和问题", "(二)勘界立桩"):
        page.locator("[data-testid=stSidebar] .fj-outline a", has_text=heading).click()
        expect(page.locator(".fj-text :is(h3, h4)", has_text=heading)).to_be_in_viewport(timeout=PATIENCE)
        expect(following).to_have_count(1, timeout=PATIENCE)
        expect(following).to_contain_text(heading, timeout=PATIENCE)
    page.locator("[data-testid=stMain]").evaluate("e => e.scrollTo(0, 0)")
    expect(following).to_have_count(0, timeout=PATIENCE)


def test_a_passage_is_brought_into_view_and_another_chosen_in_place(
    page: Page, reader: str, paged: tuple[str, list[str]]
) -> None:
    report, passages = paged
    page.goto(link(reader, "/report", passage=passages[-1]))
    ready(page)
    found = page.locator("#fj-found")
    expect(found).to_be_in_viewport(timeout=PATIENCE)
    expect(page.locator(".st-key-fj-bar")).to_contain_text("第 5 页")
    assert page.locator(".fj-page-mark").count() == 5
    page.evaluate("window.unloaded = false")
    control = page.locator(f"a.fj-choose[data-passage='{passages[8]}']")
    control.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    control.click()
    page.wait_for_url(f"**passage={passages[8]}*")
    expect(page.locator(f"a.fj-choose[data-passage='{passages[8]}'][aria-current=true]")).to_be_in_viewport(
        timeout=PATIENCE
    )
    assert page.evaluate("window.unloaded") is False
    ready(page)
    control.focus()
    page.locator(f"a.fj-choose[data-passage='{passages[9]}']").press("Enter")
    page.wait_for_url(f"**passage={passages[9]}*")
    page.go_back()
    page.wait_for_url(f"**passage={passages[8]}*")
    expect(page.locator(f"a.fj-choose[data-passage='{passages[8]}'][aria-current=true]")).to_have_count(
        1, timeout=PATIENCE
    )
    address = control.get_attribute("href")
    assert address is not None
    page.goto(f"{reader}/{address}")
    expect(page.locator(f"a.fj-choose[aria-current=true][data-passage='{passages[8]}']")).to_be_in_viewport(
        timeout=PATIENCE
    )
    assert report in address


def test_figures_lead_to_their_indicator(page: Page, reader: str, paged: tuple[str, list[str]]) -> None:
    page.goto(link(reader, "/report", report=paged[0]))
    ready(page)
    figure = page.locator(".fj-text a.fj-figure", has_text="312根").or_(page.locator(".fj-text a.fj-figure")).first
    decoration = "e => getComputedStyle(e).textDecorationLine + ' ' + getComputedStyle(e).textDecorationStyle"
    assert figure.evaluate(decoration) == "underline solid"
    assert page.locator(".fj-figure-other").first.evaluate(decoration) == "underline dotted"
    name = (figure.get_attribute("title") or "").partition("：")[0]
    page.locator(".st-key-report_figures label").first.click()
    expect(page.locator(".fj-text a.fj-figure")).to_have_count(0, timeout=PATIENCE)
    page.locator(".st-key-report_figures label").first.click()
    expect(figure).to_be_visible(timeout=PATIENCE)
    ready(page)
    figure.click()
    page.wait_for_url("**/indicators?**")
    expect(page.locator("h2.fj-results", has_text=name).first).to_be_visible(timeout=PATIENCE)


def test_the_next_year_is_one_click_away(page: Page, reader: str, paged: tuple[str, list[str]]) -> None:
    page.goto(link(reader, "/report", report=paged[0], passage=paged[1][-1]))
    ready(page)
    expect(page.locator("#fj-found")).to_be_in_viewport(timeout=PATIENCE)
    page.get_by_role("link", name=ZH.reader.after.format(year=2024)).click()
    expect(page.locator(".fj-this-year")).to_have_text(ZH.reader.this_year.format(year=2024), timeout=PATIENCE)
    ready(page)
    expect(page.locator("h1.fj-title")).to_be_in_viewport(timeout=PATIENCE)
    page.wait_for_url(lambda url: "passage" not in url and paged[0] not in url)
    page.reload()
    expect(page.locator(".fj-this-year")).to_have_text(ZH.reader.this_year.format(year=2024), timeout=PATIENCE)
    expect(page.get_by_role("link", name=ZH.reader.before.format(year=2023))).to_be_visible()


def test_the_original_comes_as_it_lies_on_disk(page: Page, reader: str, paged: tuple[str, list[str]]) -> None:
    page.goto(link(reader, "/report", report=paged[0]))
    ready(page)
    with page.expect_download() as download:
        page.locator("[data-testid=stDownloadButton] button:visible").click()
    assert download.value.suggested_filename == PDF
    assert Path(download.value.path()).read_bytes() == (SAMPLES / PDF).read_bytes()


@pytest.mark.parametrize("width", [360, 1920])
def test_narrow_and_wide(page: Page, reader: str, paged: tuple[str, list[str]], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(link(reader, "/report", report=paged[0], passage=paged[1][4]))
    ready(page)
    expect(page.locator("#fj-found")).to_be_in_viewport(timeout=PATIENCE)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not page.locator("[data-testid=stMain]").evaluate("e => e.scrollWidth > e.clientWidth")
    folded = page.locator("details.fj-outline-top")
    assert folded.is_visible() == (width < 769)
    if folded.is_visible():
        folded.locator("summary").click()
        folded.locator("a", has_text="三、下一步工作计划").click()
        expect(page.locator(".fj-text h3", has_text="三、下一步工作计划")).to_be_in_viewport(timeout=PATIENCE)


def test_on_paper_there_is_the_text_alone(page: Page, reader: str, paged: tuple[str, list[str]]) -> None:
    page.goto(link(reader, "/report", report=paged[0], passage=paged[1][4]))
    ready(page)
    page.emulate_media(media="print")
    for part in ("[data-testid=stSidebar]", ".st-key-fj-bar", ".st-key-fj-report-links", "a.fj-choose"):
        expect(page.locator(part).first).to_be_hidden()
    assert page.locator(".fj-text").is_visible() and re.search("北麓梁乡", page.locator("h1.fj-title").inner_text())
