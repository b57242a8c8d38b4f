"""Townships that report year after year, beside their neighbours: what the views across townships are measured on.

A report takes some sentences over from the year before and a few from a neighbour of the same year, as real ones do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from bench.forge.draft import draft_of, shown
from bench.forge.places import atlas
from bench.forge.truth import TrueHeading, TrueReport
from bench.forge.writer import township_author, write_for
from corpus.report import Role

YEARS = (2021, 2022, 2023, 2024)
KEPT = 0.3
"""Share of the paragraphs on problems, and half as many of the others, that stand in the report of the year before."""
BORROWED = 0.08
"""Share of paragraphs that stand in a neighbour's report."""


def write_series(count: int, seed: int = 0) -> Iterator[TrueReport]:
    """So many reports: townships of whole counties, four years each."""
    random = Random(seed)
    counties: dict[str, list[str]] = {}
    for code in atlas().townships:
        counties.setdefault(code[:6], []).append(code)
    made = 0
    for county in random.sample(sorted(counties), len(counties)):
        neighbours: dict[int, list[TrueReport]] = {}
        for code in counties[county]:
            before: TrueReport | None = None
            for year in YEARS:
                if made >= count:
                    return
                own = write_for(township_author(code, "title"), year, made, random)
                report = replace(own, headings=_taken_over(own, before, neighbours.get(year, []), random))
                neighbours.setdefault(year, []).append(report)
                before = report
                made += 1
                yield report


def write_folder(folder: Path, count: int, seed: int = 0) -> None:
    """The same as text files, a folder a county."""
    for number, report in enumerate(write_series(count, seed)):
        place = folder.joinpath(*report.place.names[:-1])
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:06d}-{report.year}.txt").write_text(plain_text(report), encoding="utf-8")


def plain_text(report: TrueReport) -> str:
    """A report as plain text, a paragraph a line."""
    return "".join(shown("".join(block.written for block in group)) + "\n" for group in draft_of(report).paragraphs)


def _taken_over(
    own: TrueReport, before: TrueReport | None, neighbours: list[TrueReport], random: Random
) -> tuple[TrueHeading, ...]:
    """The headings of a report, some of their paragraphs those of another report."""
    past = _paragraphs(before) if before else {}
    beside = _paragraphs(random.choice(neighbours)) if neighbours else {}
    headings = []
    for heading in own.headings:
        kept = KEPT if heading.role is Role.PROBLEM else KEPT / 2
        paragraphs = []
        for paragraph in heading.paragraphs:
            chance = random.random()
            source = past if chance < kept else beside if chance < kept + BORROWED else {}
            paragraphs.append(random.choice(source.get(heading.role) or [paragraph]))
        headings.append(replace(heading, paragraphs=tuple(paragraphs)))
    return tuple(headings)


def _paragraphs(report: TrueReport) -> dict[Role | None, list[str]]:
    found: dict[Role | None, list[str]] = {}
    for heading in report.headings:
        found.setdefault(heading.role, []).extend(heading.paragraphs)
    return found
