"""Which places exist in China, from province to township, and which of them a text names.

The data (``data/README.md`` tells its source) gives each place a code whose prefixes of 2, 4 and 6 digits are the
places above it. Levels that exist only in the numbering are not in it: a district of 北京市 has no prefecture,
东城街道 in 东莞市 no county.
"""

from __future__ import annotations

import gc
import lzma
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from corpus.places.changes import Changes, read_changes
from corpus.places.names import ABBREVIATIONS, keeps_kind, short_forms
from corpus.report import Level, Place
from errors import FajianError

DATA = Path(__file__).resolve().parents[1] / "data" / "gazetteer.tsv.xz"
FORMER = DATA.with_name("former.tsv.xz")
POINTS = DATA.with_name("points.tsv.xz")
LEVELS = {2: Level.PROVINCE, 4: Level.PREFECTURE, 6: Level.COUNTY, 9: Level.TOWNSHIP}
"""Level of a place by the number of digits of its code."""

SUPERIORS = {"6542": ("6540",), "6543": ("6540",)}
"""塔城 and 阿勒泰 write 伊犁哈萨克自治州 above themselves, though no code says so."""

LONGEST = 24
"""Names longer than this are found by lookup only, never inside a text."""

_ENDS = re.compile(r"[省市区州盟县旗乡镇道木场团]")
_HAN = re.compile(r"[一-鿿㐀-䶿]")
COMMON_WORDS = {"城区", "郊区", "矿区", "东区", "西区", "街道", "林场", "农场", "牛场", "盐场", "苗圃", "新区", "集市"}
"""Names of places that are ordinary words, and mean the place only after the name of the place above."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text at ``text[start:end]``; ``codes`` are all places that bear this name."""

    start: int
    end: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Places by code, by full name and by short name. Made by :func:`load_gazetteer`; equal only to itself."""

    names: Mapping[str, str]
    """Code → full name, in the order of codes."""
    full: Mapping[str, tuple[str, ...]]
    """Full name → codes."""
    short: Mapping[str, tuple[str, ...]]
    """Short name → codes."""
    changes: Changes = field(default_factory=Changes)
    """Former names, and where places lay before."""
    tails: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Last two characters of the names that :meth:`find` knows → their lengths, the longest first."""

    @classmethod
    def from_names(cls, names: Mapping[str, str], changes: Changes | None = None) -> Gazetteer:
        """Make a gazetteer from code → full name, and what changed before if that is known."""
        changes = changes or Changes()
        full: dict[str, list[str]] = {}
        short: dict[str, list[str]] = {}
        tails: dict[str, set[int]] = {}
        forms: dict[tuple[str, int], tuple[str, ...]] = {}
        for code, name in names.items():
            key = name, len(code)
            known = forms.get(key)
            if known is None:
                known = forms[key] = short_forms(name, LEVELS[len(code)])
                for form in (name, *(form for form in known if form[-1] == name[-1])):
                    tails.setdefault(form[-2:], set()).add(len(form))
            full.setdefault(name, []).append(code)
            for form in known:
                short.setdefault(form, []).append(code)
        for name, formers in changes.names.items():
            if any(len(former.code) < 9 for former in formers):
                tails.setdefault(name[-2:], set()).add(len(name))
        return cls(
            names,
            {name: tuple(codes) for name, codes in full.items()},
            {name: tuple(codes) for name, codes in short.items()},
            changes,
            {
                tail: tuple(sorted((n for n in lengths if n <= LONGEST), reverse=True))
                for tail, lengths in tails.items()
            },
        )

    def chain(self, code: str) -> tuple[str, ...]:
        """Codes from the province down to this place, which is the last."""
        return tuple(code[:digits] for digits in LEVELS if digits <= len(code) and code[:digits] in self.names)

    def parent(self, code: str) -> str | None:
        """Code of the place next above; ``None`` for a province."""
        above = self.chain(code)[:-1]
        return above[-1] if above else None

    def children(self, code: str) -> tuple[str, ...]:
        """Codes of the places next below."""
        return tuple(c for c in self.names if c.startswith(code) and c != code and self.parent(c) == code)

    def place(self, code: str, *, certain: bool = True) -> Place:
        """The place of this code with the official names of all places above it."""
        at = {LEVELS[len(c)]: self.names[c] for c in self.chain(code)}
        return Place(
            province=at.get(Level.PROVINCE),
            prefecture=at.get(Level.PREFECTURE),
            county=at.get(Level.COUNTY),
            township=at.get(Level.TOWNSHIP),
            code=code,
            certain=certain,
        )

    def label(self, code: str) -> str:
        """All names from the province down as one string."""
        return "".join(self.names[c] for c in self.chain(code))

    def lies_in(self, code: str, above: str) -> bool:
        """Whether a place lies below another one, today or before a change that is known."""
        if code.startswith(above):
            return code != above
        return above in SUPERIORS.get(code[:4], ()) or any(
            above in self.changes.above.get(code[:digits], ()) for digits in (6, 9) if digits <= len(code)
        )

    def lookup(self, name: str, level: Level | None = None, *, year: int | None = None) -> tuple[str, ...]:
        """Codes of the places that bear this full or short name, full names first; empty where none is known.

        An unknown way to write an ethnic place finds the known one: 某某蒙古族乡 finds 某某蒙古民族乡. A former name finds
        the place of today; where a place of today bears the name too, only if the former one was still in use in ``year``
        (any year if ``None``).
        """
        present = self.full.get(name, ())
        found = (*present, *self.short.get(name, ()))
        if name in self.changes.names:
            found = (*found, *self.changes.codes(name, year if present else None))
        if not found and name.endswith(("族乡", "族镇", "自治县", "自治州", "自治旗")):
            digits = {"县": 6, "旗": 6, "州": 4}.get(name[-1], 9)
            forms = (form for form in short_forms(name, LEVELS[digits]) if keeps_kind(form, name))
            found = tuple(c for form in forms for c in (*self.short.get(form, ()), *self.full.get(form, ())))
            found = tuple(c for c in found if len(c) == digits)
        if len(found) < 2 and level is None:
            return found
        return tuple(dict.fromkeys(c for c in found if level is None or LEVELS[len(c)] is level))

    def coordinates(self, code: str) -> tuple[float, float] | None:
        """Latitude and longitude (WGS84, degrees) of the county of a place, else of its prefecture or province; ``None`` if unknown."""
        points = load_points()
        return next((points[above] for above in reversed(self.chain(code)) if above in points), None)

    def find(self, text: str) -> list[Mention]:
        """Find names of places in a text, the longest where several end together.

        Found are full names, short names that still say the kind of place (克州, 察汗乌苏乡), and nothing else: bare
        stems are too often ordinary words. A name of two characters counts only where a word surely begins, so that
        卡乡 is not found in 察卡乡.
        """
        found: list[Mention] = []
        last = 0
        for match in _ENDS.finditer(text):
            mention = self._ending_at(text, match.end(), last)
            if mention:
                if found and mention.start < found[-1].end:
                    found.pop()
                found.append(mention)
                last = mention.end
        return found

    def _ending_at(self, text: str, end: int, last: int) -> Mention | None:
        """Longest name that ends at ``end``; ``last`` is where the mention before ended."""
        for length in self.tails.get(text[end - 2 : end], ()):
            start = end - length
            if start < 0:
                continue
            name = text[start:end]
            codes = self.full.get(name, ()) or tuple(
                c for c in self.short.get(name, ()) if keeps_kind(name, self.names[c])
            )
            codes = codes or tuple(c for c in self.changes.codes(name, None) if len(c) < 9)
            if not codes:
                continue
            after_place = start == last and last > 0
            if name in COMMON_WORDS and not after_place:
                continue
            inside_word = start > 0 and _HAN.match(text[start - 1]) and not after_place
            if len(name) == 2 and inside_word and name not in ABBREVIATIONS:
                continue
            return Mention(start, end, codes)
        return None

    def words(self) -> Iterator[str]:
        """All full names and the short names of three characters and more, each once, for a word segmenter."""
        yield from self.full
        yield from (name for name in self.short if len(name) >= 3 and name not in self.full)


