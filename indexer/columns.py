"""What filters and counts need of every passage and every report, as plain arrays and one JSON file.

All of it stands in the catalogue too; but there each report's facts lie behind its text, and a passage is a row of its own, so that the first question
would wait for the whole file to be read. A version without these files (older ones) has them made from the catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.report import Kind, Level, Place, Report, Role
from corpus.themes import MOST_THEMES, THEMES
from errors import IndexUnusableError
from indexer.arrays import UNREADABLE
from indexer.catalogue import Catalogue, IndexedPassage, ReportFacts

REPORT_OF, ROLE_OF, THEMES_OF, FACTS = "report_of.npy", "role_of.npy", "themes_of.npy", "facts.json"
ROLES = tuple(Role)
_PLACE = tuple(spec.name for spec in fields(Place))
_FACTS = tuple(spec.name for spec in fields(ReportFacts) if spec.name not in {"number", "place"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of passages by position, and facts of reports by number.

    ``report_of`` has shape (passages,), ``role_of`` too (places in ``ROLES``), ``themes_of`` (passages, 2) (places in ``corpus.themes.THEMES``, -1 for none).
    """

    report_of: NDArray[np.int32]
    role_of: NDArray[np.int8]
    themes_of: NDArray[np.int8]
    facts: list[ReportFacts]

    @classmethod
    def of_catalogue(cls, catalogue: Catalogue) -> Columns:
        """Make them of what a catalogue holds.

        Raises:
            IndexUnusableError: It is damaged.
        """
        rows = [(number, role, themes.split("\n") if themes else ()) for number, role, themes in catalogue.positions()]
        return cls(*_arrays(rows), catalogue.facts())

    @classmethod
    def load(cls, folder: Path, passages: int, reports: int) -> Columns:
        """Open what :meth:`save` wrote; the arrays stay on disk.

        Raises:
            IndexUnusableError: The files are damaged or gone.
        """
        try:
            told = json.loads((folder / FACTS).read_bytes().decode("utf-8", "surrogatepass"))
            facts = [_facts_in(number, row) for number, row in enumerate(told["facts"])]
            report_of, role_of, themes_of = (
                np.asarray(np.load(folder / name, mmap_mode="r" if passages else None, allow_pickle=False))
                for name in (REPORT_OF, ROLE_OF, THEMES_OF)
            )
            if [column.dtype for column in (report_of, role_of, themes_of)] != [np.int32, np.int8, np.int8]:
                raise ValueError("numbers of another kind")
            shapes = (report_of.shape, role_of.shape, themes_of.shape, len(facts))
            if shapes != ((passages,), (passages,), (passages, MOST_THEMES), reports):
                raise ValueError("sizes that do not fit")
            _check(report_of, 0, reports)
            role_of = _renamed(role_of, told["roles"], [role.value for role in ROLES])
            themes_of = _renamed(themes_of, told["themes"], [theme.name for theme in THEMES])
            return cls(report_of, role_of, themes_of, facts)
        except (*UNREADABLE, AttributeError, RecursionError) as error:
            raise IndexUnusableError(f"{folder} cannot be read as columns ({error}); index again") from error

    def save(self, folder: Path) -> None:
        """Write them to a folder of their own."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, column in ((REPORT_OF, self.report_of), (ROLE_OF, self.role_of), (THEMES_OF, self.themes_of)):
            np.save(folder / name, column, allow_pickle=False)
        told = {
            "roles": ROLES,
            "themes": [theme.name for theme in THEMES],
            "facts": [_row_of(facts) for facts in self.facts],
        }
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        (folder / FACTS).write_bytes(text.encode("utf-8", "surrogatepass"))


class ColumnsInTheMaking:
    """Columns of a version whose reports come one after the other, those that are as they were before in runs."""

    def __init__(self) -> None:
        self._facts: list[ReportFacts] = []
        self._parts: list[tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.int8]]] = []

    def add(self, report: Report, items: Sequence[IndexedPassage]) -> None:
        """A report with its passages."""
        number = len(self._facts)
        self._facts.append(_facts_of(number, report))
        self._parts.append(_arrays([(number, item.passage.role, item.passage.themes) for item in items]))

    def carry(self, before: Columns, numbers: range, positions: range) -> None:
        """Reports of a version, by their numbers there, whose passages are those at these positions there."""
        moved, there = len(self._facts) - numbers.start, slice(positions.start, positions.stop)
        self._facts += [
            replace(facts, number=facts.number + moved) for facts in before.facts[numbers.start : numbers.stop]
        ]
        report_of = before.report_of[there] + np.int32(moved)
        self._parts.append((report_of, np.array(before.role_of[there]), np.array(before.themes_of[there])))

    def made(self) -> Columns:
        """All of them."""
        report_of, role_of, themes_of = (np.concatenate(parts) for parts in zip(_arrays([]), *self._parts, strict=True))
        return Columns(report_of, role_of, themes_of, self._facts)


def _arrays(
    rows: Sequence[tuple[int, str, Sequence[str]]],
) -> tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.int8]]:
    """Report number, role and themes of passages as columns."""
    roles = {role.value: code for code, role in enumerate(ROLES)}
    themes = {theme.name: code for code, theme in enumerate(THEMES)}
    reports = np.fromiter((number for number, _, _ in rows), dtype=np.int32, count=len(rows))
    themed = np.full((len(rows), MOST_THEMES), -1, dtype=np.int8)
    for row, (_, _, names) in enumerate(rows):
        for place, name in enumerate(names):
            themed[row, place] = themes.get(name, -1)
    return reports, np.fromiter((roles[str(role)] for _, role, _ in rows), dtype=np.int8, count=len(rows)), themed


def _facts_of(number: int, report: Report) -> ReportFacts:
    return ReportFacts(number, place=report.place, **{name: getattr(report, name) for name in _FACTS})


def _row_of(facts: ReportFacts) -> list[Any]:
    return [*(getattr(facts.place, name) for name in _PLACE), *(getattr(facts, name) for name in _FACTS)]


def _facts_in(number: int, row: Sequence[Any]) -> ReportFacts:
    named = dict(zip(_FACTS, row[len(_PLACE) :], strict=True))
    named |= {
        "level": Level(named["level"]),
        "kind": Kind(named["kind"]),
        "other_sources": tuple(named["other_sources"]),
    }
    return ReportFacts(number, place=Place(*row[: len(_PLACE)]), **named)


def _check(codes: NDArray[Any], lowest: int, end: int) -> None:
    if len(codes) and not lowest <= codes.min() <= codes.max() < end:
        raise ValueError("numbers out of range")


def _renamed(codes: NDArray[np.int8], names: list[str], now: list[str]) -> NDArray[np.int8]:
    """Codes by the names that they stood for when they were written; a name that is no more becomes -1 (for roles an error)."""
    _check(codes, -1, len(names))
    if names == now:
        return codes
    table = np.array([*(now.index(name) if name in now else -1 for name in names), -1], dtype=np.int8)
    renamed: NDArray[np.int8] = table[codes]
    return renamed
