from __future__ import annotations

from unicodedata import east_asian_width

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.report import Document
from corpus.text.cleaning import clean, paragraphs
from corpus.text.lines import clean_line
from corpus.text.wrapping import is_hard_wrapped


def paragraphs_of(*lines: str, wrapped: bool | None = False) -> list[str]:
    return clean(Document("\n".join(lines), "txt", hard_wrapped=wrapped)).text.split("\n")


def printed(paragraph: str, width: int = 28, indent: int = 2) -> list[str]:
    """The lines of a paragraph as a page shows them, the first one indented; two digits are as wide as one Han character."""
    lines = ["\u3000" * indent]
    room = 2 * (width - indent)
    for char in paragraph:
        cells = 1 if east_asian_width(char) in {"Na", "N", "H"} else 2
        if cells > room:
            lines.append("")
            room = 2 * width
        lines[-1] += char
        room -= cells
    return lines


PRINTED = [
    "2023年，柳泉镇把依法行政贯穿各项工作始终，全年召开专题会议 8 次，集中学法 12 次，走访群众 300余户，较好完成了年初确定的任务。",
    "一、工作开展情况",
    "（一）强化组织领导，压实工作责任",
    "一是成立由镇长任组长的工作小组，把责任分解到9个办公室、21个村，每月调度一次，每季通报一次，年底逐项销号，没有一项拖到下一年。",
    "二是坚持会前学法，全年安排专题学习12次，参加人员达到500余人次，并把学习情况写进个人年度考核，作为评先评优的依据之一。",
    "（二）规范行政执法，提高办案质量",
    "组织执法人员参加培训3次，新增持证人员6名，办理案件41件，没有一件被撤销，群众对执法过程的满意度有了明显提高，投诉比上年减少一半。",
]


