"""A small index that the page is tried on: three plain reports and one that tries to be more than text; and a browser with a server to try it in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import streamlit as st
from playwright.sync_api import Browser, Dialog, Page, Request, sync_playwright

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from tests.web.browsing import FLAGS, PATIENCE, find_chromium, running_server

HOSTILE = "<script>alert(1)</script> **bold** $x^2$ :red[x] [link](http://example.com) ![](http://example.com/a.png) &lt;b&gt; `code`"
"""What a report may hold; each part means something to HTML, to Markdown, or to Streamlit."""

MORE = "\n".join(
    f"第{week}周在第{week}村民小组清理沟渠{week}处，整修道路{week}段，栽植树木{week}00棵。" for week in range(1, 41)
)
"""Lines about something else, so that a report is longer than a screen."""

_REPORT = """{title}

{year}年，{place}在县委、县政府的领导下推进法治政府建设，现将有关情况报告如下。
一、主要工作
（一）规范行政执法
{practice}
（二）开展普法宣传
组织普法宣讲12场，发放资料800份，受教育群众500余人次，群众对普法不感兴趣的情况有所改变。
{more}
二、存在的问题
{problem}
三、下一步打算
{plan}

{place}人民政府
{year}年12月20日
"""

REPORTS = {
    "a-2023.txt": ("昭苏县察汗乌苏蒙古族乡", 2023, "落实一村一法律顾问，聘请律师3名，全年坐班36天。"),
    "a-2024.txt": ("昭苏县察汗乌苏蒙古族乡", 2024, "抽调执法人员5名组成综合行政执法队，解决执法人员不足。"),
    "b-2022.txt": ("刚察县沙柳河镇", 2022, "组织执法人员培训3次，执法人员全部持证上岗。"),
}


def write_reports(folder: Path) -> None:
    """Write the reports, the hostile one with its place in a sidecar."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (place, year, practice) in REPORTS.items():
        text = _REPORT.format(
            title=f"{place}{year}年法治政府建设工作报告",
            place=place,
            year=year,
            practice=practice,
            problem=f"一是执法人员不足，{year}年全乡持证人员仅有2名。\n二是普法形式单一，群众参与不多。",
            more=MORE,
            plan="一是补充执法人员，组织资格考试。\n二是创新普法形式，办好法治夜校。",
        )
        (folder / name).write_text(text, encoding="utf-8")
    hostile = _REPORT.format(
        title=f"坏镇2021年法治政府建设工作报告{HOSTILE}",
        place="坏镇",
        year=2021,
        practice=f"执法人员不足怎么解决：{HOSTILE}到此为止。",
        problem=f"一是执法人员不足{HOSTILE}。",
        more=MORE,
        plan="一是补充执法人员。",
    ).replace("（一）规范行政执法", f"（一）规范{HOSTILE}")
    (folder / "hostile.txt").write_text(hostile, encoding="utf-8")
    place = "**坏**<b>县$x$"
    sidecar = f"source,province,county,township,year,level,fictional\nhostile.txt,坏省,{place},坏镇:red[x],2021,township,true\n"
    (folder / "metadata.csv").write_text(sidecar, encoding="utf-8")


@pytest.fixture(scope="session")
def index_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the reports, made by the toy encoder."""
    root = tmp_path_factory.mktemp("page")
    write_reports(root / "reports")
    build_index(root / "index", [root / "reports"], HashingEncoder())
    return root / "index"


@pytest.fixture
def index(index_directory: Path) -> Iterator[Index]:
    """The same index, opened."""
    opened = Index.open(index_directory)
    yield opened
    opened.close()


@pytest.fixture
def page_environment(index_directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The environment that the page runs in, with nothing kept from another test."""
    monkeypatch.setenv("FAJIAN_INDEX", str(index_directory))
    monkeypatch.setenv("FAJIAN_MODEL", "hashing")
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        reason = "no chromium, chromium-browser or google-chrome on the path"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def server(index_directory: Path) -> Iterator[str]:
    with running_server(index_directory, "hashing") as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh visitor. The test fails if anything was asked of another host or a dialog opened."""
    requests: list[str] = []
    dialogs: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    visitor = context.new_page()

    def asked(request: Request) -> None:
        requests.append(request.url)

    def opened(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    visitor.on("request", asked)
    visitor.on("websocket", lambda socket: requests.append(socket.url))
    visitor.on("dialog", opened)
    yield visitor
    context.close()
    assert any("/_stcore/stream" in url for url in requests)
    hosts = {urlsplit(url).hostname for url in requests if urlsplit(url).scheme not in {"data", "blob"}}
    assert hosts == {"127.0.0.1"}
    assert dialogs == []
