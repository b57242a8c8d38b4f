"""The tables of the measure: a row a format or a mess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.forge.catalogue import MESSES
from bench.forge.score import Score, share
from bench.forge.variant import FORMATS

NONE = "(none)"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The score of one file, with what the reader said where it refused it."""

    name: str
    format: str
    messes: tuple[str, ...]
    score: Score
    error: str = ""


COLUMNS = (
    "files",
    "perfect",
    "headings F1",
    "P",
    "R",
    "roles",
    "body roles",
    "place",
    "guessed",
    "level",
    "year",
    "title",
    "issuer",
    "number",
    "addressee",
    "signed",
    "lost",
    "invented",
    "moved",
    "debris left",
    "paragraphs F1",
)


def row(outcomes: Sequence[Outcome]) -> list[str]:
    """Cells of one row, in the order of ``COLUMNS``."""
    s = sum((outcome.score for outcome in outcomes), Score())
    shares = (
        share(sum(outcome.score.perfect for outcome in outcomes), s.files),
        s.f1,
        s.precision,
        s.recall,
        share(s.roles_right, s.roles),
        share(s.body_right, s.body),
        share(s.places_right, s.places),
    )
    facts = (
        share(s.level_right, s.files),
        share(s.year_right, s.files),
        share(s.title_right, s.files),
        share(s.issuers_right, s.issuers),
        share(s.numbers_right, s.numbers),
        share(s.addressees_right, s.addressees),
        share(s.signed_right, s.files),
    )
    counts = (s.lost, s.invented, s.moved, s.left)
    return [
        str(s.files),
        *map(_cell, shares),
        str(s.guessed),
        *map(_cell, facts),
        *map(str, counts),
        _cell(s.breaks_f1),
    ]


def _cell(value: float) -> str:
    """A share with three digits; 1 only where it is all of it."""
    return "1" if value == 1 else f"{min(value, 0.999):.3f}".lstrip("0")


def table(title: str, groups: dict[str, list[Outcome]]) -> list[str]:
    """A Markdown table, a row a group."""
    lines = [f"| {title} | " + " | ".join(COLUMNS) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    return lines + [f"| {name} | " + " | ".join(row(group)) + " |" for name, group in groups.items() if group]


def tables(outcomes: Sequence[Outcome]) -> str:
    """The tables by format and by mess."""
    formats = {name: [o for o in outcomes if o.format == name] for name in FORMATS}
    messes = {NONE: [o for o in outcomes if not o.messes]}
    messes |= {name: [o for o in outcomes if name in o.messes] for name in MESSES}
    return "\n".join([*table("format", {"all": list(outcomes), **formats}), "", *table("mess", messes)])


def worst(outcomes: Sequence[Outcome], count: int) -> list[str]:
    """The files read worst, a line each."""

    def badness(outcome: Outcome) -> float:
        s = outcome.score
        wrong = s.files * 7 - s.places_right - s.year_right - s.title_right - s.level_right - s.numbers_right
        return (
            10 * (1 - s.f1)
            + 5 * (1 - share(s.body_right, s.body))
            + (s.lost + s.invented) / 200
            + 3 * s.guessed
            + wrong
        )

    lines = []
    for outcome in sorted(outcomes, key=badness, reverse=True)[:count]:
        s = outcome.score
        what = outcome.error or (
            f"headings {s.right}/{s.headings} found {s.found}, body {s.body_right}/{s.body}, place {s.places_right}, "
            f"year {s.year_right}, title {s.title_right}, lost {s.lost}, invented {s.invented}"
        )
        lines.append(f"{outcome.name}  {what}")
    return lines
