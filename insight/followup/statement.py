"""What a report states: its practices, problems and plans, made ready to be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.report import Passage, Place, Report, Role
from corpus.text.script import is_traditional, plain
from indexer.index import Index
from indexer.segmentation import units
from insight.followup.cues import is_lead_in

ROLES = (Role.PRACTICE, Role.PROBLEM, Role.PLAN)
_SENTENCE = re.compile(r"[^。；！？;!?\n]+[。；！？;!?]*[”’」』）)]*")
Units = frozenset[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage as it is compared: its text in the characters that cues are written in, where its sentences stand in it, and its units.

    Units of the whole passage are compared, never of its best sentence alone: of a general sentence there is a like in any report, and in
    real ones that tripled what was found where nothing could be.
    """

    position: int
    passage: Passage
    text: str
    sentences: tuple[tuple[int, int], ...]
    units: Units


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of one role in a report with their vectors, shape (statements, dimension)."""

    items: tuple[Statement, ...]
    vectors: NDArray[np.float32]


def read_statements(index: Index, report_id: str) -> dict[Role, Statements]:
    """What a report says, by role; lead-ins and headings with nothing below left out."""
    report = index.catalogue.report(report_id)
    found: dict[Role, list[Statement]] = {role: [] for role in ROLES}
    if report is not None:
        traditional = is_traditional(report.text)
        own = place_units(report.place, traditional=traditional)
        for position, item in index.catalogue.passages_in(report):
            text = plain(item.passage.text, traditional=traditional)
            if item.passage.role in found and not is_lead_in(text) and not _is_bare_heading(report, item.passage):
                found[item.passage.role].append(statement(position, item.passage, text, own))
    return {role: Statements(tuple(items), _vectors(index, items)) for role, items in found.items()}


def statement(position: int, passage: Passage, text: str, own: Units = frozenset()) -> Statement:
    """A passage, ``text`` being its plain characters and ``own`` the units that tell nothing since its report is full of them."""
    return Statement(position, passage, text, tuple(_sentences(text)), content_units(text) - own)


def content_units(text: str) -> Units:
    """What the words of a text are compared by: pairs of neighbouring characters, numbers, words of other scripts."""
    return frozenset(unit for unit in units(text) if len(unit) > 1 or not "\u3400" <= unit <= "\u9fff")


def place_units(place: Place, *, traditional: bool = False) -> Units:
    """Units of the reporting place's own names: rare in a corpus, so that they would weigh more than what is planned."""
    return frozenset[str]().union(*(content_units(plain(name, traditional=traditional)) for name in place.parts))


def _is_bare_heading(report: Report, passage: Passage) -> bool:
    """Whether it is the heading of a whole act, with nothing below."""
    section = report.sections[passage.section]
    return section.level == 1 and passage.end <= section.body


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        if match.group().strip():
            yield match.start(), match.end()


def _vectors(index: Index, items: Sequence[Statement]) -> NDArray[np.float32]:
    if not items:
        return np.zeros((0, index.manifest.dimension), dtype=np.float32)
    return index.vectors.take(np.array([item.position for item in items], dtype=np.int64))
