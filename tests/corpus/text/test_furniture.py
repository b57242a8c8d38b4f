from __future__ import annotations

import pytest

from corpus.text.furniture import FURNITURE, declared, is_furniture


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
