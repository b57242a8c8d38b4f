"""Where nothing reliable was found: what was looked for, within which filters, and what would find more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import streamlit as st

from search.answer import Answer
from search.completion import Terms, alike
from search.engine import Engine
from search.filters import Filters
from web import session
from web.chips import chips_of
from web.frame import go
from web.link import FIRST_HITS, View
from web.marking import escape, facts_list, literal
from web.texts import Texts
from web.understood import carried_text

MOST_WORDINGS = 6
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class WayOut:
    """A view with less asked for: what is taken back, and how many passages on the subject it finds."""

    text: str
    view: View
    total: int


def ways_out(engine: Engine, answer: Answer, view: View, words: Texts) -> tuple[WayOut, ...]:
    """What taking back each filter would give, and all of them; only what finds something reliable."""
    found: list[WayOut] = []
    for text, wider in _wider(answer, view, words):
        other = session.ask(engine, wider.question or "", wider.filters, wider.as_written, FIRST_HITS)
        if other.confident and other.total:
            found.append(WayOut(text, wider, other.total))
    return tuple(found)


def show_tried(engine: Engine, answer: Answer, view: View, terms: Terms | None, words: Texts) -> None:
    """Tell what was tried and offer what may help."""
    own = words.search_page
    st.html(
        f'<section class="fj-tried"><h3>{escape(own.tried)}</h3>{facts_list(_facts(answer, view, words))}</section>'
    )
    ways = ways_out(engine, answer, view, words)
    if ways:
        st.html(f'<p class="fj-facet">{escape(own.take_back)}</p>')
        with st.container(horizontal=True, gap="small", key="fj-ways"):
            for number, way in enumerate(ways):
                label = own.way_out.format(text=literal(way.text), total=way.total)
                st.button(label, key=f"way_{number}", on_click=go, args=(way.view,))
    elif any(_wider(answer, view, words)):
        st.html(f'<p class="fj-small">{escape(own.no_way_out)}</p>')
    wordings = alike(terms, answer.question.text, MOST_WORDINGS) if terms else ()
    if wordings:
        st.html(f'<p class="fj-facet">{escape(own.other_wordings)}</p>')
        with st.container(horizontal=True, gap="small", key="fj-wordings"):
            for number, wording in enumerate(wordings):
                other = replace(view, question=wording, as_written=(), top=FIRST_HITS)
                st.button(literal(wording), key=f"wording_{number}", on_click=go, args=(other,))
    else:
        st.html(f'<p class="fj-small">{escape(own.word_otherwise)}</p>')


def _facts(answer: Answer, view: View, words: Texts) -> list[tuple[str, str]]:
    own = words.search_page
    within = [words.roles[answer.filters.role.value]] if answer.filters.role else []
    within += [chip.text for chip in chips_of(replace(view, filters=answer.filters, each=None), words)]
    whole = [term for term in answer.terms if not any(term != other and term in other for other in answer.terms)]
    facts = [(own.tried_words, words.joint.join(whole[:MOST_WORDS]) or words.no_words)]
    if answer.carried:
        facts.append((own.tried_carried, carried_text(answer.carried, words)))
    facts.append((own.tried_filters, " · ".join(within) or own.tried_everything))
    facts.append((own.tried_townships, own.townships_of.format(of=answer.coverage.of)))
    return facts


def _wider(answer: Answer, view: View, words: Texts) -> Iterator[tuple[str, View]]:
    """The view without each filter in turn: those of the link, those that the question itself names, and all of both."""
    singles = [*_without_one(answer, view, words)]
    yield from singles
    if len(singles) > 1:
        everything = (*dict.fromkeys((*view.as_written, *(found.kind for found in answer.recognised))),)
        yield words.search_page.all_filters, replace(view, filters=Filters(), as_written=everything, top=FIRST_HITS)


def _without_one(answer: Answer, view: View, words: Texts) -> Iterable[tuple[str, View]]:
    filters = view.filters
    if filters.role:
        yield words.roles[filters.role.value], replace(view, filters=replace(filters, role=None), top=FIRST_HITS)
    for chip in chips_of(replace(view, each=None), words):
        yield chip.text, replace(chip.without, each=view.each)
    for found in answer.recognised:
        left = (*dict.fromkeys((*view.as_written, found.kind)),)
        yield found.text, replace(view, as_written=left, top=FIRST_HITS)
