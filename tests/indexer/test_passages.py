from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.folder import read_file, report_files
from corpus.reader import understand
from corpus.report import Document, Passage, Report, Role
from indexer.passages import LONGEST, SHORTEST, cut, encoded_text, indexed_text

TITLE = "石岭县柳泉镇2023年法治政府建设工作总结"
PREAMBLE = "2023年，全镇扎实推进法治政府建设，现将有关情况报告如下："


def report_of(*lines: str, title: str = TITLE) -> Report:
    metadata = {"province": "云岭省", "county": "石岭县", "township": "柳泉镇"}
    return understand(
        Document("\n".join([title, *lines]), "txt", hard_wrapped=False), source="甲.txt", metadata=metadata
    )


def passages_of(*lines: str) -> list[str]:
    """Passages of a section with these paragraphs."""
    report = report_of(PREAMBLE, "一、工作情况", *lines)
    return [passage.text for passage in cut(report) if passage.section == 1]


def own_text(report: Report, position: int) -> tuple[int, int]:
    """Borders of a section's text without its subsections; of the whole section where there is only a heading."""
    section = report.sections[position]
    starts = [child.start for child in report.sections if child.parent == position]
    end = min([section.end, *starts])
    if position and not starts and not report.text[section.body : end].strip():
        return section.start, section.end
    return section.body, end


def check(report: Report, passages: tuple[Passage, ...]) -> None:
    """What holds for the passages of any report."""
    text = report.text
    assert all(passage.text == text[passage.start : passage.end] == passage.text.strip() != "" for passage in passages)
    assert all(a.end <= b.start for a, b in itertools.pairwise(passages))
    assert len({passage.id for passage in passages}) == len(passages)
    assert all(passage.report_id == report.id and passage.role is not Role.MIXED for passage in passages)
    covered = bytearray(len(text))
    for passage in passages:
        start, end = own_text(report, passage.section)
        assert start <= passage.start < passage.end <= end
        assert len(passage.text) <= 2 * LONGEST
        covered[passage.start : passage.end] = b"\1" * len(passage.text)
    for position in range(len(report.sections)):
        start, end = own_text(report, position)
        lost = "".join(text[at] for at in range(start, end) if not covered[at])
        assert not lost.strip(), f"lost from section {position}"


class TestPoints:
    def test_one_passage_a_point(self) -> None:
        points = [
            "一是镇党委会前学法8次，参加人员200余人次。",
            "二是各村开展普法宣传活动21场，发放资料。",
            "三是公开政府信息80条，回应群众关切。",
        ]
        assert passages_of("".join(points)) == points

    @pytest.mark.parametrize("mark", ["；", "。", ";", "."], ids=["wide semicolon", "stop", "semicolon", "half stop"])
    def test_marks_between_points(self, mark: str) -> None:
        points = [f"一是镇党委会前学法8次，参加人员200余人次{mark}", "二是各村开展普法宣传活动21场，发放资料。"]
        assert passages_of("".join(points)) == points

    @pytest.mark.parametrize(
        "points",
        [
            [
                "首先，抓好领导干部学法用法，全年8次。",
                "其次，抓好村干部培训，全年培训12次。",
                "最后，抓好青少年法治教育，开课30节。",
            ],
            ["①组织镇机关干部集中学法，全年共8次。", "②组织村两委干部轮训，全年共12次整。"],
            ["第一，抓好领导干部学法用法，全年8次。", "第二，抓好村干部培训，全年培训12次。"],
        ],
        ids=["first, next, last", "circles", "ordinals"],
    )
    def test_other_marks_of_points(self, points: list[str]) -> None:
        assert passages_of("".join(points)) == points

    @pytest.mark.parametrize(
        "text",
        [
            "全年投入1.5万元改善条件，比上年增长3.2%，超出预算0.4万元。",
            "对举报逐条核查：一是否属实未有定论的，移交县里继续调查处理。",
            "调解纠纷40件；第三方评估满意度98%；再次走访群众300户。",
            "镇村两级统一标准统一流程，十是十、一是一，不打折扣。",
        ],
        ids=["decimals", "whether", "words like points", "in mid-clause"],
    )
    def test_what_is_no_point_is_not_cut(self, text: str) -> None:
        assert passages_of(text) == [text]

    def test_a_paragraph_is_a_passage(self) -> None:
        paragraphs = ["全年组织集中学法8次，参加人员200余人次。", "全年调解矛盾纠纷40件，成功率达到98%。"]
        assert passages_of(*paragraphs) == paragraphs


