"""An optional cross-encoder reads question and passage together and has the last word on the best ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from embeddings.reranker import Reranker, checked_scores
from indexer.index import Index
from search.ranking import Ranking

RERANKED = 50
"""Passages that are read; each costs a pass through the network."""
WEIGHT = 0.7
"""Share of the cross-encoder beside the legs, both in standard deviations. No such model comes in a package, so it is a guess and no measured figure."""


def rerank(index: Index, ranking: Ranking, question: str, reranker: Reranker) -> Ranking:
    """The ranking with its first passages put in the order that the cross-encoder and the legs together give.

    Raises:
        EncoderError: The model cannot be had or fails.
    """
    first = min(RERANKED, len(ranking.positions))
    if first < 2:
        return ranking
    passages = index.catalogue.passages([int(position) for position in ranking.positions[:first]])
    read = checked_scores(reranker.score(question, [passage.text for passage in passages]), first)
    before = ranking.scores[:first]
    # Read passages keep the scale of those behind them, so that thresholds on scores still hold.
    spread, middle = float(before.std()) or 1.0, float(before.mean())
    own = (read - read.mean()) / (float(read.std()) or 1.0)
    scores = ranking.scores.copy()
    scores[:first] = (1 - WEIGHT) * before + WEIGHT * (middle + spread * own)
    order = np.concatenate([np.argsort(-scores[:first], kind="stable"), np.arange(first, len(scores))])
    return replace(ranking, scores=scores).reordered(order)
