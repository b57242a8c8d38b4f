"""What is known of a forged report before it is set in a format."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.report import Level, Role


@dataclass(frozen=True, slots=True)
class TruePlace:
    """Who reports. ``settled`` says whether the report tells enough for the place to be known; a shared name alone does not.

    ``names`` are the official names from the province down, ``code`` is the statistical code.
    """

    names: tuple[str, ...]
    code: str
    settled: bool

    @property
    def own(self) -> str:
        """Name of the lowest place, the one that reports."""
        return self.names[-1]


@dataclass(frozen=True, slots=True)
class TrueHeading:
    """A heading and the paragraphs below it, up to the next heading.

    ``role`` is ``None`` where a person could not tell it either (text under a heading of two acts). ``optional`` headings may be taken
    for headings or left as text: ``一是`` as a second level.
    """

    level: int
    number: str
    text: str
    role: Role | None
    paragraphs: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class TrueReport:
    """A forged report, whole. ``folder`` is the path it is filed under (it may be what names the county), ``signed`` an ISO date.

    ``signature`` is the line above the date, ``date`` that line as written; ``""`` or ``None`` where a part is missing.
    """

    seed: int
    title: str
    place: TruePlace
    level: Level
    year: int
    headings: tuple[TrueHeading, ...]
    preamble: tuple[str, ...]
    letterhead: str = ""
    document_number: str | None = None
    signatory: str = ""
    addressee: str | None = None
    closing: str = ""
    signature: str = ""
    date: str = ""
    signed: str | None = None
    published: str | None = None
    folder: str = ""

    @property
    def issuer(self) -> str | None:
        """Who signs, or whose letterhead it is."""
        return self.signature or self.letterhead.removesuffix("文件") or None
