"""What a file was read as, for a person to check: facts with where each was found, doubts, and the outline with its roles."""

from __future__ import annotations

from corpus.outline.given import OUTLINE
from corpus.report import Report, Section
from web.marking import badge, escape, place_html, role_badge, year_text
from web.texts import Texts


def summary_html(name: str, report: Report | None, refused: str | None, words: Texts) -> str:
    """One file in two lines: its name, and what it is or why it is none. ``refused`` is ``None`` while it is being read."""
    own = words.corpus
    head = f'<p class="fj-file" lang="zh">{escape(name)}</p>'
    if report is None:
        if refused is None:
            return f'{head}<p class="fj-small">{escape(own.being_read)}…</p>'
        return f'{head}<p class="fj-file-told">{badge("bad", own.unreadable)} {escape(refused)}</p>'
    doubts = count_doubts(report)
    told = badge("doubt", own.doubts.format(count=doubts)) if doubts else badge("good", own.no_doubts)
    where = f"{place_html(report.place, words)} {escape(year_text(report.year, words))}"
    title = f'<p class="fj-file-title" lang="zh">{escape(report.title)}</p>'
    return f'{head}{title}<p class="fj-file-told">{where} {escape(words.kinds[report.kind.value])} {told}</p>'


def count_doubts(report: Report) -> int:
    """What the reader was unsure of: of the report and of single headings."""
    return len(report.notes) + sum(bool(section.doubt) for section in report.sections)


def details_html(report: Report, words: Texts) -> str:
    """Facts, notes and outline of one report."""
    own = words.corpus
    values = {
        "title": report.title,
        "year": year_text(report.year, words),
        "level": words.levels[report.level.value],
        "kind": words.kinds[report.kind.value],
        "issuer": report.issuer or words.unstated,
        "document_number": report.document_number or words.unstated,
    }
    place = " ".join(report.place.parts)
    shown = (place or words.unknown_place) + ("" if report.place.certain or not place else words.place_uncertain)
    where = {item.fact: item.where for item in report.evidence}
    rows = [
        (own.labels["title"], values.pop("title"), where.get("title")),
        (words.report_place, shown, where.get("place")),
        *((own.labels[name], value, where.get(name)) for name, value in values.items()),
        (own.format, report.format, None),
    ]
    facts = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}{_found(found, words)}</dd></div>"
        for label, value, found in rows
    )
    notes = "".join(f"<li>{escape(note)}</li>" for note in report.notes)
    doubts = f'<div class="fj-notes"><p>{escape(own.notes)}</p><ul lang="zh">{notes}</ul></div>' if notes else ""
    return f'<dl class="fj-facts">{facts}</dl>{doubts}{_outline(report, words)}'


def _found(where: str | None, words: Texts) -> str:
    return f'<span class="fj-around">{escape(words.corpus.found.format(where=where))}</span>' if where else ""


def _outline(report: Report, words: Texts) -> str:
    own = words.corpus
    given = {item.start for item in report.evidence if item.fact == OUTLINE}
    items = "".join(
        _heading(section, section.start in given, words) for section in report.sections if section.level > 0
    )
    listed = f'<ol class="fj-read-outline" lang="zh">{items}</ol>' if items else f"<p>{escape(own.outline_none)}</p>"
    return f'<h4 class="fj-part">{escape(own.outline)}</h4>{listed}'


def _heading(section: Section, given: bool, words: Texts) -> str:
    label = escape(section.label) or "—"
    told = badge("plain", words.corpus.given) if given else ""
    doubt = f' <span class="fj-doubt">？{escape(section.doubt)}</span>' if section.doubt else ""
    depth = min(section.level, 4)
    return f'<li class="fj-depth-{depth}"><span>{label}</span> {role_badge(section.role, words)} {told}{doubt}</li>'
