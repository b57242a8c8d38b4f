"""Practice, problem, plan or all, above the results, each with how many passages on the subject it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from corpus.report import Role
from web.frame import go
from web.link import FIRST_HITS, View
from web.texts import Texts

TABS = (Role.PRACTICE, Role.PROBLEM, Role.PLAN, Role.OTHER)
_KEY = "role_tab"
_ALL = "all"


def tab_labels(
    counts: Mapping[Role, int] | None, chosen: Role | None, wished: Role | None, words: Texts
) -> dict[str, str]:
    """The tabs and their labels, the whole last. Passages of no role have a tab only where there are any.

    Args:
        counts: Passages of each role; ``None`` where nobody can say.
        chosen: The role that the filter asks for.
        wished: The role that the question itself wishes for, which is marked while no tab is chosen.
        words: The page's language.
    """
    own = words.search_page
    labels: dict[str, str] = {}
    for role in TABS:
        if role is Role.OTHER and chosen is not role and not (counts or {}).get(role):
            continue
        name = words.roles[role.value]
        labels[role.value] = name if counts is None else own.tab.format(name=name, count=counts.get(role, 0))
        if role is wished and chosen is None:
            labels[role.value] += own.tab_wished
    total = sum((counts or {}).values())
    labels[_ALL] = own.all_roles if counts is None else own.tab.format(name=own.all_roles, count=total)
    return labels


def show_tabs(counts: Mapping[Role, int] | None, wished: Role | None, view: View, words: Texts) -> None:
    """Draw the tabs; another one writes the link anew."""
    chosen = view.filters.role
    labels = tab_labels(counts, chosen, wished, words)
    st.session_state[_KEY] = chosen.value if chosen else _ALL
    with st.container(key="fj-roles"):
        st.segmented_control(
            words.role,
            list(labels),
            format_func=labels.__getitem__,
            key=_KEY,
            label_visibility="collapsed",
            required=True,
            on_change=_chosen,
            args=(view,),
        )


def _chosen(view: View) -> None:
    name = st.session_state[_KEY]
    role = None if name == _ALL else Role(name)
    go(replace(view, filters=replace(view.filters, role=role), top=FIRST_HITS))
