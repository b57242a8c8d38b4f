"""A report's text and its outline as HTML: headings, the passage found, and whatever else is marked in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from corpus.report import Evidence, Passage, Report, Role, Section
from web.link import View, link_params
from web.marking import escape, role_badge
from web.report_marks import PASSAGE_ID, Marks, Point, Span
from web.routes import REPORT_PATH
from web.texts import Texts

__all__ = ["PASSAGE_ID", "TextMarks", "fact_anchor", "report_outline", "report_text"]

_DEEPEST = 6
_COLOURED = frozenset({Role.PRACTICE, Role.PROBLEM, Role.PLAN, Role.MIXED})


@dataclass(frozen=True, slots=True)
class TextMarks:
    """What is marked in the text: the passage ``found``, the ``passages`` that can be chosen, and ``figures``, ordered and apart.

    ``key`` changes with the report and the passage, so that scripts know the text that they were sent for.
    """

    key: str = ""
    found: Passage | None = None
    passages: Sequence[Passage] = ()
    figures: Sequence[Span] = ()


def report_outline(report: Report, words: Texts) -> str:
    """The headings as links into the text, each with its role, the role in words on the first level, and what the reader was unsure of."""
    items = "".join(
        f'<li class="fj-level-{min(section.level, 3)} fj-of-{section.role.value}">'
        f'<a href="#{_anchor(position)}">{escape(section.label)}{_spoken_role(section, words)}</a>'
        f"{' ' + role_badge(section.role, words) if section.level == 1 else ''}{_doubt(section, words)}</li>"
        for position, section in enumerate(report.sections)
        if section.level > 0
    )
    return f'<ul class="fj-outline" lang="zh">{items}</ul>' if items else ""


def _spoken_role(section: Section, words: Texts) -> str:
    """The role for screen readers, where it is only a colour for others."""
    if section.level == 1:
        return ""
    return f'<span class="fj-spoken" lang="{words.html_lang}"> {escape(words.roles[section.role.value])}</span>'


def _doubt(section: Section, words: Texts) -> str:
    if not section.doubt:
        return ""
    return f' <span class="fj-doubt"><b lang="{words.html_lang}">{escape(words.reader.doubt)}</b>{escape(section.doubt)}</span>'


def report_text(report: Report, marks: TextMarks, view: View, words: Texts) -> str:
    """The text in full, word for word: headings as headings, the rest as paragraphs, with marks round them.

    Args:
        report: The report.
        marks: What to mark.
        view: Whose language the links of passages keep.
        words: The page's language.
    """
    found = (marks.found.start, marks.found.end) if marks.found else None
    writer = Marks(report.text, found, marks.figures, _points(report, marks, view, words))
    parts: list[str] = []
    done = 0
    for position, section in enumerate(report.sections):
        parts += _paragraphs(report, writer, done, section.start)
        heading = report.text[section.start : section.body].rstrip()
        if heading:
            inside = writer.piece(section.start, section.start + len(heading))
            parts.append(_heading(report, position, inside, words))
        done = max(done, section.body)
    parts += _paragraphs(report, writer, done, len(report.text))
    return f'<article class="fj-text" lang="zh" data-key="{escape(marks.key)}">{"".join(parts)}</article>'


def _heading(report: Report, position: int, inside: str, words: Texts) -> str:
    section = report.sections[position]
    tag = f"h{min(section.level + 2, _DEEPEST)}" if section.level else "p"
    of = f" fj-of-{section.role.value}" if section.level and section.role in _COLOURED else ""
    doubt = f' data-doubt="{escape(words.reader.doubt + section.doubt)}"' if section.doubt else ""
    line = _line(report, section.start)
    return (
        f'<{tag} id="{_anchor(position)}" class="fj-heading-{min(section.level, 3)}{of}"{doubt}{line}>{inside}</{tag}>'
    )


def _paragraphs(report: Report, writer: Marks, start: int, end: int) -> list[str]:
    """The lines of ``text[start:end]`` as paragraphs, empty ones left out."""
    parts: list[str] = []
    while start < end:
        stop = report.text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if report.text[start:stop].strip():
            parts.append(f"<p{_line(report, start)}>{writer.piece(start, stop)}</p>")
        start = stop + 1
    return parts


def _line(report: Report, offset: int) -> str:
    """The line of the original, in files that have lines and no pages."""
    line = None if report.pages else report.line_at(offset)
    return "" if line is None else f' data-line="{line}"'


def _points(report: Report, marks: TextMarks, view: View, words: Texts) -> list[Point]:
    """Where pages begin, where facts were found, and a control for each passage."""
    points = [
        Point(
            offset,
            f'<span class="fj-page-mark" role="note" data-number="{page}" data-page="{label}" aria-label="{label}"></span>',
        )
        for page, offset in enumerate(report.pages, 1)
        if (label := escape(words.page.format(page=page)))
    ]
    points += [
        Point(item.start, f'<span id="{fact_anchor(item)}" class="fj-fact-anchor"></span>')
        for item in {item.fact: item for item in report.evidence}.values()
        if item.start is not None
    ]
    controls = _controls(report, marks.found, view, words)
    return points + [Point(passage.end, controls(passage), after=True) for passage in marks.passages]


def _controls(report: Report, found: Passage | None, view: View, words: Texts) -> Callable[[Passage], str]:
    """Makes the control of a passage: a link that chooses it."""
    address = escape(f"{REPORT_PATH}?{urlencode(link_params(View(report=report.id, language=view.language)))}&passage=")
    label = escape(words.reader.choose)

    def control(passage: Passage) -> str:
        current = ' aria-current="true"' if found is not None and passage.id == found.id else ""
        identity = escape(passage.id)
        return (
            f'<a class="fj-choose" href="{address}{identity}" data-passage="{identity}" '
            f'title="{label}" aria-label="{label}"{current}></a>'
        )

    return control


def fact_anchor(item: Evidence) -> str:
    """The id of the place where a fact was found."""
    return f"fj-fact-{item.fact.replace('_', '-')}"


def _anchor(position: int) -> str:
    return f"fj-section-{position}"
