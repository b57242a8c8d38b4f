"""The corpus page in a real browser: files come in, are checked and corrected, indexed, found in another tab, taken out and put back."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from corpus.correcting import sidecar_rows
from tests.web.browsing import PATIENCE, running_server
from tests.web.conftest import HOSTILE, write_reports
from tests.web.test_uploads import packed_as
from web.texts import ZH

pytestmark = pytest.mark.browser

OWN = ZH.corpus
BUILDING = 90_000


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("corpus")
    write_reports(root / "given")
    files = {name: (root / "given" / name).read_bytes() for name in ("b-2022.txt", "hostile.txt")}
    (root / "片区.zip").write_bytes(packed_as({**files, "坏.docx": b"PK\x03\x04broken", "../../evil.txt": b"x"}))
    return root


@pytest.fixture(scope="module")
def corpus_server(home: Path) -> Iterator[str]:
    os.environ["FAJIAN_DATA"] = str(home / "data")
    try:
        with running_server(home / "index", "hashing") as url:
            yield url
    finally:
        del os.environ["FAJIAN_DATA"]


def settled(page: Page) -> None:
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=PATIENCE
    )


def rows(page: Page, name: str, kind: str = "staged") -> Locator:
    return page.locator(f"[class*=st-key-fj-{kind}-]").filter(has_text=name).first


def test_from_dropping_to_finding_to_removing(page: Page, browser: Browser, corpus_server: str, home: Path) -> None:
    page.goto(f"{corpus_server}/corpus")
    files = [home / "given" / "a-2023.txt", home / "given" / "a-2024.txt", home / "片区.zip"]
    page.locator("input[type=file]").set_input_files([str(file) for file in files])
    expect(page.locator(".fj-notice-warn")).to_contain_text("evil.txt", timeout=PATIENCE)
    expect(page.get_by_text(OWN.staged.format(count=5))).to_be_visible(timeout=PATIENCE)
    ready = page.get_by_role("button", name=OWN.take_and_index.format(count=4))
    expect(ready).to_be_visible(timeout=BUILDING)
    expect(rows(page, "坏.docx")).to_contain_text(OWN.unreadable)
    expect(rows(page, "hostile.txt")).to_contain_text(HOSTILE[:40])

    # Nobody else sees what has not been taken over.
    other = browser.new_context().new_page()
    other.goto(f"{corpus_server}/corpus")
    expect(other.locator("[data-testid=stFileUploader]")).to_be_visible(timeout=PATIENCE)
    settled(other)
    assert other.locator("[class*=st-key-fj-staged-]").count() == 0

    rows(page, "a-2023.txt").get_by_role("button", name=OWN.look).click()
    opened = rows(page, "a-2023.txt")
    expect(opened.locator(".fj-read-outline li")).to_have_count(5, timeout=PATIENCE)
    expect(opened.locator(".fj-read-outline")).to_contain_text("二、存在的问题")
    opened.get_by_label(OWN.labels["year"], exact=True).fill("2020")
    opened.get_by_role("button", name=OWN.save).first.click()
    expect(rows(page, "a-2023.txt").locator(".fj-file-told")).to_contain_text("2020 年", timeout=PATIENCE)

    # A visitor who loads the page again still has what they dropped.
    page.goto(f"{corpus_server}/corpus")
    expect(ready).to_be_visible(timeout=PATIENCE)
    ready.click()
    expect(page.get_by_text(re.compile("^索引已更新")).first).to_be_visible(timeout=BUILDING)
    assert sidecar_rows(home / "data" / "reports")["a-2023.txt"]["year"] == "2020"
    assert not (home / "evil.txt").exists() and not list(home.rglob("evil.txt"))

    other.goto(f"{corpus_server}/?{urlencode({'q': '聘请律师', 'year': '2020'})}")
    expect(other.locator(".fj-hit").first).to_contain_text("落实一村一法律顾问，聘请律师3名", timeout=BUILDING)
    other.context.close()

    settled(page)
    row = rows(page, "a-2023.txt", "row")
    row.locator("[data-testid=stCheckbox] label").click()
    page.get_by_role("button", name=OWN.remove.format(count=1)).click()
    expect(page.get_by_text(OWN.was_removed.format(count=1))).to_be_visible(timeout=PATIENCE)
    assert not (home / "data" / "reports" / "a-2023.txt").exists()
    page.get_by_role("button", name=OWN.put_back, exact=True).click()
    expect(page.get_by_text(OWN.was_put_back.format(count=1))).to_be_visible(timeout=PATIENCE)
    assert (home / "data" / "reports" / "a-2023.txt").is_file()
    assert sidecar_rows(home / "data" / "reports")["a-2023.txt"]["year"] == "2020"


@pytest.mark.parametrize("width", [360, 1920])
def test_nothing_is_wider_than_the_screen(page: Page, corpus_server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{corpus_server}/corpus?lang=en")
    expect(page.locator("[data-testid=stFileUploader]")).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
