"""What is chosen on a page stands in its link: the link opened by someone else shows the same."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from indexer.index import Index
from tests.web.visiting import APP, QUESTION, link, shown
from web.routes import REPORT_PAGE, SEARCH_PAGE, SIMILAR_PAGE, view_page

pytestmark = pytest.mark.usefixtures("page_environment")


def open_at(path: str, params: dict[str, str]) -> AppTest:
    """A new visitor at a link."""
    page = AppTest.from_file(str(APP), default_timeout=60)
    if path != SEARCH_PAGE:
        page.run()
        page.switch_page(path)
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


def choose(page: AppTest, kind: str, key: str, other: object) -> AppTest:
    """Choose something else in the widget of this kind and key."""
    getattr(page, kind)(key=key).set_value(other)
    return page.run()


STATES = {
    "one role": (SEARCH_PAGE, {"q": QUESTION}, "button_group", "role_tab", "problem"),
    "township by township": (SEARCH_PAGE, {"q": QUESTION}, "button_group", "layout", "grouped"),
    "few of each": (SEARCH_PAGE, {"q": QUESTION}, "selectbox", "each", 2),
    "a first year": (SEARCH_PAGE, {"q": QUESTION}, "selectbox", "filter_first_year", 2022),
    "another language": (SEARCH_PAGE, {"q": QUESTION}, "button_group", "language", "en"),
    "figures of indicators": (view_page("indicators"), {}, "button_group", "indicators_mode", "figures"),
    "a group of parts": (view_page("completeness"), {}, "button_group", "completeness_group", "form"),
    "grouped by theme": (view_page("themes"), {}, "button_group", "themes_way", "outline"),
    "another row of the overview": (view_page("overview"), {}, "button_group", "overview_by", "township"),
    "problems that remain first": (
        view_page("followup"),
        {"township": "察汗乌苏蒙古族乡"},
        "button_group",
        "followup_verdict",
        "still",
    ),
    "no figures in a report": (REPORT_PAGE, {"report": "?"}, "toggle", "report_figures", False),
    "a year of similar passages": (SIMILAR_PAGE, {"passage": "?"}, "selectbox", "filter_first_year", 2023),
    "from practice to problem": (view_page("practices"), {"q": QUESTION}, "button_group", "practices_way", "practice"),
}
"""A page at a link, and one choice on it: kind and key of the widget, and its new value."""


@pytest.mark.parametrize(("path", "params", "kind", "key", "other"), STATES.values(), ids=STATES)
def test_a_choice_is_in_the_link(
    index: Index, path: str, params: dict[str, str], kind: str, key: str, other: object
) -> None:
    report = next(report for report in index.reports if not report.fictional and report.year == 2024)
    known = {"report": report.id, "passage": index.catalogue.passages_of(report.id)[1][1].passage.id}
    before = open_at(path, {name: known[name] if value == "?" else value for name, value in params.items()})
    first = shown(before), link(before)
    chosen = choose(before, kind, key, other)
    assert (shown(chosen), link(chosen)) != first
    assert shown(open_at(path, link(chosen))) == shown(chosen)
