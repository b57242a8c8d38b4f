"""Marks in a report's text: that they never change it, and stand where they belong."""

from __future__ import annotations

import html
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from web.report_marks import Marks, Point, Span

TEXT = "一、工作。培训3次<b>，\n\n宣讲12场。完。"


def plain(piece: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", piece))


def test_everything_at_once() -> None:
    spans = [Span(7, 9, "<u>", "</u>"), Span(17, 20, "<u>", "</u>")]
    points = [Point(15, "<i2>"), Point(21, "<end>", after=True), Point(0, "<i1>")]
    marks = Marks(TEXT, (5, 13), spans, points)
    assert marks.piece(0, 5) == "<i1>一、工作。"
    assert marks.piece(5, 13) == '<mark id="fj-found">培训<u>3次</u>&lt;b&gt;，</mark>'
    assert marks.piece(15, 23) == "<i2>宣讲<u>12场</u>。<end>完。"


def test_a_mark_over_several_pieces_has_its_id_once() -> None:
    marks = Marks(TEXT, (5, 20))
    assert [marks.piece(0, 13), marks.piece(15, 23)] == [
        '一、工作。<mark id="fj-found">培训3次&lt;b&gt;，</mark>',
        "<mark>宣讲12场</mark>。完。",
    ]


def test_a_control_stands_outside_of_the_mark_and_a_page_before_what_begins_on_it() -> None:
    points = [Point(9, "<page>"), Point(9, "<control>", after=True)]
    assert (
        Marks(TEXT, (5, 9), (), points).piece(0, 13)
        == '一、工作。<mark id="fj-found">培训3次</mark><control><page>&lt;b&gt;，'
    )


def test_what_lies_on_a_blank_line_goes_to_the_next_piece() -> None:
    marks = Marks(TEXT, points=[Point(14, "<page>"), Point(13, "<control>", after=True)])
    assert marks.piece(0, 13).endswith("，<control>")
    assert marks.piece(15, 23).startswith("<page>宣讲")


@given(
    st.text(max_size=40),
    st.tuples(st.integers(0, 40), st.integers(0, 40)),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))),
    st.lists(st.tuples(st.integers(0, 40), st.booleans())),
    st.lists(st.integers(0, 40)),
)
def test_the_text_stays_as_it_is(
    text: str,
    found: tuple[int, int],
    spans: list[tuple[int, int]],
    points: list[tuple[int, bool]],
    cuts: list[int],
) -> None:
    marks = Marks(
        text,
        found,
        [Span(start, min(end, len(text)), "<u>", "</u>") for start, end in spans],
        [Point(offset, "<i>", after=after) for offset, after in points],
    )
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = [marks.piece(start, end) for start, end in pairwise(edges)]
    assert plain("".join(pieces)) == text
    for piece in pieces:
        tags = re.findall(r"</?(?:u|mark)\b", piece)
        open_tags: list[str] = []
        for tag in tags:
            if tag.startswith("</"):
                assert open_tags.pop() == tag.replace("/", "")
            else:
                open_tags.append(tag)
        assert not open_tags