def read_rows(lines: Iterable[str]) -> dict[str, str]:
    """Read code → name from lines ``code<TAB>name``."""
    return dict(line.split("\t") for line in lines if line)


def _unpack(path: Path) -> list[str]:
    try:
        return lzma.decompress(path.read_bytes()).decode("utf-8").split("\n")
    except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise FajianError(f"地名表无法读取：{path}（{error}）；请重新安装。") from error


@cache
def load_gazetteer() -> Gazetteer:
    """Load the bundled gazetteer, once in a process.

    Raises:
        FajianError: where a data file is missing or damaged.
    """
    names, former = _unpack(DATA), _unpack(FORMER)
    try:
        gazetteer = Gazetteer.from_names(read_rows(names), read_changes(former))
    except ValueError as error:
        raise FajianError(f"地名表无法读取：{DATA}（{error}）；请重新安装。") from error
    # These hundred thousand objects live as long as the process; walking them at every full collection took a fifth of the time
    # that reading takes.
    gc.freeze()
    return gazetteer


@cache
def load_points() -> dict[str, tuple[float, float]]:
    """Code → latitude and longitude (WGS84) of provinces, prefectures and counties, loaded once in a process.

    Raises:
        FajianError: where the data file is missing or damaged.
    """
    rows = (line.split("\t") for line in _unpack(POINTS) if line)
    try:
        return {code: (float(latitude), float(longitude)) for code, latitude, longitude in rows}
    except ValueError as error:
        raise FajianError(f"地名表无法读取：{POINTS}（{error}）；请重新安装。") from error
