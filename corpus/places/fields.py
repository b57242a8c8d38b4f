"""The parts of a report that may name its reporter, the surest first, and the reporter that they name together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.facts import TABLE
from corpus.places.gazetteer import Gazetteer
from corpus.places.prose import Prose
from corpus.places.reporter import Reporter, read_reporters
from corpus.report import Level

ISSUER_KEYS = (
    *("发文单位", "发文机关", "发文机构", "发布机构", "发布单位", "发布机关"),
    *("制发机关", "公开主体", "信息来源", "来源", "ContentSource"),
)
"""Rows of an index table or meta tags that name who issued the report, the surest first."""

SITE_KEYS = ("SiteName", "网站名称", "主办单位", "publisher")
"""Rows and meta tags that name the site the report was published on."""

_OFFICE_OF_GOVERNMENT = re.compile(r"(?<=政府)办公[室厅]")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class PlaceEvidence:
    """Everything in and around a report that may say where it comes from; any part may be empty.

    ``year`` is the year reported on, if it is known.
    """

    title: str = ""
    letterhead: str = ""
    preamble: str = ""
    signature: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    body: str = ""
    source: str = ""
    document_number: str = ""
    year: int | None = None

    @property
    def issuers(self) -> tuple[str, ...]:
        """The rows of the index table that name the issuer."""
        return tuple(self.metadata[key] for key in ISSUER_KEYS if self.metadata.get(key))

    @property
    def sites(self) -> tuple[str, ...]:
        """The rows that name the site."""
        return tuple(self.metadata[key] for key in SITE_KEYS if self.metadata.get(key))

    @property
    def folders(self) -> tuple[str, ...]:
        """Names of the file (without its ending) and of the folders around it, the nearest first."""
        parts = [part for part in re.split(r"[/\\]+", self.source) if part]
        return tuple(reversed([*parts[:-1], re.sub(r"\.\w{1,5}$", "", parts[-1])])) if parts else ()

    @property
    def own(self) -> tuple[tuple[str, str], ...]:
        """The texts that name the reporter itself: where each stands, and the text."""
        texts = [("标题", self.title), ("文头", self.letterhead)]
        texts += [("落款", line) for line in reversed(self.signature.split("\n"))]
        texts += [(TABLE, row) for row in self.issuers]
        return tuple((where, text) for where, text in texts if text)

    @property
    def prose(self) -> str:
        """The running text, the preamble once."""
        return self.body if self.preamble in self.body else f"{self.preamble}\n{self.body}"

    @property
    def year_or_title(self) -> int | None:
        """The year reported on, else the first year of the title."""
        if self.year is not None:
            return self.year
        found = _YEAR.search(self.title)
        return int(found.group()) if found else None


@dataclass(frozen=True, slots=True)
class Named:
    """A reporter and the part of the report that names it."""

    reporter: Reporter
    where: str
    text: str


def find_reporter(evidence: PlaceEvidence, prose: Prose, gazetteer: Gazetteer) -> Named | None:
    """The reporter as the surest field names it, in the fullest form that any field gives."""
    fields = [found for found in _fields(evidence, gazetteer) if found]
    if not fields:
        return None
    order = (Level.TOWNSHIP, Level.DEPARTMENT)
    first = min(fields[0], key=lambda n: order.index(n.reporter.level) if n.reporter.level in order else len(order))
    others = [named for found in fields for named in found]
    if first.reporter.level in (Level.COUNTY, Level.PREFECTURE, Level.PROVINCE):
        below = (n for n in others if n.reporter.level is Level.TOWNSHIP and _is_within(n.reporter, first.reporter))
        first = next(below, first)
    name, department = first.reporter.name, first.reporter.department
    if first.reporter.level is Level.TOWNSHIP and len(name) == 2:
        known = [n for n in others if n.reporter.known and n.reporter.name != name]
        full = next((n for n in known if _abbreviates(name, n.reporter, gazetteer)), None)
        first = full or (first if first.reporter.known else _written_out(name, prose)) or first
        name = first.reporter.name
    same = [n for n in others if n.reporter.department == department and n.reporter.name.endswith(name)]
    same = [n for n in same if n.reporter.level is first.reporter.level or department]
    return max(same, key=lambda n: len(n.reporter.name), default=first)


def _fields(evidence: PlaceEvidence, gazetteer: Gazetteer) -> Iterator[list[Named]]:
    """The reporters that each field names, the surest field first."""
    year = evidence.year_or_title
    for where, text in evidence.own:
        plain = text if where in ("标题", "文头") else _OFFICE_OF_GOVERNMENT.sub("", text)
        yield [Named(r, where, text) for r in read_reporters(plain, gazetteer, year=year)]
    read = read_reporters(evidence.preamble, gazetteer, strict=False, year=year)
    yield [Named(r, "正文开头", r.name) for r in read if r.level is Level.TOWNSHIP]
    for position, name in enumerate(evidence.folders):
        # A folder named after a county holds the reports of its townships: only the file's own name may say "county".
        found = read_reporters(name, gazetteer, year=year)
        where = "文件夹名" if position else "文件名"
        yield [Named(r, where, name) for r in found if not position or r.level is Level.TOWNSHIP]


def _is_within(reporter: Reporter, above: Reporter) -> bool:
    return any(code.startswith(a) for code in reporter.codes for a in above.codes) or (
        bool(above.name) and reporter.name.startswith(above.name)
    )


def _abbreviates(name: str, reporter: Reporter, gazetteer: Gazetteer) -> bool:
    """Whether a name of two characters (塔乡) is the first and last one of a known township."""
    return reporter.level is Level.TOWNSHIP and any(_shortens(name, gazetteer.names[code]) for code in reporter.codes)


def _written_out(name: str, prose: Prose) -> Named | None:
    """The one township of the running text that a name of two characters may shorten."""
    found = [(full, codes) for full, codes in prose.townships.items() if _shortens(name, full)]
    return Named(Reporter(found[0][1], found[0][0]), "正文", found[0][0]) if len(found) == 1 else None


def _shortens(name: str, full: str) -> bool:
    return len(full) > 2 and (full[0], full[-1]) == (name[0], name[-1])
