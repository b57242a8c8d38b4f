"""The map: every problem point of the corpus under its theme. Made once for an index version, whatever a reader looks at of it later."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.index import Index
from insight.derived import Derived
from insight.themes.aspects import ASPECTS_VERSION, aspect_rows
from insight.themes.clusters import cluster, features
from insight.themes.copies import fold_points
from insight.themes.naming import Named, Speech, name
from insight.themes.points import Point, gather

_VERSION = 1
"""Raised whenever the same corpus would give another map."""

_SAMPLED = 2000

Wording = tuple[int, ...]
"""Positions of passages that say the same in nearly the same words; never empty."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of problem points: its name and where that stands, and its wordings, the most typical first."""

    named: Named
    wordings: tuple[Wording, ...]

    @property
    def id(self) -> str:
        """Follows from the name."""
        return hashlib.sha256(self.named.name.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class ThemeMap:
    """All themes, those of the most townships first, and what fits none."""

    themes: tuple[Theme, ...]
    left: tuple[Wording, ...]


def theme_map(index: Index) -> ThemeMap:
    """The map of an index; worked out at the first call for a version, which takes about a second for 1,000 points."""
    kept = Derived(index.directory, "themes", _VERSION)
    key = f"{index.version.name} {ASPECTS_VERSION}"
    try:
        stored = kept.get([key]).get(key)
        if stored is None:
            points = gather(index).points
            positions = np.array([point.position for point in points], dtype=np.int64)
            vectors = index.vectors.take(positions) if len(positions) else np.zeros((0, 1), dtype=np.float32)
            made = chart(points, vectors, usual_vector(index), index.authority_of.tolist())
            themes = tuple(_as_written(index, theme) for theme in made.themes)
            stored = _to_json(ThemeMap(themes, made.left))
            kept.put({key: stored})
            kept.keep_only([key])
    finally:
        kept.close()
    return _from_json(stored)


def usual_vector(index: Index) -> NDArray[np.float32]:
    """The mean of passages from all over the index, shape (dimension,); zeros for an empty one."""
    count = index.vectors.count
    if not count:
        return np.zeros(index.manifest.dimension, dtype=np.float32)
    spread = np.unique(np.linspace(0, count - 1, _SAMPLED).astype(np.int64))
    mean: NDArray[np.float32] = index.vectors.take(spread).mean(axis=0)
    return mean


def chart(
    points: Sequence[Point], vectors: NDArray[np.float32], usual: NDArray[np.float32], township_of: Sequence[int]
) -> ThemeMap:
    """Group points and name the groups.

    Args:
        points: In the order of positions.
        vectors: Theirs, shape (points, dimension).
        usual: Mean of the vectors of passages of any role, shape (dimension,).
        township_of: A number for the authority of each report, by the report's number.
    """
    if not points:
        return ThemeMap((), ())
    copies: dict[int, list[int]] = {}
    for place, leader in enumerate(fold_points([point.text for point in points])):
        copies.setdefault(leader, []).append(place)
    leaders = list(copies)
    aspects = aspect_rows([(points[place].heading, points[place].text) for place in leaders])
    keys = np.array([_key(points[place].text) for place in leaders])
    sizes = np.array([len(copies[place]) for place in leaders])
    found = cluster(features(vectors[leaders], aspects, usual), keys, sizes)
    groups: dict[int, list[tuple[float, int]]] = {}
    for leader, group, closeness in zip(leaders, found.group_of.tolist(), found.closeness.tolist(), strict=True):
        groups.setdefault(group, []).append((-round(closeness, 4), leader))
    ordered = {group: [leader for _, leader in sorted(rows)] for group, rows in groups.items()}

    def wordings(group: int) -> tuple[Wording, ...]:
        return tuple(tuple(points[place].position for place in copies[leader]) for leader in ordered.get(group, ()))

    def size(group: int) -> tuple[int, int, int]:
        places = [place for leader in ordered[group] for place in copies[leader]]
        return -len({township_of[points[place].report] for place in places}), -len(places), min(places)

    speech = Speech.of(points, township_of)
    themes: list[Theme] = []
    for group in sorted((group for group in ordered if group >= 0), key=size):
        members = [points[place] for leader in ordered[group] for place in copies[leader]]
        taken = [theme.named.name for theme in themes]
        themes.append(Theme(name(members, township_of, speech, taken), wordings(group)))
    return ThemeMap(tuple(themes), wordings(-1))


def _as_written(index: Index, theme: Theme) -> Theme:
    """The theme with its name in the very characters of the report, which points have lost (Traditional ones, half-width marks)."""
    named = theme.named
    report = index.catalogue.report(index.reports[int(index.report_of[named.position])].id)
    assert report is not None, "a passage of the index belongs to one of its reports"
    return replace(theme, named=replace(named, name=report.text[named.start : named.end]))


def _key(text: str) -> np.uint64:
    return np.uint64(int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little"))


def _to_json(made: ThemeMap) -> dict[str, Any]:
    themes = [
        [theme.named.name, theme.named.position, theme.named.start, theme.named.end, theme.wordings]
        for theme in made.themes
    ]
    return {"themes": themes, "left": made.left}


def _from_json(stored: dict[str, Any]) -> ThemeMap:
    themes = tuple(
        Theme(Named(name, position, start, end), _wordings(wordings))
        for name, position, start, end, wordings in stored["themes"]
    )
    return ThemeMap(themes, _wordings(stored["left"]))


def _wordings(rows: Sequence[Sequence[int]]) -> tuple[Wording, ...]:
    return tuple(tuple(row) for row in rows)
