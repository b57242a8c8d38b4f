"""Other ways to group problem points, for comparison: k-means, HDBSCAN, the outline, BERTopic. Each gives a group to every point, -1 to what it leaves over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]
Vectors = NDArray[np.float32]

BERTOPIC = "pip install --no-deps bertopic umap-learn hdbscan numba llvmlite pynndescent plotly narwhals"
"""Into a folder of its own (``--target DIR``, then ``PYTHONPATH=DIR``): it is no requirement of the product, whose torch it must not change."""
TOPIC_SIZES = (2, 3, 5, 10)
"""Smallest sizes of a topic that are tried; the best on the labels is told, which favours BERTopic."""
SEEDS = range(5)


def k_means(rows: Vectors, groups: int, seed: int) -> Labels:
    """k-means with the best of ten starts."""
    from sklearn.cluster import KMeans

    found: Labels = KMeans(min(groups, len(rows)), n_init=10, random_state=seed).fit_predict(rows).astype(np.int64)
    return found


def hdbscan(rows: Vectors) -> Labels:
    """HDBSCAN as scikit-learn has it, groups of two and more."""
    from sklearn.cluster import HDBSCAN

    found: Labels = HDBSCAN(min_cluster_size=2, min_samples=1, copy=True).fit_predict(rows).astype(np.int64)
    return found


def bertopic(texts: Sequence[str], vectors: Vectors, size: int, seed: int, *, outliers: bool = True) -> Labels:
    """BERTopic on vectors made beforehand, with jieba's words as its documentation has it for Chinese.

    Args:
        texts: The points.
        vectors: Theirs, shape (points, dimension).
        size: ``min_topic_size``.
        seed: Of UMAP.
        outliers: Whether to leave them over; else they join the topic of the most similar vectors.

    Raises:
        ImportError: BERTopic is not installed.
    """
    import jieba
    from bertopic import BERTopic
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    counting = CountVectorizer(tokenizer=jieba.lcut, token_pattern=None)
    model = BERTopic(umap_model=umap, vectorizer_model=counting, min_topic_size=size, verbose=False)
    found, _ = model.fit_transform(list(texts), embeddings=vectors)
    if not outliers and -1 in found and max(found) >= 0:
        found = model.reduce_outliers(list(texts), found, strategy="embeddings", embeddings=vectors)
    return np.array(found, dtype=np.int64)
