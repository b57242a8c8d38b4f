"""txtai: hybrid search with content, as its documentation has it; its words leg in n-grams, its documented way for text without spaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.peers.splitting import whole_texts
from bench.peers.task import Chunk, Text

_MARKS = ["。", "！", "？", "；", "\n"]


class Peer:
    """See :class:`bench.peers.task.Peer`."""

    def __init__(self, settings: Mapping[str, Any], model: str) -> None:
        from txtai import Embeddings

        self._settings = settings
        self._embeddings: Any = Embeddings(
            path=model,
            method="sentence-transformers",
            content=True,
            scoring={
                "method": "bm25",
                "terms": True,
                "normalize": True,
                "tokenizer": {"ngrams": {"ngrams": 2, "nmin": 1}},
            },
            dense=True,
        )

    def warm(self) -> None:
        """Load the encoder."""
        self.encode("法")

    def build(self, texts: Sequence[Text], folder: Path, *, whole: bool) -> None:
        """Segment by Chonkie, its documented chunker, at the marks of Chinese; its own sentences are NLTK's, which knows none."""
        from txtai.pipeline import Segmentation

        segment = Segmentation(
            chunker="sentence", tokenizer="character", chunk_size=int(self._settings["size"]), delim=_MARKS
        )
        chunks = (
            whole_texts(texts) if whole else [Chunk(text.id, line) for text in texts for line in segment(text.text)]
        )
        self._embeddings.index([{"text": chunk.text, "report": chunk.text_id} for chunk in chunks])
        self._embeddings.save(str(folder / "index"))
        self._chunks = chunks

    def passages(self, folder: Path) -> list[Chunk]:
        """As they were cut."""
        return self._chunks

    def open(self, folder: Path) -> None:
        """Load the saved index."""
        self._embeddings.load(str(folder / "index"))

    def encode(self, question: str) -> bool:
        """With the prompt that the folder names."""
        self._embeddings.transform(question)
        return True

    def search(self, question: str, top: int) -> list[Chunk]:
        """Both legs at the default weights."""
        found = self._embeddings.search(
            "select text, report from txtai where similar(:question)", top, parameters={"question": question}
        )
        return [Chunk(row["report"], row["text"]) for row in found]


def make(settings: Mapping[str, Any], model: str) -> Peer:
    """Settings: ``size`` in characters."""
    return Peer(settings, model)
