"""The filters in force as chips above the results, each of which takes itself back: on a narrow screen the sidebar is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from corpus.report import Kind
from search.facets import NOWHERE
from search.filters import PLACE_LEVELS, Filters
from web.frame import go
from web.link import FIRST_HITS, View
from web.marking import literal
from web.places_tree import at_place, chosen_place
from web.texts import Texts

SHOWN_PARTS = 2
"""Names of a place on its chip: a township's alone may be shared by many."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in words, plain text, and what is shown without it."""

    name: str
    text: str
    without: View


def chips_of(view: View, words: Texts) -> tuple[Chip, ...]:
    """The filters that the link sets, in the order of the sidebar; the role is left to the tabs."""
    filters = view.filters
    found: list[Chip] = []

    def add(name: str, text: str, without: Filters) -> None:
        found.append(Chip(name, text, replace(view, filters=without, top=FIRST_HITS)))

    if any(filters.place(level) for level in PLACE_LEVELS):
        parts = [part for part in chosen_place(filters) if part]
        add("place", " ".join(parts[-SHOWN_PARTS:]), at_place(filters, NOWHERE))
    if filters.years:
        add("year", "–".join(str(year) for year in dict.fromkeys(filters.years)), replace(filters, years=None))
    if filters.level:
        add("level", words.levels[filters.level.value], replace(filters, level=None))
    if filters.theme:
        add("theme", words.themes[filters.theme], replace(filters, theme=None))
    if filters.kind is not Kind.REPORT:
        kind = words.kinds[filters.kind.value] if filters.kind else words.all_kinds
        add("kind", kind, replace(filters, kind=Kind.REPORT))
    if view.each:
        without = replace(view, each=None, top=FIRST_HITS)
        found.append(Chip("each", words.search_page.each_chip.format(count=view.each), without))
    return tuple(found)


def show_chips(chips: Sequence[Chip], view: View, words: Texts) -> None:
    """Draw the chips, and one that takes them all back where there are several."""
    if not chips:
        return
    own = words.search_page
    with st.container(horizontal=True, gap="small", key="fj-chips"):
        for chip in chips:
            label = own.chip.format(text=literal(chip.text))
            st.button(label, key=f"chip_{chip.name}", help=own.chip_help, on_click=go, args=(chip.without,))
        if len(chips) > 1:
            cleared = replace(view, filters=Filters(role=view.filters.role), each=None, top=FIRST_HITS)
            st.button(words.clear_filters, key="chip_all", type="tertiary", on_click=go, args=(cleared,))
