"""The words leg where the server ranks words: its BM25 over jieba's words puts passages forward, the index's own BM25 says what they score.

So a question's concepts, their weights and synonyms, and every threshold on scores mean what they mean without a server; only which passages are looked
at is the server's choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index import WORDS, Index
from indexer.milvus.store import MilvusStore
from indexer.words import Concept, WordIndex

LONGEST = 500
"""Characters that the server is asked for."""


class ServerWords(WordIndex):
    """See :class:`indexer.words.WordIndex`; made by :func:`open_words`."""

    store: MilvusStore

    def best(
        self, concepts: Iterable[Concept], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """See :meth:`indexer.words.WordIndex.best`: of the passages that the server puts forward.

        Raises:
            StoreError: The server does not answer, or no longer holds what was published.
        """
        asked = list(concepts)
        text = text_of(asked)
        positions = self.store.by_words(text, k, allowed) if text else np.zeros(0, dtype=np.int64)
        if positions is None:
            return super().best(asked, k, allowed)
        positions = np.sort(positions)
        scores = self.scores_of(asked, positions)
        order = np.lexsort((positions, -scores))
        order = order[scores[order] > 0][:k]
        return positions[order], scores[order]


def open_words(index: Index) -> WordIndex:
    """The words of an index whose server ranks them.

    Raises:
        IndexUnusableError: The words beside it are damaged or gone.
    """
    words = ServerWords.load(index.version / WORDS, index.manifest.passages)
    if isinstance(words, ServerWords) and isinstance(index.vectors, MilvusStore):
        words.store = index.vectors
    return words


def text_of(concepts: Sequence[Concept]) -> str:
    """The wordings of a question as text: pairs of characters that overlap become words again, for the server cuts them its own way."""
    pieces: list[str] = []
    for concept in concepts:
        for wording in concept:
            for unit in wording:
                if len(unit) < 2 and not unit.isascii():
                    continue  # a single Han character, which stands in the pairs beside it too
                if pieces and len(unit) == 2 and not unit.isascii() and pieces[-1][-1] == unit[0]:
                    pieces[-1] += unit[1]
                elif unit not in pieces:
                    pieces.append(unit)
    return " ".join(pieces)[:LONGEST]