class TestHardWrapped:
    @pytest.mark.parametrize("declared", [True, None], ids=["declared", "found out"])
    @pytest.mark.parametrize("blank_lines", [0, 1, 4], ids=["dense", "a blank line between", "page breaks"])
    def test_paragraphs_are_put_together_again(self, declared: bool | None, blank_lines: int) -> None:
        lines = [line for paragraph in PRINTED for line in printed(paragraph)]
        spaced = [part for line in lines for part in (line, *[""] * blank_lines)]
        assert paragraphs_of(*spaced, wrapped=declared) == [clean_line(paragraph) for paragraph in PRINTED]

    def test_a_long_heading_on_two_lines_stays_apart_from_its_text(self) -> None:
        heading = "（三）坚持和发展新时代“枫桥经验”，健全矛盾纠纷多元预防调处化解机制"
        text = "建成调解室7个，选聘调解员23名，调解成功率保持在九成以上。"
        lines = [line for part in (*PRINTED, heading, text) for line in printed(part)]
        assert paragraphs_of(*lines, wrapped=True)[-2:] == [heading, text]

    def test_a_date_at_the_end_of_a_full_line_does_not_end_the_paragraph(self) -> None:
        first, second = "调解室选址在老粮站，镇里先后协调资金和设备到2023年3月", "15日正式挂牌，半年受理纠纷40件。"
        assert paragraphs_of(*printed(PRINTED[0]), first, second, wrapped=True)[-1] == first + second

    @pytest.mark.parametrize(
        "text",
        [
            "全年组织普法宣传二十一场，受教育群众达到五千余人次。接着又把法治课送进七所学校，师生反响热烈。",
            "全年组织普法宣传二十一场，受教育群众达到五千余人次，接着把法治课送进了七所学校和九家企业，师生反响十分热烈。随后总结推广。",
        ],
        ids=["first line", "later line"],
    )
    def test_a_sentence_that_ends_at_the_margin_does_not_end_the_paragraph(self, text: str) -> None:
        assert any(line.endswith("。") for line in printed(text)[:-1])
        lines = [line for part in (*PRINTED, text) for line in printed(part)]
        assert paragraphs_of(*lines, wrapped=True)[-1] == text

    def test_the_first_line_is_full_although_it_is_indented(self) -> None:
        text = "全镇组织普法宣传二十一场，受教育群众达到五千多人次。" + "接着送课进校。"
        lines = [line for part in (PRINTED[0] * 6, text) for line in printed(part)]
        lines[-2:] = [line.strip() for line in lines[-2:]]
        assert paragraphs_of(*lines, wrapped=True)[-1] == text

    def test_a_sentence_that_ends_short_of_the_margin_ends_the_paragraph(self) -> None:
        lines = [line for part in PRINTED for line in printed(part)]
        text = [
            "全年组织普法宣传二十一场，受教育群众达到五千余人次，",
            "群众反映这样的宣传听得懂、记得住、用得上、信得过。",
            "接着又送课。",
        ]
        assert paragraphs_of(*lines, *text, wrapped=True)[-2:] == ["".join(text[:2]), text[2]]

    @pytest.mark.parametrize(
        "first", ["柳泉镇法治政府建设", "（四）聚焦民生关切，深化政务公开提升服务水平"], ids=["title", "heading"]
    )
    def test_a_line_that_stops_early_stands_alone(self, first: str) -> None:
        lines = [line for part in PRINTED for line in printed(part)]
        assert paragraphs_of(*lines, first, "工作总结按以下几个方面展开", wrapped=True)[-2:] == [
            first,
            "工作总结按以下几个方面展开",
        ]

    def test_a_point_behind_a_full_line_is_a_paragraph(self) -> None:
        lines = [line for part in PRINTED for line in printed(part)]
        points = ["一是全年组织普法宣传二十一场，受教育群众达五千余人；", "二是送课进校。"]
        assert paragraphs_of(*lines, *points, wrapped=True)[-2:] == points

    def test_the_date_below_a_long_signature_is_a_line(self) -> None:
        lines = [line for part in PRINTED for line in printed(part)]
        foot = ["云岭省澜河市石岭县柳泉镇人民政府党政综合办公室", "2023年12月20日"]
        assert paragraphs_of(*lines, *foot, wrapped=True)[-2:] == foot

    def test_signature_and_date_stay_lines_of_their_own(self) -> None:
        foot = ["石岭县柳泉镇人民政府", "2023 年 12 月 20 日"]
        lines = [line for part in PRINTED for line in printed(part)]
        assert paragraphs_of(*lines, *foot, wrapped=True)[-2:] == ["石岭县柳泉镇人民政府", "2023年12月20日"]

    def test_a_list_of_short_lines_is_not_taken_for_a_printed_page(self) -> None:
        assert not is_hard_wrapped(["开展法治宣传活动", "组织干部学习。", "调解纠纷8件。"] * 10)

    def test_few_lines_tell_nothing(self) -> None:
        assert not is_hard_wrapped(["依法行政水平不断提升群众满意度稳步提高各项任务有序"] * 11)


