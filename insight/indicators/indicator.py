"""What an indicator is: one thing that reports count, under one name, with the wordings that tell it."""

from __future__ import annotations

from dataclasses import dataclass

from insight.indicators.figure import FigureKind


@dataclass(frozen=True, slots=True)
class Cue:
    """A wording that tells an indicator.

    ``wording`` is a pattern for the clause in which the figure's number and unit have become ``#`` and those of other figures ``@``; ``~`` stands for at most 12
    characters without a figure, ``…`` for at most 40: ``普法宣传活动~#``. Where ``topics`` are given (keys of :data:`insight.indicators.topics.TOPICS`, with spaces between
    them), the last thing spoken of must be one of them. It does not count where ``unless`` fits the clause. ``units`` are those of the indicator where none
    are given. A ``weak`` wording counts where no other fits.
    """

    wording: str
    topics: str = ""
    unless: str = ""
    units: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of the table of indicators.

    ``key`` is for programs and links, ``zh`` and ``en`` for people, ``units`` those that its figures have, written with spaces between them, ``kind`` what sort of
    figure the most of them are. ``about`` says what belongs to it. In ``examples`` every ``⟦number⟧`` is such a figure, in ``counterexamples`` none is.
    """

    key: str
    zh: str
    en: str
    units: str
    kind: FigureKind
    about: str
    cues: tuple[Cue, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()
