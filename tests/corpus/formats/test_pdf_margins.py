"""What belongs to the paper goes, what belongs to the report stays."""

from __future__ import annotations

import pytest

from corpus.formats.pdf_numbers import NUMBER_STYLES, find_number
from corpus.report import Document
from tests.corpus.formats.pdf_files import PROSE, Ink, Sheet, lines, read_inks, read_sheets, texts_of

BODY = [[f"{name}{at}" + PROSE[:20] for at in "上中下"] for name in "甲乙丙丁戊己"]


def read_with(
    heads: list[str], feet: list[str], *, size: float = 16, y_head: float = 800, y_foot: float = 45
) -> Document:
    """Pages of the body with a head and a foot each; ``""`` for none."""
    pages = []
    for at, (head, foot) in enumerate(zip(heads, feet, strict=True)):
        margin = [Ink(head, y=y_head, size=size)] if head else []
        margin += [Ink(foot, 280, y_foot, size)] if foot else []
        pages.append([*margin, *lines(*BODY[at])])
    return read_inks(*pages)


def body(count: int) -> list[str]:
    return [line for page in BODY[:count] for line in page]


@pytest.mark.parametrize(
    ("line", "certain"),
    [(example, style.certain) for style in NUMBER_STYLES for example in style.examples],
    ids=[f"{style.name}:{example}" for style in NUMBER_STYLES for example in style.examples],
)
def test_examples_of_page_numbers(line: str, certain: bool) -> None:
    found = find_number(line)
    assert found is not None
    assert found.certain == certain
    assert found.number in {3, 4, 9, 12, None}


@pytest.mark.parametrize(
    "line",
    [
        "3次",
        "第3条",
        "（一）",
        "一、3",
        "2024年",
        "3.5",
        "—",
        "第三页纸",
        "civil",
        "共8页",
        "- 3 件 -",
        "mix",
        "2025.1.15",
    ],
)
def test_lines_that_are_no_page_numbers(line: str) -> None:
    found = find_number(line)
    assert found is None or (found.number is None and not found.certain) or line == "mix"


@pytest.mark.parametrize(
    "feet",
    [
        ["— 1 —", "— 2 —", "— 3 —"],
        ["第1页 共3页", "第2页 共3页", "第3页 共3页"],
        ["1/3", "2/3", "3/3"],
        ["5", "6", "7"],
        ["i", "ii", "iii"],
        ["", "〔2〕", "〔3〕"],
        ["云溪镇政府 1", "云溪镇政府 2", "云溪镇政府 3"],
        ["2024年报告·第1页", "2024年报告·第2页", "2024年报告·第3页"],
        ["第一页", "第二页", "第三页"],
        ["1", "", "- 3 -"],
    ],
    ids=lambda feet: feet[2],
)
def test_page_numbers_go(feet: list[str]) -> None:
    document = read_with([""] * 3, feet)
    assert texts_of(document) == body(3)
    assert sorted(document.removed) == sorted(foot for foot in feet if foot)


def test_page_numbers_at_the_outer_side() -> None:
    pages = [
        [*lines(*BODY[at]), Ink(str(at + 1), 80 if at % 2 else 500, 50, 10), Ink("云溪镇", 280, 50, 10)]
        for at in range(4)
    ]
    document = read_inks(*pages)
    assert texts_of(document) == body(4)
    assert document.removed == ("云溪镇 1", "2 云溪镇", "云溪镇 3", "4 云溪镇")


def test_heads_that_differ_on_odd_and_even_pages() -> None:
    heads = ["", "法治政府建设报告", "云溪镇人民政府", "法治政府建设报告", "云溪镇人民政府", "法治政府建设报告"]
    document = read_with(heads, [""] * 6)
    assert texts_of(document) == body(6)
    assert document.removed == ("法治政府建设报告", "云溪镇人民政府")