class TestParagraphs:
    def test_a_page_break_inside_a_sentence_is_mended(self) -> None:
        before = "组织全镇干部学习宪法和民法典，通过以案释法、旁听庭审等多种形式不断增强法治"
        after = "观念，全年参加学习300人次。"
        assert paragraphs_of(before, "", "", after) == [before + after]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("各村普遍建立了法律顾问制度，村民遇到法律问题可以随时咨询律师，效果明显。", "下一步继续推进。"),
            (
                "各村普遍建立了法律顾问制度,村民遇到法律问题可以随时咨询律师,效果明显.",
                "下一步继续推进这项制度,让村民遇到法律问题时都能找到人问、问得明白.",
            ),
            (
                "（五）坚持和发展新时代“枫桥经验”，健全矛盾纠纷多元化解机制建设",
                "全年调解纠纷41件，没有一件上行到县里，群众反映良好，满意度较高。",
            ),
            ("各村普遍建立了法律顾问制度，村民遇到法律问题可以随时咨询律师，效果明显", "（二）强化监督。"),
            ("各村普遍建立了法律顾问制度，村民遇到法律问题可以随时咨询律师，效果明显", "柳泉镇人民政府"),
            ("各村普遍建立了法律顾问制度，村民遇到法律问题可以随时咨询律师，效果明显", "二〇二三年十二月二十日"),
            ("各村普遍建立了法律顾问制度，村民遇到法律问题可以随时咨询律师，效果明显；", "二是强化监督。"),
            (
                "|名称|关于柳泉镇法治政府建设情况的报告，内容较长超过三十个字，没有结束|",
                "正文从这里开始，与表格没有关系。",
            ),
            ("柳泉镇法治政府建设", "工作总结。"),
        ],
        ids=[
            "closed",
            "half-width stop",
            "long heading without mark",
            "heading follows",
            "signature follows",
            "date follows",
            "point follows",
            "table row",
            "short line",
        ],
    )
    def test_what_belongs_apart_stays_apart(self, first: str, second: str) -> None:
        assert paragraphs_of(first, second) == [first, second]

    def test_offsets_of_paragraphs(self) -> None:
        text = "甲乙\n\n丙\n丁戊己"
        assert [text[start:end] for start, end in paragraphs(text)] == ["甲乙", "丙", "丁戊己"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("工作总结[bookmark: _GoBack]", "工作总结"),
        ('⠼fontface="方正仿宋_GBK">强化责任', "强化责任"),
        ("<span style='x'>强化</span>责任&nbsp;", "强化责任"),
        ("依法\u200b行政\ufeff", "依法行政"),
        ("\u3000\u3000一、工作情况\u3000", "一、工作情况"),
        ("2022 年受理 8 处 、 调解 300 余件", "2022年受理8处、调解300余件"),
        ("借助 Legal Aid App 办理", "借助Legal Aid App办理"),
        ("达 52.17 万元，增长 3.5 %", "达52.17万元，增长3.5 %"),
        ("6各行政村整该完毕，《信访条例", "6各行政村整该完毕，《信访条例"),
        ("a<b，3>2", "a<b，3>2"),
    ],
    ids=[
        "bookmark",
        "lost tag",
        "tags",
        "zero width",
        "U+3000",
        "digits",
        "Latin",
        "decimals",
        "mistakes stay",
        "comparison",
    ],
)
def test_debris_goes_and_words_stay(raw: str, expected: str) -> None:
    assert clean_line(raw) == expected


def test_words_of_two_latin_lines_are_not_glued() -> None:
    lines = ["The township of Willow Spring has a legal adviser", "in every village and a mediator of its own"]
    assert paragraphs_of(*lines) == [" ".join(lines)]


class TestOrigins:
    TEXT = "\u3000\u3000柳泉镇工作总结\n\n  2023年，全镇围绕法治建设做了大量卓有成效的工作，学法用法的氛围日益\n\n浓厚，成效明显。\n一、情况"

    def test_every_character_knows_where_it_stood(self) -> None:
        text = self.TEXT + "\u3000 检查 8 处，[bookmark: _GoBack]整\u200b改到位。"
        cleaned = clean(Document(text, "txt", hard_wrapped=False))
        assert cleaned.text.endswith("一、情况检查8处，整改到位。")
        assert cleaned.removed == ("[bookmark: _GoBack]",)
        assert all(
            text[cleaned.origin_of(offset)] == char for offset, char in enumerate(cleaned.text) if char not in " \n"
        )

    @pytest.mark.parametrize(
        ("raw", "word"), [("浓厚", "浓厚"), ("一、情况", "一、情况")], ids=["inside a paragraph", "at a paragraph"]
    )
    def test_page_offset(self, raw: str, word: str) -> None:
        cleaned = clean(Document(self.TEXT, "txt", hard_wrapped=False))
        assert cleaned.offset_of(self.TEXT.index(raw)) == cleaned.text.index(word)

    def test_first_and_last(self) -> None:
        cleaned = clean(Document(self.TEXT, "txt", hard_wrapped=False))
        assert (cleaned.offset_of(0), cleaned.offset_of(len(self.TEXT))) == (0, len(cleaned.text))


PIECES = st.sampled_from(
    [
        "依法行政",
        "2023年",
        "工作情况",
        "。",
        "，",
        "；",
        "：",
        "一、",
        "（二）",
        "三是",
        "调解纠纷",
        "8",
        " ",
        "\u3000",
        ".",
        "App",
        "“",
        "”",
        "人民政府",
    ]
)
LINE = st.lists(PIECES, max_size=16).map("".join)
TEXT = st.lists(LINE, max_size=16).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(text=TEXT, wrapped=st.sampled_from([True, False, None]))
def test_nothing_is_lost_invented_or_moved(text: str, wrapped: bool | None) -> None:
    cleaned = clean(Document(text, "txt", hard_wrapped=wrapped))
    assert "".join(cleaned.text.split()) == "".join(text.split())
    assert all(line == line.strip() != "" for line in cleaned.text.split("\n")) or not cleaned.text


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=80))
def test_any_text_at_all(text: str) -> None:
    cleaned = clean(Document(text, "txt"))
    kept = iter("".join(text.split()))
    assert all(char in kept for char in "".join(cleaned.text.split()))


