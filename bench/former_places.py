"""Which place of today took over a place of an older list: 克孜勒陶乡 is 克孜勒陶镇 now, 下城区 belongs to 拱墅区.

Codes alone do not tell: they change whenever a county becomes a city. So a place that is gone is looked for by its name,
then by its stem (乡 → 镇 → 街道), then by what lies in it: where most of its villages (of a county: its townships) are
today, there it is. A place that was cut in pieces has no successor.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from corpus.places.names import without_peoples

SHARE = 0.6
"""Part of the villages or townships found again that must lie in one place for it to be the successor."""

_VILLAGE_ENDS = re.compile(r"(?:社区)?(?:居民委员会|村民委员会|居委会|村委会|嘎查|生活区|社区|村)+$")
_COUNTY_KINDS = re.compile(r"(?:县|市|区|旗)$")
_AUTHORITY = re.compile(r"(?:乡|镇|街道|苏木|县|市|区|旗|盟|州)$")
_ZONE = re.compile(r"开发区|园区|示范区|管理区|度假区|风景区|高新区|经开区|新区$|委员会|直辖|特殊|中心|[（(]")
_KINDS = re.compile(r"(?:民?族)?(?:街道|苏木|乡|镇)$")


@dataclass(frozen=True, slots=True)
class Listing:
    """One year's list: code → name of all places, and township code → names of its villages without their kind."""

    year: int
    names: Mapping[str, str]
    villages: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Former:
    """A former name of the present place ``code``, last listed in ``year``.

    ``above`` is the present place that took over what was above it then, ``None`` where it still lies there.
    """

    code: str
    name: str
    year: int
    above: str | None = None


def plain(name: str) -> str:
    """The name as one list and the other may both write it."""
    return name.strip().replace("街道办事处", "街道").replace("民族乡", "族乡").replace("民族镇", "族镇")


def stem(name: str) -> str:
    """A township's name without its kind and peoples: what stays when 乡 becomes 镇 or 街道."""
    return without_peoples(_KINDS.sub("", plain(name)))


def read_villages(folder: Path) -> dict[str, frozenset[str]]:
    """Read township code → names of its villages of the unpacked package (``dist/villages.csv``)."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    with (folder / "dist" / "villages.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["code"][:9]].add(_VILLAGE_ENDS.sub("", row["name"].strip()))
    return {code: frozenset(names) for code, names in found.items()}


def find_former(listings: Sequence[Listing]) -> list[Former]:
    """Former names and former places above of the places of the last list, as the lists before it tell them.

    Heirs are followed from year to year: little changes in one year, so little is lost on the way.
    """
    new = listings[-1]
    heirs = {code: code for code in new.names}
    found: dict[tuple[str, str, str | None], Former] = {}
    for old, following in reversed(list(pairwise(listings))):
        direct = find_heirs(old, new)
        step = {code: heirs[heir] for code, heir in find_heirs(old, following).items() if heir in heirs}
        heirs = {**direct, **step}
        for former in _differences(old, new, heirs):
            found.setdefault((former.code, former.name, former.above), former)
    return sorted(found.values(), key=lambda former: (former.code, former.name, former.above or ""))


def _is_authority(name: str) -> bool:
    """Whether a name is one of a people's government or its street office, no zone, farm or filler of the numbering."""
    return _AUTHORITY.search(name) is not None and not _ZONE.search(name)


def _differences(old: Listing, new: Listing, heirs: Mapping[str, str]) -> Iterator[Former]:
    for code, heir in heirs.items():
        above_then = heirs.get(_above(code, old.names) or "")
        moved = above_then if above_then and not heir.startswith(above_then) else None
        name = plain(old.names[code])
        named = _is_authority(name) and _is_authority(plain(new.names[heir]))
        if named and (moved or name != plain(new.names[heir])):
            yield Former(heir, name, old.year, moved)


def find_heirs(old: Listing, new: Listing) -> dict[str, str]:
    """Old code → code in the newer list of every place that is still there as a whole."""
    heirs = {code: code for code in old.names if len(code) == 2 and code in new.names}
    for digits in (4, 6):
        children = _children(old.names, digits), _parents_by_child(new.names, digits)
        for code in (c for c in old.names if len(c) == digits):
            heir = _by_name(code, old.names, new.names, heirs) or _by_children(code, *children)
            if heir:
                heirs[code] = heir
    townships = _Townships(old, new, heirs)
    for code in (c for c in old.names if len(c) == 9):
        heir = townships.heir(code)
        if heir:
            heirs[code] = heir
    return heirs


