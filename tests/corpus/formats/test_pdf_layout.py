"""Lines of a page in the order in which they are read."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.formats.pdf_lines import lines_of
from corpus.pdfium.page import Run
from tests.corpus.formats.pdf_files import PROSE, SIZE, STEP, Ink, Sheet, lines, read_inks, read_sheets, texts_of

LEFT_COLUMN = [f"左{at}" + PROSE[at : at + 11] for at in range(1, 8)]
RIGHT_COLUMN = [f"右{at}" + PROSE[at + 9 : at + 20] for at in range(1, 8)]


def rows(left: list[str], right: list[str], x: float = 310, drop: float = 0) -> list[Ink]:
    """Both sides drawn row by row."""
    pairs = zip(lines(*left), lines(*right, x=x, y=740 - drop), strict=False)
    return list(chain.from_iterable(pairs))


@pytest.mark.parametrize("drop", [0, 9, 14], ids=["level", "a-third-lower", "half-a-line-lower"])
def test_two_columns_are_read_one_after_the_other(drop: float) -> None:
    document = read_inks(rows(LEFT_COLUMN, RIGHT_COLUMN, drop=drop))
    assert texts_of(document) == LEFT_COLUMN + RIGHT_COLUMN


def test_a_last_column_of_mostly_short_lines() -> None:
    left = [f"左{at:02}" + PROSE[at % 20 : at % 20 + 9] for at in range(24)]
    right = [*RIGHT_COLUMN[:6], "第一条。", "第二条要求。", "特此报告", "云溪镇", "某年某月", "完", "附表", "一览"]
    document = read_inks([*lines(*left), *lines(*right, x=310)])
    assert texts_of(document) == [*left, *right]


def test_title_and_closing_line_across_columns_frame_them() -> None:
    title = Ink("云溪镇法治政府建设情况简报一二三四五六", 150, 790, 20)
    closing = Ink(PROSE[:27], 80, 740 - 7 * STEP)
    document = read_inks([*rows(LEFT_COLUMN, RIGHT_COLUMN), closing, title])
    assert texts_of(document) == [title.text, *LEFT_COLUMN, *RIGHT_COLUMN, closing.text]


def test_three_columns() -> None:
    columns = [[f"{name}{at}" + PROSE[at : at + 11] for at in range(6)] for name in "甲乙丙"]
    inks = [ink for at, column in enumerate(columns) for ink in lines(*column, x=40 + 175 * at, size=12)]
    document = read_inks(sorted(inks, key=lambda ink: -ink.y))
    assert texts_of(document) == [line for column in columns for line in column]


def test_columns_that_change_on_a_page() -> None:
    upper = rows(LEFT_COLUMN[:5], RIGHT_COLUMN[:5])
    lower = [Ink(ink.text, ink.x, ink.y - 7 * STEP) for ink in upper]
    across = Ink("二、" + PROSE[:25], 80, 740 - 6 * STEP)
    expected = LEFT_COLUMN[:5] + RIGHT_COLUMN[:5]
    assert texts_of(read_inks([*lower, across, *upper])) == [*expected, across.text, *expected]


TABLE = ["执法检查", "矛盾调解", "普法宣传", "法律援助", "合法性审查"]


def test_table_is_read_row_by_row() -> None:
    document = read_inks(rows(TABLE, ["一百件次", "三十二件", "十六场次", "五件左右", "四十份整"]))
    assert texts_of(document)[:2] == ["执法检查 一百件次", "矛盾调解 三十二件"]


def grid(count: int, columns: tuple[int, ...], high: float = 60) -> list[tuple[float, float, float, float]]:
    """The ruling of a table whose first line of text stands at y 740."""
    top, bottom = 760.0, 760 - count * high
    level: list[tuple[float, float, float, float]] = [
        (columns[0], top - at * high, columns[-1], top - at * high) for at in range(count + 1)
    ]
    return level + [(x, top, x, bottom) for x in columns]


def test_cells_that_fill_their_table_are_no_columns() -> None:
    rules = [(70, 760 - at * STEP, 520, 760 - at * STEP) for at in range(8)]
    document = read_sheets(Sheet(rows(LEFT_COLUMN, RIGHT_COLUMN), rules))
    assert texts_of(document)[0] == f"{LEFT_COLUMN[0]} {RIGHT_COLUMN[0]}"


def test_ruled_table_is_read_cell_by_cell() -> None:
    inks = [
        *lines("问题", "", "执法力量薄弱，三个", "村没有专职人员", y=740),
        *lines("措施", "", "年内招录两名，", "每季度评查一次", x=310),
        Ink("表前一行" + PROSE[:20], y=790),
        Ink("表后一行" + PROSE[:20], y=600),
    ]
    found = texts_of(read_sheets(Sheet(inks, grid(2, (70, 300, 520)))))
    assert found == [
        "表前一行" + PROSE[:20],
        "| 问题 | 措施 |",
        "| 执法力量薄弱，三个村没有专职人员 | 年内招录两名，每季度评查一次 |",
        "表后一行" + PROSE[:20],
    ]


def test_empty_cell_keeps_its_place() -> None:
    inks = [*lines("甲村", "", "乙村"), Ink("三件", 310), Ink("合格", 420, 740 - 2 * STEP)]
    document = read_sheets(Sheet(inks, grid(2, (70, 300, 410, 520))))
    assert texts_of(document) == ["| 甲村 | 三件 |  |", "| 乙村 |  | 合格 |"]


@pytest.mark.parametrize("columns", [(70, 520), (70, 300, 520)], ids=["frame", "frame-with-a-margin-column"])
def test_frame_around_a_text_is_no_table(columns: tuple[int, ...]) -> None:
    body = [PROSE[at : at + 13] for at in range(14)]
    document = read_sheets(Sheet(lines(*body), grid(2, columns, high=430)))
    assert texts_of(document) == body


def test_signature_at_the_right_is_no_column() -> None:
    body = lines(*[PROSE[:27]] * 3, "短句不满行", "又一短句", "再一短句", "末一短句")
    signature = lines("云溪镇人民政府", "2025年1月15日", x=360, y=740 - 5 * STEP)
    found = texts_of(read_inks([*signature, *body]))
    assert found == [PROSE[:27]] * 3 + [
        "短句不满行",
        "又一短句",
        "再一短句 云溪镇人民政府",
        "末一短句 2025年1月15日",
    ]


def test_short_pairs_of_lines_are_no_columns() -> None:
    document = read_inks(rows(LEFT_COLUMN[:3], RIGHT_COLUMN[:3]))
    assert texts_of(document) == [f"{left} {right}" for left, right in zip(LEFT_COLUMN, RIGHT_COLUMN[:3], strict=False)]


def test_block_that_begins_at_the_right_of_the_last_lines_is_no_column() -> None:
    document = read_inks(lines(*LEFT_COLUMN[:6]) + lines(*RIGHT_COLUMN[:6], x=310, y=740 - 5 * STEP))
    assert texts_of(document)[5] == f"{LEFT_COLUMN[5]} {RIGHT_COLUMN[0]}"


def test_lines_drawn_out_of_order() -> None:
    wanted = [f"第{name}条{PROSE[:20]}" for name in "一二三四五六"]
    inks = lines(*wanted)
    assert texts_of(read_inks([inks[at] for at in (3, 0, 5, 1, 4, 2)])) == wanted


def test_pieces_of_one_visual_line_are_joined() -> None:
    inks = [Ink("万元", 80 + 9 * SIZE), Ink("投入经费", 80), Ink("52.17", 80 + 6 * SIZE), Ink("共计", 80 + 4 * SIZE)]
    assert texts_of(read_inks([*inks, *lines("下一行", y=700)]))[0].replace(" ", "") == "投入经费共计52.17万元"


def test_raised_mark_stays_in_its_line() -> None:
    inks = [
        Ink("依照条例"),
        Ink("①", 80 + 4 * SIZE, 746, 8),
        Ink("办理", 80 + 4 * SIZE + 8),
        *lines("下一行文字", y=712),
    ]
    assert texts_of(read_inks(inks)) == ["依照条例①办理", "下一行文字"]


def test_text_printed_twice_for_boldness_is_read_once() -> None:
    heading = Run("一、主要做法", 80, 176, 740, 16)
    again = Run("一、主要做法", 80.4, 176.4, 740.2, 16)
    elsewhere = Run("一、主要做法", 300, 396, 740, 16)
    assert [line.text for line in lines_of([heading, again])] == ["一、主要做法"]
    assert [line.text for line in lines_of([heading, elsewhere])] == ["一、主要做法 一、主要做法"]


def test_indents_and_gaps_are_kept() -> None:
    document = read_inks(lines("　　一是开头", "次行" + PROSE[:20], "三行" + PROSE[:20], "", "　　二是另起", "末行"))
    assert [line[:3] for line in document.text.split("\n")] == ["　　一", "次行云", "三行云", "", "　　二", "末行"]


def test_page_whose_lines_are_all_indented_keeps_their_indent() -> None:
    full = lines("　　开头", *[PROSE[:27]] * 4)
    document = read_inks(full, lines("　　一、短", "　　二、短"), full)
    assert "　　一、短\n　　二、短" in document.text


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A place on a page of 842 × 842 after the page was turned."""
    return {0: (x, y), 90: (842 - y, x), 180: (842 - x, 842 - y), 270: (y, 842 - x)}[turn]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_rotated_text_is_read_upright(turn: int) -> None:
    wanted = ["　　首行" + PROSE[:10], "次行" + PROSE[:10], "末行"]
    inks = [Ink(ink.text, *turned(ink.x, ink.y, turn), turn=turn) for ink in lines(*wanted)]
    document = read_sheets(Sheet(inks[::-1], size=(842, 842), rotate=turn))
    assert document.text.split("\n") == wanted


