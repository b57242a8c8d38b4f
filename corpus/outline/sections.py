"""Headings become sections: each with its role, its end, and what the reader was unsure of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.frame import Frame
from corpus.outline.headings import Heading, find_parents
from corpus.outline.roles import assign_roles
from corpus.report import Role, Section


def sections(
    text: str, headings: Sequence[Heading], frame: Frame, year: int | None, given: Mapping[int, Role] | None = None
) -> tuple[Section, ...]:
    """The report itself (level 0), then every heading.

    Args:
        text: The text as it is written, from which headings are quoted.
        headings: Found in the same text in simplified characters.
        frame: Where the body begins and ends.
        year: Year reported on: work of a later year is a plan.
        given: Roles that the user gave, by position in ``headings``.
    """
    parents = find_parents(headings)
    roles = assign_roles(headings, parents, year, given or {})
    # Without headings everything is the report's own text, and the closing block must not be taken for some of it.
    end = len(text) if headings else max(frame.closing, frame.body)
    found = [Section(0, "", frame.title, Role.OTHER, 0, frame.body, end, None)]
    ends = _ends(headings)
    for position, (heading, role) in enumerate(zip(headings, roles, strict=True)):
        following = ends[position]
        end = max(frame.closing, heading.body) if following is None else following
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


def _ends(headings: Sequence[Heading]) -> list[int | None]:
    """For each heading the offset of the next one that is no deeper; ``None`` for the last ones."""
    ends: list[int | None] = [None] * len(headings)
    open_: list[int] = []
    for position, heading in enumerate(headings):
        while open_ and headings[open_[-1]].level >= heading.level:
            ends[open_.pop()] = heading.start
        open_.append(position)
    return ends


def outline_notes(headings: Sequence[Heading]) -> list[str]:
    """Doubts about the outline as a whole, in words for a person."""
    return [] if headings else ["没有找到标题，全文作为一节"]


def _written(text: str, heading: Heading) -> str:
    """The heading's words in the characters of the text."""
    return text[heading.words : heading.words + len(heading.text)]


def _trim(text: str, start: int, end: int) -> int:
    """``end`` without the white space before it."""
    return start + len(text[start:end].rstrip())