class TestLength:
    SENTENCE = "镇执法队联合市场监管、自然资源等部门开展集中检查，发现隐患一处、当场督促整改一处。"

    def test_a_long_point_is_cut_at_ends_of_sentences(self) -> None:
        text = "一是强化执法检查。" + self.SENTENCE * 20
        parts = passages_of(text)
        assert "".join(parts) == text
        assert all(part.endswith("。") for part in parts)
        assert all(LONGEST / 2 - len(self.SENTENCE) < len(part) <= LONGEST for part in parts)

    def test_half_width_stops_end_sentences_and_decimals_do_not(self) -> None:
        sentence = "镇执法队联合县级部门开展集中检查,投入1.5万元,发现隐患3处."
        parts = passages_of(sentence * 20)
        assert "".join(parts) == sentence * 20
        assert len(parts) > 1
        assert all(part.endswith("3处.") for part in parts)

    def test_a_long_sentence_behind_a_short_one_stays_whole(self) -> None:
        short, long = "执法检查全面铺开。" * 10, "镇执法队联合县级部门" * 28 + "。"
        assert passages_of(short + long) == [short, long]

    @pytest.mark.parametrize("length", [LONGEST, LONGEST + 1, 2 * LONGEST + 20, 5 * LONGEST])
    def test_text_without_marks(self, length: int) -> None:
        text = "执" * length
        parts = passages_of(text)
        assert "".join(parts) == text
        assert all(len(part) <= 2 * LONGEST for part in parts)

    def test_at_most_the_longest_stays_whole(self) -> None:
        text = ("执" * (LONGEST // 2 - 1) + "。") * 2
        assert passages_of(text) == [text]

    def test_a_tiny_piece_joins_the_next(self) -> None:
        assert passages_of("做法如下。", "全年组织集中学法8次，参加人员200余人次。") == [
            "做法如下。\n全年组织集中学法8次，参加人员200余人次。"
        ]

    def test_a_tiny_last_piece_joins_the_one_before(self) -> None:
        assert passages_of("全年组织集中学法8次，参加人员200余人次。", "效果明显。") == [
            "全年组织集中学法8次，参加人员200余人次。\n效果明显。"
        ]

    def test_a_tiny_section_stays_alone(self) -> None:
        assert passages_of("效果明显。") == ["效果明显。"]

    def test_shortest(self) -> None:
        whole, tiny = "法" * (SHORTEST - 1) + "。", "法" * (SHORTEST - 2) + "。"
        assert passages_of(whole, whole) == [whole, whole]
        assert passages_of(tiny, whole) == [f"{tiny}\n{whole}"]


class TestSections:
    LINES = (
        "一、工作情况",
        "全年工作分为以下几个方面，逐项报告。",
        "（一）学法。会前学法8次，参加人员200余人次。",
        "（二）普法",
        "二、存在的问题",
        "力量不足。",
    )

    def test_each_passage_lies_in_its_own_section(self) -> None:
        report = report_of(PREAMBLE, *self.LINES)
        assert [(report.sections[passage.section].heading, passage.text) for passage in cut(report)] == [
            (TITLE, PREAMBLE),
            ("工作情况", "全年工作分为以下几个方面，逐项报告。"),
            ("学法", "会前学法8次，参加人员200余人次。"),
            ("普法", "（二）普法"),
            ("存在的问题", "力量不足。"),
        ]

    def test_title_and_closing_block_are_no_passages(self) -> None:
        report = report_of(PREAMBLE, *self.LINES, "特此报告。", "石岭县柳泉镇人民政府", "2023年12月20日")
        found = "".join(passage.text for passage in cut(report))
        assert not any(word in found for word in ("工作总结", "特此报告", "人民政府", "12月20日"))

    def test_a_blank_behind_the_heading_is_left_out(self) -> None:
        report = report_of("（一）网上学法: App 上线运行，注册人数超过三千。")
        assert [passage.text for passage in cut(report)] == ["App上线运行，注册人数超过三千。"]

    def test_items_of_a_list_are_passages_of_their_section(self) -> None:
        items = ["1.再聘1名专职调解员，充实镇调委会力量。", "2.每季度开展一次案卷评查，评查结果通报。"]
        assert passages_of(*items) == items

    def test_what_the_encoder_and_the_words_see(self) -> None:
        report = report_of(PREAMBLE, *self.LINES)
        passage = cut(report)[2]
        for seen in (encoded_text(report, passage), indexed_text(report, passage)):
            assert "学法" in seen.removesuffix(passage.text)
            assert seen.endswith(passage.text)


class TestRoles:
    def test_of_the_section(self) -> None:
        report = report_of(
            "一、工作情况",
            "下一步要解决的问题已解决。",
            "二、存在的问题",
            "全年调解40件。",
            "三、下一步打算",
            "存在不足的要改进。",
        )
        assert [passage.role for passage in cut(report)] == [Role.PRACTICE, Role.PROBLEM, Role.PLAN]

    def test_in_one_section_with_two_acts(self) -> None:
        report = report_of(
            "一、工作情况",
            "学法8次。",
            "二、存在问题及下一步打算",
            "一是村级法治员多为兼职，流动频繁。二是普法形式不够新颖，群众参与少。",
            "下一步，一要配齐村级法治员，二要办好法治夜校，三要落实经费。",
            "同时，每季度通报进展，年底逐项销号。",
        )
        assert [str(passage.role) for passage in cut(report)] == ["practice", "problem", "problem", "plan", "plan"]

    def test_the_preamble_has_none(self) -> None:
        assert cut(report_of(PREAMBLE, "一、工作情况", "学法8次。"))[0].role is Role.OTHER

    def test_in_a_report_without_headings(self) -> None:
        report = report_of(
            "一年来，全镇组织集中学法8次，调解矛盾纠纷40件。",
            "但仍存在执法人员偏少、普法形式单一等问题。",
            "下一步，全镇将配齐执法人员，办好法治夜校。",
        )
        assert [passage.role for passage in cut(report)][1:] == [Role.PROBLEM, Role.PLAN]


class TestIdentity:
    LINES = (
        PREAMBLE,
        "一、工作情况",
        "全年组织集中学法8次，参加人员200余人次。",
        "全年组织集中学法8次，参加人员200余人次。",
    )

    def test_same_words_at_two_places_are_two_passages(self) -> None:
        first, second = cut(report_of(*self.LINES))[1:]
        assert first.text == second.text
        assert first.id != second.id

    def test_is_the_same_each_time(self) -> None:
        assert cut(report_of(*self.LINES)) == cut(report_of(*self.LINES))

    def test_belongs_to_the_report(self) -> None:
        other = cut(report_of(*self.LINES, "全年没有发生败诉案件，没有被纠错的案件。"))
        assert not {passage.id for passage in other} & {passage.id for passage in cut(report_of(*self.LINES))}


def test_the_samples(samples: Path) -> None:
    for file in report_files(samples):
        report = read_file(file.path)
        passages = cut(report)
        check(report, passages)
        assert {Role.PRACTICE, Role.PROBLEM, Role.PLAN} <= {passage.role for passage in passages}, file.name


CLAUSES = st.sampled_from(
    [
        "学法8次",
        "投入1.5万元",
        "调解纠纷40件",
        "一是学习",
        "二是执法",
        "下一步",
        "存在不足",
        "首先，",
        "①",
        "（一）项",
        "一是否",
        "执法检查" * 30,
        "App",
    ]
)
MARKS = st.sampled_from(["，", "。", "；", "：", ".", ";", "！", "。”", ""])
PARAGRAPH = st.lists(st.tuples(CLAUSES, MARKS).map("".join), max_size=12).map("".join)
NUMBER = st.sampled_from(["一、", "二、", "三、", "（一）", "（二）", "（2）", "（三）", "1.", "2."])
HEADING = st.builds(
    "".join, st.tuples(NUMBER, st.sampled_from(["工作情况", "存在的问题", "主要做法和存在问题", "打算。", "学法："]))
)
LINES = st.lists(
    st.one_of(PARAGRAPH, HEADING, st.builds("".join, st.tuples(HEADING, PARAGRAPH)), st.text(max_size=30)), max_size=14
)


@settings(max_examples=200, deadline=None)
@given(lines=LINES, title=st.sampled_from([TITLE, "柳泉镇法治工作报告", "页"]))
def test_any_report(lines: list[str], title: str) -> None:
    report = report_of(*lines, title=title)
    check(report, cut(report))
