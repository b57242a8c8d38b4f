"""The hits of an answer: in the order of relevance, or township by township."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.report import Role
from search.answer import Answer, Hit
from web.cards import hit_card
from web.elsewhere import hit_links
from web.frame import go
from web.grouping import HITS_EACH, Group, grouped, hits_needed, only_of
from web.link import FIRST_HITS, MORE_HITS, MOST_EACH, MOST_HITS, View
from web.marking import escape, place_html
from web.texts import Texts

_LAYOUT_KEY = "layout"
_EACH_KEY = "each"
_FLAT, _GROUPED = "flat", "grouped"
_EACH = (0, 1, 2, 3, 5, MOST_EACH)
"""Offered for the most hits of one township; 0 for no limit."""


def hits_asked(view: View) -> tuple[int, int | None]:
    """How many hits the engine is asked for, and how many of one township at most."""
    if not view.grouped:
        return view.top, view.each
    each = view.each or HITS_EACH
    return hits_needed(view.top, each), each


def show_layout(view: View, words: Texts) -> None:
    """Choose between the two orders, and how many hits one township may have."""
    own = words.search_page
    layouts = {_FLAT: own.flat, _GROUPED: own.grouped}
    st.session_state[_LAYOUT_KEY] = _GROUPED if view.grouped else _FLAT
    st.session_state[_EACH_KEY] = view.each or 0
    options = sorted({*_EACH, view.each or 0} - ({HITS_EACH} if view.grouped and view.each != HITS_EACH else set()))
    # Without a choice a group shows its best few.
    unlimited = own.each_option.format(count=HITS_EACH) if view.grouped else words.everything
    st.segmented_control(
        own.layout,
        list(layouts),
        format_func=layouts.__getitem__,
        key=_LAYOUT_KEY,
        required=True,
        on_change=_laid_out,
        args=(view,),
    )
    st.selectbox(
        own.each,
        options,
        format_func=lambda count: own.each_option.format(count=count) if count else unlimited,
        key=_EACH_KEY,
        width=150,
        on_change=_limited,
        args=(view,),
    )


def show_hits(answer: Answer, view: View, words: Texts) -> None:
    """The hits and, where there are more, a button for them. What is not reliable stands in one list: nobody can be said to speak of it."""
    if view.grouped and answer.confident:
        _groups(answer, view, words)
    else:
        _flat(answer, view, words)


def _flat(answer: Answer, view: View, words: Texts) -> None:
    last = max((hit.rank for hit in answer.hits if hit.relevant), default=0)
    for hit in answer.hits[: view.top]:
        if answer.confident and hit.rank == last + 1:
            st.html(f'<p class="fj-small fj-weaker">{escape(words.weaker)}</p>')
        weak = answer.confident and hit.rank < last and not hit.relevant
        _hit(hit, answer.role, view, words, weak=weak)
    if len(answer.hits[: view.top]) == view.top < MOST_HITS:
        st.button(words.more.format(count=MORE_HITS), key="more", on_click=_more, args=(view,), width="stretch")


def _groups(answer: Answer, view: View, words: Texts) -> None:
    own = words.search_page
    groups = grouped(answer, view.top)
    for group in groups:
        with st.container(key=f"fj-group-{group.hits[0].rank}"):
            _group(group, answer.role, view, words)
    found = max(len(answer.townships), len(groups))
    if len(groups) == view.top < min(found, MOST_HITS):
        label = own.more_townships.format(count=MORE_HITS)
        st.button(label, key="more", on_click=_more, args=(view,), width="stretch")


def _group(group: Group, wished: Role | None, view: View, words: Texts) -> None:
    own = words.search_page
    count = sum(hit.relevant for hit in group.hits) + group.further
    told = f' <span class="fj-around">{escape(own.group_count.format(count=count))}</span>' if count else ""
    st.html(f'<h3 class="fj-group">{place_html(group.report.place, words)}{told}</h3>')
    for hit in group.hits:
        _hit(hit, wished, view, words, heading="h4")
    if group.further:
        narrowed = only_of(view.filters, group.report)
        label = own.further.format(count=group.further)
        if narrowed is None:
            st.html(f'<p class="fj-small">{escape(label)}</p>')
            return
        only = replace(view, filters=narrowed, grouped=False, each=None, top=FIRST_HITS)
        key = f"further_{group.hits[0].rank}"
        st.button(own.further_only.format(further=label), key=key, type="tertiary", on_click=go, args=(only,))


def _hit(hit: Hit, wished: Role | None, view: View, words: Texts, *, weak: bool = False, heading: str = "h3") -> None:
    with st.container(border=True, key=f"fj-hit-{hit.rank}"):
        st.html(hit_card(hit, view, words, wished=wished, weak=weak, heading=heading))
        hit_links(hit, view, words)


def _more(view: View) -> None:
    go(replace(view, top=min(view.top + MORE_HITS, MOST_HITS)))


def _laid_out(view: View) -> None:
    go(replace(view, grouped=st.session_state[_LAYOUT_KEY] == _GROUPED, top=FIRST_HITS))


def _limited(view: View) -> None:
    go(replace(view, each=st.session_state[_EACH_KEY] or None, top=FIRST_HITS))
