from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.outline.numbering import (
    NUMBERINGS,
    POINTS,
    Numbering,
    opens_point,
    opens_section,
    parse_number,
    read_number,
    read_point,
)

EXAMPLES = [pytest.param(style, text, id=f"{style.name}: {text}") for style in NUMBERINGS for text in style.examples]
COUNTEREXAMPLES = [
    pytest.param(style, text, id=f"{style.name}: {text}") for style in NUMBERINGS for text in style.counterexamples
]
DIGITS = "〇一二三四五六七八九"


def spelt(value: int) -> str:
    """A number below a thousand in Chinese, written the way a clerk does."""
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


@pytest.mark.parametrize(("style", "text"), EXAMPLES)
def test_examples_open_a_section(style: Numbering, text: str) -> None:
    number = read_number(text, weak=True)
    assert number is not None
    assert number.style is style
    assert opens_section(text) is not style.weak
    assert text.startswith(number.text)


@pytest.mark.parametrize(("style", "text"), COUNTEREXAMPLES)
def test_counterexamples_do_not(style: Numbering, text: str) -> None:
    assert style.pattern.match(text) is None
    number = read_number(text, weak=True)
    assert number is None or (number.style.rank == style.rank and style.weak)


@pytest.mark.parametrize(
    ("line", "text", "value", "rest"),
    [
        ("一、工作情况", "一、", 1, "工作情况"),
        ("（十二） 监督", "（十二）", 12, "监督"),
        ("三)普法宣传", "三)", 3, "普法宣传"),
        ("(三）普法宣传", "(三）", 3, "普法宣传"),
        ("（5）执法", "（5）", 5, "执法"),
        ("10．宣传", "10．", 10, "宣传"),
        ("第二部分：存在问题", "第二部分：", 2, "存在问题"),
        ("（二）、监督", "（二）、", 2, "监督"),
        ("二、等级评定结果", "二、", 2, "等级评定结果"),
        ("（一）条块结合", "（一）", 1, "条块结合"),
    ],
)
def test_number_value_and_rest(line: str, text: str, value: int, rest: str) -> None:
    number = read_number(line)
    assert number is not None
    assert (number.text, number.value, line[number.end :]) == (text, value, rest)


@pytest.mark.parametrize(
    "line",
    [
        "12.4国家宪法日",
        "3.15消费者权益日",
        "2024年，全镇",
        "2024.12.3",
        "1.5万元",
        "《法治政府建设实施纲要（2021—2025年）》",
        "（2021—2025年）期间",
        "（一）项、第（二）项规定",
        "（三）类人员",
        "（六）等",
        "一是强化学习",
        "一站式服务",
        "第一书记带头",
        "第一，加强学习",
        "",
    ],
)
def test_no_number_of_a_heading(line: str) -> None:
    assert not opens_section(line)


def test_number_is_read_where_it_stands() -> None:
    line = "工作扎实。（二）强化监督"
    number = read_number(line, line.index("（"))
    assert number is not None
    assert line[number.end :] == "强化监督"
    assert read_number(line) is None


@pytest.mark.parametrize(
    "line", ["一是学习", "十一是学习", "首先，学习", "其次学习", "最后，学习", "第三，学习", "②学习"]
)
def test_points(line: str) -> None:
    assert opens_point(line)


@pytest.mark.parametrize("line", ["一是否属实", "第三方评估", "最后一公里", "一、是学习", "再次走访"])
def test_no_points(line: str) -> None:
    assert not opens_point(line)


@given(st.integers(min_value=1, max_value=999))
def test_numbers_in_words(value: int) -> None:
    assert parse_number(spelt(value)) == value
    assert parse_number(str(value)) == value


@given(st.integers(min_value=1000, max_value=9999))
def test_years_in_words(year: int) -> None:
    assert parse_number("".join(DIGITS[int(digit)] for digit in str(year))) == year


@pytest.mark.parametrize("text", ["", "甲", "一x", "1x"])
def test_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a number|invalid literal"):
        parse_number(text)


@pytest.mark.parametrize("line", POINTS.examples)
def test_points_with_their_place(line: str) -> None:
    number = read_point(line)
    assert number is not None and line.startswith(number.text) and 1 <= number.value <= 2


@pytest.mark.parametrize("line", POINTS.counterexamples)
def test_what_reads_as_no_point(line: str) -> None:
    assert read_point(line) is None
