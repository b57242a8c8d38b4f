from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reader import read_report, understand
from corpus.report import Document, Kind, Report, Role
from corpus.text.script import is_traditional, simplified
from errors import UnreadableFileError

REPORT = """\
石岭县柳泉镇人民政府文件
柳政〔2023〕58号
签发人：秦望
柳泉镇人民政府
关于2023年度法治政府建设情况的报告
县司法局：
2023年，全镇扎实推进法治政府建设，现将有关情况报告如下：
一、工作情况
（一）强化学习
一是会前学法8次。二是网上学法全员参加。
（二）规范执法。培训3次，办案6件。
二、存在的问题
一是力量不足；二是经费偏少。
三、2024年工作打算
（一）充实力量。招聘2人。
特此报告。
柳泉镇人民政府
2023年12月20日
"""


def report_of(text: str, **metadata: str) -> Report:
    return understand(Document(text, "txt", hard_wrapped=False), source="甲.txt", metadata=metadata)


def test_a_whole_report() -> None:
    report = report_of(REPORT)
    assert report.title == "柳泉镇人民政府关于2023年度法治政府建设情况的报告"
    assert (report.year, report.document_number) == (2023, "柳政〔2023〕58号")
    assert (report.addressee, report.signed, report.published) == ("县司法局", "2023-12-20", None)
    assert (report.kind, report.format) == (Kind.REPORT, "txt")
    assert (report.issuer, report.source, report.fictional) == ("柳泉镇人民政府", "甲.txt", False)
    assert [(section.level, section.label, section.role, section.parent) for section in report.sections] == [
        (0, report.title, Role.OTHER, None),
        (1, "一、工作情况", Role.PRACTICE, 0),
        (2, "（一）强化学习", Role.PRACTICE, 1),
        (2, "（二）规范执法", Role.PRACTICE, 1),
        (1, "二、存在的问题", Role.PROBLEM, 0),
        (1, "三、2024年工作打算", Role.PLAN, 0),
        (2, "（一）充实力量", Role.PLAN, 5),
    ]
    assert report.headings(3) == ("一、工作情况", "（二）规范执法")


def test_text_of_sections() -> None:
    report = report_of(REPORT)
    texts = [report.text[section.body : section.end].strip() for section in report.sections]
    assert texts[0].startswith("县司法局：") and texts[0].endswith("2023年12月20日")
    assert texts[2] == "一是会前学法8次。二是网上学法全员参加。"
    assert texts[3] == "培训3次，办案6件。"
    assert texts[4] == "一是力量不足；二是经费偏少。"
    assert texts[6] == "招聘2人。"


def test_the_closing_block_belongs_to_no_section_below_the_report() -> None:
    report = report_of(REPORT)
    assert all(section.end <= report.text.index("特此报告") for section in report.sections[1:])


@pytest.mark.parametrize(
    ("metadata", "field", "value"),
    [
        ({"title": "柳泉镇总结"}, "title", "柳泉镇总结"),
        ({"year": "2021"}, "year", 2021),
        ({"year": "不详"}, "year", 2023),
        ({"issuer": "石岭县柳泉镇人民政府"}, "issuer", "石岭县柳泉镇人民政府"),
        ({"document_number": "柳政〔2024〕1号"}, "document_number", "柳政〔2024〕1号"),
        ({"fictional": "true"}, "fictional", True),
        ({"fictional": "是"}, "fictional", True),
        ({"fictional": "false"}, "fictional", False),
        ({"发布日期": "2024-01-05"}, "published", "2024-01-05"),
    ],
    ids=str,
)
def test_what_is_known_beforehand_overrides_the_text(metadata: dict[str, str], field: str, value: object) -> None:
    assert getattr(report_of(REPORT, **metadata), field) == value


def test_a_known_year_decides_what_is_a_plan() -> None:
    text = "柳泉镇法治工作总结\n一、2023年重点工作\n学法8次，调解40件。\n"
    assert report_of(text, year="2022").sections[1].role is Role.PLAN
    assert report_of(text, year="2023").sections[1].role is Role.PRACTICE


