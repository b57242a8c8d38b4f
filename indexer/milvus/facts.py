"""What travels to the server beside each vector: the facts that filters need, and by which other programs know a passage.

Names come from reports and people, so a value that an expression could not quote without doubt is kept from expressions: there it counts as unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.themes import THEMES
from indexer.index import ROLES, Index

POSITION, VECTOR, REPORT, ROLE, TEXT, WORDS = "position", "vector", "report", "role", "text", "words"
THEME_FIELDS = ("theme", "second_theme")
NAMED_FIELDS = ("level", "kind", "province", "prefecture", "county", "township")
"""Facts of a report that are words; "" where there is none."""
LONGEST = 300
"""Bytes that a named fact may have."""
UNSENT = "?"
"""Stands for a name that is longer, or has signs that end a quotation."""
_UNQUOTABLE = frozenset("\"'\\") | {UNSENT}


def sent_name(name: str | None) -> str:
    """A name as it is stored there."""
    if name is None:
        return ""
    sound = name.isprintable() and not _UNQUOTABLE & set(name) and 0 < len(name.encode("utf-8", "replace")) <= LONGEST
    return name if sound else UNSENT


@dataclass(frozen=True)
class SentFacts:
    """Facts of reports by number: ``years`` of shape (reports,), 0 where unknown, and ``named`` facts as they are sent."""

    ids: tuple[str, ...]
    years: NDArray[np.int64]
    named: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, index: Index) -> SentFacts:
        """Those of an index."""
        reports = index.reports
        named = {
            "level": tuple(sent_name(report.level.value) for report in reports),
            "kind": tuple(sent_name(report.kind.value) for report in reports),
        }
        for field in NAMED_FIELDS[2:]:
            named[field] = tuple(sent_name(getattr(report.place, field)) for report in reports)
        years = np.array([report.year or 0 for report in reports], dtype=np.int64)
        return cls(tuple(report.id for report in reports), years, named)


def rows(
    index: Index, vectors: NDArray[np.float32], begin: int, end: int, columns: SentFacts, *, texts: bool = False
) -> list[dict[str, object]]:
    """The rows of the passages from ``begin`` to ``end``; ``texts`` for a server that searches words itself."""
    return list(_rows(index, vectors, range(begin, end), columns, texts=texts))


def _rows(
    index: Index, vectors: NDArray[np.float32], positions: range, columns: SentFacts, *, texts: bool
) -> Iterator[dict[str, object]]:
    passages = index.catalogue.passages(list(positions))
    for position, passage in zip(positions, passages, strict=True):
        report = int(index.report_of[position])
        first, second = (THEMES[code].name if code >= 0 else "" for code in index.themes_of[position].tolist())
        row: dict[str, object] = {
            POSITION: position,
            VECTOR: vectors[position],
            "passage_id": passage.id,
            REPORT: report,
            "report_id": columns.ids[report],
            "authority": int(index.authority_of[report]),
            "year": int(columns.years[report]),
            ROLE: ROLES[int(index.role_of[position])].value,
            THEME_FIELDS[0]: first,
            THEME_FIELDS[1]: second,
        }
        row |= {name: held[report] for name, held in columns.named.items()}
        if texts:
            row[TEXT] = passage.text
        yield row
