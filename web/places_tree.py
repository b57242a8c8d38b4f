"""The filter on places: a tree from the province down, each place with its reports. Opening a branch redraws only the tree, and only what is open is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from search.facets import NOWHERE, Facets, PlaceNode
from search.filters import PLACE_LEVELS, Filters
from web.frame import go
from web.link import FIRST_HITS, View
from web.marking import escape, literal
from web.texts import Texts

MOST_BRANCHES = 30
"""Places drawn below one; the others are found by their name."""
MOST_FOUND = 20
_OPENED = "places_opened"
_WANTED = "place_wanted"

Names = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A place as it is drawn: how deep it lies and whether what is below it is shown; without a place, how many beside it are left out."""

    depth: int
    node: PlaceNode | None
    opened: bool
    left: int = 0


@st.fragment
def place_tree(facets: Facets, view: View, words: Texts) -> None:
    """Draw the tree; choosing a place writes the link anew."""
    own = words.search_page
    st.html(f'<p class="fj-facet">{escape(own.place)}</p>')
    with st.container(key="fj-places", gap=None):
        wanted = st.text_input(
            own.find_place, key=_WANTED, placeholder=own.find_place_hint, label_visibility="collapsed"
        )
        chosen = facets.whole_place(view.filters)
        everywhere = words.option.format(name=own.everywhere, count=facets.count_place(view.filters, NOWHERE))
        _choice(everywhere, NOWHERE, chosen, view, words)
        if wanted.strip():
            found = facets.find_places(view.filters, wanted.strip(), MOST_FOUND)
            for node in found:
                _choice(
                    words.option.format(name=" ".join(node.parts), count=node.reports), node.names, chosen, view, words
                )
            if not found:
                st.html(f'<p class="fj-small">{escape(own.no_place.format(text=wanted.strip()))}</p>')
            return
        for branch in open_branches(facets, view.filters, _opened()):
            if branch.node is None:
                st.html(
                    f'<p class="fj-small fj-deep-{branch.depth}">{escape(own.more_places.format(count=branch.left))}</p>'
                )
                continue
            with st.container(horizontal=True, gap=None, key=f"fj-deep-{branch.depth}-{_key(branch.node.names)}"):
                _branch(branch.node, branch.opened, chosen, view, words)


def chosen_place(filters: Filters) -> Names:
    """The place that the filters name, from the province down."""
    return tuple(filters.place(level) for level in PLACE_LEVELS)


def at_place(filters: Filters, names: Sequence[str | None]) -> Filters:
    """The filters with this place instead of theirs."""
    chosen: dict[str, Any] = {level.value: name for level, name in zip(PLACE_LEVELS, names, strict=True)}
    return replace(filters, **chosen)


def open_branches(
    facets: Facets, filters: Filters, opened: Mapping[Names, bool], inside: Names = NOWHERE, depth: int = 0
) -> Iterator[Branch]:
    """The places to draw, in order; ``opened`` says what the visitor opened and closed.

    Otherwise a branch is open where the chosen place lies in it or where it is the only one.
    """
    chosen = facets.whole_place(filters)
    nodes = facets.places(filters, inside)
    drawn = [node for place, node in enumerate(nodes) if place < MOST_BRANCHES or _leads_to(node.names, chosen)]
    for node in drawn:
        shown = node.inner and opened.get(node.names, len(nodes) == 1 or _leads_to(node.names, chosen))
        yield Branch(depth, node, shown)
        if shown:
            yield from open_branches(facets, filters, opened, node.names, depth + 1)
    if len(nodes) > len(drawn):
        yield Branch(depth, None, False, len(nodes) - len(drawn))


def _leads_to(names: Names, chosen: Names) -> bool:
    """Whether the chosen place is this one or lies below it."""
    return all(name is None or name == other for name, other in zip(names, chosen, strict=True)) and any(names)


def _branch(node: PlaceNode, opened: bool, chosen: Names, view: View, words: Texts) -> None:
    own = words.search_page
    name = node.parts[-1]
    if node.inner:
        icon = ":material/expand_more:" if opened else ":material/chevron_right:"
        label = (own.close_place if opened else own.open_place).format(name=literal(name))
        key = f"fj-fold-{_key(node.names)}"
        st.button(label, key=key, icon=icon, type="tertiary", on_click=_open, args=(node.names, not opened))
    label = words.option.format(name=name, count=node.reports)
    _choice(label, node.names, chosen, view, words)


def _choice(label: str, names: Names, chosen: Names, view: View, words: Texts) -> None:
    """A place as a button; the chosen one says so in its name too."""
    label = literal(label)
    if names == chosen:
        label = words.search_page.chosen.format(name=label)
    if st.button(label, key=f"fj-place-{_key(names)}", type="secondary" if names == chosen else "tertiary"):
        # A fragment would draw only itself again.
        go(replace(view, filters=at_place(view.filters, names), top=FIRST_HITS))
        st.rerun()


def _key(names: Names) -> str:
    return "/".join(name or "" for name in names)


def _opened() -> dict[Names, bool]:
    """What the visitor opened and closed; no part of the link, since it changes nothing of what is found."""
    opened: dict[Names, bool] = st.session_state.setdefault(_OPENED, {})
    return opened


def _open(names: Names, opened: bool) -> None:
    _opened()[names] = opened
