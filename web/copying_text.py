"""What reports have in common as HTML: bars of shares, a report's text with its sentences coloured, and two sentences side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from corpus.report import Report
from indexer.catalogue import ReportFacts
from insight.copying.nouns import Alike, Shares, Standing
from insight.copying.pair import Aligned
from insight.copying.reading import Found, Other
from web.link import View, link_params
from web.marking import escape, marked
from web.quoting import report_link
from web.texts import Texts

COPYING_PATH = "copying"
"""Of the page in the address."""
ORDER = (
    Standing.REPEATED,
    Standing.COUNTY,
    Standing.ELSEWHERE,
    Standing.COMMON,
    Standing.UNJUDGED,
    Standing.OWN,
)
"""How a bar is made up, from the left."""
_COLOURED = frozenset({Standing.REPEATED, Standing.COUNTY, Standing.ELSEWHERE, Standing.COMMON})
_DEEPEST = 6


def bar(shares: Shares, words: Texts) -> str:
    """The shares as one bar; a screen reader hears them as words."""
    parts = [(standing, shares.share(standing)) for standing in ORDER if shares.characters[standing]]
    label = words.joint.join(f"{words.copying.standings[standing.value]} {share:.0%}" for standing, share in parts)
    pieces = "".join(
        f'<span class="fj-same-{standing.value}" style="width:{100 * share:.2f}%"></span>' for standing, share in parts
    )
    return f'<div class="fj-shares" role="img" aria-label="{escape(label)}" title="{escape(label)}">{pieces}</div>'


def legend(words: Texts, shares: Shares | None = None) -> str:
    """The colours and what they mean, with the shares where they are given."""

    def value(standing: Standing) -> str:
        return f" {shares.share(standing):.0%}" if shares else ""

    items = "".join(
        f'<li><span class="fj-key fj-same-{standing.value}"></span>{escape(words.copying.standings[standing.value])}{value(standing)}</li>'
        for standing in ORDER
    )
    return f'<ul class="fj-legend">{items}</ul>'


def view_link(view: View, label: str) -> str:
    """A link to another state of this page; ``label`` is HTML."""
    return f'<a href="{escape(f"{COPYING_PATH}?{urlencode(link_params(view))}")}">{label}</a>'


def coloured_text(report: Report, sentences: Sequence[Found], view: View, words: Texts) -> str:
    """The whole text, headings as headings; sentences that stand elsewhere are coloured and open where."""
    parts: list[str] = []
    done = 0
    for section in report.sections:
        parts.append(_lines(report.text, (done, section.start), sentences, view, words))
        tag = f"h{min(section.level + 2, _DEEPEST)}" if section.level else "p"
        heading = report.text[section.start : section.body].rstrip()
        if heading:
            parts.append(f'<{tag} class="fj-heading-{min(section.level, 3)}">{escape(heading)}</{tag}>')
        done = max(done, section.body)
    parts.append(_lines(report.text, (done, len(report.text)), sentences, view, words))
    return f'<article class="fj-text fj-compared" lang="zh">{"".join(parts)}</article>'


def aligned_row(aligned: Aligned, words: Texts) -> str:
    """Two sentences side by side, what the other does not have marked."""
    share = f" {aligned.likeness:.0%}" if aligned.alike is Alike.NEAR else ""
    label = f'<p class="fj-small">{escape(words.copying.alike[aligned.alike.value])}{share}</p>'
    sides = "".join(
        f'<blockquote class="fj-passage">{marked(cited.text, only, offset=cited.start)}</blockquote>'
        for cited, only in ((aligned.left, aligned.left_only), (aligned.right, aligned.right_only))
    )
    return f'<div class="fj-pair-label">{label}</div><div class="fj-pair" lang="zh">{sides}</div>'


def _lines(text: str, span: tuple[int, int], sentences: Sequence[Found], view: View, words: Texts) -> str:
    """The lines of a stretch of text; no sentence crosses the end of one."""
    parts: list[str] = []
    start, end = span
    inside = [found for found in sentences if start <= found.cited.start < end]
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            own = [found for found in inside if start <= found.cited.start < stop]
            parts.append(f'<div class="fj-line">{_line(text, (start, stop), own, view, words)}</div>')
        start = stop + 1
    return "".join(parts)


def _line(text: str, span: tuple[int, int], sentences: Sequence[Found], view: View, words: Texts) -> str:
    parts: list[str] = []
    done = span[0]
    for found in sentences:
        parts.append(escape(text[done : found.cited.start]))
        parts.append(_sentence(found, view, words) if found.standing in _COLOURED else escape(found.cited.text))
        done = found.cited.end
    return "".join([*parts, escape(text[done : span[1]])])


def _sentence(found: Found, view: View, words: Texts) -> str:
    """A coloured sentence that opens the list of where else it stands."""
    texts = words.copying
    if found.standing is Standing.COMMON:
        inside = escape(texts.common.format(reports=found.reports, townships=found.townships))
    else:
        items = "".join(f"<li>{_other(other, view, words)}</li>" for other in found.others)
        rest = found.reports - len(found.others)
        more = f"<li>{escape(texts.others.format(count=rest))}</li>" if rest else ""
        inside = f"{escape(texts.where_else)}<ul>{items}{more}</ul>"
    label = escape(texts.standings[found.standing.value])
    return (
        f'<details class="fj-said"><summary class="fj-same-{found.standing.value}" title="{label}">{escape(found.cited.text)}</summary>'
        f'<div class="fj-said-where" lang="{words.html_lang}"><b>{label}</b> {inside}</div></details>'
    )


def _other(other: Other, view: View, words: Texts) -> str:
    texts = words.copying
    share = f" {other.likeness:.0%}" if other.alike is Alike.NEAR else ""
    facts = f"{escape(texts.relations[other.relation.value])}{escape(words.joint)}{escape(texts.alike[other.alike.value])}{share}"
    pair = view_link(replace(view, pick=other.cited.report.id), escape(texts.compare))
    said = "" if other.alike is Alike.EXACT else f'<blockquote lang="zh">{escape(other.cited.text)}</blockquote>'
    return f"{report_link(other.cited.report, view, words, other.cited.passage_id)} {facts} · {pair}{said}"


def heading_of(report: ReportFacts, words: Texts) -> str:
    """Place and year as plain text."""
    place = " ".join(report.place.parts) or words.unknown_place
    year = words.unknown_year if report.year is None else words.year.format(year=report.year)
    return f"{place} {year}"
