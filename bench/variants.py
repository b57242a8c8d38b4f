"""The rows of the table that ``bench.quality`` prints: other ways to build an index, and to search it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from corpus.report import Passage, Report
from corpus.text.script import is_traditional, plain
from indexer import segmentation
from search.engine import Leg
from search.settings import Part, Settings

Replacements = tuple[tuple[str, object], ...]
"""Names in modules and what stands in their place."""
SHIPPED = "as shipped"


@dataclass(frozen=True, slots=True)
class Row:
    """One way to search, and the names replaced while its index is built and while it searches.

    Rows that replace the same names while building search the same index.
    """

    name: str
    leg: Leg = Leg.FUSED
    parts: tuple[Part, ...] = ()
    building: Replacements = ()
    searching: Replacements = ()

    @property
    def settings(self) -> Settings:
        """The settings of its engine."""
        return Settings.without(self.parts)


def rows() -> list[Row]:
    """As shipped first; then every part off, every leg alone, other things for the encoder and for the words leg to see."""
    return [
        Row(SHIPPED),
        *(Row(f"without {part.value}", parts=(part,)) for part in Part),
        *(Row(f"{leg.value} alone", leg=leg) for leg in Leg if leg is not Leg.FUSED),
        _encoded("encoder sees the passage alone", passage_alone),
        _encoded("encoder sees the whole path", whole_path),
        _encoded("encoder sees the title too", with_title),
        _encoded("encoder sees the place too", with_place),
        _worded("words leg sees the passage alone", sees=passage_alone),
        _worded("words leg sees place and title too", sees=place_and_title),
        _worded("words leg counts a segmenter's words", counts=segmentation.words),
        _worded("words leg counts pairs only", counts=pairs),
    ]


@contextmanager
def replaced(names: Replacements) -> Iterator[None]:
    """Put other objects in the place of names in modules."""
    with ExitStack() as stack:
        for name, value in names:
            stack.enter_context(patch(name, value))
        yield


def passage_alone(report: Report, passage: Passage) -> str:
    """The passage and nothing else."""
    del report
    return passage.text


def whole_path(report: Report, passage: Passage) -> str:
    """All headings above the passage, then the passage."""
    return _joined([*_headings(report, passage), passage.text])


def with_title(report: Report, passage: Passage) -> str:
    """The report's title, last heading, passage."""
    return _joined([report.title, *_headings(report, passage)[-1:], passage.text])


def with_place(report: Report, passage: Passage) -> str:
    """County and township, last heading, passage."""
    return _joined(["".join(report.place.parts[-2:]), *_headings(report, passage)[-1:], passage.text])


def place_and_title(report: Report, passage: Passage) -> str:
    """Place, title, all headings above the passage, then the passage."""
    text = _joined(["".join(report.place.parts), report.title, *_headings(report, passage), passage.text])
    return plain(text, traditional=is_traditional(report.text))


def pairs(text: str) -> list[str]:
    """Pairs of neighbouring characters without the single ones; words of other scripts as they are."""
    return [unit for unit in segmentation.units(text) if len(unit) > 1 or unit.isascii()]


def _encoded(name: str, text_of: Callable[[Report, Passage], str]) -> Row:
    # Where the hash is made and where the text is: the same text is encoded once, by its hash.
    return Row(name, building=(("indexer.cutting.encoded_text", text_of), ("indexer.encoding.encoded_text", text_of)))


def _worded(
    name: str,
    sees: Callable[[Report, Passage], str] | None = None,
    counts: Callable[[str], list[str]] | None = None,
) -> Row:
    return Row(
        name,
        building=(
            *((("indexer.cutting.indexed_text", sees),) if sees else ()),
            *((("indexer.cutting.units", counts),) if counts else ()),
        ),
        searching=(("search.understanding.units", counts),) if counts else (),
    )


def _headings(report: Report, passage: Passage) -> Sequence[str]:
    return [report.sections[position].heading for position in report.path(passage.section)]


def _joined(parts: Sequence[str]) -> str:
    return "。".join(filter(None, parts))
