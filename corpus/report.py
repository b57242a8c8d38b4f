"""The nouns of the product: what a report is once it has been read.

Every floor above speaks in these frozen records and never in loose dicts. All offsets count characters (code
points) of :attr:`Report.text`, half open: ``text[start:end]``.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a section or passage is for: what was done, what is wrong, what comes next."""

    PRACTICE = "practice"
    PROBLEM = "problem"
    PLAN = "plan"
    OTHER = "other"
    MIXED = "mixed"
    """Only for a heading whose subsections have different roles; no passage is mixed."""


class Level(StrEnum):
    """Level of the authority that reports."""

    TOWNSHIP = "township"
    COUNTY = "county"
    PREFECTURE = "prefecture"
    PROVINCE = "province"
    DEPARTMENT = "department"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What kind of document it is. All are indexed; only reports are found unless another kind is asked for."""

    REPORT = "report"
    PLAN = "plan"
    """A plan of work (工作安排, 实施方案)."""
    PERSONAL = "personal"
    """One leader's account of duties (述法报告)."""
    INTERPRETATION = "interpretation"
    """Explains a document (政策解读)."""
    NEWS = "news"
    """Tells of a meeting or an event."""
    TEMPLATE = "template"
    """A model text or an essay (范文) of no place."""


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative place, from the province down; any part may be unknown (``None``).

    ``code`` is the statistical code of the lowest known part (2 to 9 digits) when the gazetteer knows it. ``certain``
    is true when the gazetteer or the user's metadata settles the place.
    """

    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    township: str | None = None
    code: str | None = None
    certain: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The known names, from the province down."""
        return tuple(p for p in (self.province, self.prefecture, self.county, self.township) if p)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it.

    ``level`` 0 is the report itself, 1 is ``一、``, 2 is ``（一）``, 3 is ``1.``. ``number`` is the numbering as it is
    written (``""`` where it was lost). ``start`` is where the heading line begins (its number included), ``body`` where the
    text after the heading begins, ``end`` where the section ends, subsections included. ``parent`` is the position of the
    enclosing section in :attr:`Report.sections`, ``None`` for level 0. ``doubt`` says, in words for a person, what the reader was
    unsure of here (a lost number, a role told by the words of the text); ``""`` where it was sure.
    """

    level: int
    number: str
    heading: str
    role: Role
    start: int
    body: int
    end: int
    parent: int | None
    doubt: str = ""

    @property
    def label(self) -> str:
        """Number and heading as one string, as a reader sees them in the report."""
        return f"{self.number}{self.heading}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact was found.

    ``fact`` is the name of a field of :class:`Report` (``"year"``, ``"issuer"``, …). ``where`` names the part of the document, in words for
    a person (``标题``, ``落款``, ``metadata.csv``). ``text`` is the wording the fact was read from; ``start`` and ``end`` are its offsets in
    :attr:`Report.text`, ``None`` where it stands outside of it (an index table of the site, the name of the file).
    """

    fact: str
    where: str
    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One report as the reader understood it.

    ``id`` is 16 hex digits of the SHA-256 of ``text``: the same content has the same id wherever it lies. ``source`` is the
    path it was read from, ``other_sources`` are those where the same report also lies. ``year`` is the year reported on. ``published`` and
    ``signed`` are ISO dates (of publication, of the signature) or ``None``. ``pages`` holds the offset in ``text`` at which each page of a
    paged file begins (empty for other files), ``lines`` the offset at which each line of the original begins. ``notes`` are the reader's
    doubts, in words for a person. ``evidence`` tells where each fact was found. ``apart`` is what stands beside the body (footnotes, page
    headers of a Word file), ``removed`` the debris taken out of it, each distinct piece once. ``recognised`` marks text read from pictures
    (OCR), ``fictional`` invented sample reports.
    """

    id: str
    source: str
    title: str
    place: Place
    level: Level
    year: int | None
    issuer: str | None
    document_number: str | None
    published: str | None
    text: str
    sections: tuple[Section, ...]
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    fictional: bool = False
    kind: Kind = Kind.REPORT
    format: str = ""
    addressee: str | None = None
    signed: str | None = None
    lines: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    apart: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    recognised: bool = False
    other_sources: tuple[str, ...] = ()

    def path(self, section: int) -> tuple[int, ...]:
        """Positions of the sections around this one and its own, outermost first, the report itself left out."""
        path: list[int] = []
        position: int | None = section
        while position is not None:
            if self.sections[position].level > 0:
                path.append(position)
            position = self.sections[position].parent
        return tuple(reversed(path))

    def headings(self, section: int) -> tuple[str, ...]:
        """Labels of the sections on that path, as a reader sees them."""
        return tuple(self.sections[position].label for position in self.path(section))

    def page_at(self, offset: int) -> int | None:
        """Page (from 1) on which the character at ``offset`` stands; ``None`` for files without pages."""
        return bisect_right(self.pages, offset) or None

    def line_at(self, offset: int) -> int | None:
        """Line of the original (from 1) on which the character at ``offset`` stands; ``None`` where lines are unknown."""
        return bisect_right(self.lines, offset) or None


@dataclass(frozen=True, slots=True)
class Passage:
    """One point or paragraph: ``text == report.text[start:end]``, inside one section.

    ``section`` is the position in :attr:`Report.sections`. ``themes`` are the names of at most two themes of
    :mod:`corpus.themes`, the stronger first.
    """

    id: str
    report_id: str
    section: int
    role: Role
    text: str
    start: int
    end: int
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a format yields before the reader looks at the meaning: plain lines and what the file says of itself.

    ``text`` holds one paragraph (or, where ``hard_wrapped`` is true, one visual line) a line. ``pages`` is the offset in
    ``text`` at which each page begins. ``title`` and ``metadata`` are what the format declares (an html ``<h1>``, the rows of an
    index table), ``notes`` what could not be read, in words for a person (Chinese). ``apart`` is text that stands beside the body
    (footnotes, page headers, text boxes of a letterhead), ``removed`` debris that the format left out (page numbers, running heads).
    ``recognised`` marks text read from pictures (OCR). ``given`` is what the file's owner says of it in front matter, by the names
    of :data:`corpus.given.FIELDS`: unlike ``metadata`` it overrides what the text says. ``headings`` are the lines that the file itself
    marks as headings (a style of Word, ``<h2>``, ``##``), with the depth it gives them.
    """

    text: str
    format: str
    title: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    pages: tuple[int, ...] = ()
    hard_wrapped: bool | None = None
    notes: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    recognised: bool = False
    given: dict[str, str] = field(default_factory=dict)
    headings: tuple[tuple[int, str], ...] = ()
