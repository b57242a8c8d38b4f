"""The reader on the five real reports: every heading, its role, every place and year must be right."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from corpus.folder import read_file
from corpus.report import Report
from indexer.passages import cut

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "gold" / "outlines.tsv").is_file(),
    reason=f"the hand-made gold files are not below {SHARED}",
)


def _rows(name: str) -> list[list[str]]:
    path = SHARED / "gold" / name
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [row for row in csv.reader(lines, delimiter="\t") if row and not row[0].startswith("#")]


def _outlines() -> dict[str, list[tuple[int, str, str]]]:
    found: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for report, level, role, heading in _rows("outlines.tsv"):
        found[report].append((int(level), role, heading))
    return found


OUTLINES = _outlines()
PLACES = {row[0]: row[1:] for row in _rows("places.tsv")}


@cache
def _read(name: str) -> Report:
    return read_file(next((SHARED / "reports").glob(f"{name}.*")))


@pytest.mark.parametrize("name", OUTLINES)
def test_headings_and_roles(name: str) -> None:
    found = [(section.level, str(section.role), section.heading) for section in _read(name).sections[1:]]
    assert found == OUTLINES[name]


@pytest.mark.parametrize("name", PLACES)
def test_place_year_and_level(name: str) -> None:
    report = _read(name)
    place = report.place
    found = [place.province, place.prefecture, place.county, place.township, str(report.year), str(report.level)]
    assert found == PLACES[name]
    assert place.certain


@pytest.mark.parametrize("name", OUTLINES)
def test_every_word_below_a_heading_is_in_a_passage(name: str) -> None:
    report = _read(name)
    covered = bytearray(len(report.text))
    for passage in cut(report):
        covered[passage.start : passage.end] = b"\1" * len(passage.text)
    bodies = [
        (section.body, min([child.start for child in report.sections if child.parent == position] or [section.end]))
        for position, section in enumerate(report.sections)
        if position
    ]
    lost = [report.text[at] for start, end in bodies for at in range(start, end) if not covered[at]]
    assert not "".join(lost).strip()
