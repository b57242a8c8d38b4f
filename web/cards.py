"""A hit as HTML: where it stands, the passage word for word, and why it was found."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from corpus.report import Kind, Role
from search.answer import Folded, Hit
from search.explain import highlights
from web.citing_controls import citing_controls, folded_controls
from web.link import View, link_params
from web.marking import badge, escape, facts_list, marked, place_html, role_badge, year_text
from web.routes import REPORT_PATH
from web.texts import Texts


def hit_card(
    hit: Hit, view: View, words: Texts, *, wished: Role | None = None, weak: bool = False, heading: str = "h3"
) -> str:
    """One hit.

    Args:
        hit: What was found.
        view: What its links come back to.
        words: The page's language.
        wished: The role that was asked for.
        weak: Whether to say that it is less on the subject than those around it.
        heading: The heading element that fits where it stands.
    """
    badges = [role_badge(hit.passage.role, words)]
    badges += [badge("theme", words.themes[name]) for name in hit.passage.themes if name in words.themes]
    if hit.report.kind is not Kind.REPORT:
        badges.append(badge("kind", words.kinds[hit.report.kind.value]))
    if hit.report.fictional:
        badges.append(badge("fictional", words.fictional))
    if weak:
        badges.append(badge("weak", words.search_page.weak))
    if hit.page is not None:
        badges.append(f'<span class="fj-around">{escape(words.page.format(page=hit.page))}</span>')
    path = ' <span aria-hidden="true">›</span> '.join(_headings(hit))
    return (
        '<article class="fj-hit">'
        f'<{heading} class="fj-place"><span class="fj-rank">{hit.rank}</span>{place_html(hit.report.place, words)} '
        f'<span class="fj-year">{escape(year_text(hit.report.year, words))}</span></{heading}>'
        f'<p class="fj-badges">{"".join(badges)}</p>'
        + (f'<p class="fj-path" lang="zh">{path}</p>' if path else "")
        + f'<blockquote class="fj-passage" lang="zh">{_matched(hit.passage.text, hit)}</blockquote>'
        f"{_folded(hit, view, words)}"
        f'<details class="fj-why"><summary>{escape(words.why)}</summary>{facts_list(_reasons(hit, wished, words))}</details>'
        f"{folded_controls(citing_controls(hit.report, hit.headings, hit.page, hit.passage, view, words), words)}"
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


def _reasons(hit: Hit, wished: Role | None, words: Texts) -> list[tuple[str, str]]:
    """First what a person can check by looking, then how the search saw it."""
    own, why = words.search_page, hit.why
    legs = [(why.late_rank or why.dense_rank, own.by_meaning), (why.words_rank, own.by_words)]
    found_by = [told.format(rank=rank) for rank, told in legs if rank is not None]
    role = words.roles[hit.passage.role.value]
    near = why.late if why.late_rank is not None else why.similarity
    return [
        (words.why_matched, words.joint.join(why.matched) or own.no_shared_words),
        (own.found_by, words.between_terms.join(found_by) or words.not_ranked),
        (own.nearness, own.nearness_of.format(value=f"{near:.2f}")),
        (own.its_role, own.as_asked.format(role=role) if hit.passage.role is wished else role),
        (words.why_score, f"{hit.score:.2f}"),
        (words.why_source, hit.report.source),
    ]
