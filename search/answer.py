"""What a search answers: frozen records that the terminal, the page and other programs read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.report import Passage, Role
from indexer.catalogue import ReportFacts
from search.asked import Recognised
from search.bridge import Carried
from search.explain import Why
from search.filters import Filters
from search.question import Question


@dataclass(frozen=True, slots=True)
class Folded:
    """A passage that says nearly the same as the one it is folded under, and where it stands."""

    passage: Passage
    report: ReportFacts


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with everything needed to show where it stands.

    ``score`` grows with relevance, from 0 to 1, comparable within one answer. ``relevant`` is false for passages shown only because nothing better was
    left. ``page`` and ``line`` count from 1, ``None`` in files without pages, or without lines of
    their own. ``folded`` are near-identical passages elsewhere, the better ranked first.
    """

    rank: int
    score: float
    relevant: bool
    passage: Passage
    report: ReportFacts
    headings: tuple[str, ...]
    page: int | None
    line: int | None
    why: Why
    folded: tuple[Folded, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Townships (or other authorities) with a relevant passage, out of those whose reports pass the filters."""

    townships: int
    of: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine answers. ``total`` counts relevant passages, of which ``hits`` are the best.

    ``filters`` are those that were applied: the given ones and what the question itself names, which ``recognised`` lists. ``role`` is the role
    that was asked for: by a filter, or by the question, in the words ``role_cue``.
    """

    question: Question
    filters: Filters
    hits: tuple[Hit, ...]
    total: int
    confident: bool
    coverage: Coverage
    took_ms: float
    carried: tuple[Carried, ...] = ()
    """Terms of the question that were looked for in other words as well: an English one in Chinese, a Chinese one by what reports call it."""
    recognised: tuple[Recognised, ...] = ()
    role: Role | None = None
    role_cue: str | None = None
    terms: tuple[str, ...] = ()
    """The words that were looked for and whose presence explains a hit."""
    roles: Mapping[Role, int] = field(default_factory=dict)
    """Relevant passages of each role under the other filters: what choosing the role would show."""
    townships: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    """Relevant passages of each authority, under ``ReportFacts.authority``, those with most first."""
    message: str | None = None
    """What a person should know besides the hits, for example that the filters match no report."""
