"""Points become groups: average linkage over the points, or over small bundles of them where there are many.

A group is cut where the mean similarity between two groups falls below a fixed number, so that how many groups there are follows from what the reports say,
and one report more leaves the others where they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

ASPECT_WEIGHT = 0.85
"""What the aspects of a point count beside its vector. This and ``CUT`` were chosen on the five townships of development (docs/insight.md)."""
CUT = 0.70
"""Two groups stay apart where the mean distance (1 less the cosine) between their points is above this."""
MOST_BUNDLES = 2000
"""So many points are compared each with each; of more, bundles of about equal points are, and the work no longer grows with the square."""
MOST_THEMES = 60
"""No reader looks through more; what belongs to none of the largest is told as left over."""
_USUAL_WEIGHT = 10.0
"""Points: of two points alone, less the mean of the two, none would be like the other."""
_ROUNDS = 8
_SMALLEST, _SMALLEST_SHARE = 2, 0.0005
"""Passages that make a theme: at least two, in a large corpus one in two thousand."""
_AT_ONCE = 8192


@dataclass(frozen=True, slots=True)
class Clusters:
    """``group_of`` is the group of each point, -1 for one left over; ``closeness`` its cosine to the middle of its group; both of shape (points,)."""

    group_of: NDArray[np.int32]
    closeness: NDArray[np.float32]


def features(vectors: Vectors, aspects: Vectors, usual: Vectors) -> Vectors:
    """What points are compared by: their vectors less what all have in common, beside their aspects; rows of unit length.

    Args:
        vectors: Shape (points, dimension), as stored; those of multilingual-e5 lie in a narrow cone, all of them alike to 0.8 and more.
        aspects: Shape (points, aspects), rows of unit length or zeros.
        usual: Mean of the passages of any role, shape (dimension,); it stands for the mean of the points where these are few.
    """
    own = (vectors.sum(axis=0) + _USUAL_WEIGHT * usual) / (len(vectors) + _USUAL_WEIGHT)
    return _unit(np.hstack([_unit(vectors - own), ASPECT_WEIGHT * aspects]))


def cluster(points: Vectors, keys: NDArray[np.uint64], copies: NDArray[np.int64]) -> Clusters:
    """Group points.

    Args:
        points: Rows of unit length, one a wording (copies folded).
        keys: A number for each point that follows from its text alone, shape (points,); bundles begin at the points of the smallest, so that another
            report moves few of them.
        copies: How many passages each of them stands for: they make a group large enough, and nothing else; shape (points,).
    """
    count = len(points)
    if count < 2:
        group_of = np.where(copies >= _SMALLEST, 0, -1).astype(np.int32)
        return Clusters(group_of, np.ones(count, dtype=np.float32))
    bundle_of = np.arange(count) if count <= MOST_BUNDLES else _bundles(points, keys)
    group_of = _linked(_means(points, bundle_of))[bundle_of]
    return _settled(points, group_of, copies)


def _bundles(points: Vectors, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """A bundle for each point, by k-means from centres that are points themselves."""
    from sklearn.cluster import KMeans

    start = points[np.sort(np.argsort(keys, kind="stable")[:MOST_BUNDLES])]
    means = KMeans(MOST_BUNDLES, init=start, n_init=1, max_iter=_ROUNDS, random_state=0)
    _, bundle_of = np.unique(means.fit_predict(points), return_inverse=True)
    return bundle_of.astype(np.int64)


def _linked(means: Vectors) -> NDArray[np.int32]:
    """A group for each bundle. The product of two means is the mean similarity of their points, so the cut means the same with bundles as without."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    apart = 1.0 - means.astype(np.float64) @ means.T.astype(np.float64)
    np.fill_diagonal(apart, 0.0)
    tree = linkage(squareform(np.maximum(apart, 0.0), checks=False), method="average")
    groups: NDArray[np.int32] = fcluster(tree, CUT, criterion="distance").astype(np.int32) - 1
    return groups


def _settled(points: Vectors, group_of: NDArray[np.int32], copies: NDArray[np.int64]) -> Clusters:
    """Groups that are large enough, numbered from the largest; points of the others join the nearest one if it is near enough."""
    count = len(points)
    sizes = np.bincount(group_of, weights=copies)
    least = max(_SMALLEST, int(np.ceil(_SMALLEST_SHARE * copies.sum())))
    kept = [number for number in np.argsort(-sizes, kind="stable").tolist() if sizes[number] >= least][:MOST_THEMES]
    found = np.full(count, -1, dtype=np.int32)
    for number, group in enumerate(kept):
        found[group_of == group] = number
    if not kept:
        return Clusters(found, np.zeros(count, dtype=np.float32))
    means = _means(points[found >= 0], found[found >= 0])
    middles = _unit(means)
    closeness = np.zeros(count, dtype=np.float32)
    for begin in range(0, count, _AT_ONCE):
        rows = slice(begin, begin + _AT_ONCE)
        # As in the linkage, what counts is the mean similarity to the points of a group.
        alike = points[rows] @ means.T
        nearest = alike.argmax(axis=1).astype(np.int32)
        alone = (found[rows] < 0) & (alike.max(axis=1) >= 1.0 - CUT)
        found[rows] = np.where(alone, nearest, found[rows])
        to_middle = points[rows] @ middles.T
        closeness[rows] = to_middle[np.arange(len(to_middle)), np.maximum(found[rows], 0)]
    return Clusters(found, closeness)


def _means(points: Vectors, group_of: NDArray[np.int32] | NDArray[np.int64]) -> Vectors:
    """The mean of each group's points, not of unit length, shape (groups, numbers)."""
    order = np.argsort(group_of, kind="stable")
    counts = np.bincount(group_of)
    sums = np.add.reduceat(points[order], np.concatenate([[0], np.cumsum(counts)[:-1]]), axis=0)
    means: Vectors = (sums / counts[:, None]).astype(np.float32)
    return means


def _unit(rows: Vectors) -> Vectors:
    unit: Vectors = (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return unit