@settings(max_examples=150, deadline=None)
@given(text=TEXT)
def test_clean_text_is_left_alone(text: str) -> None:
    once = clean(Document(text, "txt", hard_wrapped=False)).text
    again = clean(Document(once, "txt", hard_wrapped=False)).text
    # A wide blank that ends a heading is one space afterwards, which alone may say less.
    assert again.replace(" ", "") == once.replace(" ", "")


@settings(max_examples=100, deadline=None)
@given(text=TEXT, wrapped=st.sampled_from([True, False]))
def test_origins_ascend_and_point_at_their_words(text: str, wrapped: bool) -> None:
    cleaned = clean(Document(text, "txt", hard_wrapped=wrapped))
    assert all(a < c and b < d for (a, b), (c, d) in zip(cleaned.origins, cleaned.origins[1:], strict=False))
    found = [cleaned.origin_of(offset) for offset in range(len(cleaned.text))]
    for offset, (origin, char) in enumerate(zip(found, cleaned.text, strict=True)):
        if char not in " \n":
            assert text[origin] == char
            assert cleaned.offset_of(origin) == offset
    left = "".join(char for at, char in enumerate(text) if at not in set(found) and not char.isspace())
    assert not left


class TestWhereAPrintedParagraphBegins:
    """Full last lines look like any other line; blanks and blank lines tell that a paragraph ends there."""

    FULL = "全年办理案件四十一件，没有一件被撤销，群众对执法很满意的。"
    """As wide as a line; the paragraph ends with it."""
    OTHER = "组织培训三次，新增持证人员六名，评查案卷二十份，通报问题九个，全部整改到位。"

    def lines(self, indent: str, gap: str) -> list[str]:
        first = [indent + self.FULL]
        second = [indent + self.OTHER[:28], self.OTHER[28:]]
        return [line for _ in range(5) for line in (*first, *([gap] if gap else []), *second, *([gap] if gap else []))]

    def test_told_by_the_indent(self) -> None:
        assert paragraphs_of(*self.lines("\u3000\u3000", ""), wrapped=None) == [self.FULL, self.OTHER] * 5

    def test_told_by_blank_lines(self) -> None:
        assert paragraphs_of(*self.lines("", " "), wrapped=True) == [self.FULL, self.OTHER] * 5

    def test_a_line_torn_before_a_mark(self) -> None:
        lines = ["推进政务服务“一网通办”", "，梳理事项清单一百一十七项，", "办件量增长。", "另一段话说完了。"]
        assert paragraphs_of(*lines, wrapped=True)[0].startswith("推进政务服务“一网通办”，梳理")


@pytest.mark.parametrize(
    ("title", "following"),
    [
        ("关于2023年度法治政府建设情况的报告", "县委依法治县办："),
        (
            "石榴坪镇2023年法治政府建设工作总结及2024年工作谋划",
            "2023年，石榴坪镇以建设法治政府为目标，召开会议12次，完成任务。",
        ),
    ],
)
def test_a_title_ends_with_its_line(title: str, following: str) -> None:
    assert paragraphs_of(title, following, wrapped=True) == [title, following]
    assert paragraphs_of(title, following, wrapped=False) == [title, following]


def test_a_sentence_about_the_report_goes_on() -> None:
    lines = ["现将石榴坪镇2023年法治政府建设工作情况报告", "如下："]
    assert paragraphs_of(*lines, wrapped=True) == ["".join(lines)]


def test_a_blank_that_ends_a_heading_stays() -> None:
    rest = "镇党委高度重视法治政府建设工作，成立由镇长任组长的工作领导小组，每月调度一次。"
    assert clean_line(f"（一）强化组织领导\u3000{rest}") == f"（一）强化组织领导 {rest}"
    assert clean_line(f"（一）强化 组织 领导\u3000{rest}") == f"（一）强化组织领导{rest}"
    assert clean_line("一、提高站位 强化领导。召开会议8次。") == "一、提高站位强化领导。召开会议8次。"
