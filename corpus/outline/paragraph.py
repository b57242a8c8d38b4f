"""A paragraph of the body with the number that opens it, read once for all who ask."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.outline.numbering import Number, read_number
from corpus.text.cleaning import paragraphs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph at ``text[start:stop]`` of the report. ``number`` opens it, also one of a weak style; its offsets are the report's."""

    start: int
    stop: int
    text: str
    number: Number | None

    @property
    def words(self) -> str:
        """What stands behind the number."""
        return self.text[self.number.end - self.start :] if self.number is not None else self.text


def read_paragraphs(text: str, begin: int, end: int) -> list[Paragraph]:
    """The paragraphs of a cleaned text that begin in ``text[begin:end]``."""
    return [
        Paragraph(start, stop, text[start:stop], read_number(text, start, weak=True))
        for start, stop in paragraphs(text)
        if begin <= start < end
    ]
