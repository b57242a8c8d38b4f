"""LanceDB: a table with vectors and a full-text index cut by its jieba tokenizer, searched by its hybrid query.

Its jieba needs a dictionary, which its documentation has downloaded; the one of the jieba package has the same form and is put where it looks.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.peers.splitting import split_recursively
from bench.peers.stock_encoder import StockEncoder
from bench.peers.task import Chunk, Text


class Peer:
    """See :class:`bench.peers.task.Peer`."""

    def __init__(self, settings: Mapping[str, Any], model: str) -> None:
        self._settings = settings
        self._encoder = StockEncoder(model)
        self._home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        _put_dictionary(Path(self._home.name))
        os.environ["LANCE_LANGUAGE_MODEL_HOME"] = self._home.name

    def warm(self) -> None:
        """Run the encoder once."""
        self.encode("法")

    def build(self, texts: Sequence[Text], folder: Path, *, whole: bool) -> None:
        """Vectors are searched exactly: its documentation names no index for so few."""
        import lancedb
        from lancedb.index import FTS

        chunks = split_recursively(texts, self._settings, whole=whole)
        rows = self._encoder.passages([chunk.text for chunk in chunks])
        table: Any = lancedb.connect(str(folder)).create_table(
            "passages",
            [{"report": c.text_id, "text": c.text, "vector": row} for c, row in zip(chunks, rows, strict=True)],
        )
        words = FTS(base_tokenizer="jieba/default", stem=False, remove_stop_words=False, ascii_folding=False)
        table.create_index("text", config=words)
        self._chunks = chunks

    def passages(self, folder: Path) -> list[Chunk]:
        """As they were cut."""
        return self._chunks

    def open(self, folder: Path) -> None:
        """Open the table."""
        import lancedb
        from lancedb.rerankers import RRFReranker

        self._table: Any = lancedb.connect(str(folder)).open_table("passages")
        self._fusion = RRFReranker()

    def encode(self, question: str) -> bool:
        """With the folder's prompt."""
        self._encoder.question(question)
        return True

    def search(self, question: str, top: int) -> list[Chunk]:
        """Hybrid: reciprocal rank fusion, its default."""
        asked = self._table.search(query_type="hybrid").vector(self._encoder.question(question)).text(question)
        found = asked.distance_type("cosine").rerank(self._fusion).limit(top).to_list()
        return [Chunk(row["report"], row["text"]) for row in found]


def _put_dictionary(home: Path) -> None:
    spec = find_spec("jieba")
    assert spec is not None, "a requirement of the product"
    assert spec.origin is not None, "a package of files"
    place = home / "jieba" / "default"
    place.mkdir(parents=True)
    shutil.copyfile(Path(spec.origin).parent / "dict.txt", place / "dict.txt")


def make(settings: Mapping[str, Any], model: str) -> Peer:
    """Settings: ``size`` and ``overlap`` in characters."""
    return Peer(settings, model)
