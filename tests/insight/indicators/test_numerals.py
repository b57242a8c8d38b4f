"""Numbers and their values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.numerals import chinese
from insight.indicators.numerals import is_vague, percent_of, ratio_of, value_of


@pytest.mark.parametrize(
    ("number", "scale", "value"),
    [
        ("5", "", 5),
        ("8.5", "万", 85_000),
        ("52.17", "万", 521_700),
        ("2", "千", 2000),
        ("1.2", "亿", 120_000_000),
        ("1,200", "", 1200),
        ("1，234，567", "", 1_234_567),
        ("两", "", 2),
        ("十", "", 10),
        ("十二", "", 12),
        ("二十", "", 20),
        ("一百零五", "", 105),
        ("两千三百", "", 2300),
        ("三万五千", "", 35_000),
        ("两万", "", 20_000),
        ("一亿", "", 100_000_000),
        ("零", "", 0),
        ("百", "", 100),
    ],
)
def test_values(number: str, scale: str, value: float) -> None:
    assert value_of(number, scale) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("三分之二", 0.6667), ("七成", 0.7), ("一半", 0.5), ("2/3", 0.6667), ("千分之三", 0.003), ("八成", 0.8)],
)
def test_ratios(text: str, value: float) -> None:
    assert ratio_of(text) == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize(("text", "value"), [("百分之八十", 80), ("百分之百", 100), ("百分之九十九点五", 99.5)])
def test_percents(text: str, value: float) -> None:
    assert percent_of(text) == pytest.approx(value)


@given(st.integers(1, 9999))
def test_chinese_digits_read_as_they_are_written(number: int) -> None:
    assert value_of(chinese(number)) == number


@pytest.mark.parametrize("number", ["三五", "两三", "七八"])
def test_two_digits_side_by_side_are_no_number(number: str) -> None:
    assert is_vague(number)


@pytest.mark.parametrize("number", ["十五", "三十", "五"])
def test_numbers_are_not_vague(number: str) -> None:
    assert not is_vague(number)
