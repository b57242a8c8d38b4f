"""Haystack: its hybrid retrieval pipeline over the in-memory store, whose BM25 takes Chinese character by character.

Its ``ChineseDocumentSplitter`` needs HanLP's models, which are fetched from a hub while it runs; the recursive splitter takes its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.peers.splitting import SEPARATORS
from bench.peers.task import Chunk, Text
from embeddings.stock_folder import PASSAGE_PROMPT, QUERY_PROMPT


class Peer:
    """See :class:`bench.peers.task.Peer`."""

    def __init__(self, settings: Mapping[str, Any], model: str) -> None:
        from haystack.utils import ComponentDevice
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        self._settings = settings
        common = {
            "model": model,
            "device": ComponentDevice.from_str("cpu"),
            "progress_bar": False,
            "local_files_only": True,
        }
        self._documents: Any = SentenceTransformersDocumentEmbedder(prefix=PASSAGE_PROMPT, **common)
        self._questions: Any = SentenceTransformersTextEmbedder(prefix=QUERY_PROMPT, **common)

    def warm(self) -> None:
        """Load the encoder; both embedders share it."""
        for embedder in (self._documents, self._questions):
            embedder.warm_up()
        self.encode("法")

    def build(self, texts: Sequence[Text], folder: Path, *, whole: bool) -> None:
        """Split, embed, store, save."""
        from haystack import Document
        from haystack.components.preprocessors import DocumentCleaner, RecursiveDocumentSplitter
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack.document_stores.types import DuplicatePolicy

        documents = [Document(content=text.text, meta={"report": text.id}) for text in texts]
        if not whole:
            # Which its documentation puts before the splitter.
            documents = DocumentCleaner(remove_extra_whitespaces=False).run(documents)["documents"]
            splitter = RecursiveDocumentSplitter(
                split_length=int(self._settings["size"]),
                split_overlap=int(self._settings["overlap"]),
                split_unit="char",
                separators=[separator for separator in SEPARATORS if separator],
            )
            splitter.warm_up()
            documents = splitter.run(documents)["documents"]
        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        store.write_documents(self._documents.run(documents)["documents"], policy=DuplicatePolicy.SKIP)
        store.save_to_disk(str(folder / "store.json"))
        self._chunks = [Chunk(document.meta["report"], document.content or "") for document in documents]

    def passages(self, folder: Path) -> list[Chunk]:
        """As they were cut."""
        return self._chunks

    def open(self, folder: Path) -> None:
        """Load the store and put the pipeline together."""
        from haystack import Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        store = InMemoryDocumentStore.load_from_disk(str(folder / "store.json"))
        self._pipeline: Any = Pipeline()
        self._pipeline.add_component("embedder", self._questions)
        self._pipeline.add_component("dense", InMemoryEmbeddingRetriever(store))
        self._pipeline.add_component("words", InMemoryBM25Retriever(store))
        self._pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        self._pipeline.connect("embedder", "dense")
        self._pipeline.connect("dense", "joiner")
        self._pipeline.connect("words", "joiner")

    def encode(self, question: str) -> bool:
        """With the prompt as a prefix."""
        self._questions.run(question)
        return True

    def search(self, question: str, top: int) -> list[Chunk]:
        """Both retrievers, joined by reciprocal rank fusion."""
        asked = {
            "embedder": {"text": question},
            "dense": {"top_k": top},
            "words": {"query": question, "top_k": top},
            "joiner": {"top_k": top},
        }
        documents = self._pipeline.run(asked)["joiner"]["documents"]
        return [Chunk(document.meta["report"], document.content) for document in documents]


def make(settings: Mapping[str, Any], model: str) -> Peer:
    """Settings: ``size`` and ``overlap`` in characters."""
    return Peer(settings, model)
