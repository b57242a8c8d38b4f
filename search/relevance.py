"""How far to trust a ranking: which passages are on the subject at all, and whether any is.

Both are linear in what the legs say. The weights are fitted by logistic regression on questions over the samples of which all answers are known, and on
questions that no such report answers (``corpus/samples``: tuning.jsonl, answerable.jsonl, unanswerable.jsonl), half of them kept back for the figures in
docs/search.md. They hold for the bundled encoder; with another, or in an index without token vectors, words and standing alone tell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.index import Index
from search.ranking import Query, Ranking, full_score, known_share

CALIBRATED = "multilingual-e5-small"
"""Encoders that the weights hold for."""
RELEVANT_SCORE = 1.5
"""Fused score, in standard deviations above the mean candidate, from which a passage counts as relevant where nothing better tells."""
RELEVANT_WORDS = 0.5
"""Share of the question's known units, weighed by rarity, that makes a passage relevant whatever the other candidates are; there, too."""


@dataclass(frozen=True, slots=True)
class Line:
    """A threshold over several scores: ``late`` and ``dense`` are cosines, ``words`` a share, ``score`` standard deviations.

    ``best_five`` is the mean cosine of the late leg over its five best passages.
    """

    bias: float
    late: float = 0.0
    best_five: float = 0.0
    dense: float = 0.0
    words: float = 0.0
    score: float = 0.0


CONFIDENT = {"zh": Line(-66.61, late=31.1, dense=57.7, words=5.2), "en": Line(-36.10, best_five=44.9, dense=26.4)}
"""Of the best passages: of the answerable questions at most 5 in 100 lie below 0. English wordings shift all passages at once, so that five say more than one.
The biases lie where both the exact encoder and that in bytes, whose cosines differ by a thousandth or two, keep that."""
RELEVANT = {"zh": Line(-6.08, late=7.56, score=1.01), "en": Line(-4.86, late=8.55, score=0.98)}
"""Of each passage: 0 is where precision and recall of the tuning questions' answers meet best (F1)."""


def relevant(index: Index, query: Query, ranking: Ranking) -> NDArray[np.bool_]:
    """Which candidates say something on the subject, shape (n,)."""
    if calibrated(index, query):
        line = RELEVANT[query.language]
        on_subject: NDArray[np.bool_] = line.score * ranking.scores + line.late * ranking.late + line.bias >= 0
        return on_subject
    above: NDArray[np.bool_] = (ranking.scores >= RELEVANT_SCORE) | (
        word_share(index, query, ranking) >= RELEVANT_WORDS
    )
    return above


def confident(index: Index, query: Query, ranking: Ranking) -> bool:
    """Whether the best passages are probably on the subject at all."""
    return confidence(index, query, ranking) >= 0


def confidence(index: Index, query: Query, ranking: Ranking) -> float:
    """How far the best passages lie above the line of ``CONFIDENT``; 1 or -1 where that does not hold."""
    if not len(ranking.positions):
        return -1.0
    share = word_share(index, query, ranking)
    if calibrated(index, query):
        line = CONFIDENT[query.language]
        best = int(ranking.late.argmax())
        sure = line.late * ranking.late[best] + line.dense * ranking.dense.max() + line.words * share[best]
        five = float(np.sort(ranking.late)[-5:].mean())
        return float(sure + line.best_five * five + line.bias)
    enough = known_share(index, query.concepts) >= RELEVANT_WORDS and share.max() >= RELEVANT_WORDS
    return 1.0 if enough else -1.0


def word_share(index: Index, query: Query, ranking: Ranking) -> NDArray[np.float32]:
    """BM25 score of each candidate out of what a passage could score at most, shape (n,)."""
    return ranking.words / np.float32(max(full_score(index, query.concepts), 1e-6))


def calibrated(index: Index, query: Query) -> bool:
    """Whether cosines mean what they meant when the weights here were fitted: the bundled encoder, with token vectors."""
    return index.manifest.encoder.startswith(CALIBRATED) and bool(query.tokens) and query.vector is not None