def test_the_known_place_overrides() -> None:
    place = report_of(REPORT, province="云岭省", county="青枫县", township="石栗坪镇").place
    assert (place.province, place.county, place.township) == ("云岭省", "青枫县", "石栗坪镇")


class TestIdentity:
    def test_depends_on_the_content_only(self, tmp_path: Path) -> None:
        first, second = tmp_path / "甲.txt", tmp_path / "乙.txt"
        first.write_text(REPORT, encoding="utf-8")
        second.write_bytes(REPORT.replace("\n", "\r\n").encode("gb18030"))
        reports = [read_report(first), read_report(second, source="x", metadata={"year": "2021"})]
        assert reports[0].id == reports[1].id
        assert (reports[0].source, reports[1].source) == (str(first), "x")

    def test_changes_with_a_single_character(self) -> None:
        assert report_of(REPORT).id != report_of(REPORT.replace("8次", "9次")).id

    def test_is_16_hex_digits(self) -> None:
        assert len(report_of(REPORT).id) == 16
        assert int(report_of(REPORT).id, 16)


def test_pages_begin_where_their_text_begins() -> None:
    pages = (0, REPORT.index("（二）规范"), REPORT.index("三、2024"))
    report = understand(Document(REPORT, "pdf", pages=pages, hard_wrapped=False), source="甲.pdf", metadata={})
    assert [report.text[page:][:4] for page in report.pages] == ["石岭县柳", "（二）规", "三、20"]
    assert [report.page_at(report.text.index(word)) for word in ("强化学习", "规范执法", "充实力量")] == [1, 2, 3]


def test_a_file_without_pages() -> None:
    assert report_of(REPORT).page_at(10) is None


@pytest.mark.parametrize("text", ["", " \n\u3000\n", "[bookmark: _GoBack]"], ids=["empty", "blank", "debris"])
def test_nothing_to_read_is_told(text: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"甲\.txt holds no text"):
        report_of(text)


def test_doubts_are_notes() -> None:
    notes = report_of("柳泉镇法治工作总结\n全镇扎实推进法治政府建设各项工作，成效明显。\n").notes
    assert any("年度" in note for note in notes)
    assert any("没有找到标题" in note for note in notes)


LINE = st.one_of(
    st.builds(
        "".join,
        st.tuples(
            st.sampled_from(
                ["一、", "二、", "三、", "（一）", "（2）", "（三）", "1.", "2、", "一)", "第一部分 ", "一是", "", ""]
            ),
            st.sampled_from(
                ["工作情况", "存在的问题", "2024年打算", "强化学习", "《条例（2021—2025年）》", "1.5万元", ""]
            ),
            st.sampled_from(
                ["", "。", "：", "；", "。学法8次。", "（一）领导。开会。（二）执法。培训。", "。二、问题。不足。"]
            ),
        ),
    ),
    st.sampled_from(
        [
            "柳泉镇人民政府",
            "2023年12月20日",
            "特此报告。",
            "柳泉镇2023年法治工作总结",
            "县司法局：",
            "| 文号 | 无 |",
            "",
        ]
    ),
    st.text(max_size=12),
)


@settings(max_examples=200, deadline=None)
@given(lines=st.lists(LINE, min_size=1, max_size=14), wrapped=st.sampled_from([True, False]))
def test_sections_form_a_tree(lines: list[str], wrapped: bool) -> None:
    try:
        report = understand(
            Document("\n".join(lines), "txt", hard_wrapped=wrapped), source="甲", metadata={"county": "石岭县"}
        )
    except UnreadableFileError:
        return
    whole, *sections = report.sections
    assert (whole.level, whole.start, whole.parent) == (0, 0, None)
    assert 0 <= whole.body <= whole.end <= len(report.text)
    assert whole.end == len(report.text) or not sections
    assert [section.start for section in sections] == sorted({section.start for section in sections})
    for position, section in enumerate(sections, start=1):
        assert section.parent is not None and section.parent < position
        parent = report.sections[section.parent]
        assert parent.level == section.level - 1
        assert parent.body <= section.start < section.body <= section.end <= parent.end
        assert not report.text[section.end - 1].isspace()
        assert report.text.startswith(section.number, section.start)
        assert section.heading in report.text[section.start : section.body]
        earlier = [other for other in sections[: position - 1] if other.parent == section.parent]
        assert not earlier or earlier[-1].end <= section.start


