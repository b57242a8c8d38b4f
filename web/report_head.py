"""What stands above a report's text: its title, its facts with where each was found, and what the reader was unsure of."""

from __future__ import annotations

from corpus.report import Evidence, Kind, Report
from web.fulltext import fact_anchor
from web.locale import date_text, language_of
from web.marking import badge, escape, year_text
from web.texts import Texts

_MOST_PIECES = 30
"""Pieces set apart or taken out that are listed."""


def report_head(report: Report, words: Texts) -> str:
    """Title, facts with the words that each was read from, and what the reader was unsure of."""
    place = " ".join(report.place.parts)
    if place and not report.place.certain:
        place += words.place_uncertain
    language = language_of(words.html_lang)
    facts = [
        ("place", words.report_place, place or words.unknown_place),
        ("year", words.report_year, year_text(report.year, words)),
        ("level", words.report_level, words.levels[report.level.value]),
        ("issuer", words.report_issuer, report.issuer or words.unstated),
        ("document_number", words.report_number, report.document_number or words.unstated),
        ("addressee", words.report_addressee, report.addressee or words.unstated),
        ("signed", words.report_signed, date_text(report.signed, language) or words.unstated),
        ("published", words.report_published, date_text(report.published, language) or words.unstated),
        ("source", words.report_source, report.source),
    ]
    found = {item.fact: item for item in report.evidence}
    rows = "".join(_fact(label, value, found.get(fact), words) for fact, label, value in facts)
    others = words.report_others.format(sources=words.joint.join(report.other_sources))
    badges = [badge("fictional", words.fictional)] if report.fictional else []
    if report.kind is not Kind.REPORT:
        badges.append(badge("kind", words.kinds[report.kind.value]))
    if report.recognised:
        badges.append(badge("kind", words.recognised))
    return (
        f'<h1 class="fj-title" lang="zh">{escape(report.title)}</h1>'
        + (f'<p class="fj-badges">{"".join(badges)}</p>' if badges else "")
        + f'<dl class="fj-facts fj-report-facts">{rows}</dl>'
        + (f'<p class="fj-small">{escape(others)}</p>' if report.other_sources else "")
        + _notes(report, words)
    )


def _fact(label: str, value: str, evidence: Evidence | None, words: Texts) -> str:
    """A fact and where it stands, with its words where they are others than the value; a place in the text is a link to it."""
    where = ""
    if evidence is not None:
        same = evidence.text.replace(" ", "") in value.replace(" ", "")
        where = escape((words.found_at if same else words.found_in).format(where=evidence.where, text=evidence.text))
        if evidence.start is not None:
            where = f'<a href="#{fact_anchor(evidence)}">{where}</a>'
        where = f'<span class="fj-around">{where}</span>'
    silent = ' class="fj-silent-fact"' if value == words.unstated else ""
    return f"<div{silent}><dt>{escape(label)}</dt><dd>{escape(value)}{where}</dd></div>"


def _notes(report: Report, words: Texts) -> str:
    """The reader's doubts, and what it set apart or took out of the text."""
    notes = "".join(f"<li>{escape(note)}</li>" for note in report.notes)
    shown = f'<p>{escape(words.report_notes)}</p><ul lang="zh">{notes}</ul>' if notes else ""
    for title, pieces in ((words.report_apart, report.apart), (words.report_removed, report.removed)):
        if pieces:
            items = "".join(f"<li>{escape(piece)}</li>" for piece in pieces[:_MOST_PIECES])
            shown += f'<details><summary>{escape(title)}</summary><ul lang="zh">{items}</ul></details>'
    return f'<div class="fj-notes">{shown}</div>' if shown else ""
