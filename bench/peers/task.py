"""What a peer is given, what it gives back, and what it must be able to do; with the JSON that crosses between processes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Text:
    """A report, or a document of a retrieval set, as plain text; ``headings`` are where each heading begins, and its words."""

    id: str
    text: str
    headings: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage as a peer cut it: which text it is of, and its words as the peer gives them out."""

    text_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question in one language; ``id`` is unique within a language only."""

    id: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """What one process of a peer is asked to do.

    Attributes:
        module: The room of the peer.
        settings: How it is set; each room says what it knows.
        model: A sentence-transformers folder.
        folder: Where the peer's index is written, or lies.
        texts: What is indexed.
        whole: The texts are passages already and are not cut.
        questions: What is asked once the index is there; none where it is being built.
        top: How many passages a question asks for while it is timed.
        depth: How many it asks for to be judged.
        rounds: How often each question is timed.
    """

    module: str
    settings: Mapping[str, Any]
    model: str
    folder: str
    texts: tuple[Text, ...]
    whole: bool
    questions: tuple[Question, ...]
    top: int
    depth: int
    rounds: int

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Built:
    """What building took: seconds of the clock and of the processor, bytes. ``start`` is imports and loading the encoder, no part of the rest."""

    start: float
    seconds: float
    cpu: float
    peak: int
    disk: int
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What searching took, and what was found, by language and question.

    Milliseconds: of the clock for each search, of the processor for each search and for each question's encoding alone (empty without an encoder).
    """

    opening: float
    peak: int
    clock: tuple[float, ...]
    cpu: tuple[float, ...]
    encoding: tuple[float, ...]
    found: tuple[tuple[str, str, tuple[Chunk, ...]], ...]


class Peer(Protocol):
    """What a room of a peer makes."""

    def warm(self) -> None:
        """Load the encoder, so that what is timed afterwards has it."""
        ...

    def build(self, texts: Sequence[Text], folder: Path, *, whole: bool) -> None:
        """Index the texts into an empty folder, cut unless they are passages already."""
        ...

    def passages(self, folder: Path) -> list[Chunk]:
        """Every passage that has just been indexed; its time does not count."""
        ...

    def open(self, folder: Path) -> None:
        """Open what was built, in another process."""
        ...

    def encode(self, question: str) -> bool:
        """Encode a question as a search does and throw it away; false for a peer that encodes nothing."""
        ...

    def search(self, question: str, top: int) -> list[Chunk]:
        """The best passages, best first."""
        ...


def read_task(path: Path) -> Task:
    """Read what :meth:`Task.write` wrote."""
    row = json.loads(path.read_text(encoding="utf-8"))
    texts = tuple(Text(t["id"], t["text"], tuple((at, words) for at, words in t["headings"])) for t in row.pop("texts"))
    questions = tuple(Question(**question) for question in row.pop("questions"))
    return Task(texts=texts, questions=questions, **row)


def read_built(path: Path) -> Built:
    """Read what a process that built wrote."""
    row = json.loads(path.read_text(encoding="utf-8"))
    return Built(chunks=tuple(Chunk(**chunk) for chunk in row.pop("chunks")), **row)


def read_searched(path: Path) -> Searched:
    """Read what a process that searched wrote."""
    row = json.loads(path.read_text(encoding="utf-8"))
    found = tuple(
        (language, question, tuple(Chunk(**c) for c in chunks)) for language, question, chunks in row["found"]
    )
    clock, cpu, encoding = (tuple(row[name]) for name in ("clock", "cpu", "encoding"))
    return Searched(row["opening"], row["peak"], clock, cpu, encoding, found)
