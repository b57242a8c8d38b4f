"""The rows of the table: each a peer with its settings. Sizes are documented defaults; "small" is near the length of a report's point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

ITSELF = "fajian"
"""The row that ratios are told against."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    ``packages`` are its distributions; ``needs`` the modules without which it is left out. ``told`` says the settings in words.
    """

    name: str
    module: str
    settings: Mapping[str, Any]
    packages: tuple[str, ...]
    needs: tuple[str, ...]
    told: str

    @property
    def missing(self) -> str:
        """The first module that is not installed; "" where nothing is missing."""
        return next((name for name in self.needs if not _is_there(name)), "")

    @property
    def versions(self) -> str:
        """Its packages with their versions, as installed."""
        return ", ".join(f"{name} {_version(name)}" for name in self.packages)


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # of a package above it
        return False


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"


_LARGE, _SMALL = {"size": 1000, "overlap": 200}, {"size": 300, "overlap": 50}
_LANGCHAIN = ("langchain_text_splitters", "langchain_community", "langchain_classic", "rank_bm25")
_LLAMA = ("llama_index.core", "llama_index.embeddings.huggingface", "llama_index.vector_stores.faiss")
_HAYSTACK = ("haystack", "haystack_integrations.components.embedders.sentence_transformers")
_LANGCHAIN_PACKAGES = ("langchain-core", "langchain-community", "langchain-classic", "rank-bm25", "faiss-cpu", "jieba")
_LLAMA_PACKAGES = ("llama-index-core", "llama-index-vector-stores-faiss", "llama-index-retrievers-bm25", "faiss-cpu")
_CHROMA = ("chromadb", "langchain_text_splitters")


ROWS = (
    Row(
        ITSELF,
        "fajian",
        {"encoder": "onnx"},
        ("onnxruntime", "faiss-cpu"),
        (),
        "as shipped: cut by section and point; vectors, words and tokens; the model's weights through ONNX Runtime",
    ),
    Row(
        "fajian-torch",
        "fajian",
        {"encoder": "torch"},
        ("sentence-transformers", "torch"),
        ("sentence_transformers",),
        "the same, with the very encoder folder that the others are given",
    ),
    Row(
        "txtai",
        "txtai",
        {"size": 300},
        ("txtai", "chonkie"),
        ("txtai", "chonkie"),
        "Segmentation(chunker='sentence') at the marks of Chinese, 300 characters; hybrid at its default weights; BM25 over n-grams of 1 and 2 characters, normalised",
    ),
    Row(
        "haystack",
        "haystack",
        {"size": 200, "overlap": 0},
        ("haystack-ai", "sentence-transformers-haystack"),
        _HAYSTACK,
        "DocumentCleaner, RecursiveDocumentSplitter, its default length 200 counted in characters, Chinese marks as separators; InMemoryDocumentStore, "
        "BM25L by character (its default for Chinese) and vectors, reciprocal rank fusion",
    ),
    Row(
        "llamaindex",
        "llamaindex",
        {"size": 1024, "overlap": 200},
        _LLAMA_PACKAGES,
        (*_LLAMA, "llama_index.retrievers.bm25"),
        "SentenceSplitter at its default 1,024 tokens, overlap 200; FAISS flat and BM25 by character, QueryFusionRetriever with "
        "reciprocal rank fusion, one query",
    ),
    Row(
        "llamaindex-small",
        "llamaindex",
        {"size": 256, "overlap": 40},
        _LLAMA_PACKAGES,
        (*_LLAMA, "llama_index.retrievers.bm25"),
        "the same at 256 tokens, overlap 40",
    ),
    Row(
        "langchain",
        "langchain",
        _LARGE,
        _LANGCHAIN_PACKAGES,
        _LANGCHAIN,
        "RecursiveCharacterTextSplitter at 1,000 characters, overlap 200 (its tutorial), Chinese marks as separators; FAISS and BM25 "
        "over jieba's words, EnsembleRetriever at equal weights",
    ),
    Row(
        "langchain-small",
        "langchain",
        _SMALL,
        _LANGCHAIN_PACKAGES,
        _LANGCHAIN,
        "the same at 300 characters, overlap 50",
    ),
    Row(
        "lancedb",
        "lancedb",
        _SMALL,
        ("lancedb", "langchain-text-splitters"),
        ("lancedb", "langchain_text_splitters"),
        "LangChain's splitter at 300 characters, overlap 50; full-text index with its jieba tokenizer, exact vectors, hybrid query with "
        "RRFReranker",
    ),
    Row(
        "chroma",
        "chroma",
        _SMALL,
        ("chromadb", "langchain-text-splitters"),
        _CHROMA,
        "LangChain's splitter at 300 characters, overlap 50; HNSW, cosine; vectors only",
    ),
    Row(
        "chroma-words",
        "chroma",
        {**_SMALL, "words": True},
        ("chromadb", "langchain-text-splitters", "jieba"),
        _CHROMA,
        "the same; first among passages that contain one of the question's words by jieba ($contains, its full text), then all",
    ),
    Row(
        "bm25s",
        "bm25s",
        _SMALL,
        ("bm25s", "jieba", "langchain-text-splitters"),
        ("bm25s", "jieba", "langchain_text_splitters"),
        "LangChain's splitter at 300 characters, overlap 50; jieba's words, the library's defaults; no vectors",
    ),
)
