"""Three legs become one order: scores of each leg are put on one scale and added.

Vectors and words put forward candidates within the filter; tokens compare those one by one (late interaction). Each leg's scores are taken in standard
deviations from the mean of its own best candidates: better than reciprocal ranks on every set that was measured (docs/search.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from corpus.report import Role
from corpus.text.script import plain
from embeddings.centring import centred
from embeddings.encoder import Encoder, TokenEncoder
from indexer.index import ROLES, Index
from indexer.segmentation import units
from indexer.words import Concept
from search.feedback import fed_back
from search.remedies import remedies_told
from search.remedy_table import Lack
from search.settings import Part, Settings
from search.understanding import LIGHT, LIGHT_WORDS, Text, Understood

CANDIDATES = 100
"""Passages taken from each leg before they are compared token by token."""
WORDS_WEIGHT = 0.4
"""Share of the words leg beside the late one when every unit of the question is known."""
FOREIGN_WORDS_WEIGHT = 0.3
"""The same for an English question without a term of the field of several words: its words were carried over one by one, and each may mean much else."""
WORDS_WEIGHT_ALONE = 0.5
"""The same in an index without token vectors; weights of 0.4 to 0.6 rank alike."""
CHINESE_DENSE_WEIGHT = 2.0
"""Weight of an English question's Chinese wordings in its one vector: the encoder compares Chinese with Chinese far better."""
FITTING = 0.25
"""By how much the reports must answer an English question's Chinese wordings better than the question itself for those to have their full weight: in
the field by 0.2, for what is no matter of the field, and carried over to words that mean something else there, by 0.05 (cosines of the late leg)."""
ROLE_WEIGHT = 1.25
"""What a passage of the role asked for is put above others, in standard deviations: problems may follow practices, but the better ones only."""
REMEDY_WEIGHT = 0.3
"""What a unit of BM25 of the words of what helps is worth where practices are asked for, in standard deviations; 0.1 to 0.5 were better than without."""
FIGURES_WEIGHT = 0.5
"""The same for passages with figures where a number is asked for."""

# Blanks are never given back: three ways to share out a long run of them would take the third power of its length.
FIGURE = re.compile(
    r"[\d０-９][\d０-９.．]*\s*+(?:余|多)?\s*+(?:万|亿)?\s*+[%％件次场人份处个户条起元名项支本辆吨亩天家]"
)
"""A number that counts something, unlike that of a year or a law."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens, centred, of shape (t, dimension), and how much each weighs, of shape (t,)."""

    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    share: float


