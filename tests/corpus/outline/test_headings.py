from __future__ import annotations

import pytest

from corpus.outline.headings import Heading, outline
from corpus.outline.spans import LONGEST_HEADING

LONG = "，".join(["全镇上下齐心协力抓落实"] * 8)
"""A clause that is too long for a heading."""


def headings_of(*lines: str) -> list[tuple[int, str, str]]:
    text = "\n".join(lines)
    return [(heading.level, heading.number, heading.text) for heading in outline(text, 0, len(text))]


def bodies_of(*lines: str) -> dict[str, str]:
    """The text right behind each heading, up to the next one."""
    text = "\n".join(lines)
    found = outline(text, 0, len(text))
    ends = [*(heading.start for heading in found[1:]), len(text)]
    return {heading.text: text[heading.body : end].strip() for heading, end in zip(found, ends, strict=True)}


def labels(*lines: str) -> list[str]:
    return [f"{level} {number}{text}" for level, number, text in headings_of(*lines)]


def test_three_levels() -> None:
    assert headings_of(
        "一、工作情况",
        "（一）强化领导",
        "1.专题研究。召开会议5次。",
        "2.压实责任。签订责任书21份。",
        "（二）强化监督",
        "公开信息80条。",
        "二、存在问题",
        "力量不足。",
    ) == [
        (1, "一、", "工作情况"),
        (2, "（一）", "强化领导"),
        (3, "1.", "专题研究"),
        (3, "2.", "压实责任"),
        (2, "（二）", "强化监督"),
        (1, "二、", "存在问题"),
    ]


def test_four_levels_as_the_standard_for_official_documents_has_them() -> None:
    lines = [
        "一、情况",
        "（一）学习",
        "1.会前学法。",
        "（1）镇级。8次。",
        "（2）村级。21次。",
        "2.网上学法。全员参加。",
    ]
    assert [level for level, _, _ in headings_of(*lines)] == [1, 2, 3, 4, 4, 3]


class TestNumbersThatAWordProcessorAte:
    def test_siblings_in_mixed_styles(self) -> None:
        names = ["（一）领导", "（2）学习", "（三）执法", "（四）决策", "（5）公开", "（六）调解", "（七）普法"]
        found = headings_of("一、情况", *(line for name in names for line in (name, "做了工作。")))
        assert [level for level, _, _ in found] == [1] + [2] * 7
        assert [number + text for _, number, text in found[1:]] == names

    def test_siblings_that_have_points_of_their_own(self) -> None:
        lines = [
            "一、情况",
            "（一）学习",
            "1.会前学。8次。",
            "2.网上学。全员。",
            "（2）执法",
            "1.培训。3次。",
            "（三）普法",
            "发放资料。",
        ]
        assert [level for level, _, _ in headings_of(*lines)] == [1, 2, 3, 3, 2, 3, 2]

    def test_the_first_one(self) -> None:
        lines = ["一、情况", "（1）学习", "8次。", "（二）执法", "3次。", "（三）普法", "9次。"]
        assert [level for level, _, _ in headings_of(*lines)] == [1, 2, 2, 2]

    def test_real_children_in_arabic_brackets_stay_children(self) -> None:
        lines = ["一、情况", "（一）学习", "（1）镇级。8次。", "（2）村级。21次。", "（二）执法", "3次。"]
        assert [level for level, _, _ in headings_of(*lines)] == [1, 2, 3, 3, 2]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["一、情况", "(一)学习。8次。", "（二)执法。3次。", "(三）普法。9次。"],
            ["1 一、情况", "2 (一)学习", "2 （二)执法", "2 (三）普法"],
        ),
        (["一、情况", "一)学习。8次。", "二)执法。3次。"], ["1 一、情况", "2 一)学习", "2 二)执法"]),
        (["（一）学习", "8次。", "（二）执法", "3次。"], ["1 （一）学习", "1 （二）执法"]),
        (
            [
                "一、情况",
                "学法。",
                "二、问题",
                "一、人少",
                "2人。",
                "二、钱少",
                "1万元。",
                "三、面窄",
                "7村。",
                "三、打算",
                "招人。",
            ],
            ["1 一、情况", "1 二、问题", "2 一、人少", "2 二、钱少", "2 三、面窄", "1 三、打算"],
        ),
        (
            ["一、情况", "二、问题", "一、情况", "学法8次。", "二、问题", "力量不足。"],
            ["1 一、情况", "1 二、问题", "1 一、情况", "1 二、问题"],
        ),
        (
            ["第一部分 情况", "一、学习", "8次。", "二、执法", "3次。", "第二部分 打算", "一、招人", "2人。"],
            ["1 第一部分情况", "2 一、学习", "2 二、执法", "1 第二部分打算", "2 一、招人"],
        ),
        (
            ["第一部分 工作情况", "一是学习。", "第二部分 存在问题", "力量不足。"],
            ["1 第一部分工作情况", "1 第二部分存在问题"],
        ),
        (["一、情况", "1、学习。8次。", "2、执法。3次。"], ["1 一、情况", "2 1、学习", "2 2、执法"]),
        (
            [
                "一、情况",
                "（一）学习",
                "1、会前学。8次。",
                "2、网上学。全员。",
                "（二）执法",
                "3、培训。3次。",
                "4、办案。6件。",
            ],
            ["1 一、情况", "2 （一）学习", "3 1、会前学", "3 2、网上学", "2 （二）执法", "3 3、培训", "3 4、办案"],
        ),
        (["一、情况", "首先，抓学习。", "其次，抓执法。", "二、问题", "一是力量不足。"], ["1 一、情况", "1 二、问题"]),
        (["全年学法8次。", "调解纠纷40件。"], []),
        (
            ["二、目标任务完成情况", "全部完成。", "三、项目建设", "一个。"],
            ["1 二、目标任务完成情况", "1 三、项目建设"],
        ),
    ],
    ids=[
        "mixed brackets",
        "left bracket lost",
        "first level missing",
        "a first level inside the first level",
        "table of contents",
        "parts with a level below",
        "parts",
        "second level missing",
        "arabic numbers run on",
        "points only",
        "no numbers",
        "words like references",
    ],
)
def test_lists(lines: list[str], expected: list[str]) -> None:
    assert labels(*lines) == expected


