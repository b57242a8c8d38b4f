"""What else a report says about where it comes from, and which of several places of one name that leaves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.places.gazetteer import Gazetteer
from corpus.places.prose import Prose
from corpus.places.reporter import read_reporters, squeeze

_SITE = re.compile(r"^(?:人民政府|政府|党政|政务|门户|信息公开|[乡镇街])")
_NUMBER_STEM = re.compile(
    r"^(?P<county>[\u4e00-\u9fff])(?P<township>[\u4e00-\u9fff])(?:党|政|办|街|镇|乡|委|字|发|呈|函|法)"
)


@dataclass(frozen=True, slots=True)
class Clue:
    """Wording that names places above the reporter: where it stands, the text, and the codes it may mean."""

    where: str
    text: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tier:
    """Clues of one kind. ``label`` is how a person would call them.

    ``binding`` clues make the place open where they contradict its name; others are then left aside.
    """

    label: str
    clues: tuple[Clue, ...]
    binding: bool = True

    @property
    def codes(self) -> frozenset[str]:
        """All places that the clues name."""
        return frozenset().union(*(clue.codes for clue in self.clues))

    def clue_for(self, code: str, gazetteer: Gazetteer) -> Clue | None:
        """The first clue that names a county, prefecture or province above this place, the lowest level first."""
        named = (
            (max((len(c) for c in clue.codes if _lies_in(code, c, gazetteer)), default=0), clue) for clue in self.clues
        )
        found = [(digits, clue) for digits, clue in named if digits]
        return max(found, key=lambda item: item[0])[1] if found else None


def named_above(texts: Iterable[tuple[str, str]], gazetteer: Gazetteer, year: int | None = None) -> tuple[Clue, ...]:
    """All counties, prefectures and provinces that titles, signatures, table rows or folders name.

    Args:
        texts: where each text stands, and the text.
        gazetteer: the known places.
        year: the year reported on, if known.
    """
    clues: list[Clue] = []
    for where, text in texts:
        found: set[str] = set()
        for mention in gazetteer.find(squeeze(text)):
            found.update(code for code in mention.codes if len(code) < 9)
        for reporter in read_reporters(text, gazetteer, year=year):
            found.update(code for code in reporter.codes if len(code) < 9)
        if found:
            clues.append(Clue(where, text, frozenset(found)))
    return tuple(clues)


def named_by_site(texts: Iterable[str], where: str, gazetteer: Gazetteer) -> tuple[Clue, ...]:
    """Places whose government runs the site: 某县人民政府门户网站, but not a lawyers' or newspaper's site of some city."""
    clues: list[Clue] = []
    for text in texts:
        flat = squeeze(text)
        mentions = [m for m in gazetteer.find(flat) if _SITE.match(flat[m.end :]) or m.end == len(flat)]
        codes = frozenset(code for mention in mentions for code in mention.codes if len(code) < 9)
        if codes:
            clues.append(Clue(where, text, codes))
    return tuple(clues)


def narrow(candidates: Sequence[str], named: frozenset[str], gazetteer: Gazetteer) -> tuple[tuple[str, ...], bool]:
    """Keep the candidates that lie in the named places, county first, then prefecture, then province.

    Returns:
        The candidates that are left, and whether the named places contradict all of them (all are kept then).
    """
    left, agreed, refused = tuple(candidates), False, False
    for digits in (6, 4, 2):
        at_level = [code for code in named if len(code) == digits]
        kept = tuple(c for c in left if any(_lies_in(c, code, gazetteer) for code in at_level))
        if kept:
            left, agreed = kept, True
        elif at_level:
            refused = True
    return left, refused and not agreed


def _lies_in(code: str, named: str, gazetteer: Gazetteer) -> bool:
    return code.startswith(named) or named.startswith(code) or gazetteer.lies_in(code, named)


def within_autonomy(candidates: Sequence[str], text: str, gazetteer: Gazetteer) -> tuple[tuple[str, ...], bool]:
    """Keep the candidates that fit a text whose superiors are an autonomous region (自治区党委) or prefecture (自治州).

    Returns:
        As :func:`narrow`.
    """
    left, refused = tuple(candidates), False
    for word, digits in (("自治区", 2), ("自治州", 4)):
        if word not in text or not re.search(
            rf"(?<![族尔古藏西]){word}(?:党委|人民政府|政府|[、，。和及的赋级成]|逢)", text
        ):
            continue
        kept = tuple(c for c in left if gazetteer.names.get(c[:digits], "").endswith(word))
        left, refused = (kept, refused) if kept else (left, True)
    return left, refused


def among_neighbours(
    candidates: Sequence[str], prose: Prose, gazetteer: Gazetteer
) -> tuple[tuple[str, ...], Clue | None]:
    """The candidate among whose neighbours the text names several townships, if it is clearly one.

    Two names at least, one of which few places bear; no other candidate may come near: 新城镇 alone lies in 19 counties.
    """
    own = {gazetteer.names[c] for c in candidates}
    near: Counter[str] = Counter()
    names: dict[str, list[str]] = {}
    rare: set[str] = set()
    for name, codes in prose.townships.items():
        if name in own:
            continue
        homes = {gazetteer.parent(code) for code in codes}
        for candidate in candidates:
            if gazetteer.parent(candidate) in homes:
                near[candidate] += 1
                names.setdefault(candidate, []).append(name)
                if len(codes) <= 3:
                    rare.add(candidate)
    best = near.most_common(2)
    clear = bool(best) and best[0][1] >= 2 and (len(best) == 1 or best[0][1] >= best[1][1] + 2)
    if not clear or best[0][0] not in rare:
        return tuple(candidates), None
    chosen = best[0][0]
    return (chosen,), Clue("正文", names[chosen][0], frozenset({chosen}))


def by_number(candidates: Sequence[str], number: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The candidates whose county and name begin as the stem of the document number does: 文城政〔2023〕5号 for 文县城关镇."""
    stem = _NUMBER_STEM.match(squeeze(number))
    if not stem:
        return tuple(candidates)
    kept = tuple(
        c
        for c in candidates
        if gazetteer.names[c][0] == stem["township"]
        and (above := gazetteer.parent(c)) is not None
        and gazetteer.names[above][0] == stem["county"]
    )
    return kept if len(kept) == 1 else tuple(candidates)
