"""One file of the forge: a report, a format, some messes, the bytes, and everything that is true of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bench.forge.catalogue import MESSES, make_draft
from bench.forge.draft import Draft, Part, bare, marked
from bench.forge.render.docx import write_docx
from bench.forge.render.html import write_html
from bench.forge.render.ofd import write_ofd
from bench.forge.render.packed import pack
from bench.forge.render.pdf import write_pdf
from bench.forge.render.plain import write_markdown, write_text
from bench.forge.render.rendered import Rendered
from bench.forge.truth import TrueHeading, TrueReport
from bench.forge.writer import write
from corpus.report import Role

Writer = Callable[[Draft, Random], Rendered]
WRITERS: dict[str, Writer] = {
    "txt": write_text,
    "md": write_markdown,
    "docx": write_docx,
    "html": write_html,
    "pdf": write_pdf,
    "ofd": write_ofd,
}
PACKED = ("zip-txt", "zip-docx", "zip-pdf")
FORMATS = (*WRITERS, *PACKED)
"""Formats by name; ``zip-docx`` is a Word file in an archive."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the report's own text. ``role`` is ``None`` where it has none or nobody could tell."""

    text: str
    role: Role | None
    body: bool
    opens: bool
    """Whether a paragraph begins with it."""
    title: bool = False
    """Whether it is the title, which a page may hold outside of its text."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A forged file with its truth. ``debris`` should be taken out of the text, ``optional`` may stay or go."""

    report: TrueReport
    format: str
    messes: tuple[str, ...]
    data: bytes
    suffix: str
    inner: str
    """Suffix of the report's own file, in an archive or not."""
    headings: tuple[TrueHeading, ...]
    spans: tuple[Span, ...]
    debris: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def name(self) -> str:
        """How to ask for it again."""
        return f"{self.report.seed}:{self.format}:{'+'.join(self.messes)}"

    @property
    def source(self) -> str:
        """Path under which the report is filed."""
        folder = f"{self.report.folder}/" if self.report.folder else ""
        return f"{folder}{self.report.seed}{self.inner}"


def forge(seed: int, format: str = "txt", messes: tuple[str, ...] = ()) -> Variant | None:
    """One file, always the same for the same arguments.

    Args:
        seed: Seed of the report.
        format: One of ``FORMATS``.
        messes: Keys of :data:`bench.forge.catalogue.MESSES`.

    Returns:
        The file and its truth, or ``None`` where a mess finds no hold in this report or has no place in this format.

    Raises:
        KeyError: The format or a mess is unknown.
    """
    if any(format.removeprefix("zip-") not in MESSES[name].formats for name in messes):
        return None
    draft = make_draft(write(seed), messes)
    if draft is None:
        return None
    random = Random(f"{seed} {format} {messes}")
    rendered = WRITERS[format.removeprefix("zip-")](draft, random)
    inner = rendered.suffix
    if format in PACKED:
        rendered = pack(rendered, draft, random)
    waste, kept = [*rendered.debris], [*rendered.optional]
    for block in draft.blocks:
        debris, optional = marked(block.written)
        waste += debris
        kept += optional
    return Variant(
        report=draft.report,
        format=format,
        messes=messes,
        data=rendered.data,
        suffix=rendered.suffix,
        inner=inner,
        headings=draft.headings,
        spans=tuple(_spans(draft)),
        debris=tuple(waste),
        optional=tuple(kept),
    )


def _spans(draft: Draft) -> list[Span]:
    spans = []
    for group in draft.paragraphs:
        opens = True
        for block in group:
            body = block.part is Part.TEXT
            own = bare(block.written)
            if own:
                spans.append(
                    Span(
                        own,
                        block.role if body else None,
                        body and block.role is not Role.MIXED,
                        opens,
                        block.part is Part.TITLE,
                    )
                )
                opens = False
    return spans