@dataclass(frozen=True, slots=True)
class Query:
    """What the legs compare passages with. ``vector`` has shape (dimension,), ``None`` without the dense leg; ``tokens`` none without the late one."""

    concepts: tuple[Concept, ...]
    vector: NDArray[np.float32] | None
    tokens: tuple[Tokens, ...] = ()
    role: Role | None = None
    figures: bool = False
    language: str = "zh"
    foreign: bool = False
    lacks: tuple[Lack, ...] = ()
    feedback: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates best first. All arrays have shape (n,); ranks count from 1, 0 where a leg did not find the passage.

    ``scores`` are standard deviations above the mean candidate, ``dense`` and ``late`` cosines, ``words`` BM25.
    """

    positions: NDArray[np.int64]
    scores: NDArray[np.float32]
    dense: NDArray[np.float32]
    late: NDArray[np.float32]
    words: NDArray[np.float32]
    dense_ranks: NDArray[np.int64]
    words_ranks: NDArray[np.int64]
    late_ranks: NDArray[np.int64]

    def by_late(self) -> Ranking:
        """The same candidates in the order of the late leg alone."""
        return self.reordered(np.argsort(-self.late, kind="stable"))

    def reordered(self, order: NDArray[np.int64]) -> Ranking:
        """The same candidates in another order."""
        return Ranking(*(getattr(self, spec.name)[order] for spec in fields(self)))


def encode_query(
    understood: Understood,
    index: Index,
    encoder: Encoder,
    settings: Settings,
    role: Role | None = None,
    *,
    figures: bool = False,
) -> Query:
    """Encode what is asked, as far as the legs at work need it."""
    concepts = understood.concepts if settings.has(Part.WORDS) else ()
    language = understood.texts[0].language
    foreign = language == "en" and len(understood.texts) == 1
    feedback = settings.has(Part.FEEDBACK)
    late = settings.has(Part.LATE) and index.has_tokens and isinstance(encoder, TokenEncoder)
    if not late and not settings.has(Part.DENSE):
        return Query(concepts, None, (), role, figures, language, foreign, understood.lacks, feedback)
    texts = [text.text for text in understood.texts]
    tokens: tuple[Tokens, ...] = ()
    if late and isinstance(encoder, TokenEncoder) and index.tokens is not None:
        encoded = encoder.encode_query_tokens(texts)
        vectors, means = encoded.vectors, index.tokens.means
        tokens = tuple(
            Tokens(centred(own, means.questions[text.language]), _weights(text, spans), text.weight)
            for text, own, spans in zip(understood.texts, encoded.tokens, encoded.spans, strict=True)
            if len(own)
        )
    else:
        vectors = encoder.encode_queries(texts)
    vector = _mean(vectors, understood.texts) if settings.has(Part.DENSE) else None
    return Query(concepts, vector, tokens, role, figures, language, foreign, understood.lacks, feedback)


def query_of(index: Index, position: int, text: str) -> Query:
    """A passage of the index as a question: what is like it?"""
    concepts = tuple(({unit: 1.0},) for unit in dict.fromkeys(units(plain(text))))
    vector = index.vectors.take(np.array([position]))[0]
    own = index.tokens.vectors(position) if index.tokens is not None else np.zeros((0, len(vector)), np.float32)
    tokens = (Tokens(own, np.ones(len(own), dtype=np.float32), 1.0),) if len(own) else ()
    return Query(concepts, vector, tokens, feedback=True)


def rank(index: Index, query: Query, allowed: NDArray[np.bool_], *, candidates: int = CANDIDATES) -> Ranking:
    """Rank the allowed passages for a question.

    Args:
        index: The index.
        query: What is asked.
        allowed: Shape (passages,): which passages may be found.
        candidates: How many each leg puts forward.
    """
    word_positions, word_scores = index.words.best(query.concepts, candidates, allowed)
    dense_positions, dense_scores = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    if query.vector is not None:
        dense_positions, dense_scores = index.vectors.search(query.vector, candidates, allowed)
    positions = np.union1d(dense_positions, word_positions)
    dense, vectors = np.zeros(len(positions), dtype=np.float32), None
    if query.vector is not None and len(positions):
        vectors = index.vectors.take(positions)
        dense = vectors @ query.vector
    late = _late(index, query, positions)
    words = index.words.scores_of(query.concepts, positions)
    fused = _fused(index, query, dense, dense_scores, late, words, word_scores)
    if len(positions):
        fused = fused + _signals(index, query, positions)
    if query.feedback:
        fused = fed_back(index, positions, fused, vectors, with_words=bool(query.concepts))
    order = np.lexsort((positions, -fused))
    positions, late = positions[order], late[order]
    return Ranking(
        positions,
        fused[order].astype(np.float32),
        dense[order],
        late,
        words[order],
        _ranks(positions, dense_positions),
        _ranks(positions, word_positions),
        _ranks(positions, positions[np.argsort(-late, kind="stable")] if query.tokens else positions[:0]),
    )


def known_share(index: Index, concepts: Sequence[Concept]) -> float:
    """Share of the question that the index knows, each concept weighed by how rare its rarest known unit is; 0 for none."""
    rarities = _rarities(index, concepts)
    known = total = 0.0
    for concept in concepts:
        every = [(unit, weight) for wording in concept for unit, weight in wording.items()]
        total += max((rarities[unit][0] * weight for unit, weight in every), default=0.0)
        known += max((rarities[unit][0] * weight for unit, weight in every if rarities[unit][1]), default=0.0)
    return known / total if total else 0.0


def full_score(index: Index, concepts: Sequence[Concept]) -> float:
    """What a passage could score at most in the words leg: the sum over concepts of what their best wording weighs."""
    idf = {unit: idf for unit, (idf, known) in _rarities(index, concepts).items() if known}
    return sum(
        max((sum(idf[u] * weight for u, weight in wording.items() if u in idf) for wording in concept), default=0.0)
        for concept in concepts
    )


def _rarities(index: Index, concepts: Sequence[Concept]) -> dict[str, tuple[float, bool]]:
    """Of each unit its idf and whether the index knows it: wordings of one thing have many units in common."""
    words = index.words
    every = {unit for concept in concepts for wording in concept for unit in wording}
    return {unit: (words.idf(unit), words.knows(unit)) for unit in every}


def _fused(  # noqa: PLR0917
    index: Index,
    query: Query,
    dense: NDArray[np.float32],
    dense_own: NDArray[np.float32],
    late: NDArray[np.float32],
    words: NDArray[np.float32],
    words_own: NDArray[np.float32],
) -> NDArray[np.float32]:
    """The legs' scores on one scale, weighed and added."""
    meaning, own = (late, np.sort(late)[-CANDIDATES:]) if query.tokens else (dense, dense_own)
    if query.vector is None and not query.tokens:
        return _standard(words, words_own)
    together = FOREIGN_WORDS_WEIGHT if query.foreign else WORDS_WEIGHT
    weight = together if query.tokens else WORDS_WEIGHT_ALONE
    weight *= known_share(index, query.concepts)
    return (1 - weight) * _standard(meaning, own) + weight * _standard(words, words_own)


