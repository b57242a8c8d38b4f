"""LangChain over FAISS: its recursive splitter, its FAISS store, its BM25 retriever over jieba's words, joined by its ensemble retriever.

``langchain-huggingface`` asks for an older huggingface-hub than sentence-transformers brings; its ``Embeddings`` interface is met here instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

    def warm(self) -> None:
        """Run it once, and load jieba's dictionary."""
        import jieba

        jieba.lcut("法")
        self.encode("法")

    def build(self, texts: Sequence[Text], folder: Path, *, whole: bool) -> None:
        """Split, embed, store."""
        from langchain_community.vectorstores import FAISS
        from langchain_core.documents import Document

        chunks = split_recursively(texts, self._settings, whole=whole)
        documents = [Document(c.text, id=str(n), metadata={"report": c.text_id, "id": n}) for n, c in enumerate(chunks)]
        FAISS.from_documents(documents, _embeddings(self._encoder)).save_local(str(folder))
        self._chunks = chunks

    def passages(self, folder: Path) -> list[Chunk]:
        """As they were cut."""
        return self._chunks

    def open(self, folder: Path) -> None:
        """Load the store; BM25 cannot be saved and is made again of its documents."""
        import jieba
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
        from langchain_community.vectorstores import FAISS

        # Pickled by the process before, in a folder of this run.
        store: Any = FAISS.load_local(str(folder), _embeddings(self._encoder), allow_dangerous_deserialization=True)
        documents = [store.docstore.search(name) for name in store.index_to_docstore_id.values()]
        self._dense: Any = store.as_retriever()
        self._words: Any = BM25Retriever.from_documents(documents, preprocess_func=jieba.lcut)
        self._both: Any = EnsembleRetriever(retrievers=[self._words, self._dense], weights=[0.5, 0.5], id_key="id")

    def encode(self, question: str) -> bool:
        """With the folder's prompt."""
        self._encoder.question(question)
        return True

    def search(self, question: str, top: int) -> list[Chunk]:
        """Reciprocal rank fusion of both."""
        self._words.k = top
        self._dense.search_kwargs = {"k": top}
        return [Chunk(found.metadata["report"], found.page_content) for found in self._both.invoke(question)[:top]]


def _embeddings(encoder: StockEncoder) -> Any:  # noqa: ANN401
    from langchain_core.embeddings import Embeddings

    class Given(Embeddings):  # type: ignore[misc]
        """The encoder behind the interface that LangChain documents for one's own."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            rows: list[list[float]] = encoder.passages(texts).tolist()
            return rows

        def embed_query(self, text: str) -> list[float]:
            return encoder.question(text)

    return Given()


def make(settings: Mapping[str, Any], model: str) -> Peer:
    """Settings: ``size`` and ``overlap`` in characters."""
    return Peer(settings, model)
