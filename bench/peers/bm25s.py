"""Plain bm25s over jieba's words: what a careful programmer has in an afternoon. No encoder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.peers.splitting import split_recursively
from bench.peers.task import Chunk, Text

_CHUNKS = "chunks.json"


class Peer:
    """See :class:`bench.peers.task.Peer`."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings

    def warm(self) -> None:
        """Load jieba's dictionary."""
        _words("法")

    def build(self, texts: Sequence[Text], folder: Path, *, whole: bool) -> None:
        """Index with the library's defaults."""
        import bm25s

        chunks = split_recursively(texts, self._settings, whole=whole)
        index = bm25s.BM25()
        index.index([_words(chunk.text) for chunk in chunks], show_progress=False)
        index.save(str(folder))
        pairs = [(chunk.text_id, chunk.text) for chunk in chunks]
        (folder / _CHUNKS).write_text(json.dumps(pairs, ensure_ascii=False), encoding="utf-8")
        self._chunks = chunks

    def passages(self, folder: Path) -> list[Chunk]:
        """As they were cut."""
        return self._chunks

    def open(self, folder: Path) -> None:
        """Map the arrays and read the passages."""
        import bm25s

        self._index = bm25s.BM25.load(str(folder), mmap=True)
        self._chunks = [Chunk(*pair) for pair in json.loads((folder / _CHUNKS).read_text(encoding="utf-8"))]

    def encode(self, question: str) -> bool:
        """There is no encoder."""
        return False

    def search(self, question: str, top: int) -> list[Chunk]:
        """Passages that hold any word of the question."""
        rows, scores = self._index.retrieve(
            [_words(question)], k=min(top, len(self._chunks)), show_progress=False, backend_selection="numpy"
        )
        return [self._chunks[row] for row, score in zip(rows[0], scores[0], strict=True) if score > 0]


def _words(text: str) -> list[str]:
    import jieba

    return [word for word in jieba.lcut(text.lower()) if any(character.isalnum() for character in word)]


def make(settings: Mapping[str, Any], model: str) -> Peer:
    """Settings: ``size`` and ``overlap`` in characters."""
    return Peer(settings)