def test_heads_that_name_the_section() -> None:
    headings = ["一、主要做法", "二、存在问题", "三、下步打算"]
    pages = []
    for at in range(6):
        head = [Ink(headings[at // 2], y=805, size=10)] if at else []
        pages.append([*head, *lines(*([headings[at // 2]] if at % 2 == 0 else []), *BODY[at])])
    found = texts_of(read_inks(*pages))
    expected = [line for at in range(6) for line in ([headings[at // 2]] if at % 2 == 0 else []) + BODY[at]]
    assert found == expected


def test_title_that_runs_as_head_stays_once() -> None:
    title = "云溪镇2024年法治政府建设工作报告"
    document = read_with([title] * 3, ["1", "2", "3"])
    assert texts_of(document) == [title, *body(3)]


def test_head_goes_from_the_first_page_where_the_title_takes_two_lines() -> None:
    head = "云溪镇2024年法治政府建设工作报告"
    pages = [[Ink(head, y=805, size=10), *lines(*BODY[at])] for at in range(3)]
    pages[0] += [Ink("云溪镇2024年", y=790, size=22), Ink("法治政府建设工作报告", y=765, size=22)]
    assert texts_of(read_inks(*pages))[:3] == ["云溪镇2024年", "法治政府建设工作报告", BODY[0][0]]


@pytest.mark.parametrize("count", [2, 3, 4, 6])
@pytest.mark.parametrize(
    "first_lines",
    [
        [f"{at}、主要做法和工作成效" for at in "一二三四五六"],
        [f"（{at}）规范行政执法" for at in "一二三四五六"],
        [f"全年调解矛盾纠纷1{at}8件。" for at in range(6)],
        [f"其中202{at}年办结案件" for at in (4, 2, 7, 1, 9, 3)],
    ],
    ids=["headings", "subheadings", "figures", "years"],
)
def test_lines_of_the_report_at_an_edge_stay(count: int, first_lines: list[str]) -> None:
    tops = [lines(line, *BODY[at]) for at, line in enumerate(first_lines[:count])]
    bottoms = [lines(*BODY[at], line) for at, line in enumerate(first_lines[:count])]
    for pages in (tops, bottoms):
        document = read_inks(*pages)
        assert sorted(texts_of(document)) == sorted(body(count) + first_lines[:count])
        assert document.removed == ()


def test_figures_that_count_up_over_two_pages_stay() -> None:
    pages = [lines(*BODY[at], f"全年办结信访案件{at + 12}件") for at in range(2)]
    assert len(texts_of(read_inks(*pages))) == 8


def test_figure_alone_on_a_line_stays() -> None:
    pages = [lines(*BODY[0], "1"), lines("2", *BODY[1]), lines(*BODY[2], "16")]
    document = read_inks(*pages)
    assert [line for line in texts_of(document) if line.isdigit()] == ["1", "2", "16"]


def test_head_of_a_table_that_goes_on_stays_where_it_comes_first() -> None:
    table = [[Ink("序号", 80), Ink("执法事项", 180), Ink("件数", 400)] for _ in range(4)]
    pages = [lines(*BODY[0])] + [[*table[at], *lines(*BODY[at], y=712)] for at in range(1, 4)]
    assert texts_of(read_inks(*pages)).count("序号 执法事项 件数") == 1


@pytest.mark.parametrize(
    "mark",
    [Ink("仅供内部使用", 200, 400, 30, turn=45), Ink("云溪镇", 150, 712, 48), Ink("草稿", 300, 300, 12, turn=-30)],
    ids=["aslant", "level-across-a-line", "small-and-aslant"],
)
def test_watermarks_go(mark: Ink) -> None:
    document = read_inks(*([mark, *lines(*BODY[at])] for at in range(3)))
    assert texts_of(document) == body(3)
    assert document.removed == (mark.text,)


def test_text_on_the_same_spot_of_a_form_stays() -> None:
    pages = [[*lines(*BODY[at]), Ink("单位名称", 100, 400), Ink("负责人", 100, 370)] for at in range(3)]
    assert texts_of(read_inks(*pages)).count("单位名称") == 3


def test_what_is_removed_is_listed() -> None:
    numbers = [f"— {at} —" for at in range(1, 5)]
    document = read_with(["云溪镇人民政府"] * 4, numbers, size=10)
    # A head that is found nowhere else stays on the first page.
    assert texts_of(document) == ["云溪镇人民政府", *body(4)]
    assert document.removed == (*numbers, "云溪镇人民政府")


def test_drawn_line_parts_a_head_from_the_text() -> None:
    sheets = []
    for at in range(4):
        head = Ink("二、存在问题" if at > 1 else "一、主要做法", y=768, size=16)
        inks = [
            *([head] if at else []),
            *lines(*(["一、主要做法"] if at == 0 else []), *BODY[at], "二、存在问题的说明"),
        ]
        sheets.append(Sheet(inks, [(80, 762, 515, 762)]))
    assert "一、主要做法" in texts_of(read_sheets(*sheets))
