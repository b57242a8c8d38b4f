"""Passages of one role in the order in which they answer, and which of them belong into a column at all.

The order is the engine's: among practices only, a problem finds what answers it, since what complains of it too is no practice; the words of what helps against
a want (:mod:`search.remedies`) add to it. Whether a passage belongs is told by what does not depend on the other passages of an index: cosines of
the late leg and shares of words, on lines fitted by logistic regression on the tuning half of ``corpus/samples/practices.jsonl`` and on names of common
problems (docs/insight.md). Where those do not hold, with another encoder or without token vectors, words alone tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.report import Role
from indexer.index import ROLES, Index
from insight.practices.subject import Subject
from search.ranking import CANDIDATES, FIGURE, Query, Ranking, rank
from search.relevance import calibrated, word_share

MOST_CANDIDATES = 6_400
"""A column counts no farther than this: beyond, whatever is asked about is a subject and no longer a problem."""
FIGURES_BONUS = 0.1
"""What a passage with figures is put above others, in standard deviations: enough to decide between equally good ones."""


@dataclass(frozen=True, slots=True)
class Line:
    """A threshold: a passage belongs into the column where the sum is not below 0.

    ``length`` weighs the logarithm of the number of tokens asked with: of few words a passage easily holds many, of a sentence it need not hold all. In
    English it told nothing.
    """

    bias: float
    late: float
    words: float
    length: float = 0.0


STATES = {
    "zh": Line(-14.6, late=17.1, words=12.1, length=2.6),
    "en": Line(-7.9, late=17.1, words=24.7),
    "passage": Line(-16.9, late=17.2, words=28.4, length=2.2),
}
"""Whether a passage states the same: for what is typed where F1 is best, for a passage, which has much in common with many, where precision counts more."""
ANSWERS = {
    "zh": Line(-13.1, late=19.0, words=15.9, length=2.0),
    "en": Line(-7.4, late=18.1, words=23.9),
    "passage": Line(-6.6, late=15.5, words=30.1),
}
"""Whether a practice answers. The problems that this was fitted on are sentences; what a few words need less is taken over from ``STATES``."""
SHORTER = 0.4
"""So much less is asked of plans and problems, which hold fewer words than practices do; found on plans nearest to the tuning problems, read one by one."""
BY_WORDS = {"zh": 0.2, "en": 0.2, "passage": 0.06}
"""Share of the words, weighed by rarity, from which a passage states the same where nothing better tells; what answers need hold half as many."""


@dataclass(frozen=True, slots=True)
class Found:
    """Passages best first, and which belong into the column, shape (n,)."""

    ranking: Ranking
    belongs: NDArray[np.bool_]

    def only(self) -> Ranking:
        """Those that belong."""
        return self.ranking.reordered(np.flatnonzero(self.belongs))


def stating(index: Index, subject: Subject, allowed: NDArray[np.bool_]) -> Found:
    """Problems that are the subject's own.

    All of them are found, however many the index holds (to some thousands), since it is asked how many townships there are.

    Args:
        index: The index.
        subject: A problem.
        allowed: Which passages may be found, shape (passages,).
    """
    return _wide(index, subject.alike, _of(Role.PROBLEM, index, allowed), STATES[subject.kind], BY_WORDS[subject.kind])


def answering(index: Index, subject: Subject, role: Role, allowed: NDArray[np.bool_]) -> Found:
    """Practices or plans that answer a problem, or problems that a practice answers, the best first.

    Args:
        index: The index.
        subject: What is asked about.
        role: Of the passages.
        allowed: Which passages may be found, shape (passages,).
    """
    line = ANSWERS[subject.kind]
    if role is not Role.PRACTICE:
        line = replace(line, bias=line.bias + SHORTER)
    # The engine then adds the words of what helps.
    query = replace(subject.asked, role=role)
    found = _wide(index, query, _of(role, index, allowed), line, BY_WORDS[subject.kind] / 2)
    ranking = found.ranking
    best = [int(position) for position in ranking.positions[:CANDIDATES]]
    scores = ranking.scores.copy()
    scores[: len(best)] += [
        FIGURES_BONUS * bool(FIGURE.search(passage.text)) for passage in index.catalogue.passages(best)
    ]
    order = np.lexsort((ranking.positions, -scores))
    return Found(replace(ranking, scores=scores).reordered(order), found.belongs[order])


def _of(role: Role, index: Index, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    among: NDArray[np.bool_] = allowed & (index.role_of == ROLES.index(role))
    return among


def _wide(index: Index, query: Query, among: NDArray[np.bool_], line: Line, by_words: float) -> Found:
    """The ranking, of so many candidates that those which belong are among them."""
    candidates = CANDIDATES
    while True:
        ranking = rank(index, query, among, candidates=candidates)
        belongs = _belongs(index, query, ranking, line, by_words)
        # Where nearly half of the candidates belong, some may lie beyond them.
        if 2 * int(belongs.sum()) < len(belongs) or candidates >= MOST_CANDIDATES or len(belongs) < candidates:
            return Found(ranking, belongs)
        candidates *= 4


def _belongs(index: Index, query: Query, ranking: Ranking, line: Line, by_words: float) -> NDArray[np.bool_]:
    share = word_share(index, query, ranking)
    if not calibrated(index, query):
        enough: NDArray[np.bool_] = share >= by_words
        return enough
    length = float(np.log(len(query.tokens[0].vectors)))
    above: NDArray[np.bool_] = line.bias + line.late * ranking.late + line.words * share + line.length * length >= 0
    return above
