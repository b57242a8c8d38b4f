"""The formats that a briefing can be had in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.excerpt import Briefing
from briefing.markdown import markdown_bytes
from briefing.tables import briefing_csv, briefing_xlsx
from briefing.word import word_bytes
from errors import FajianError

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, and what makes the file."""

    mime: str
    make: Callable[[Briefing], bytes]


FORMATS: Mapping[str, Format] = {
    "docx": Format(f"{_OFFICE}.wordprocessingml.document", word_bytes),
    "md": Format("text/markdown", markdown_bytes),
    "csv": Format("text/csv", briefing_csv),
    "xlsx": Format(f"{_OFFICE}.spreadsheetml.sheet", briefing_xlsx),
}
"""By the suffix of their files."""


def format_of(path: Path) -> Format:
    """The format that the name of a file asks for.

    Raises:
        FajianError: It asks for none of these.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise FajianError(
            f"{path} names no format to export to; let it end in {', '.join('.' + name for name in FORMATS)}"
        )
    return FORMATS[suffix]
