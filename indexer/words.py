"""The words leg: BM25 over segmented words, stored as plain arrays and JSON."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from errors import IndexUnusableError

K1 = 1.5
B = 0.75


class WordIndex:
    """BM25 scores of every passage for a question's words.

    Scores follow Lucene's formula: ``idf = ln(1 + (N - df + 0.5) / (df + 0.5))``, ``tf / (tf + k1 (1 - b + b dl / avgdl))``.
    """

    def __init__(self, retriever: object | None, count: int) -> None:
        self._retriever = retriever
        self._count = count

    @classmethod
    def from_words(cls, documents: Sequence[Sequence[str]]) -> WordIndex:
        """Index one list of words a passage, in the order of passages."""
        bm25s = _library()
        if not any(documents):
            return cls(None, len(documents))
        retriever = bm25s.BM25(method="lucene", k1=K1, b=B)
        retriever.index([list(document) for document in documents], show_progress=False)
        return cls(retriever, len(documents))

    @classmethod
    def load(cls, folder: Path, count: int) -> WordIndex:
        """Open what :meth:`save` wrote; the arrays stay on disk and are read as needed.

        Raises:
            IndexUnusableError: The files are damaged or gone.
        """
        bm25s = _library()
        try:
            if not any(folder.iterdir()):
                return cls(None, count)
            return cls(bm25s.BM25.load(folder, mmap=True, allow_pickle=False, show_progress=False), count)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnusableError(
                f"{folder} cannot be read as words ({type(error).__name__}); index again"
            ) from error

    def save(self, folder: Path) -> None:
        """Write the index to a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._retriever is not None:
            self._retriever.save(folder, allow_pickle=False, show_progress=False)  # type: ignore[attr-defined]

    def scores(self, words: Sequence[str]) -> NDArray[np.float32]:
        """BM25 score of every passage, shape (passages,); 0 where none of the words stands."""
        known = [word for word in words if self.knows(word)]
        if not known or self._retriever is None:
            return np.zeros(self._count, dtype=np.float32)
        try:
            scores: NDArray[np.float32] = self._retriever.get_scores(known)  # type: ignore[attr-defined]
        except (IndexError, ValueError) as error:
            raise IndexUnusableError("The index's words are damaged; index again with --rebuild") from error
        return scores

    def knows(self, word: str) -> bool:
        """Whether any passage holds the word."""
        return self._retriever is not None and word in self._retriever.vocab_dict  # type: ignore[attr-defined]

    def idf(self, word: str) -> float:
        """How rare the word is: Lucene's idf; for an unknown word that of a word in no passage."""
        frequency = 0
        if self.knows(word):
            position = self._retriever.vocab_dict[word]  # type: ignore[union-attr]
            bounds = self._retriever.scores["indptr"]  # type: ignore[union-attr]
            frequency = int(bounds[position + 1]) - int(bounds[position])
        return float(np.log(1 + (self._count - frequency + 0.5) / (frequency + 0.5)))


def _library() -> ModuleType:
    """bm25s without the debug messages that it turns on when it is imported."""
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    module: ModuleType = bm25s
    return module
