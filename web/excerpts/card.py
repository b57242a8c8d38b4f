"""An excerpt as HTML: where it stands, the passage word for word, its source, and the reader's note."""

from __future__ import annotations

from briefing.excerpt import Excerpt
from search.permanent import address_of
from web.link import View
from web.marking import badge, escape, role_badge
from web.quoting import report_link
from web.texts import Texts


def excerpt_card(excerpt: Excerpt, number: int, view: View, words: Texts) -> str:
    """One excerpt; ``number`` is its place in the whole collection."""
    own = words.excerpts
    path = ' <span aria-hidden="true">›</span> '.join(map(escape, excerpt.headings))
    gone = "" if excerpt.standing else badge("gone", own.gone)
    note = f'<p class="fj-note"><b>{escape(own.noted)}</b>{escape(excerpt.note)}</p>' if excerpt.note else ""
    return (
        f'<article class="fj-cited fj-excerpt"><h3 class="fj-place"><span class="fj-rank">{number}</span>'
        f"{report_link(excerpt.report, _back(excerpt, view), words, excerpt.passage_id)}</h3>"
        f'<p class="fj-badges">{role_badge(excerpt.role, words)}{gone}</p>'
        + (f'<p class="fj-path" lang="zh">{path}</p>' if path else "")
        + f'<blockquote class="fj-passage" lang="zh">{escape(excerpt.text)}</blockquote>{note}'
        f'<p class="fj-small" lang="zh">{escape(excerpt.cited(view.language))}</p></article>'
    )


def _back(excerpt: Excerpt, view: View) -> View:
    """What the link to the report starts from: words are found again by their address where the passage's id is gone."""
    return View(language=view.language, at=address_of(excerpt.report, excerpt.text))
