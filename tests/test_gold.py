"""The reader on the five real reports: every heading, its role, every place and year must be right."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from opencc import OpenCC

from corpus.folder import read_file
from corpus.reader import understand
from corpus.report import Document, Report
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


def _wrapped(paragraph: str, width: int, indent: int = 0) -> list[str]:
    text = "\u3000" * indent + paragraph
    return [text[at : at + width] for at in range(0, len(text), width)]


_SITE = ("首页 > 政务公开 > 法治政府建设", "2026年5月20日 星期三", "【字体：大 中 小】")
MESSES: dict[str, Callable[[list[str]], list[str]]] = {
    "half-width": lambda lines: [line.translate(str.maketrans("，：；（）", ",:;()")) for line in lines],
    "half-width stops": lambda lines: [line.translate(str.maketrans("，：；（）。", ",:;().")) for line in lines],
    "Traditional": lambda lines: [OpenCC("s2t").convert(line) for line in lines],
    "printed": lambda lines: [piece for line in lines for piece in _wrapped(line, 30, 2)],
    "printed with gaps": lambda lines: [piece for line in lines for part in _wrapped(line, 34) for piece in (part, "")],
    "printed and parted": lambda lines: [piece for line in lines for piece in (*_wrapped(line, 28), "")],
    "spaced digits": lambda lines: [re.sub(r"(\d+)", r" \1 ", line) for line in lines],
    "residue": lambda lines: [("[bookmark: _GoBack]" if at % 5 == 3 else "") + line for at, line in enumerate(lines)],
    "dots": lambda lines: [re.sub("^([一二三四五六七八九十]+)、", r"\1.", line) for line in lines],
    "parts": lambda lines: [re.sub("^([一二三四五六七八九十]+)、", r"第\1部分 ", line) for line in lines],
    "on a site": lambda lines: [*_SITE, lines[0], "发布时间：2026-01-02 来源：本站", *lines[1:], "上一篇：没有了"],
    "title twice": lambda lines: [lines[0], *lines],
    "numbers of level 1 lost": lambda lines: [
        re.sub("^[一二三四五六七八九十]+、(?=.{2,20}$)", "", line) for line in lines
    ],
}
"""What is done to the paragraphs of a real report; its headings, roles, place and year must stay."""


def _folded(heading: str) -> str:
    return re.sub(r"[\s,，、.。:：;；()（）]", "", OpenCC("t2s").convert(heading))


@pytest.mark.parametrize("mess", MESSES)
@pytest.mark.parametrize("name", OUTLINES)
def test_headings_stay_in_every_mess(name: str, mess: str) -> None:
    lines = MESSES[mess](_read(name).text.split("\n"))
    report = understand(Document("\n".join(lines), "txt"), source="-", metadata={})
    found = [(section.level, str(section.role), _folded(section.heading)) for section in report.sections[1:]]
    assert found == [(level, role, _folded(heading)) for level, role, heading in OUTLINES[name]]
    assert (report.place, report.year) == (_read(name).place, _read(name).year)


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
