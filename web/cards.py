"""A hit as HTML: where it stands, the passage word for word, and why it was found."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from corpus.report import Kind
from search.answer import Folded, Hit
from search.explain import highlights
from web.link import View, link_params
from web.marking import badge, escape, facts_list, marked, place_html, role_badge, year_text
from web.routes import REPORT_PATH
from web.texts import Texts


def hit_card(hit: Hit, view: View, words: Texts) -> str:
    """One hit; ``view`` is what its links come back to."""
    badges = [role_badge(hit.passage.role, words)]
    badges += [badge("theme", words.themes[name]) for name in hit.passage.themes if name in words.themes]
    if hit.report.kind is not Kind.REPORT:
        badges.append(badge("kind", words.kinds[hit.report.kind.value]))
    if hit.report.fictional:
        badges.append(badge("fictional", words.fictional))
    if hit.page is not None:
        badges.append(f'<span class="fj-around">{escape(words.page.format(page=hit.page))}</span>')
    path = ' <span aria-hidden="true">›</span> '.join(_headings(hit))
    return (
        '<article class="fj-hit">'
        f'<h3 class="fj-place"><span class="fj-rank">{hit.rank}</span>{place_html(hit.report.place, words)} '
        f'<span class="fj-year">{escape(year_text(hit.report.year, words))}</span></h3>'
        f'<p class="fj-badges">{"".join(badges)}</p>'
        + (f'<p class="fj-path" lang="zh">{path}</p>' if path else "")
        + f'<blockquote class="fj-passage" lang="zh">{_matched(hit.passage.text, hit)}</blockquote>'
        f"{_folded(hit, view, words)}"
        f'<details class="fj-why"><summary>{escape(words.why)}</summary>{facts_list(_reasons(hit, words))}</details>'
        "</article>"
    )


def _headings(hit: Hit) -> list[str]:
    """Only the innermost heading is searched together with the passage, so only it can hold matched words."""
    return [*map(escape, hit.headings[:-1]), *(_matched(heading, hit) for heading in hit.headings[-1:])]


def _matched(text: str, hit: Hit) -> str:
    return marked(text, highlights(text, hit.why.matched))


def _folded(hit: Hit, view: View, words: Texts) -> str:
    """Where else nearly the same is said, each place a link to its report."""
    if not hit.folded:
        return ""
    items = "".join(f"<li>{_elsewhere(other, view, words)}</li>" for other in hit.folded)
    title = escape(words.folded.format(count=len(hit.folded)))
    return f'<details class="fj-folded"><summary>{title}</summary><ul>{items}</ul></details>'


def _elsewhere(other: Folded, view: View, words: Texts) -> str:
    link = link_params(replace(view, report=other.report.id, passage=other.passage.id))
    where = f"{place_html(other.report.place, words)} {escape(year_text(other.report.year, words))}"
    address = escape(f"{REPORT_PATH}?{urlencode(link)}")
    return f'<a href="{address}">{where}</a> <span class="fj-around">{escape(other.report.source)}</span>'


def _reasons(hit: Hit, words: Texts) -> list[tuple[str, str]]:
    def rank(value: int | None) -> str:
        return words.not_ranked if value is None else str(value)

    late = [(words.why_late_similarity, f"{hit.why.late:.2f}")] if hit.why.late_rank is not None else []
    return [
        (words.why_matched, words.joint.join(hit.why.matched) or words.no_words),
        (words.why_score, f"{hit.score:.2f}"),
        (words.why_similarity, f"{hit.why.similarity:.2f}"),
        (words.why_meaning, rank(hit.why.dense_rank)),
        (words.why_words, rank(hit.why.words_rank)),
        (words.why_late, rank(hit.why.late_rank)),
        *late,
        (words.why_source, hit.report.source),
    ]
