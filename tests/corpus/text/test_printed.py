"""Lines of a printed page: which go on, and which begin a paragraph."""

from __future__ import annotations

import pytest

from corpus.text.lines import clean_line
from tests.corpus.text.test_cleaning import paragraphs_of


def test_a_title_torn_in_a_word_by_the_margin_is_one_line() -> None:
    body = ["2023年，全镇扎实推进法治政府建设，各项工作稳步向前，群众满意度不断", "提高，现将有关情况报告如下："]
    lines = ["石岭县柳泉镇人民政府关于2023年度法治政", "府建设工作情况的报告", *body]
    assert paragraphs_of(*lines, wrapped=True)[0] == "石岭县柳泉镇人民政府关于2023年度法治政府建设工作情况的报告"


def test_rows_of_a_table_of_contents_are_not_joined() -> None:
    rows = ["一、强化组织领导，压实法治建设责任链条…………1", "二、规范行政执法，提升基层执法水平………………2", "存在的问题……3"]
    assert paragraphs_of(*rows, wrapped=True) == rows


def test_a_point_does_not_go_on_with_a_heading() -> None:
    heading = ["（三）落实普法责任制，提升全民法治素养，抓实重点", "群体学法用法"]
    lines = [*heading, "一是办好法治夜校。全年开课十二场，村民到课四百", "余人次。"]
    assert paragraphs_of(*lines, wrapped=True)[:2] == ["".join(heading), "".join(lines[2:])]


@pytest.mark.parametrize("blank", ["\u3000", "  ", "\u3000\u3000"])
def test_a_wide_blank_ends_a_heading(blank: str) -> None:
    assert clean_line(f"（二）规范行政执法{blank}一是培训3次。") == "（二）规范行政执法 一是培训3次。"
    assert clean_line(f"（二）规范行政执法{blank}开展检查八次，出动") == "（二）规范行政执法 开展检查八次，出动"
    assert clean_line(f"（二）规 范{blank}执法") == "（二）规范执法"


def test_a_lead_in_ends_its_paragraph_however_full_its_line() -> None:
    lines = [
        "2023年，全镇扎实推进法治政府建设，各项工作稳步向前，",
        "群众满意度不断提高，现将有关工作的开展情况报告如下：",
        "工作开展情况",
    ]
    assert paragraphs_of(*lines, wrapped=True)[-1] == "工作开展情况"


def test_the_blank_lines_round_the_end_of_a_page_part_nothing() -> None:
    first, last = (
        "全年开展执法培训三次，新增持证人员六名，评查案卷二十份，",
        "通报问题九个，全部整改到位，群众对执法工作表示十分满意。",
    )
    pages = [first, last, "", first, "", "- 1 -", "", last, ""] * 4
    assert set(paragraphs_of(*pages, wrapped=True)) == {first + last}


def test_the_name_of_an_act_begins_a_paragraph_behind_a_full_line() -> None:
    lines = [
        "2023年，全镇扎实推进法治政府建设，各项工作稳步向前，",
        "书写墙体标语四十条，发放印有法律知识的围裙手提袋两百个。",
        "存在问题",
    ]
    assert paragraphs_of(*lines, wrapped=True)[-1] == "存在问题"


@pytest.mark.parametrize("end", ["、", "和", "与"])
def test_a_printed_line_that_ends_with_a_conjunction_goes_on(end: str) -> None:
    lines = [f"根据上级通知第二条、第三条{end}", "第五部分的规定，镇级法治建设议事协调机构运行正常，经费列入预算。"]
    assert paragraphs_of(*lines, wrapped=True) == ["".join(lines)]
