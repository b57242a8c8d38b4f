"""Whole lists and collections as files, made only when a format is pressed: what is found is then asked for again, all of it and not the first page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from briefing.answers import Headed, briefing_of_answer, briefing_of_hits
from briefing.excerpt import Briefing
from briefing.files import FORMATS
from briefing.plain import file_name
from search.engine import MOST_HITS, Engine
from web import session
from web.chips import chips_of
from web.link import View
from web.marking import escape
from web.results import hits_asked
from web.texts import Texts

Make = Callable[[], Briefing]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of hits to be exported.

    ``name`` is part of the keys of the buttons, ``title`` what the list is about, ``shown`` how many hits the page shows. ``found`` gives all hits, up to
    ``MOST_HITS``, when a format is pressed, those less closely related only if it is told so, which is asked where ``weaker`` is true. ``scope`` are lines
    that say where the hits come from, to which the filters are added.
    """

    name: str
    title: str
    shown: int
    found: Callable[[bool], Sequence[Headed]]
    weaker: bool = False
    scope: tuple[str, ...] = ()


def show_export(engine: Engine, view: View, words: Texts) -> None:
    """The files of everything that is found for the question of the link under its filters; nothing where nothing is."""
    if view.question is None:
        return
    top, each = hits_asked(view)
    answer = session.ask(engine, view.question, view.filters, view.as_written, top, per_township=each)
    if not answer.hits:
        return
    question, filters = view.question, filters_text(view, words)
    note = words.export.found.format(total=answer.total, shown=len(answer.hits), most=MOST_HITS)

    def make(weaker: bool) -> Briefing:
        found = engine.search(question, view.filters, top=MOST_HITS, per_township=view.each, as_written=view.as_written)
        return briefing_of_answer(found, today(), language=view.language, filters=filters, weaker=weaker)

    _popover("search", answer.question.text, note, make, words, weaker=True)


def show_list_export(listed: Listed, view: View, words: Texts) -> None:
    """The files of any list of hits."""
    own = words.export
    filters = filters_text(view, words)
    scope = [*listed.scope, *([own.filtered.format(filters=filters)] if filters else [])]

    def make(weaker: bool) -> Briefing:
        return briefing_of_hits(listed.title, today(), listed.found(weaker), language=view.language, scope=scope)

    note = own.listed.format(shown=listed.shown, most=MOST_HITS)
    _popover(listed.name, listed.title, note, make, words, weaker=listed.weaker)


def _popover(name: str, title: str, note: str, make: Callable[[bool], Briefing], words: Texts, *, weaker: bool) -> None:
    own = words.export
    with st.popover(own.export, icon=":material/download:"):
        st.html(f'<p class="fj-small">{escape(note)}</p>')
        also = weaker and st.checkbox(own.weaker, key=f"export_{name}_weaker", help=own.weaker_help)
        show_files(name, title, partial(make, also), words)


def show_files(name: str, title: str, make: Make, words: Texts) -> None:
    """A button a format. Pressing one makes that file and leaves the page as it is."""
    for suffix, kind in FORMATS.items():
        st.download_button(
            words.export.formats[suffix],
            data=_maker(make, kind.make),
            file_name=file_name(title, today(), suffix),
            mime=kind.mime,
            icon=":material/description:" if suffix in {"docx", "md"} else ":material/table:",
            key=f"export_{name}_{suffix}",
            on_click="ignore",
            width="stretch",
        )


def filters_text(view: View, words: Texts) -> str:
    """The filters in words, in one line."""
    role = [words.roles[view.filters.role.value]] if view.filters.role else []
    return " · ".join([*role, *(chip.text for chip in chips_of(view, words))])


def today() -> str:
    """The date of the machine, which is the office's."""
    return date.today().isoformat()


def _maker(make: Make, write: Callable[[Briefing], bytes]) -> Callable[[], bytes]:
    return lambda: write(make())
