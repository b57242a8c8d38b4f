"""The map's data file is made of small parts that can be tried without the source."""

from __future__ import annotations

import numpy as np

from bench.build_outlines import code_of, dots_path, ring_path, rounded
from corpus.places.outlines import Outline


def test_a_ring_becomes_a_path_and_back() -> None:
    ring = [(5, -7), (15, -7), (15, 3), (5, 3), (5, -7)]
    path = ring_path(ring)
    assert path == "M5-7l10 0 0 10-10 0z"
    assert Outline("99", (0, 0), path, "").rings() == [ring[:-1]]


def test_what_has_no_area_left_is_no_ring() -> None:
    assert ring_path([(1, 1), (1, 1), (2, 1), (1, 1)]) == ""


def test_points_met_twice_are_written_once() -> None:
    assert ring_path([(0, 0), (0, 0), (4, 0), (4, 4), (4, 4), (0, 0)]) == "M0 0l4 0 0 4z"


def test_dots_that_lie_close_together_are_one() -> None:
    assert dots_path([(100, 100), (105, 103), (130, 100)]) == "M100 100h0M130 100h0"


def test_kilometres_become_units_counted_downwards() -> None:
    assert rounded(np.array([[10.0, 20.1]])) == [(20, -40)]


def test_codes_lose_the_country_and_empty_levels() -> None:
    assert [code_of(number) for number in ("156530000", "156530600", "156469001", "156500000")] == [
        "53",
        "5306",
        "469001",
        "50",
    ]
