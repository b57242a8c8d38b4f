"""The nouns of a printed page: runs of characters with their places, drawn rules, and how much of it is picture.

Everything is turned so that the text of the page stands upright, whatever the page's own rotation, and measured in points (1/72 inch) from
the lower left corner of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """Characters printed side by side without a wide gap.

    ``left`` and ``right`` are where they stand, ``base`` is the height of their base line above the page's lower edge, ``size``
    the size of the font, all in points. ``aslant`` marks text that runs in another direction than the page's (watermarks, side notes).
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    aslant: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn straight line, or one side of a drawn box, in points."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page.

    ``picture`` is the share of the page that its largest picture covers (0 to 1), ``drawn`` whether anything at all is on it.
    ``broken`` is the number of characters whose font does not say what they mean. ``recognised`` marks text that was read from a picture,
    ``unsure`` is what was seen there too dimly to be taken for text.
    """

    runs: tuple[Run, ...]
    width: float
    height: float
    rules: tuple[Rule, ...] = ()
    picture: float = 0.0
    drawn: bool = False
    broken: int = 0
    recognised: bool = False
    unsure: tuple[str, ...] = ()

    @property
    def solid(self) -> int:
        """Number of characters that are not blank."""
        return sum(1 for run in self.runs for character in run.text if not character.isspace())

    def to_record(self) -> dict[str, Any]:
        """The page as plain data, for JSON."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Page:
        """The page that :meth:`to_record` was made of."""
        runs = tuple(Run(**run) for run in record["runs"])
        rules = tuple(Rule(**rule) for rule in record["rules"])
        return cls(**{**record, "runs": runs, "rules": rules, "unsure": tuple(record["unsure"])})
