"""A whole report as HTML: its facts, its outline, and its text with headings and one passage marked."""

from __future__ import annotations

from corpus.report import Passage, Report
from web.marking import badge, escape, facts_list, marked, role_badge, year_text
from web.texts import Texts

PASSAGE_ID = "fj-found"
_DEEPEST = 6


def report_head(report: Report, words: Texts) -> str:
    """Title and facts."""
    place = " ".join(report.place.parts)
    if place and not report.place.certain:
        place += words.place_uncertain
    facts = [
        (words.report_place, place or words.unknown_place),
        (words.report_year, year_text(report.year, words)),
        (words.report_level, words.levels[report.level.value]),
        (words.report_issuer, report.issuer or words.unstated),
        (words.report_number, report.document_number or words.unstated),
        (words.report_date, report.published or report.signed or words.unstated),
        (words.report_source, report.source),
    ]
    others = words.report_others.format(sources=words.joint.join(report.other_sources))
    notes = "".join(f"<li>{escape(note)}</li>" for note in report.notes)
    return (
        f'<h1 class="fj-title" lang="zh">{escape(report.title)}</h1>'
        + (f'<p class="fj-badges">{badge("fictional", words.fictional)}</p>' if report.fictional else "")
        + facts_list(facts)
        + (f'<p class="fj-small">{escape(others)}</p>' if report.other_sources else "")
        + (
            f'<div class="fj-notes"><p>{escape(words.report_notes)}</p><ul lang="zh">{notes}</ul></div>'
            if notes
            else ""
        )
    )


def report_outline(report: Report, words: Texts) -> str:
    """The headings as links into the text."""
    items = "".join(
        f'<li class="fj-level-{min(section.level, 3)}"><a href="#{_anchor(position)}">{escape(section.label)}</a> '
        f"{role_badge(section.role, words) if section.level == 1 else ''}</li>"
        for position, section in enumerate(report.sections)
        if section.level > 0
    )
    return f'<ul class="fj-outline" lang="zh">{items}</ul>'


def report_text(report: Report, passage: Passage | None) -> str:
    """The text in full, headings as headings, the passage marked; the mark's first part has the id ``PASSAGE_ID``."""
    spans = [(passage.start, passage.end)] if passage else []
    parts: list[str] = []
    done = 0
    for position, section in enumerate(report.sections):
        parts.append(_paragraphs(report.text, done, section.start, spans))
        tag = f"h{min(section.level + 2, _DEEPEST)}" if section.level else "p"
        heading = report.text[section.start : section.body].rstrip()
        inside = marked(heading, spans, offset=section.start)
        if heading:
            parts.append(f'<{tag} id="{_anchor(position)}" class="fj-heading-{min(section.level, 3)}">{inside}</{tag}>')
        done = max(done, section.body)
    parts.append(_paragraphs(report.text, done, len(report.text), spans))
    found = "".join(parts).replace("<mark>", f'<mark id="{PASSAGE_ID}">', 1)
    return f'<article class="fj-text" lang="zh">{found}</article>'


def _paragraphs(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> str:
    """The lines of ``text[start:end]`` as paragraphs, empty ones left out."""
    parts: list[str] = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = text[start:stop]
        if line.strip():
            parts.append(f"<p>{marked(line, spans, offset=start)}</p>")
        start = stop + 1
    return "".join(parts)


def _anchor(position: int) -> str:
    return f"fj-section-{position}"
