"""The page of follow-through as Streamlit runs it, without a browser."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from embeddings import HashingEncoder
from indexer.build import build_index
from tests.insight import following
from tests.insight.following import write_report, write_township
from tests.web.conftest import HOSTILE
from tests.web.visiting import link, open_page, shown, text
from web.texts import EN, ZH

PAGE = "web/pages/followup.py"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A township in which everything happens, one over three years with words that mean something to HTML, and two of one year."""
    root = tmp_path_factory.mktemp("followup-page")
    write_township(root / "reports")
    for year in (2022, 2023, 2024):
        plan = f"推动渔家乐协会订立自律公约{HOSTILE}。"
        write_report(
            root / "reports",
            year,
            place="石桥乡",
            practices=(f"渔家乐协会订立自律公约{HOSTILE}，入会37户。",),
            plans=(plan,),
        )
    build_index(root / "index", [root / "reports"], HashingEncoder())
    return root / "index"


@pytest.fixture(autouse=True)
def _environment(directory: Path, page_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAJIAN_INDEX", str(directory))
    st.cache_resource.clear()


def visit(**params: str) -> AppTest:
    page = open_page(**params)
    page.switch_page(PAGE)
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


def test_overview_leads_to_every_pair() -> None:
    page = visit()
    seen = text(page)
    assert ZH.followup.counted.format(of=4, townships=2, pairs=3) in seen
    assert ZH.followup.found.format(found=2, of=3) in seen
    assert following.BRIDGE not in seen
    addresses = [html.unescape(found) for found in re.findall(r'href="(followup\?[^"]*)"', shown(page))]
    assert len(addresses) == 3
    target = next(dict(parse_qsl(urlsplit(a).query)) for a in addresses if "%E8%8A%A6" in a)
    assert target["pick"] == "2022"
    assert following.BRIDGE in text(visit(**target))


def test_two_years_of_a_township() -> None:
    page = visit(township="芦花渡镇")
    seen = text(page)
    for said in (following.BRIDGE, following.BRIDGE_DONE, following.HERBS_ADMITTED, following.SCALES, following.NEW):
        assert said in seen
    for name in ("done", "partly", "not_found", "gone", "same_words"):
        assert ZH.followup.verdicts[name] in seen
    assert ZH.followup.nearest in seen and ZH.followup.admitted in seen
    assert "<mark>渔船停泊调解点</mark>" in shown(page)


def test_a_quotation_opens_its_report() -> None:
    found = re.findall(r'href="report\?([^"]*)"', shown(visit(township="芦花渡镇")))
    fields = dict(parse_qsl(html.unescape(found[0])))
    assert {"report", "passage"} <= set(fields) and "pick" not in fields


def test_one_verdict_alone_stands_in_the_link() -> None:
    page = visit(township="芦花渡镇")
    page.button_group(key="followup_verdict").set_value("not_found").run()
    assert link(page)["pick"] == "not_found"
    seen = text(page)
    assert following.HERBS in seen and following.BRIDGE not in seen and following.DUST not in seen
    assert text(visit(**link(page))) == seen


def test_the_pair_of_years_stands_in_the_link() -> None:
    page = visit(township="石桥乡", pick="2022.done")
    assert ZH.followup.planned.format(year=2022) in text(page)
    page.button_group(key="followup_pair").set_value("2023").run()
    assert link(page)["pick"] == "2023.done"
    assert ZH.followup.planned.format(year=2023) in text(page)


def test_the_latest_years_come_first_and_hostile_words_stay_words() -> None:
    page = visit(township="石桥乡")
    assert ZH.followup.planned.format(year=2023) in text(page)
    assert "<script>alert" not in shown(page)
    assert html.escape(HOSTILE[:8]) in shown(page)


def test_order_of_the_overview() -> None:
    page = visit()
    page.button_group(key="followup_order").set_value("not_found").run()
    assert link(page)["pick"] == "not_found"
    seen = text(page)
    assert seen.index("芦花渡镇") < seen.index("石桥乡")


@pytest.mark.parametrize("pick", ["nonsense", "1999", "2022.nonsense", "."])
def test_a_pick_that_means_nothing_shows_everything(pick: str) -> None:
    assert following.BRIDGE in text(visit(township="芦花渡镇", pick=pick))


def test_nothing_to_compare() -> None:
    assert ZH.followup.nothing.format(of=1) in text(visit(township="乌柏岭乡"))


def test_in_english() -> None:
    seen = text(visit(township="芦花渡镇", lang="en"))
    assert EN.followup.verdicts["not_found"] in seen and following.BRIDGE in seen