def test_each_fact_knows_where_it_was_found() -> None:
    report = report_of(REPORT)
    found = {item.fact: item for item in report.evidence}
    assert {fact: item.where for fact, item in found.items()} == {
        "title": "标题",
        "issuer": "落款",
        "document_number": "文头",
        "addressee": "主送",
        "signed": "落款",
        "year": "标题",
        "place": "文头",
    }
    for item in report.evidence:
        if item.start is not None:
            assert report.text[item.start : item.end] == item.text
    assert found["signed"].text == "2023年12月20日"
    assert found["year"].start == report.text.index("2023年度")


def test_each_line_of_a_text_file_is_known() -> None:
    report = report_of("\n\n" + REPORT)
    lines = ("\n\n" + REPORT).split("\n")
    for word in ("柳政〔2023〕58号", "一是力量不足", "特此报告"):
        line = report.line_at(report.text.index(word))
        assert line is not None and word in lines[line - 1]


class TestTraditionalCharacters:
    REPORT = (
        "石嶺縣柳泉鎮人民政府\n關於2023年度法治政府建設情況的報告\n縣司法局：\n2023年，全鎮紮實推進法治政府建設，現將有關情況報告如下：\n"
        "一、工作開展情況\n（一）強化組織領導。黨委會前學法8次。\n（二）規範行政執法。培訓3次，辦案6件。\n"
        "二、存在的問題\n一是執法力量不足；二是經費偏少。\n三、下一步打算\n（一）充實力量。招聘2人。\n"
        "石嶺縣柳泉鎮人民政府\n2023年12月20日\n"
    )

    def test_cues_are_understood_and_words_kept_as_they_are(self) -> None:
        report = report_of(self.REPORT)
        assert report.title == "石嶺縣柳泉鎮人民政府關於2023年度法治政府建設情況的報告"
        assert (report.year, report.issuer, report.addressee) == (2023, "石嶺縣柳泉鎮人民政府", "縣司法局")
        assert [(section.label, section.role) for section in report.sections[1:]] == [
            ("一、工作開展情況", Role.PRACTICE),
            ("（一）強化組織領導", Role.PRACTICE),
            ("（二）規範行政執法", Role.PRACTICE),
            ("二、存在的問題", Role.PROBLEM),
            ("三、下一步打算", Role.PLAN),
            ("（一）充實力量", Role.PLAN),
        ]

    def test_simplified_text_is_not_touched(self) -> None:
        assert not is_traditional(REPORT)
        assert is_traditional(self.REPORT)
        assert len(simplified(self.REPORT)) == len(self.REPORT)


def test_digits_and_marks_of_any_width_are_understood() -> None:
    text = "柳泉镇２０２３年法治工作总结\n县司法局:\n一、工作情况\n(一)学习\n开会8次.\n二、问题\n人员不足."
    report = report_of(text)
    assert (report.year, report.title, report.addressee) == (2023, "柳泉镇２０２３年法治工作总结", "县司法局")
    assert [section.label for section in report.sections[1:]] == ["一、工作情况", "(一)学习", "二、问题"]


def test_a_letterhead_in_the_header_of_the_page() -> None:
    document = Document("2023年法治工作总结\n一、情况\n开会8次。", "docx", apart=("页眉：石岭县柳泉镇人民政府文件",))
    assert understand(document, source="甲.docx", metadata={}).issuer == "石岭县柳泉镇人民政府"


@pytest.mark.parametrize("opening", ["现将有关情况报告如下：", "2023年，柳泉镇推进法治建设，现将工作汇报如下："])
def test_a_short_introduction_is_no_addressee(opening: str) -> None:
    report = report_of(f"柳泉镇2023年法治政府建设工作报告\n{opening}\n一、主要做法\n开展普法宣传12场。")
    assert report.addressee is None
    assert opening in report.text
