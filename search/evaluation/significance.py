"""Whether one setting ranks better than another, or the questions just fell that way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np

RESAMPLES = 9_999
"""Up to 13 questions that differ, every one of the 2^n ways to swap them is tried instead."""
SEED = 20231122
_ALIKE = 1e-9
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Comparison:
    """A second setting beside a first on the same questions, by their nDCG@10.

    ``difference`` is the second's mean less the first's; ``wins`` counts the questions that the second ranks better. ``p`` is two-sided: how often a
    mean difference as large turns up when the two settings are swapped at random, question by question.
    """

    first: float
    second: float
    difference: float
    wins: int
    ties: int
    losses: int
    p: float


def compare(first: Mapping[str, float], second: Mapping[str, float]) -> Comparison:
    """Compare two settings by a paired randomisation test, the one recommended for retrieval (Smucker, Allan and Carterette 2007).

    Args:
        first: A figure for each question.
        second: Figures for the same questions.
    """
    if first.keys() != second.keys():
        raise ValueError("two settings can be compared only on the same questions")
    differences = np.array([second[question] - first[question] for question in first])
    unlike = differences[np.abs(differences) > _ALIKE]
    wins = int((unlike > 0).sum())
    return Comparison(
        fmean(first.values()),
        fmean(second.values()),
        float(differences.mean()),
        wins,
        len(differences) - len(unlike),
        len(unlike) - wins,
        # Swapping what is alike changes nothing; left out, more sets are small enough to be tried in full.
        _p(unlike) if len(unlike) else 1.0,
    )


def _p(differences: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    from scipy.stats import permutation_test

    if len(differences) == 1:
        # SciPy asks for two pairs at least; a single one falls either way.
        return 1.0
    result = permutation_test(
        (differences, np.zeros_like(differences)),
        lambda second, first, axis: np.mean(second - first, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=_BATCH,
        alternative="two-sided",
        rng=SEED,
    )
    return float(result.pvalue)
