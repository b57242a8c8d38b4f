"""What was made of the question: what it names and became a filter, to be taken back one by one, and the words looked for instead of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from search.answer import Answer
from search.bridge import Carried
from web.frame import go
from web.link import FIRST_HITS, View
from web.marking import literal
from web.texts import Texts

MOST_WORDINGS = 3
"""Other wordings shown of one term; the usual ones come first."""


def show_named(answer: Answer, view: View, words: Texts) -> None:
    """A row of buttons, one for each filter and wish that was read in the question; none where there is nothing to press."""
    named = [
        (found.kind, words.named[found.kind].format(value=literal(found.value)), words.named_help, found.text)
        for found in answer.recognised
    ]
    if answer.role and answer.role_cue:
        label = words.named_role.format(role=words.roles[answer.role.value], text=literal(answer.role_cue))
        named.append(("role", label, words.named_role_help, answer.role_cue))
    if not named and not view.as_written:
        return
    with st.container(horizontal=True, gap="small", key="fj-named"):
        for number, (kind, label, title, text) in enumerate(named):
            left = (view, (*view.as_written, kind))
            st.button(label, key=f"named_{number}", help=title.format(text=literal(text)), on_click=_leave, args=left)
        if view.as_written:
            st.button(words.recognise_again, key="recognise_again", on_click=_leave, args=(view, ()))


def carried_line(carried: Sequence[Carried], words: Texts) -> str:
    """The terms that were looked for in other words as well, as plain text."""
    return words.carried + carried_text(carried, words)


def carried_text(carried: Sequence[Carried], words: Texts) -> str:
    """These terms, each with the other wordings."""
    return words.between_terms.join(f"{term.english} → {'/'.join(term.chinese[:MOST_WORDINGS])}" for term in carried)


def _leave(view: View, as_written: tuple[str, ...]) -> None:
    """Ask the same question with these kinds left in its text."""
    go(replace(view, as_written=as_written, top=FIRST_HITS))
