"""Headings become sections: each with its role, its end, and what the reader was unsure of."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.frame import Frame
from corpus.outline import Heading, find_parents
from corpus.report import Role, Section
from corpus.roles import assign_roles


def sections(text: str, headings: Sequence[Heading], frame: Frame, year: int | None) -> tuple[Section, ...]:
    """The report itself (level 0), then every heading.

    Args:
        text: The text as it is written, from which headings are quoted.
        headings: Found in the same text in simplified characters.
        frame: Where the body begins and ends.
        year: Year reported on: work of a later year is a plan.
    """
    parents = find_parents(headings)
    roles = assign_roles(headings, parents, year)
    # Without headings everything is the report's own text, and the closing block must not be taken for some of it.
    end = len(text) if headings else max(frame.closing, frame.body)
    found = [Section(0, "", frame.title, Role.OTHER, 0, frame.body, end, None)]
    for position, (heading, role) in enumerate(zip(headings, roles, strict=True)):
        following = (later.start for later in headings[position + 1 :] if later.level <= heading.level)
        end = next(following, max(frame.closing, heading.body))
        parent = parents[position]
        found.append(
            Section(
                heading.level,
                text[heading.start : heading.start + len(heading.number)],
                _written(text, heading),
                role,
                heading.start,
                heading.body,
                _trim(text, heading.body, end),
                0 if parent is None else parent + 1,
                heading.doubt,
            )
        )
    return tuple(found)


def outline_notes(headings: Sequence[Heading]) -> list[str]:
    """Doubts about the outline as a whole, in words for a person."""
    return [] if headings else ["没有找到标题，全文作为一节"]


def _written(text: str, heading: Heading) -> str:
    """The heading's words in the characters of the text."""
    return text[heading.words : heading.words + len(heading.text)]


def _trim(text: str, start: int, end: int) -> int:
    """``end`` without the white space before it."""
    return start + len(text[start:end].rstrip())
