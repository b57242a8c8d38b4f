"""Footnotes leave the sentence that runs over the page alone."""

from __future__ import annotations

import pytest

from tests.corpus.formats.pdf_files import PROSE, Ink, Sheet, lines, read_sheets, texts_of

FIRST = [PROSE[:25], PROSE[5:30] + "依照条例①办理"]
RULE = [(80, 130, 220, 130)]


def pages(notes: list[Ink], rules: list[tuple[float, float, float, float]]) -> tuple[Sheet, Sheet]:
    body = lines(*[PROSE[:25]] * 20, FIRST[1])
    return Sheet([*notes, *body, Ink("— 1 —", 280, 40, 12)], rules), Sheet(lines("并及时答复群众。", PROSE))


@pytest.mark.parametrize("rules", [RULE, []], ids=["below-a-line", "apart-from-the-text"])
def test_footnotes_stand_apart(rules: list[tuple[float, float, float, float]]) -> None:
    notes = lines("① 指省里2021年印发的条例，", "现行有效。", "② 另见附件。", y=110, size=9, step=13)
    document = read_sheets(*pages(notes, rules))
    assert document.apart == ("脚注：① 指省里2021年印发的条例，现行有效。", "脚注：② 另见附件。")
    assert texts_of(document)[20:22] == [FIRST[1], "并及时答复群众。"]
    assert document.removed == ("— 1 —",)


@pytest.mark.parametrize(
    ("notes", "rules"),
    [
        (lines("③ 这里没有对应的记号。", y=110, size=9), []),
        (lines("数据来源：司法所台账。", y=110, size=9), RULE),
        (lines("① 加强领导。", y=110, size=16), RULE),
        (lines("3个村尚未配齐人员。", y=110, size=9), []),
    ],
    ids=["mark-not-in-the-text", "no-mark", "size-of-the-text", "figure"],
)
def test_other_lines_at_the_foot_stay(notes: list[Ink], rules: list[tuple[float, float, float, float]]) -> None:
    document = read_sheets(*pages(notes, rules))
    assert document.apart == ()
    assert texts_of(document)[21] == notes[0].text


def test_page_of_small_print_is_no_footnote() -> None:
    annex = lines("① 甲村", "② 乙村", "③ 丙村", size=9)
    document = read_sheets(*pages([], []), Sheet(annex))
    assert document.apart == ()
    assert texts_of(document)[-3:] == ["① 甲村", "② 乙村", "③ 丙村"]
