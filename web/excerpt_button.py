"""The small button that puts a passage into the collection of excerpts, or takes it out again."""

from __future__ import annotations

import streamlit as st

from briefing.excerpt import excerpt_of
from errors import FajianError
from insight.citing import Citing
from web import session, visitor
from web.excerpts.basket import Kept
from web.link import View
from web.texts import Texts
from web.visitor import Shelf

_GONE = "索引中已没有这个段落，请重新检索。The index no longer holds this passage; search again."


def collect_button(passage_id: str, view: View, words: Texts, where: str = "") -> None:
    """Draw the button.

    Args:
        passage_id: The passage that it stands beside.
        view: What the page shows; its language.
        words: The page's language.
        where: Tells buttons apart where a page has a passage more than once.
    """
    own = words.excerpts
    held = _held(passage_id)
    st.button(
        own.collected if held else own.collect,
        key=f"fj-collect-{where}{passage_id}",
        icon=":material/bookmark_added:" if held else ":material/bookmark_add:",
        help=own.collected_help if held else None,
        type="tertiary",
        on_click=_switch,
        args=(passage_id,),
        kwargs={"held": held},
    )


def excerpts_label(words: Texts) -> str:
    """The name of the page of excerpts, with how many there are."""
    count = visitor.count()
    name = words.nav["excerpts"]
    return words.excerpts.counted_name.format(name=name, count=count) if count else name


def _held(passage_id: str) -> bool:
    try:
        mine = visitor.shelf()
        return mine.store.holds(mine.visitor, passage_id)
    except FajianError:
        # The head of the page has said so already.
        return False


def _switch(passage_id: str, *, held: bool) -> None:
    # What the person saw is what counts, not what another window did in between.
    if held:
        visitor.attempt(lambda mine: mine.store.remove(mine.visitor, [passage_id]))
    else:
        visitor.attempt(lambda mine: _collect(passage_id, mine))


def _collect(passage_id: str, mine: Shelf) -> None:
    engine = session.open_engine()
    position = engine.index.catalogue.position_of(passage_id)
    if position is None:
        raise FajianError(_GONE)
    [cited] = Citing(engine.index).passages([position])
    mine.store.add(mine.visitor, [Kept(excerpt_of(cited))])