@pytest.mark.parametrize(
    "line",
    [
        "《法治政府建设实施纲要（2021—2025年）》落实有力。",
        "（一）项规定的情形没有发生。",
        "12.4国家宪法日期间开展宣传。",
        "3.15期间开展宣传。",
        "2024年工作扎实。",
        "1.5万元用于普法。",
        "根据第三十条第（二）项处理。",
        "一村一顾问，一乡一特色。",
        "上级要求：（三）要落实。",
        "分管领导强调，二、三季度要加快。",
    ],
)
def test_no_heading(line: str) -> None:
    assert headings_of("一、情况", line) == [(1, "一、", "情况")]


class TestWhereAHeadingEnds:
    def test_alone_on_its_line(self) -> None:
        assert bodies_of("一、情况", "全年学法8次。") == {"情况": "全年学法8次。"}

    @pytest.mark.parametrize("mark", ["。", "：", ".", ":"], ids=["stop", "colon", "half stop", "half colon"])
    def test_in_front_of_its_text(self, mark: str) -> None:
        assert bodies_of("（一）强化领导,压实责任" + mark + "召开会议5次。") == {"强化领导,压实责任": "召开会议5次。"}

    def test_a_decimal_point_does_not_end_it(self) -> None:
        assert bodies_of("（一）投入5.5万元改善条件。建成中心。") == {"投入5.5万元改善条件": "建成中心。"}

    def test_a_long_first_sentence_is_no_heading_but_text(self) -> None:
        assert headings_of(f"（一）{LONG}。", "做了工作。") == [(1, "（一）", "")]
        assert bodies_of(f"（一）{LONG}。") == {"": f"{LONG}。"}

    def test_longest_heading(self) -> None:
        name = "法" * LONGEST_HEADING
        assert headings_of(f"（一）{name}。做了工作。")[0][2] == name
        assert headings_of(f"（一）{name}治。做了工作。")[0][2] == ""

    def test_longest_heading_alone_on_its_line(self) -> None:
        name = "法" * LONGEST_HEADING
        assert headings_of(f"（一）{name}", "做了工作。") == [(1, "（一）", name)]
        assert headings_of(f"（一）{name}治", "做了工作。") == [(1, "（一）", "")]

    def test_semicolon_closes_no_heading(self) -> None:
        assert bodies_of("（一）学法8次；调解40件。") == {"": "学法8次；调解40件。"}

    def test_offsets(self) -> None:
        text = "序言。\n一、工作情况。 开展\n（一）学习"
        found = outline(text, 0, len(text))
        assert found == (
            Heading(1, "一、", "工作情况", text.index("一、"), text.index(" 开展"), text.index("工作")),
            Heading(2, "（一）", "学习", text.index("（一）"), len(text), text.index("学习")),
        )


