"""Real places for forged reports, drawn from the product's list but read here on its own."""

from __future__ import annotations

import lzma
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

DATA = Path(__file__).resolve().parents[2] / "corpus" / "data" / "gazetteer.tsv.xz"
FORMER = DATA.with_name("former.tsv.xz")
_ZONE = re.compile("开发|园|高新|管理|新区|示范|合作|集聚|委员会")
"""Counties that are none: their authorities have other names."""
_TOWNSHIP = ("镇", "乡", "街道")


@dataclass(frozen=True, slots=True)
class Atlas:
    """Names by code, and how many places of the same rank share a name or a pair of names."""

    names: dict[str, str]
    shared: Counter[tuple[int, str]]
    pairs: Counter[tuple[str, str]]
    townships: tuple[str, ...]
    counties: tuple[str, ...]
    unique: tuple[str, ...]
    """Townships whose name no other place has or had."""

    def chain(self, code: str) -> tuple[str, ...]:
        """Names from the province down to this place."""
        return tuple(
            self.names[code[:digits]] for digits in (2, 4, 6, 9) if code[:digits] in self.names and digits <= len(code)
        )


@cache
def atlas() -> Atlas:
    """All places of China, read once."""
    with lzma.open(DATA, "rt", encoding="utf-8") as lines:
        names = dict(line.rstrip("\n").split("\t") for line in lines)
    shared = Counter((len(code), name) for code, name in names.items())
    # A township whose county is only a number (东莞) hangs on its city.
    pairs = Counter((names.get(code[:6]) or names[code[:4]], name) for code, name in names.items() if len(code) == 9)
    townships = tuple(
        code
        for code, name in names.items()
        if len(code) == 9 and name.endswith(_TOWNSHIP) and not _ZONE.search(name)
        if code[:6] in names and not _ZONE.search(names[code[:6]]) and pairs[names[code[:6]], name] == 1
    )
    anywhere = Counter(names.values()) + Counter(_former_names())
    counties = tuple(
        code for code, name in names.items() if len(code) == 6 and anywhere[name] == 1 and not _ZONE.search(name)
    )
    return Atlas(names, shared, pairs, townships, counties, tuple(c for c in townships if anywhere[names[c]] == 1))


def _former_names() -> list[str]:
    """Names that places bore until lately: an older report may still be theirs."""
    if not FORMER.is_file():
        return []
    with lzma.open(FORMER, "rt", encoding="utf-8") as lines:
        return [line.split("\t")[1] for line in lines]


def draw_township(random: Random, *, alone: bool) -> str:
    """Code of a township; ``alone`` asks for one whose name no other place has."""
    return random.choice(atlas().unique if alone else atlas().townships)


def draw_county(random: Random) -> str:
    """Code of a county or district whose name no other place has."""
    return random.choice(atlas().counties)
