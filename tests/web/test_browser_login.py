"""The login in a real browser: a link, the form, the page behind it, a download, the way out in every tab."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.web.browsing import PATIENCE, running_server
from web.gate.door import COOKIE
from web.gate.password import hash_password, write_password
from web.settings import SETTINGS, data_directory

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def guarded(index_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a password."""
    index = tmp_path_factory.mktemp("guarded") / "index"
    shutil.copytree(index_directory, index)
    write_password(data_directory(index) / SETTINGS, hash_password(PASSWORD))
    with running_server(index, "hashing") as url:
        yield url


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def test_a_link_opens_after_the_login_and_no_longer_after_the_way_out(guarded: str, visitor: BrowserContext) -> None:
    page = visitor.new_page()
    blocked: list[str] = []
    page.on("console", lambda said: blocked.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(f"{guarded}/?q=执法人员不足&lang=en")
    page.get_by_label("Password").fill("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That is not the password")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("article.fj-hit").first).to_be_visible(timeout=6 * PATIENCE)
    assert "q=" in page.url and "next=" not in page.url
    # The token is no script's business.
    assert COOKIE not in page.evaluate("document.cookie")
    assert COOKIE in {cookie["name"] for cookie in visitor.cookies()}

    page.reload()
    expect(page.locator("article.fj-hit").first).to_be_visible(timeout=2 * PATIENCE)
    other = visitor.new_page()
    other.goto(f"{guarded}/?lang=en")
    expect(other.get_by_role("link", name="Log out")).to_be_visible(timeout=2 * PATIENCE)
    other.get_by_role("link", name="Log out").click()
    other.get_by_role("button", name="Log out").click()
    expect(other.get_by_label("Password")).to_be_visible()

    # A tab that stayed open keeps its websocket, but its next question is answered by the sentence.
    page.get_by_text("中文", exact=True).first.click()
    expect(page.get_by_text("登录已到期或已退出")).to_be_visible(timeout=2 * PATIENCE)
    expect(page.locator("article.fj-hit")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("密码")).to_be_visible()
    assert blocked == []