class TestOneParagraph:
    PARAGRAPH = "一、工作情况（一）强化领导。一是开会5次。二是述法1次。（二）强化执法。培训3次；办案6件。（三）强化普法。宣传9场。"

    def test_a_whole_section_in_one_paragraph(self) -> None:
        assert labels(self.PARAGRAPH, "二、存在问题") == [
            "1 一、工作情况",
            "2 （一）强化领导",
            "2 （二）强化执法",
            "2 （三）强化普法",
            "1 二、存在问题",
        ]

    def test_its_text(self) -> None:
        assert bodies_of(self.PARAGRAPH)["强化执法"] == "培训3次；办案6件。"

    def test_both_levels_inside(self) -> None:
        assert labels("一、情况。学法8次。二、问题。（一）力量不足。只有2人。（二）经费不足。只有1万元。") == [
            "1 一、情况",
            "1 二、问题",
            "2 （一）力量不足",
            "2 （二）经费不足",
        ]

    def test_a_number_before_a_long_sentence_inside_a_paragraph_is_none(self) -> None:
        assert labels("一、情况", f"（一）学习。按要求办。（二）{LONG}。") == ["1 一、情况", "2 （一）学习"]

    def test_a_list_begun_again_inside_a_paragraph_is_none(self) -> None:
        assert labels("一、情况", "学法。", "二、问题", "上级指出。一、人少。只有2人。") == ["1 一、情况", "1 二、问题"]

    def test_a_number_out_of_turn_inside_a_paragraph_is_none(self) -> None:
        assert labels("一、情况", "（一）学习。依照条例第八条：（四）严重违纪的处理。") == [
            "1 一、情况",
            "2 （一）学习",
        ]


class TestItems:
    def test_a_list_of_whole_sentences_has_no_headings(self) -> None:
        lines = ["三、打算", "1.再聘1名专职调解员。", "2.每季度开展一次案卷评查。", "3.续建法治文化长廊。"]
        assert labels(*lines) == ["1 三、打算"]

    def test_nor_does_a_list_of_phrases_with_semicolons(self) -> None:
        assert labels("一、情况", "1.学法8次；", "2.调解40件；") == ["1 一、情况"]

    def test_one_item_among_headings_keeps_its_sentence_as_text(self) -> None:
        lines = ["三、打算", "（一）充实力量。招聘2人。", "（二）每季度评查案卷。", "（三）改进普法。进集市宣传。"]
        assert headings_of(*lines)[1:] == [(2, "（一）", "充实力量"), (2, "（二）", ""), (2, "（三）", "改进普法")]
        assert bodies_of(*lines)[""] == "每季度评查案卷。"

    def test_a_single_sentence_below_a_heading_is_its_section(self) -> None:
        assert headings_of("三、打算", "（一）每季度评查案卷。") == [(1, "三、", "打算"), (2, "（一）", "")]

    def test_headings_without_mark_stay_headings_even_without_text(self) -> None:
        assert len(headings_of("二、问题", "（一）力量不足", "（二）经费不足")) == 3


def test_only_between_begin_and_end() -> None:
    text = "一、目录\n二、正文\n三、落款"
    found = outline(text, text.index("二、"), text.index("三、"))
    assert [heading.text for heading in found] == ["正文"]


class TestHeadingsThatLostTheirNumber:
    def test_between_its_neighbours(self) -> None:
        lines = ["一、工作情况", "（一）学习", "8次。", "存在的问题", "（一）人少", "3人。", "三、下一步打算", "增人。"]
        assert labels(*lines) == ["1 一、工作情况", "2 （一）学习", "1 存在的问题", "2 （一）人少", "1 三、下一步打算"]

    def test_no_numbers_at_all(self) -> None:
        lines = [
            "工作开展情况",
            "1.强化学习。学习8次。",
            "2.强化执法。办案9件。",
            "存在的问题",
            "人少。",
            "下一步工作打算",
            "增人。",
        ]
        found = labels(*lines)
        assert [label for label in found if label.startswith("1")] == [
            "1 工作开展情况",
            "1 存在的问题",
            "1 下一步工作打算",
        ]

    def test_the_last_one(self) -> None:
        assert labels("一、工作情况", "8次。", "二、存在问题", "人少。", "下一步打算", "增人。")[-1] == "1 下一步打算"

    @pytest.mark.parametrize(
        "lines",
        [
            ("一、工作情况", "8次。", "存在的问题", "人少。", "二、下一步打算", "增人。"),
            ("一、工作情况", "8次。", "二、问题和打算", "存在的问题", "人少。", "下一步打算", "增人。"),
            ("一、工作情况", "8次。", "二、存在问题", "人少。", "三、下一步打算", "存在不足的要改进。"),
        ],
    )
    def test_not_where_the_count_leaves_no_room(self, lines: tuple[str, ...]) -> None:
        assert all(number for _, number, _ in headings_of(*lines))


def test_a_year_behind_an_arabic_number() -> None:
    assert labels("2.存在问题", "人少。", "3.2024年工作安排", "增人。") == ["1 2.存在问题", "1 3.2024年工作安排"]


def test_a_blank_ends_a_heading() -> None:
    assert labels("（一）强化组织领导 镇党委高度重视，成立领导小组，每月调度一次。") == ["1 （一）强化组织领导"]
