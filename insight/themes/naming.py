"""Themes get their names from the reports: of the clauses in their points the one that says best, and most generally, what all of them say.

Nothing is made up: a name stands word for word in a member's passage or in the heading above it. What makes one clause better than another is counted in
townships and not in mentions, so that nobody who writes a lot decides; a name that many townships use stays when a report is added.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from insight.themes.aspects import ASPECTS, aspects_of
from insight.themes.clauses import Clause, clauses
from insight.themes.points import Point

_MOST_READ = 400
"""Points of a theme, the most typical first, that its words are counted in."""
_MOST_CANDIDATES = 200
_USUAL_LENGTH = 8
_HAN = re.compile("[\u3400-\u9fff]+")
_PARTIAL = re.compile(
    "^(?:个别|少数|部分|有的|一些|仍|也|还|又|且|而|但|就|都|对|目前|当前|其中|全[乡镇县村街]|我[乡镇县街]|本[乡镇县街])|局面|现象"
)
"""A clause that leans on another one, or tells of some only."""
_VAGUE = re.compile("有待|进一步|仍需|需要")
_LIST = re.compile("[、“”]")

# How much each of these counts; together about two where all is well.
_FIT, _WORDS, _SUPPORT, _HEADING, _LEADS = 1.0, 0.5, 0.02, 0.15, 0.1
_PARTIAL_COST, _VAGUE_COST, _LIST_COST, _LENGTH_COST, _LOCAL_COST, _FAR_COST = 0.25, 0.2, 0.1, 0.03, 0.4, 0.4


@dataclass(frozen=True, slots=True)
class Named:
    """A name, and where it stands: ``start`` and ``end`` in the text of the report of the point at ``position``."""

    name: str
    position: int
    start: int
    end: int


@dataclass(slots=True)
class _Candidate:
    """A wording: the points it stands in, the most typical first, who writes it, and how far from the middle of the theme (0) it first stands (1)."""

    far: float
    where: list[tuple[Point, Clause]] = field(default_factory=list)
    townships: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Speech:
    """How the whole corpus speaks: in how many points each pair of characters stands, and which pairs only one township writes."""

    points: int
    uses: Counter[str]
    local: frozenset[str]

    @classmethod
    def of(cls, points: Sequence[Point], township_of: Sequence[int]) -> Speech:
        """Count the pairs of all points; ``township_of`` gives a number for the authority of each report."""
        uses: Counter[str] = Counter()
        writer: dict[str, int] = {}
        for point in points:
            township = township_of[point.report]
            for pair in _pairs(_whole(point)):
                uses[pair] += 1
                if writer.setdefault(pair, township) != township:
                    writer[pair] = -1
        return cls(len(points), uses, frozenset(pair for pair, township in writer.items() if township >= 0))


def name(members: Sequence[Point], township_of: Sequence[int], speech: Speech, taken: Iterable[str]) -> Named:
    """The name of a theme.

    Args:
        members: Its points, the most typical first, copies too.
        township_of: A number for the authority of each report, by the report's number.
        speech: Of the whole corpus.
        taken: Names of other themes.
    """
    candidates: dict[str, _Candidate] = {}
    for rank, point in enumerate(members):
        for clause in clauses(point):
            candidate = candidates.setdefault(clause.text, _Candidate(rank / len(members)))
            candidate.where.append((point, clause))
            candidate.townships.add(township_of[point.report])
    gone = set(taken)
    usual = sorted((text for text in candidates if text not in gone), key=lambda text: -len(candidates[text].townships))
    if not usual:
        return _opening(members[0], gone)
    best = _best({text: candidates[text] for text in usual[:_MOST_CANDIDATES]}, members, township_of, speech)
    point, clause = candidates[best].where[0]
    return Named(best, point.position, clause.start, clause.end)


def _best(
    candidates: Mapping[str, _Candidate], members: Sequence[Point], township_of: Sequence[int], speech: Speech
) -> str:
    read = members[:_MOST_READ]
    writes = Counter(township_of[point.report] for point in read)
    middle = np.zeros(len(ASPECTS), dtype=np.float32)
    shares: dict[str, float] = defaultdict(float)
    for point in read:
        # Each township counts alike, however much it writes.
        part = 1.0 / (writes[township_of[point.report]] * len(writes))
        middle += np.float32(part) * aspects_of(point.heading, point.text)
        for pair in _pairs(_whole(point)):
            shares[pair] += part
    middle /= max(float(np.linalg.norm(middle)), 1e-9)
    weights = {pair: share * math.log(1 + speech.points / speech.uses[pair]) for pair, share in shares.items()}
    words = {text: _worth(text, weights) for text in candidates}
    most = max(words.values()) or 1.0
    written = [(township_of[point.report], _whole(point)) for point in read]
    scores = {}
    for text, candidate in candidates.items():
        townships = candidate.townships | {township for township, whole in written if text in whole}
        fit = float(aspects_of("", text) @ middle)
        scores[text] = (
            _FIT * fit
            + _WORDS * words[text] / most
            + _SUPPORT * math.log2(len(townships)) * math.log2(1 + len(writes))
            + _HEADING * any(clause.heading for _, clause in candidate.where)
            + _LEADS * any(clause.leads for _, clause in candidate.where)
            - _FAR_COST * candidate.far
            - _cost(text, speech)
        )
    return max(scores, key=lambda text: (scores[text], text))


def _worth(text: str, weights: Mapping[str, float]) -> float:
    """How much of what sets the theme apart from the rest of the corpus a clause says, for its length."""
    pairs = _pairs(text)
    return sum(weights.get(pair, 0.0) for pair in pairs) / (len(pairs) + 2)


def _cost(text: str, speech: Speech) -> float:
    pairs = _pairs(text)
    return (
        _PARTIAL_COST * bool(_PARTIAL.search(text))
        + _VAGUE_COST * bool(_VAGUE.search(text))
        + _LIST_COST * bool(_LIST.search(text))
        + _LENGTH_COST * abs(len(text) - _USUAL_LENGTH)
        + _LOCAL_COST * len(pairs & speech.local) / max(len(pairs), 1)
    )


def _opening(point: Point, taken: set[str]) -> Named:
    """Where no clause will do, the beginning of the most typical point, as far as it needs to be told apart."""
    bare = len(point.text) - len(point.text.lstrip())
    for length in range(12, len(point.text) + 1):
        end = bare + length
        if point.text[bare:end] not in taken:
            break
    return Named(
        point.text[bare:end].rstrip(), point.position, point.start + bare, point.start + len(point.text[:end].rstrip())
    )


def _whole(point: Point) -> str:
    return f"{point.heading}。{point.text}"


def _pairs(text: str) -> set[str]:
    """Pairs of neighbouring Han characters."""
    return {run[place : place + 2] for run in _HAN.findall(text) for place in range(len(run) - 1)}
