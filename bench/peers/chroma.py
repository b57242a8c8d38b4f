"""Chroma on its own disk: vectors, and full text as it has it there, a filter on what documents contain.

Its ranked words (sparse vectors, BM25) are refused by the embedded store: "Sparse vector indexing is not enabled in local".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.peers.splitting import split_recursively
from bench.peers.stock_encoder import StockEncoder
from bench.peers.task import Chunk, Text

_BATCH = 5_000
"""Records that one call may add."""


class Peer:
    """See :class:`bench.peers.task.Peer`."""

    def __init__(self, settings: Mapping[str, Any], model: str) -> None:
        self._settings = settings
        self._encoder = StockEncoder(model)

    def warm(self) -> None:
        """Run the encoder once."""
        self.encode("法")

    def build(self, texts: Sequence[Text], folder: Path, *, whole: bool) -> None:
        """Split, embed, add."""
        chunks = split_recursively(texts, self._settings, whole=whole)
        rows = self._encoder.passages([chunk.text for chunk in chunks])
        collection = _client(folder).create_collection(
            "passages", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        for first in range(0, len(chunks), _BATCH):
            some = chunks[first : first + _BATCH]
            collection.add(
                ids=[str(first + number) for number in range(len(some))],
                documents=[chunk.text for chunk in some],
                metadatas=[{"report": chunk.text_id} for chunk in some],
                embeddings=rows[first : first + _BATCH],
            )
        self._chunks = chunks

    def passages(self, folder: Path) -> list[Chunk]:
        """As they were cut."""
        return self._chunks

    def open(self, folder: Path) -> None:
        """Open the collection, and load jieba's dictionary if words are asked for."""
        self._collection: Any = _client(folder).get_collection("passages", embedding_function=None)
        if self._settings.get("words"):
            _words("法")

    def encode(self, question: str) -> bool:
        """With the folder's prompt."""
        self._encoder.question(question)
        return True

    def search(self, question: str, top: int) -> list[Chunk]:
        """The nearest; with words, first the nearest of those that contain one of the question's."""
        vector = self._encoder.question(question)
        found: dict[str, Chunk] = {}
        terms = [{"$contains": word} for word in _words(question)] if self._settings.get("words") else []
        if terms:
            found |= self._nearest(vector, top, terms[0] if len(terms) == 1 else {"$or": terms})
        if len(found) < top:
            found |= {key: chunk for key, chunk in self._nearest(vector, top, None).items() if key not in found}
        return list(found.values())[:top]

    def _nearest(self, vector: list[float], top: int, where: object) -> dict[str, Chunk]:
        rows = self._collection.query(query_embeddings=[vector], n_results=top, where_document=where)
        every = zip(rows["ids"][0], rows["metadatas"][0], rows["documents"][0], strict=True)
        return {key: Chunk(facts["report"], text) for key, facts, text in every}


def _client(folder: Path) -> Any:  # noqa: ANN401
    import chromadb

    return chromadb.PersistentClient(str(folder), settings=chromadb.Settings(anonymized_telemetry=False))


def _words(question: str) -> list[str]:
    """The question's words of two characters and more."""
    import jieba

    return [word for word in dict.fromkeys(jieba.lcut(question)) if len(word) > 1]


def make(settings: Mapping[str, Any], model: str) -> Peer:
    """Settings: ``size`` and ``overlap`` in characters; ``words`` for the filter."""
    return Peer(settings, model)
