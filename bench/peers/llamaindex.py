"""LlamaIndex over FAISS: its sentence splitter, vector index and BM25 retriever, joined by its fusion retriever.

Its BM25 takes words by a regular expression; the one here takes Chinese character by character, since no segmenter can be given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.peers.task import Chunk, Text
from embeddings.stock_folder import PASSAGE_PROMPT, QUERY_PROMPT

_TOKEN = r"(?u)[㐀-鿿]|[^\W㐀-鿿]+"


class Peer:
    """See :class:`bench.peers.task.Peer`."""

    def __init__(self, settings: Mapping[str, Any], model: str) -> None:
        from llama_index.core import Settings
        from llama_index.core.llms import MockLLM
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        self._settings = settings
        self._embedding: Any = HuggingFaceEmbedding(
            model_name=model,
            query_instruction=QUERY_PROMPT,
            text_instruction=PASSAGE_PROMPT,
            device="cpu",
            embed_batch_size=32,
        )
        Settings.embed_model = self._embedding
        Settings.llm = MockLLM()

    def warm(self) -> None:
        """The encoder was loaded when the peer was made."""
        self.encode("法")

    def build(self, texts: Sequence[Text], folder: Path, *, whole: bool) -> None:
        """Split, embed, store; both parts are saved."""
        import faiss
        from llama_index.core import Document, StorageContext, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.core.schema import TextNode
        from llama_index.retrievers.bm25 import BM25Retriever
        from llama_index.vector_stores.faiss import FaissVectorStore

        unseen = {"excluded_embed_metadata_keys": ["report"], "excluded_llm_metadata_keys": ["report"]}
        if whole:
            nodes: list[Any] = [TextNode(text=t.text, metadata={"report": t.id}, **unseen) for t in texts]
        else:
            splitter = SentenceSplitter(
                chunk_size=int(self._settings["size"]), chunk_overlap=int(self._settings["overlap"])
            )
            nodes = splitter.get_nodes_from_documents(
                [Document(text=t.text, metadata={"report": t.id}, **unseen) for t in texts]
            )
        store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(len(self._embedding.get_text_embedding("法"))))
        index = VectorStoreIndex(nodes, storage_context=StorageContext.from_defaults(vector_store=store))
        index.storage_context.persist(str(folder / "index"))
        words = BM25Retriever.from_defaults(nodes=nodes, token_pattern=_TOKEN, skip_stemming=True)
        words.persist(str(folder / "words"))
        self._chunks = [Chunk(node.metadata["report"], node.text) for node in nodes]

    def passages(self, folder: Path) -> list[Chunk]:
        """As they were cut."""
        return self._chunks

    def open(self, folder: Path) -> None:
        """Load both parts."""
        from llama_index.core import StorageContext, load_index_from_storage
        from llama_index.retrievers.bm25 import BM25Retriever
        from llama_index.vector_stores.faiss import FaissVectorStore

        place = str(folder / "index")
        store = FaissVectorStore.from_persist_dir(place)
        self._index: Any = load_index_from_storage(StorageContext.from_defaults(vector_store=store, persist_dir=place))
        self._words: Any = BM25Retriever.from_persist_dir(str(folder / "words"))
        self._words.token_pattern, self._words.skip_stemming = _TOKEN, True

    def encode(self, question: str) -> bool:
        """With its instruction."""
        self._embedding.get_query_embedding(question)
        return True

    def search(self, question: str, top: int) -> list[Chunk]:
        """Reciprocal rank fusion of both, of the question as it is."""
        from llama_index.core.retrievers import QueryFusionRetriever

        # It refuses to be asked for more than there is.
        self._words.similarity_top_k = min(top, len(self._words.corpus))
        fused = QueryFusionRetriever(
            [self._index.as_retriever(similarity_top_k=top), self._words],
            similarity_top_k=top,
            num_queries=1,
            mode="reciprocal_rerank",
            use_async=False,
        )
        return [Chunk(found.node.metadata["report"], found.node.text) for found in fused.retrieve(question)]


def make(settings: Mapping[str, Any], model: str) -> Peer:
    """Settings: ``size`` and ``overlap`` in tokens of its default tokenizer."""
    return Peer(settings, model)
