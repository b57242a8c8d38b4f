"""The guide says what is so: its pictures, links and labels exist, and following its steps ends with a Word briefing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Download, Page, expect

from embeddings import HashingEncoder
from indexer.build import build_index
from tests.web.browsing import PATIENCE, running_server
from tests.web.conftest import browser, page  # noqa: F401
from web.texts import ZH

DOCS = Path(__file__).resolve().parent.parent / "docs"
GUIDE = (DOCS / "guide.md").read_text(encoding="utf-8")
BRIEFING = "三分钟做一份简报"
SAID_OF_A_NUMBER = re.compile(r"（[\d,]+）$| [\d,]+$")


def _texts(part: object) -> Iterator[str]:
    """Every text of the page in Chinese."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from (text for value in part.values() for text in _texts(value))
    elif isinstance(part, tuple):
        yield from (text for value in part for text in _texts(value))
    elif is_dataclass(part):
        yield from (text for one in fields(part) for text in _texts(getattr(part, one.name)))


TEXTS = tuple(_texts(ZH))
PATTERNS = tuple(
    re.compile("[^「」]+".join(map(re.escape, re.split(r"\{\w+[^}]*\}", text))))
    for text in TEXTS
    # A text that is nearly all place-holder would fit anything.
    if "{" in text and len(re.sub(r"\{[^}]*\}|[^\w]", "", text)) >= 3
)


def _labels(text: str) -> list[str]:
    return re.findall(r"「([^」]+)」", text)


def _section(title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", GUIDE, re.S | re.M)
    assert found, f"no section {title}"
    return found[1]


def _steps() -> list[str]:
    return re.findall(r"^\d+\. (.+)$", _section(BRIEFING), re.M)


@pytest.mark.parametrize("label", sorted(set(_labels(GUIDE))))
def test_every_label_stands_on_the_page(label: str) -> None:
    plain = SAID_OF_A_NUMBER.sub("", label)
    assert label in TEXTS or plain in TEXTS or any(pattern.fullmatch(label) for pattern in PATTERNS)


def test_labels_that_stand_nowhere_are_noticed() -> None:
    assert "一键生成简报" not in TEXTS
    assert not any(pattern.fullmatch("一键生成简报") for pattern in PATTERNS)


def test_the_guide_explains_every_page() -> None:
    assert set(ZH.nav.values()) <= set(_labels(_section("打开")))


def test_every_picture_is_there_and_every_one_is_used() -> None:
    named = set(re.findall(r"\]\(pictures/([\w-]+\.png)\)", GUIDE)) | set(re.findall(r'src="pictures/([^"]+)"', GUIDE))
    assert named == {path.name for path in (DOCS / "pictures").iterdir()}
    assert sum(path.stat().st_size for path in (DOCS / "pictures").iterdir()) <= 2_500_000


def test_every_picture_says_what_it_shows() -> None:
    assert not re.findall(r"!\[\s*\]", GUIDE)


def test_every_link_leads_somewhere() -> None:
    headings = {
        re.sub(r"[^\w\s-]", "", title).strip().lower().replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", GUIDE, re.M)
    }
    for target in re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", GUIDE):
        if target.startswith("#"):
            assert target[1:] in headings, target
        else:
            assert (DOCS / target).is_file(), target


def test_a_briefing_takes_fewer_than_ten_clicks() -> None:
    steps = _steps()
    assert all(len(_labels(step)) == 1 for step in steps)
    assert f"共点 {len(steps)} 次鼠标" in _section(BRIEFING)
    assert len(steps) < 10


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over the samples, as after ``make run``."""
    index = tmp_path_factory.mktemp("guide") / "index"
    build_index(index, [DOCS.parent / "corpus" / "samples"], HashingEncoder())
    with running_server(index, "hashing") as url:
        yield url


@pytest.mark.browser
@pytest.mark.usefixtures("browser")
def test_the_steps_end_with_a_briefing(page: Page, server: str, tmp_path: Path) -> None:  # noqa: F811
    downloads: list[Download] = []
    clicks: list[str] = []

    def downloaded(download: Download) -> None:
        downloads.append(download)

    page.on("download", downloaded)
    page.goto(server)
    for [label] in map(_labels, _steps()):
        _settled(page)
        if label == ZH.export.export:
            quoted = page.locator(".fj-excerpt blockquote.fj-passage").all_inner_texts()
        # The first with that name, after the name of an icon: one that was collected is called otherwise.
        named = re.compile(rf"^[a-z_\s]*{re.escape(label)}")
        control = (
            page.get_by_role("button", name=named)
            .or_(page.get_by_role("radio", name=named))
            .or_(page.get_by_role("link", name=named))
        ).first
        control.click(timeout=PATIENCE)
        clicks.append(label)
    assert len(clicks) < 10
    expect(page.locator(".fj-excerpt")).to_have_count(clicks.count(ZH.excerpts.collect))
    while not downloads:
        page.wait_for_event("download", timeout=PATIENCE)
    [download] = downloads
    assert download.suggested_filename.endswith(".docx")
    download.save_as(tmp_path / "briefing.docx")
    text = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "briefing.docx")).paragraphs)
    assert len(set(quoted)) == clicks.count(ZH.excerpts.collect) > 0
    assert all(line.strip() in text for passage in quoted for line in passage.splitlines())


def _settled(page: Page) -> None:  # noqa: F811
    """Wait until what the last click brought is there."""
    expect(page.locator(".fj-brand")).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(300)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=PATIENCE
    )
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