def _above(code: str, names: Mapping[str, str]) -> str | None:
    return next((code[:digits] for digits in (6, 4, 2) if digits < len(code) and code[:digits] in names), None)


def _children(names: Mapping[str, str], digits: int) -> dict[str, list[str]]:
    """Code of this many digits → stems of the places one level below."""
    below: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in names.items():
        if len(code) == {4: 6, 6: 9}[digits]:
            below[code[:digits]].append(plain(name) if digits == 6 else name[:2])
    return below


def _parents_by_child(names: Mapping[str, str], digits: int) -> dict[tuple[str, str], set[str]]:
    """Province and stem of a place one level below → codes of the places it may lie in."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for parent, stems in _children(names, digits).items():
        for child in stems:
            if parent in names:
                found[parent[:2], child].add(parent)
    return found


def _by_name(code: str, old: Mapping[str, str], new: Mapping[str, str], heirs: Mapping[str, str]) -> str | None:
    """The one place of the same name in the province, or of the same stem in the prefecture that has no old name."""
    if new.get(code) == old[code]:
        return code
    level = [c for c in new if len(c) == len(code) and c[:2] == code[:2]]
    then = [name for c, name in old.items() if len(c) == len(code) and c[:2] == code[:2]]
    same = [c for c in level if new[c] == old[code]]
    if len(same) == 1 and then.count(old[code]) == 1:
        return same[0]
    above = heirs.get(code[:4], code[:4])
    stem = _COUNTY_KINDS.sub("", old[code])
    renamed = [c for c in level if c[:4] == above and len(stem) > 1 and _COUNTY_KINDS.sub("", new[c]) == stem]
    return renamed[0] if len(renamed) == 1 and new[renamed[0]] not in then else None


def _by_children(
    code: str, children: Mapping[str, list[str]], parents: Mapping[tuple[str, str], set[str]]
) -> str | None:
    """The place of the same level in which most of what lay in the old one lies."""
    votes: Counter[str] = Counter()
    for child in children.get(code, ()):
        votes.update(parents.get((code[:2], child), ()))
    return _winner(votes, len(children.get(code, ())))


def _winner(votes: Counter[str], of: int) -> str | None:
    best = votes.most_common(2)
    if not best or best[0][1] < 2 or best[0][1] < SHARE * of or (len(best) > 1 and best[1][1] == best[0][1]):
        return None
    return best[0][0]


class _Townships:
    """Finds townships of one list again in another."""

    def __init__(self, old: Listing, new: Listing, heirs: Mapping[str, str]) -> None:
        self.old, self.new, self.heirs = old, new, heirs
        self.then = {county: set(names) for county, names in _children(old.names, 6).items()}
        self.now: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.stems: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.villages: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for code, name in new.names.items():
            if len(code) == 9:
                self.now[code[:6]][plain(name)] = code
                self.stems[code[:6]][stem(name)].append(code)
        for code, villages in new.villages.items():
            for village in villages if code in new.names else ():
                self.villages[code[:4], village].add(code)

    def heir(self, code: str) -> str | None:
        """Present code of the township with this old one."""
        name = plain(self.old.names[code])
        home = self.heirs.get(code[:6], code[:6])
        if name in self.now[home]:
            return self.now[home][name]
        renamed = self.stems[home].get(stem(name), []) if _KINDS.search(name) else []
        fresh = [c for c in renamed if plain(self.new.names[c]) not in self.then.get(code[:6], set())]
        if len(fresh) == 1 and len(renamed) == 1:
            return fresh[0]
        villages = self.old.villages.get(code, frozenset())
        prefecture = self.heirs.get(code[:4], home[:4])
        return _winner(self._votes(villages, {prefecture, home[:4]}), len(villages))

    def _votes(self, villages: Iterable[str], prefectures: set[str]) -> Counter[str]:
        votes: Counter[str] = Counter()
        for village in villages:
            for prefecture in prefectures:
                votes.update(self.villages.get((prefecture, village), ()))
        return votes
