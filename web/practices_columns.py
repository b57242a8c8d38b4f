"""What is found for a problem as columns of passages, with how many townships speak of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from insight.practices import Column, Practices, Problems
from insight.scope import Share
from web.cards import hit_card
from web.elsewhere import hit_links
from web.frame import go
from web.link import FIRST_HITS, MORE_HITS, MOST_HITS, View
from web.marking import escape
from web.quoting import table
from web.texts import Texts

COLUMNS = ("same_problem", "practices", "plans", "problems")
"""Names of columns, of which each way round has its own, from left to right."""
PER_COLUMN = 5
"""Passages of a column at first."""
MOST_COUNTIES = 50


def show_columns(columns: Sequence[tuple[str, Column]], view: View, words: Texts) -> None:
    """Columns side by side, one below the other on a narrow screen; there a line on top leads to each."""
    own = words.practices
    heads = {name: own.head.format(name=own.columns[name], count=column.total) for name, column in columns}
    if len(columns) > 1:
        links = "".join(f'<a href="#fj-{name}">{escape(head)}</a>' for name, head in heads.items())
        st.html(f'<p class="fj-jump">{links}</p>')
    back = replace(view, question=None, passage=None, pick=None, top=FIRST_HITS)
    for place, (name, column) in zip(st.columns(len(columns), gap="medium"), columns, strict=True):
        with place:
            st.html(f'<h2 class="fj-results" id="fj-{name}">{escape(heads[name])}</h2>')
            st.html(f'<p class="fj-small">{escape(own.notes[name] if column.hits else own.none[name])}</p>')
            for hit in column.hits:
                with st.container(border=True, key=f"fj-hit-{name}-{hit.rank}"):
                    st.html(hit_card(hit, back, words))
                    hit_links(hit, back, words)
    shown = view.top - FIRST_HITS + PER_COLUMN
    if view.top < MOST_HITS and any(len(column.hits) >= shown for _, column in columns):
        st.button(words.more.format(count=MORE_HITS), on_click=_more, args=(view,), width="stretch")


def show_coverage(found: Practices | Problems, words: Texts) -> None:
    """How many townships name the problem, and where and when they do."""
    own = words.practices
    share = found.coverage.all
    sentence = own.coverage_others if found.without else own.coverage
    counted = sentence.format(townships=share.townships, of=share.of)
    if not share.townships:
        st.html(f'<p class="fj-coverage">{escape(counted)}</p>')
        return
    with st.expander(counted + own.spread):
        counties = {" ".join(place): share for place, share in found.coverage.by_county.items()}
        years = {words.year.format(year=year): share for year, share in found.coverage.by_year.items()}
        left, right = st.columns(2, gap="large")
        with left:
            st.html(_shares(own.county, counties, words, silent=own.silent))
        with right:
            st.html(_shares(own.year, years, words))


def _shares(name: str, shares: Mapping[str, Share], words: Texts, silent: str | None = None) -> str:
    """A table of shares; with ``silent`` only of those above 0, the most first, and that sentence for the number of the others."""
    own = words.practices
    named = list(shares.items())
    if silent is not None:
        named = sorted((item for item in named if item[1].townships), key=lambda item: -item[1].townships)
    rows = [
        (
            f"<td>{escape(place)}</td>",
            f'<td class="fj-number">{escape(own.share.format(townships=share.townships, of=share.of))}</td>',
        )
        for place, share in named[: MOST_COUNTIES if silent else None]
    ]
    rest = len(shares) - len(rows)
    note = f'<p class="fj-small">{escape(silent.format(count=rest))}</p>' if silent and rest else ""
    return table((name, own.townships), rows) + note


def _more(view: View) -> None:
    go(replace(view, top=min(view.top + MORE_HITS, MOST_HITS)))
