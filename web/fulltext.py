"""A whole report as HTML: its facts, its outline, and its text with headings and one passage marked."""

from __future__ import annotations

from corpus.report import Evidence, Kind, Passage, Report, Section
from web.marking import badge, escape, facts_list, marked, role_badge, year_text
from web.texts import Texts

PASSAGE_ID = "fj-found"
_DEEPEST = 6
_MOST_PIECES = 30
"""Pieces set apart or taken out that are listed."""


def report_head(report: Report, words: Texts) -> str:
    """Title, facts with the words that each was read from, and what the reader was unsure of."""
    place = " ".join(report.place.parts)
    if place and not report.place.certain:
        place += words.place_uncertain
    facts = [
        ("place", words.report_place, place or words.unknown_place),
        ("year", words.report_year, year_text(report.year, words)),
        ("level", words.report_level, words.levels[report.level.value]),
        ("issuer", words.report_issuer, report.issuer or words.unstated),
        ("document_number", words.report_number, report.document_number or words.unstated),
        ("addressee", words.report_addressee, report.addressee or words.unstated),
        ("signed", words.report_signed, report.signed or words.unstated),
        ("published", words.report_published, report.published or words.unstated),
        ("source", words.report_source, report.source),
    ]
    found = {item.fact: item for item in report.evidence}
    rows = [(label, value + _found(found.get(fact), value, words)) for fact, label, value in facts]
    others = words.report_others.format(sources=words.joint.join(report.other_sources))
    badges = [badge("fictional", words.fictional)] if report.fictional else []
    if report.kind is not Kind.REPORT:
        badges.append(badge("kind", words.kinds[report.kind.value]))
    if report.recognised:
        badges.append(badge("kind", words.recognised))
    return (
        f'<h1 class="fj-title" lang="zh">{escape(report.title)}</h1>'
        + (f'<p class="fj-badges">{"".join(badges)}</p>' if badges else "")
        + facts_list(rows)
        + (f'<p class="fj-small">{escape(others)}</p>' if report.other_sources else "")
        + _notes(report, words)
    )


def _found(evidence: Evidence | None, value: str, words: Texts) -> str:
    """Where a fact stands, with its words where they are others than the value."""
    if evidence is None:
        return ""
    same = evidence.text.replace(" ", "") in value.replace(" ", "")
    return (words.found_at if same else words.found_in).format(where=evidence.where, text=evidence.text)


def _notes(report: Report, words: Texts) -> str:
    """The reader's doubts, and what it set apart or took out of the text."""
    notes = "".join(f"<li>{escape(note)}</li>" for note in report.notes)
    shown = f'<p>{escape(words.report_notes)}</p><ul lang="zh">{notes}</ul>' if notes else ""
    for title, pieces in ((words.report_apart, report.apart), (words.report_removed, report.removed)):
        if pieces:
            items = "".join(f"<li>{escape(piece)}</li>" for piece in pieces[:_MOST_PIECES])
            shown += f'<details><summary>{escape(title)}</summary><ul lang="zh">{items}</ul></details>'
    return f'<div class="fj-notes">{shown}</div>' if shown else ""


def report_outline(report: Report, words: Texts) -> str:
    """The headings as links into the text, with the doubts about them."""
    items = "".join(
        f'<li class="fj-level-{min(section.level, 3)}"><a href="#{_anchor(position)}">{escape(section.label)}</a>'
        f"{' ' + role_badge(section.role, words) if section.level == 1 else ''}{_doubt(section)}</li>"
        for position, section in enumerate(report.sections)
        if section.level > 0
    )
    return f'<ul class="fj-outline" lang="zh">{items}</ul>'


def _doubt(section: Section) -> str:
    return f' <span class="fj-doubt">？{escape(section.doubt)}</span>' if section.doubt else ""


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