def test_note_at_the_side_comes_after_the_page() -> None:
    body = lines("首行" + PROSE[:20], "次行" + PROSE[:20])
    document = read_inks([body[0], Ink("内部资料", 40, 600, 10, turn=90), body[1]])
    assert texts_of(document) == [body[0].text, body[1].text, "内部资料"]


def test_huge_and_tiny_pages() -> None:
    huge = Sheet([Ink("展板文字", 1000, 9000, 300)], size=(14000, 14000))
    tiny = Sheet([Ink("卡片", 2, 2, 3)], size=(10, 10))
    assert texts_of(read_sheets(huge, tiny)) == ["展板文字", "卡片"]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=5).filter(any), st.booleans())
def test_every_word_is_on_its_page(counts: list[int], numbered: bool) -> None:
    digits = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")
    words = [[f"页{page}行{line}止".translate(digits) for line in range(count)] for page, count in enumerate(counts)]
    sheets = [lines(*page) + ([Ink(f"— {at} —", 280, 40)] if numbered else []) for at, page in enumerate(words, 1)]
    document = read_inks(*sheets)
    assert len(document.pages) == len(counts)
    for page, page_words in enumerate(words):
        end = document.pages[page + 1] if page + 1 < len(counts) else len(document.text)
        for word in page_words:
            assert document.pages[page] <= document.text.index(word) < end
            assert document.text.count(word) == 1
        assert not document.pages[page] or document.text[document.pages[page] - 1] == "\n"
        if page_words:
            assert document.text[document.pages[page] :].split()[0] == page_words[0]