def _signals(index: Index, query: Query, positions: NDArray[np.int64]) -> NDArray[np.float32]:
    """What speaks for a passage besides its words: that it is what was asked for."""
    bonus = np.zeros(len(positions), dtype=np.float32)
    if query.role is not None:
        bonus += ROLE_WEIGHT * (index.role_of[positions] == ROLES.index(query.role))
    if query.role is Role.PRACTICE and query.lacks:
        bonus += REMEDY_WEIGHT * remedies_told(index, query.lacks, positions)
    if query.figures:
        passages = index.catalogue.passages([int(position) for position in positions])
        bonus += FIGURES_WEIGHT * np.array([FIGURE.search(passage.text) is not None for passage in passages])
    return bonus


def _late(index: Index, query: Query, positions: NDArray[np.int64]) -> NDArray[np.float32]:
    """Each candidate compared token by token, shape (n,): the weighted mean over the question's texts, a second one as far as it fits."""
    late = np.zeros(len(positions), dtype=np.float32)
    if index.tokens is None or not query.tokens or not len(positions):
        return late
    stacked = np.concatenate([own.vectors for own in query.tokens])
    weights = np.zeros((len(stacked), len(query.tokens)), dtype=np.float32)
    begin = 0
    for text, own in enumerate(query.tokens):
        weights[begin : begin + len(own.weights), text] = own.weights / own.weights.sum()
        begin += len(own.weights)
    first, *others = index.tokens.compare(stacked, positions, weights).T
    late, total = query.tokens[0].share * first, query.tokens[0].share
    for own, scores in zip(query.tokens[1:], others, strict=True):
        share = own.share * float(np.clip((scores.max() - first.max()) / FITTING, 0, 1))
        late, total = late + share * scores, total + share
    mean: NDArray[np.float32] = late / np.float32(total)
    return mean


def _weights(text: Text, spans: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """How much each token of a question says, shape (tokens,)."""
    pieces = (text.text[start:end].strip().lower() for start, end in spans)
    return np.array([LIGHT if piece in LIGHT_WORDS else 1.0 for piece in pieces], dtype=np.float32)


def _mean(vectors: NDArray[np.float32], texts: Sequence[Text]) -> NDArray[np.float32]:
    """One vector of unit length, shape (dimension,): the weighted mean over a question's texts."""
    weights = [1.0 if place == 0 else CHINESE_DENSE_WEIGHT for place in range(len(texts))]
    mean = np.average(vectors, axis=0, weights=weights)
    norm = float(np.linalg.norm(mean))
    vector: NDArray[np.float32] = (mean / norm if norm > 0 else vectors[0]).astype(np.float32)
    return vector


def _standard(scores: NDArray[np.float32], own: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores in standard deviations from the mean of the leg's own candidates."""
    if not len(own):
        return np.zeros(len(scores), dtype=np.float32)
    spread = float(own.std())
    return (scores - float(own.mean())) / (spread if spread > 1e-6 else 1.0)


def _ranks(positions: NDArray[np.int64], leg: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rank of each position in a leg's own order, from 1; 0 where it is not there."""
    rank_of = {position: rank for rank, position in enumerate(leg.tolist(), 1)}
    return np.array([rank_of.get(position, 0) for position in positions.tolist()], dtype=np.int64)
