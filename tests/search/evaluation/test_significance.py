"""The paired randomisation test agrees with trying every way by hand."""

from __future__ import annotations

from itertools import product
from statistics import fmean

import numpy as np
import pytest

from search.evaluation import compare

FIRST = {"a": 0.40, "b": 0.55, "c": 0.90, "d": 0.10, "e": 0.33, "f": 0.75}
SECOND = {"a": 0.60, "b": 0.50, "c": 0.95, "d": 0.42, "e": 0.33, "f": 0.81}


def _by_hand(first: dict[str, float], second: dict[str, float]) -> float:
    """Share of all 2^n ways to swap the two settings whose mean difference is as large as the one seen."""
    differences = [second[question] - first[question] for question in first]
    seen = abs(fmean(differences))
    means = [
        abs(fmean(sign * value for sign, value in zip(signs, differences, strict=True)))
        for signs in product((1, -1), repeat=len(differences))
    ]
    return fmean(mean >= seen - 1e-12 for mean in means)


@pytest.mark.parametrize("swapped", [False, True])
def test_p_agrees_with_brute_force_on_six_questions(swapped: bool) -> None:
    first, second = (SECOND, FIRST) if swapped else (FIRST, SECOND)
    result = compare(first, second)
    assert result.p == pytest.approx(_by_hand(first, second))
    assert 0.05 < result.p < 0.5
    assert (result.wins, result.ties, result.losses) == ((1, 1, 4) if swapped else (4, 1, 1))
    assert result.difference == pytest.approx(-0.58 / 6 if swapped else 0.58 / 6)


def test_six_wins_of_six_are_two_of_64_ways() -> None:
    assert compare(dict.fromkeys("abcdef", 0.0), {k: 0.1 + n for n, k in enumerate("abcdef")}).p == pytest.approx(
        2 / 64
    )


@pytest.mark.parametrize("second", [FIRST, FIRST | {"a": 0.5}], ids=["alike", "one differs"])
def test_what_hardly_differs_is_not_significant(second: dict[str, float]) -> None:
    assert compare(FIRST, second).p == 1


def test_many_questions_are_sampled_the_same_way_every_time() -> None:
    values = np.random.default_rng(1).normal(0.03, 0.1, size=(2, 200))
    first, second = ({str(n): float(value) for n, value in enumerate(row)} for row in values)
    by_chance = compare(first, second).p
    assert by_chance == compare(first, second).p > 0.05
    better = {question: value + 0.03 for question, value in first.items()}
    assert compare(first, better).p == pytest.approx(2 / 10_000)


def test_only_the_same_questions_are_compared() -> None:
    with pytest.raises(ValueError, match="same questions"):
        compare(FIRST, {"a": 1.0})
