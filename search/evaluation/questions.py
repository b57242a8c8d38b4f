"""What is asked, and who judges what was found: the two things that every kind of test set gives."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from corpus.report import Passage
from errors import QueryError

LANGUAGES = ("zh", "en")

Gains = Mapping[str, int]
"""What each thing that answers is worth, by its id."""
Run = Mapping[str, float]
"""What was found, by its id; the larger the number, the earlier it stands."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in one language. ``id`` is unique within a language only."""

    id: str
    language: str
    text: str


class Judge(Protocol):
    """Knows which passages answer."""

    def judge(self, question: str, ranked: Sequence[Passage]) -> tuple[Gains, Run]:
        """Gains and run, for ``ir-measures``, of the passages found for the question of this id, best first."""
        ...


def read_lines(path: Path, what: str) -> Iterator[tuple[int, str]]:
    """The lines of a file that hold anything, each with its number.

    Raises:
        QueryError: The file cannot be read as ``what``.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read as {what} ({error})") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, line


def read_object(line: str) -> dict[str, Any]:
    """The JSON object that a line is.

    Raises:
        ValueError: It is something else, is nested too deeply, or holds what no text can hold.
    """
    try:
        row = json.loads(line)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    # JSON may escape halves of characters, which nothing can store.
    json.dumps(row, ensure_ascii=False).encode()
    return row
