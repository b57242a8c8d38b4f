"""What is shown of a ranking: near-identical passages in one line, spread over townships, each with where it stands and why it was found.

A ranking has a hundred passages and an answer ten, so of the others nothing is read but what tells whether they say the same; and that is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.duplicates.resemblance import Hashes
from corpus.duplicates.shingle_sets import shingle_sets
from corpus.report import Passage
from errors import IndexUnusableError
from indexer.catalogue import ReportFacts
from indexer.index import Index
from indexer.rows import Outline
from search.answer import Folded, Hit
from search.explain import matched_words, rarest_first, why_found
from search.folding import fold_sets
from search.ranking import CANDIDATES, Ranking

_SHINGLES_KEPT = 20_000
"""Passages whose shingles are kept, some two kilobytes each."""
_OUTLINES_KEPT = 500
"""Reports whose outlines are kept, some twenty kilobytes each."""

_Key = TypeVar("_Key", int, str)
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Showing:
    """Makes hits of rankings over one index. May be used by any number of threads at once.

    ``folds`` says whether near-identical passages become one line.
    """

    index: Index
    folds: bool
    _shingles: dict[int, Hashes] = field(default_factory=dict, repr=False)
    _outlines: dict[str, Outline] = field(default_factory=dict, repr=False)

    def hits(
        self,
        ranking: Ranking,
        on_subject: NDArray[np.bool_],
        terms: Sequence[str],
        *,
        top: int,
        per_township: int | None = None,
    ) -> tuple[Hit, ...]:
        """See :meth:`search.engine.Engine.hits`."""
        positions = ranking.positions[: max(CANDIDATES, top)].tolist()
        read: dict[int, Passage] = {}
        under = list(range(len(positions)))
        if self.folds:
            # With a limit to each township more than the first few lines may be needed.
            under = fold_sets(self._shingles_of(positions, read), top if per_township is None else None)
        shown = {place: [place] for place in self._chosen(ranking, under, top, per_township)}
        for place, leader in enumerate(under):
            if leader in shown and leader != place:
                shown[leader].append(place)
        wanted = [positions[place] for places in shown.values() for place in places if positions[place] not in read]
        read.update(zip(wanted, self.index.catalogue.passages(wanted), strict=True))
        terms, hits = rarest_first(self.index, terms), []
        for number, (place, *others) in enumerate(shown.values(), 1):
            same = tuple(Folded(read[positions[other]], self._facts(ranking, other)) for other in others)
            passage = read[positions[place]]
            hits.append(self._hit(number, ranking, place, passage, bool(on_subject[place]), terms, same))
        return tuple(hits)

    def _chosen(self, ranking: Ranking, under: Sequence[int], top: int, per_township: int | None) -> list[int]:
        """Places of the passages that have a line of their own, as far as asked for."""
        authorities = self.index.authority_of[self.index.report_of[ranking.positions[: len(under)]]].tolist()
        chosen: list[int] = []
        taken: Counter[int] = Counter()
        for place, leader in enumerate(under):
            if leader == place and (per_township is None or taken[authorities[place]] < per_township):
                taken[authorities[place]] += 1
                chosen.append(place)
            if len(chosen) == top:
                break
        return chosen

    def _shingles_of(self, positions: Sequence[int], read: dict[int, Passage]) -> list[Hashes]:
        """The shingles of passages; those that had to be read for it are put into ``read``."""
        known = {position: self._shingles.get(position) for position in positions}
        missing = [position for position, own in known.items() if own is None]
        if missing:
            read.update(zip(missing, self.index.catalogue.passages(missing), strict=True))
            made = dict(zip(missing, shingle_sets([read[position].text for position in missing]), strict=True))
            known.update(made)
            for position, own in made.items():
                _keep(self._shingles, position, own, _SHINGLES_KEPT)
        return [own for own in known.values() if own is not None]

    def _hit(  # noqa: PLR0917
        self,
        number: int,
        ranking: Ranking,
        place: int,
        passage: Passage,
        on_subject: bool,
        terms: Sequence[str],
        same: tuple[Folded, ...],
    ) -> Hit:
        outline = self._outline(passage.report_id)
        headings = outline.headings(passage.section)
        why = why_found(ranking, place, matched_words(terms, [*headings[-1:], passage.text]))
        score = round(float(1 / (1 + np.exp(-ranking.scores[place]))), 4)
        page, line = outline.page_at(passage.start), outline.line_at(passage.start)
        facts = self._facts(ranking, place)
        return Hit(number, score, on_subject, passage, facts, headings, page, line, why, same)

    def _outline(self, report_id: str) -> Outline:
        outline = self._outlines.get(report_id) or self.index.catalogue.outline(report_id)
        if outline is None:
            raise IndexUnusableError(f"{self.index.version} has lost the report of a passage; index again")
        return _keep(self._outlines, report_id, outline, _OUTLINES_KEPT)

    def _facts(self, ranking: Ranking, place: int) -> ReportFacts:
        return self.index.reports[int(self.index.report_of[ranking.positions[place]])]


def _keep(kept: dict[_Key, _Value], key: _Key, value: _Value, most: int) -> _Value:
    """Put a value among those that are kept, and give it back: another thread may forget them all at any moment."""
    if len(kept) >= most:
        kept.clear()
    kept[key] = value
    return value
