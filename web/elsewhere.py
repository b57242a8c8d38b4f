"""Where one can go from a passage: its report, what is said alike elsewhere, what others did about a problem; or it goes into the excerpts."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.report import Passage, Role
from search.answer import Hit
from search.permanent import address_of
from web.excerpt_button import collect_button
from web.link import FIRST_HITS, View, link_params
from web.routes import REPORT_PAGE, SIMILAR_PAGE, view_page
from web.texts import Texts

PRACTICES = "practices"


def hit_links(hit: Hit, view: View, words: Texts) -> None:
    """The links below a hit; ``view`` is what the report comes back to."""
    with st.container(horizontal=True, gap="small", key=f"fj-links-{hit.passage.id}"):
        at = address_of(hit.report, hit.passage.text)
        opened = link_params(replace(view, report=hit.report.id, passage=hit.passage.id, at=at))
        st.page_link(REPORT_PAGE, label=words.open_report, icon=":material/article:", query_params=opened)
        passage_links(hit.passage, view, words)


def passage_links(passage: Passage, view: View, words: Texts) -> None:
    """From a passage to passages like it, and from a problem to practices. The filters on place and year go along, the question does not."""
    filters = replace(view.filters, role=None, theme=None)
    link = link_params(View(filters=filters, passage=passage.id, top=FIRST_HITS, language=view.language))
    st.page_link(SIMILAR_PAGE, label=words.similar.link, icon=":material/content_copy:", query_params=link)
    if passage.role is Role.PROBLEM:
        label = words.practices.link
        st.page_link(view_page(PRACTICES), label=label, icon=":material/lightbulb:", query_params=link)
    collect_button(passage.id, view, words)
