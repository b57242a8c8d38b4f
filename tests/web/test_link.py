"""The link: whatever a page shows is written into it and read back, and nothing else is understood."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.report import Kind, Level
from corpus.themes import THEMES
from search.filters import Filters
from search.permanent import LONGEST, Address
from web.link import AS_WRITTEN, LANGUAGES, LONGEST_VALUE, MOST_EACH, MOST_HITS, ROLES, View, link_params, parse_link

_HEX = "0123456789abcdef"
_words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=LONGEST_VALUE).map(str.strip).filter(bool)
_identities = st.text(_HEX, min_size=1, max_size=LONGEST_VALUE)
_years = st.tuples(st.integers(1949, 2099), st.integers(1949, 2099)).map(lambda pair: (min(pair), max(pair)))
_filters = st.builds(
    Filters,
    role=st.none() | st.sampled_from(ROLES),
    years=st.none() | _years,
    province=st.none() | _words,
    prefecture=st.none() | _words,
    county=st.none() | _words,
    township=st.none() | _words,
    level=st.none() | st.sampled_from(Level),
    theme=st.none() | st.sampled_from([theme.name for theme in THEMES]),
    kind=st.none() | st.sampled_from(Kind),
)
_addresses = st.builds(
    Address,
    year=st.just(0) | st.integers(1000, 2999),
    authority=st.text(_HEX, min_size=6, max_size=6),
    length=st.integers(1, LONGEST),
    fingerprint=st.text(_HEX, min_size=16, max_size=16),
)
FIELDS: dict[str, st.SearchStrategy[object]] = {
    "question": st.none() | st.text(),
    "filters": _filters,
    "as_written": st.sets(st.sampled_from(AS_WRITTEN)).map(
        lambda kept: tuple(kind for kind in AS_WRITTEN if kind in kept)
    ),
    "top": st.integers(1, MOST_HITS),
    "report": st.none() | _identities,
    "passage": _identities,
    "pick": st.none() | _words,
    "language": st.sampled_from(LANGUAGES),
    "doubts": st.just(()),
    "each": st.none() | st.integers(1, MOST_EACH),
    "grouped": st.booleans(),
    "at": st.none() | _addresses,
}
"""A strategy for every field of a view; ``at`` goes with a passage and with nothing else."""


def test_every_field_of_a_view_is_tried() -> None:
    assert set(FIELDS) == {field.name for field in fields(View)}


@given(st.fixed_dictionaries(FIELDS))
def test_a_view_is_what_its_link_says(values: dict[str, object]) -> None:
    view = View(**values)  # type: ignore[arg-type]
    assert parse_link(link_params(view)) == view


@given(
    st.dictionaries(
        st.sampled_from(
            [
                *link_params(View()),
                "q",
                "role",
                "year",
                "level",
                "theme",
                "kind",
                "asis",
                "each",
                "group",
                "n",
                "report",
                "passage",
                "pick",
                "lang",
                "at",
                "county",
            ]
        ),
        st.text(max_size=80),
    )
)
def test_any_link_is_understood_or_doubted_and_then_stays_as_it_is(params: dict[str, str]) -> None:
    view = parse_link(params)
    told = {doubt.name for doubt in view.doubts}
    assert told <= set(params)
    if view.passage is not None:
        again = parse_link(link_params(view))
        assert again.filters == view.filters and again.at == view.at and not again.doubts


@pytest.mark.parametrize(
    "name", ["role", "year", "level", "theme", "kind", "asis", "each", "group", "n", "report", "passage", "lang", "at"]
)
def test_what_is_not_understood_is_told(name: str) -> None:
    [doubt] = parse_link({name: "<script>"}).doubts
    assert doubt.name == name


def test_an_address_goes_with_its_passage_and_no_further() -> None:
    at = Address(2024, "a195dc", 33, "249948b55f5e69c3")
    assert link_params(View(passage="ab", at=at)) == {"passage": "ab", "at": "2024-a195dc-33-249948b55f5e69c3"}
    assert link_params(View(at=at)) == {}


@pytest.mark.parametrize(
    ("browser", "language", "written"), [("zh", "zh", None), ("zh", "en", "en"), ("en", "en", None), ("en", "zh", "zh")]
)
def test_the_language_stands_in_a_link_only_where_the_browser_would_choose_another(
    monkeypatch: pytest.MonkeyPatch, browser: str, language: str, written: str | None
) -> None:
    monkeypatch.setattr("web.link.browser_language", lambda: browser)
    assert link_params(View(language=language)).get("lang") == written
    assert parse_link({}).language == browser
    assert parse_link(link_params(View(language=language))).language == language
