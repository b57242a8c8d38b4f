"""What does not fit in the figures of reports: which figure, what it is held against, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DoubtKind(StrEnum):
    """In what way figures do not fit each other."""

    TOTALS = "totals"
    """A report states two totals of the same thing."""
    PART = "part"
    """A part (其中) is larger than its whole."""
    PARTS = "parts"
    """The parts listed do not add up to their whole."""
    RATE = "rate"
    """A rate does not follow from the counts beside it."""
    OVER = "over"
    """A share of something is more than all of it."""
    DIFFERENCE = "difference"
    """A difference does not follow from the two values beside it."""
    DIRECTION = "direction"
    """What is said to grow falls, or the other way round."""
    LAST_YEAR = "last_year"
    """What is said of last year is not what last year's report states."""
    PEERS = "peers"
    """Far above what the others state of the same year."""
    OWN_YEARS = "own_years"
    """Far from what the same authority states of its other years."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt inside one report. ``figure`` is the number of the one that does not fit, ``against`` those of what it is held against.

    ``expected`` is the value that these give, in the figure's unit.
    """

    kind: DoubtKind
    figure: int
    against: tuple[int, ...]
    expected: float


@dataclass(frozen=True, slots=True)
class Claim:
    """What a report says of the year before: ``figure`` says it (上年的11人, 比上年减少8件), ``level`` is the figure of this year that it belongs to.

    The value of the year before lies between ``low`` and ``high``.
    """

    figure: int
    level: int
    low: float
    high: float
