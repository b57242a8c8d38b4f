from __future__ import annotations

import pytest

from corpus.text.furniture import FURNITURE, declared, is_furniture, page_ends, wrapping


@pytest.mark.parametrize("line", [line for kind in FURNITURE for line in kind.examples])
def test_examples(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", [line for kind in FURNITURE for line in kind.counterexamples])
def test_counterexamples(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "柳泉镇2023年法治政府建设工作总结",
        "县司法局：",
        "一、工作情况",
        "特此报告。",
        "柳泉镇人民政府",
        "2023年12月20日",
        "法律顾问全年坐班36天。",
    ],
)
def test_lines_of_a_report_are_none(line: str) -> None:
    assert not is_furniture(line)


def test_what_a_banner_declares() -> None:
    assert declared("发布时间：2020-03-27 09:32来源：望湖街道办事处 浏览次数：12") == {
        "发布时间": "2020-03-27 09:32",
        "来源": "望湖街道办事处",
        "浏览次数": "12",
    }


ANYWHERE = [kind for kind in FURNITURE if kind.anywhere]


@pytest.mark.parametrize("line", [line for kind in ANYWHERE for line in kind.examples])
def test_lines_that_are_of_the_site_wherever_they_stand(line: str) -> None:
    assert is_furniture(line, anywhere=True)


@pytest.mark.parametrize(
    "line", [*(line for kind in FURNITURE for line in kind.counterexamples), "来源：柳泉镇", "时间：2024年1月9日"]
)
def test_other_lines_stay_in_the_middle_of_a_report(line: str) -> None:
    assert not is_furniture(line, anywhere=True)


TITLE = "石岭县柳泉镇法治政府建设工作总结"
PAGES = [
    TITLE,
    "第一页的正文。",
    "第 1 页 共 3 页",
    TITLE,
    "第二页的正文。",
    "第 2 页 共 3 页",
    TITLE,
    "第三页的正文。",
    "3",
]


def test_page_numbers_and_the_running_head_beside_them() -> None:
    assert sorted(page_ends(PAGES)) == [2, 3, 5, 6]


def test_the_title_itself_stays_although_it_is_the_running_head() -> None:
    assert sorted(page_ends([TITLE, "第1页", "正文。", TITLE, "第2页", "正文。"])) == [1, 3, 4]


def test_text_that_two_pages_share_beside_their_numbers_stays() -> None:
    assert sorted(page_ends(["全镇要求如下。", "- 1 -", "正文。", "全镇要求如下。", "- 2 -"])) == [1, 4]


@pytest.mark.parametrize("line", ["- 3 -", "—2—", "第3页", "3/8"])
def test_page_numbers(line: str) -> None:
    assert page_ends(["正文。", line, "正文。"]) == {1}


@pytest.mark.parametrize("line", ["2023", "8", "第3季度", "-5%"])
def test_figures_are_no_page_numbers(line: str) -> None:
    assert not page_ends(["正文。", line, "正文。"])


def test_the_page_ends_where_the_report_begins() -> None:
    lines = [
        "首页>政务公开",
        TITLE,
        "时间：2024年1月9日",
        "一、工作情况",
        "时间：2024年1月9日",
        "特此报告。",
        "上一篇：没有了",
        "【打印】",
    ]
    assert wrapping(lines) == {0, 2, 6, 7}
