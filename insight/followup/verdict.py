"""The nouns of follow-through: what became of a plan and of a problem, with the passages that show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from indexer.catalogue import ReportFacts
from insight.citing import Cited
from insight.followup.closeness import Elsewhere
from insight.scope import Authority

COMMON = 0.25
"""Share of other authorities' reports with something as close from which a counterpart tells little: the plan, or the problem, is a general one."""
_FEWEST_OTHERS = 4


class PlanVerdict(StrEnum):
    """What next year's practices show of a plan."""

    DONE = "done"
    PARTLY = "partly"
    NOT_FOUND = "not_found"


class ProblemVerdict(StrEnum):
    """What next year's problems show of a problem."""

    GONE = "gone"
    STILL = "still"
    SAME_WORDS = "same_words"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A slice of next year's report that a verdict rests on.

    ``closeness`` is on the scale of :mod:`insight.followup.closeness`. ``shared`` are the stretches that the earlier passage holds too, and
    ``earlier`` the same in the earlier passage: offsets into the text of each report, ordered and apart.
    """

    cited: Cited
    closeness: float
    shared: tuple[tuple[int, int], ...] = ()
    earlier: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """A plan and what the next report says of it.

    ``evidence`` is empty where nothing close enough was found; then ``nearest`` is the practice that came nearest. ``admitted`` are sentences that say
    it was not, or not all, carried out; ``repeated`` is the same wording among next year's plans. ``elsewhere`` tells how little the evidence may mean:
    in how many reports of other authorities a practice as close as the evidence is found.
    """

    plan: Cited
    verdict: PlanVerdict
    evidence: tuple[Evidence, ...]
    nearest: Evidence | None
    admitted: tuple[Evidence, ...]
    repeated: Evidence | None
    elsewhere: Elsewhere


@dataclass(frozen=True, slots=True)
class ProblemOutcome:
    """A problem and whether the next report still names it; the fields are those of :class:`PlanOutcome`."""

    problem: Cited
    verdict: ProblemVerdict
    evidence: tuple[Evidence, ...]
    nearest: Evidence | None
    elsewhere: Elsewhere


@dataclass(frozen=True, slots=True)
class Counts:
    """How many plans and problems came out how.

    ``common`` are those plans with a counterpart whose like many other authorities report too; ``new`` are next year's problems that the year
    before did not name.
    """

    done: int = 0
    partly: int = 0
    not_found: int = 0
    gone: int = 0
    still: int = 0
    same_words: int = 0
    common: int = 0
    new: int = 0

    @property
    def plans(self) -> int:
        """All plans."""
        return self.done + self.partly + self.not_found

    @property
    def problems(self) -> int:
        """All problems of the earlier year."""
        return self.gone + self.still + self.same_words

    def of(self, verdict: PlanVerdict | ProblemVerdict) -> int:
        """How many came out so."""
        number: int = getattr(self, verdict.value)
        return number

    @classmethod
    def counted(cls, verdicts: Iterable[str], common: int, new: int) -> Counts:
        """Counts of verdicts by their values."""
        counter = Counter(verdicts)
        by_verdict = {verdict.value: counter[verdict.value] for verdict in (*PlanVerdict, *ProblemVerdict)}
        return cls(**by_verdict, common=common, new=new)

    @classmethod
    def total(cls, parts: Iterable[Counts]) -> Counts:
        """The sum of several."""
        columns = list(parts)
        return cls(**{name: sum(getattr(part, name) for part in columns) for name in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports of one authority, a year apart, and how many of the earlier's plans and problems came out how."""

    authority: Authority
    before: ReportFacts
    after: ReportFacts
    counts: Counts


@dataclass(frozen=True, slots=True)
class PairOutcome:
    """A pair with everything that its counts rest on."""

    pair: Pair
    plans: tuple[PlanOutcome, ...]
    problems: tuple[ProblemOutcome, ...]
    new_problems: tuple[Cited, ...]


def is_common(elsewhere: Elsewhere) -> bool:
    """Whether the like of a counterpart is found with so many others that it tells little."""
    return elsewhere.of >= _FEWEST_OTHERS and elsewhere.reports >= COMMON * elsewhere.of
