"""Citations as HTML: where a statement rests, word for word, with a link that opens the report there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from indexer.catalogue import ReportFacts
from insight.citing import Cited
from web.citing_controls import citing_controls, folded_controls
from web.link import View, link_params
from web.marking import badge, escape, marked, place_html, role_badge, year_text
from web.routes import REPORT_PATH
from web.texts import Texts


def cited_card(cited: Cited, view: View, words: Texts, spans: Iterable[tuple[int, int]] = (), more: str = "") -> str:
    """A citation.

    Args:
        cited: What is quoted.
        view: What the link comes back to.
        words: The page's language.
        spans: What to mark, as offsets into the report's text, ordered and apart.
        more: HTML put below the quotation.
    """
    path = ' <span aria-hidden="true">›</span> '.join(map(escape, cited.headings))
    page = f' <span class="fj-around">{escape(words.page.format(page=cited.page))}</span>' if cited.page else ""
    more += folded_controls(citing_controls(cited.report, cited.headings, cited.page, cited, view, words), words)
    return (
        f'<article class="fj-cited"><p class="fj-where">{report_link(cited.report, view, words, cited.passage_id)} '
        f"{role_badge(cited.role, words)}{page}</p>"
        + (f'<p class="fj-path" lang="zh">{path}</p>' if path else "")
        + f'<blockquote class="fj-passage" lang="zh">{marked(cited.text, spans, offset=cited.start)}</blockquote>{more}</article>'
    )


def report_link(report: ReportFacts, view: View, words: Texts, passage: str | None = None) -> str:
    """Place and year of a report as a link that opens it, at a passage if one is named."""
    # The passage shown is named by the address alone; a question of another page would mark other words in it.
    address = urlencode(link_params(replace(view, report=report.id, passage=passage)))
    where = f"{place_html(report.place, words)} {escape(year_text(report.year, words))}"
    fictional = badge("fictional", words.fictional) if report.fictional else ""
    return f'<a href="{escape(f"{REPORT_PATH}?{address}")}">{where}</a> {fictional}'


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of plain texts (head) and of cells that are HTML already: each with its own ``<td>``."""
    first = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f'<div class="fj-scroll"><table class="fj-table"><thead><tr>{first}</tr></thead><tbody>{body}</tbody></table></div>'
