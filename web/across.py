"""What every page across townships has around its own part: the head, the filters on reports, and one sentence where something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from errors import FajianError
from search.engine import Engine
from web import session
from web.counts import with_full_names
from web.frame import begin, show_error
from web.link import View
from web.sidebar import show_filters
from web.texts import Texts


def show_view(draw: Callable[[Engine, View, Texts], None]) -> None:
    """Draw the page that the link asks for; ``draw`` makes what is below the head."""
    view, words = begin(lambda words: words.filters, wide=True)
    try:
        engine = session.open_engine()
        view = replace(view, filters=with_full_names(view.filters, engine.index.reports))
        show_filters(engine, view, words, passages=False)
        draw(engine, view, words)
    except FajianError as error:
        show_error(error, view, words)
