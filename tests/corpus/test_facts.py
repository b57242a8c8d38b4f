from __future__ import annotations

import pytest

from corpus.dates import iso_date
from corpus.facts import find_document_number, find_issuer, find_published, find_signed, find_year
from corpus.frame import Frame, find_frame
from corpus.report import Document
from corpus.text.cleaning import clean

BODY = ["2023年，柳泉镇扎实推进法治政府建设，现将有关情况报告如下：", "一、工作情况", "全年学法8次，调解纠纷40件。"]


def frame_of(*lines: str, title: str | None = None) -> tuple[Frame, str]:
    text = clean(Document("\n".join(lines), "txt", hard_wrapped=False)).text
    return find_frame(text, title), text


def year_of(
    title: str, preamble: str = "", headings: list[str] | None = None, published: str | None = None
) -> int | None:
    return find_year(title, headings or [], preamble, published)[0]


class TestHead:
    @pytest.mark.parametrize(
        ("lines", "title"),
        [
            (["柳泉镇2023年法治政府建设工作总结"], "柳泉镇2023年法治政府建设工作总结"),
            (
                ["柳泉镇人民政府", "关于2023年度法治政府建设情况的", "报告"],
                "柳泉镇人民政府关于2023年度法治政府建设情况的报告",
            ),
            (["石岭县柳泉镇2023年法治", "政府建设工作总结"], "石岭县柳泉镇2023年法治政府建设工作总结"),
            (["柳泉镇 2023 年度法治政府建设情况", "工作报告"], "柳泉镇2023年度法治政府建设情况工作报告"),
            (["柳泉镇法治政府建设工作总结", "（2023年度）"], "柳泉镇法治政府建设工作总结（2023年度）"),
            (["柳泉镇2023年法治工作总结", "柳泉镇2023年法治工作总结"], "柳泉镇2023年法治工作总结"),
            (
                ["柳泉镇2023年法治政府建设工作总结", "及2024年工作计划"],
                "柳泉镇2023年法治政府建设工作总结及2024年工作计划",
            ),
            (
                ["柳泉镇2023年法治政府建设工作总结", "暨2024年工作思路"],
                "柳泉镇2023年法治政府建设工作总结暨2024年工作思路",
            ),
            (["关于上报柳泉镇2023年", "法治政府建设工作总结的报告"], "关于上报柳泉镇2023年法治政府建设工作总结的报告"),
            (["石岭县柳泉镇人民政府", "石岭县柳泉镇2023年法治工作总结"], "石岭县柳泉镇2023年法治工作总结"),
            (
                ["首页", "当前位置：首页 > 政务公开", "柳泉镇2023年法治工作总结", "发布时间：2024-01-09 来源：柳泉镇"],
                "柳泉镇2023年法治工作总结",
            ),
        ],
        ids=[
            "one line",
            "three lines",
            "cut in a word",
            "ends twice",
            "year below",
            "twice",
            "with-a-plan",
            "with-thoughts",
            "submitted-over-two-lines",
            "below-its-issuer",
            "debris of the page",
        ],
    )
    def test_title(self, lines: list[str], title: str) -> None:
        frame, text = frame_of(*lines, *BODY)
        assert frame.title == title
        assert text[frame.body :].startswith("2023年，柳泉镇")

    def test_red_letterhead(self) -> None:
        frame, text = frame_of(
            "石岭县柳泉镇人民政府文件",
            "柳政发〔2023〕58号",
            "签发人：秦望",
            "柳泉镇人民政府",
            "关于报送法治工作总结的报告",
            "县司法局：",
            *BODY,
        )
        assert frame.letterhead == "石岭县柳泉镇人民政府文件"
        assert frame.document_number == "柳政发〔2023〕58号"
        assert frame.title == "柳泉镇人民政府关于报送法治工作总结的报告"
        assert text[frame.body :].startswith("县司法局：")

    def test_a_letterhead_below_the_title_of_the_page(self) -> None:
        title = "石岭县柳泉镇2023年法治工作总结"
        frame, text = frame_of(title, "石岭县柳泉镇人民政府文件", "柳政发〔2023〕58号", title, *BODY)
        assert (frame.title, frame.document_number) == (title, "柳政发〔2023〕58号")
        assert frame.letterhead == "石岭县柳泉镇人民政府文件"
        assert text[frame.body :].startswith(BODY[0])

    @pytest.mark.parametrize("name", ["目录", "目 录", ""], ids=["named", "spaced", "told by its page numbers"])
    def test_a_table_of_contents_is_no_body(self, name: str) -> None:
        rows = ["一、工作情况……1", "二、存在的问题……3"]
        lines = ["柳泉镇2023年法治工作总结", *([name] if name else []), *rows, *BODY, "二、存在的问题", "人员不足。"]
        frame, text = frame_of(*lines)
        assert text[frame.body :].startswith(BODY[0])

    def test_a_title_in_the_index_table_only(self) -> None:
        frame, _ = frame_of("| 名称 | 柳泉镇法治工作总结 | 文号 | 无 |", *BODY)
        assert frame.title == "柳泉镇法治工作总结"

    def test_number_and_signatory_on_one_line(self) -> None:
        frame, _ = frame_of("柳泉镇人民政府文件", "柳政〔2023〕5号 签发人：秦望", "柳泉镇法治工作总结", *BODY)
        assert (frame.document_number, frame.title) == ("柳政〔2023〕5号", "柳泉镇法治工作总结")

    @pytest.mark.parametrize(
        "number", ["柳政〔2023〕5号", "柳政[2023]5号", "柳政发（2023） 第5号", "柳政办发【2023】105号"]
    )
    def test_document_numbers(self, number: str) -> None:
        frame, _ = frame_of("柳泉镇人民政府文件", number, "柳泉镇法治工作总结", *BODY)
        assert frame.document_number == number.replace(" ", "")

    def test_index_table(self) -> None:
        frame, text = frame_of(
            "柳泉镇2023年法治政府建设工作报告",
            "| 索 引 号 | 000014/2024-0001 | 主题分类 | |",
            "| 发文单位 | 石岭县柳泉镇人民政府 | 成文日期 | 2024-01-09 |",
            "| 文 号 | 〔〕号 | 有 效 性 | |",
            *BODY,
        )
        assert frame.table["索引号"] == "000014/2024-0001"
        assert frame.table["发文单位"] == "石岭县柳泉镇人民政府"
        assert "主题分类" not in frame.table
        assert text[frame.body :].startswith("2023年")

    @pytest.mark.parametrize("declared", ["柳泉镇2023年法治工作总结", None])
    def test_a_file_without_a_title(self, declared: str | None) -> None:
        frame, text = frame_of(*BODY, title=declared)
        assert frame.title == (declared or BODY[0])
        assert frame.body == 0 and text

    def test_the_title_in_the_text_is_preferred_to_the_declared_one(self) -> None:
        assert frame_of("柳泉镇法治工作总结", *BODY, title="柳泉镇人民政府网")[0].title == "柳泉镇法治工作总结"

    def test_debris_without_end_does_not_swallow_the_report(self) -> None:
        frame, text = frame_of(*["页"] * 60, *BODY)
        assert frame.body < text.index("一、")

    @pytest.mark.parametrize(
        "lines", [[], ["柳泉镇法治工作总结"], ["页"] * 60], ids=["nothing", "title only", "debris only"]
    )
    def test_no_body(self, lines: list[str]) -> None:
        frame, text = frame_of(*lines)
        assert 0 <= frame.body <= frame.closing <= len(text)


FOOTS = {
    "plain": (["特此报告。", "石岭县柳泉镇人民政府", "2023年12月20日"], "石岭县柳泉镇人民政府", "2023-12-20"),
    "date first": (["2023年12月20日", "石岭县柳泉镇人民政府"], "石岭县柳泉镇人民政府", "2023-12-20"),
    "Chinese digits": (["柳泉镇人民政府", "二〇二三年十二月二十日"], "柳泉镇人民政府", "2023-12-20"),
    "circles": (["柳泉镇人民政府", "二○二四年一月三日"], "柳泉镇人民政府", "2024-01-03"),
    "capital O": (["柳泉镇人民政府", "二O二四年一月三日"], "柳泉镇人民政府", "2024-01-03"),
    "with spaces": (["柳泉镇人民政府", "2024 年 1 月 3 日"], "柳泉镇人民政府", "2024-01-03"),
    "one line": (["柳泉镇人民政府 2024年1月3日"], "柳泉镇人民政府", "2024-01-03"),
    "print line in two": (
        ["柳泉镇人民政府", "2022年10月27日", "柳泉镇人民政府", "2022年10月27日印发"],
        "柳泉镇人民政府",
        "2022-10-27",
    ),
    "print line in one": (
        ["柳泉镇人民政府", "2022年10月26日", "柳泉镇党政办公室2022年10月27日印发"],
        "柳泉镇人民政府",
        "2022-10-26",
    ),
    "print line only": (["石岭县柳泉镇人民政府2022年10月27日印发"], "石岭县柳泉镇人民政府", "2022-10-27"),
    "public": (["柳泉镇人民政府", "2024年1月3日", "（此件公开发布）"], "柳泉镇人民政府", "2024-01-03"),
    "copies": (["柳泉镇人民政府", "2024年1月3日", "抄送：县委依法治县办，县司法局。"], "柳泉镇人民政府", "2024-01-03"),
    "attachment": (["附件：柳泉镇法治工作统计表", "柳泉镇人民政府", "2024年1月3日"], "柳泉镇人民政府", "2024-01-03"),
    "dots": (["柳泉镇人民政府", "2024.1.3"], "柳泉镇人民政府", "2024-01-03"),
    "no day": (["柳泉镇人民政府", "2023年12月"], "柳泉镇人民政府", "2023-12"),
    "signs lost": (["柳泉镇人民政府", "2025730日"], "柳泉镇人民政府", "2025-07-30"),
    "signs lost, two days possible": (["柳泉镇人民政府", "2025112日"], "柳泉镇人民政府", None),
    "month and day lost": (["柳泉镇人民政府", "2025年日"], "柳泉镇人民政府", None),
    "party and government": (
        ["中共柳泉镇委员会", "柳泉镇人民政府", "2024年1月3日"],
        "中共柳泉镇委员会\n柳泉镇人民政府",
        "2024-01-03",
    ),
    "street office": (["临江区望湖街道办事处", "2023年12月20日"], "临江区望湖街道办事处", "2023-12-20"),
    "no signature": ([], "", None),
}


class TestFoot:
    @pytest.mark.parametrize(("foot", "signature", "signed"), FOOTS.values(), ids=FOOTS)
    def test_signature_and_date(self, foot: list[str], signature: str, signed: str | None) -> None:
        frame, text = frame_of("柳泉镇法治工作总结", *BODY, *foot)
        assert (frame.signature, frame.signed) == (signature, signed)
        assert text[: frame.closing].rstrip().endswith(BODY[-1])

    def test_a_last_sentence_with_a_date_is_text(self) -> None:
        frame, text = frame_of("柳泉镇法治工作总结", *BODY, "整改已完成，验收时间为2023年12月")
        assert (frame.closing, frame.signature) == (len(text), "")

    def test_the_preamble_is_never_the_foot(self) -> None:
        frame, _ = frame_of("柳泉镇法治工作总结", "柳泉镇人民政府", "2023年12月20日")
        assert frame.closing >= frame.body


@pytest.mark.parametrize(
    ("title", "preamble", "headings", "published", "year"),
    [
        ("柳泉镇2023年法治工作总结", "", [], "2024-01-09", 2023),
        ("柳泉镇二〇二三年法治工作总结", "", [], None, 2023),
        ("柳泉镇二O二三年法治工作总结", "", [], None, 2023),
        ("柳泉镇20 23年法治工作总结及2024年计划", "", [], None, 2023),
        ("柳泉镇法治工作总结", "2023年以来，我镇……", [], "2024-01-09", 2023),
        ("柳泉镇法治工作总结", "落实《法治政府建设实施纲要（2021—2025年）》，2023年全镇……", [], None, 2023),
        ("柳泉镇法治工作总结", "依照《石岭县2022年全面依法治县要点》，2023年全镇……", [], None, 2023),
        ("柳泉镇法治工作总结", "落实纲要（2021-2025年），一年来……", ["2023年工作情况"], None, 2023),
        ("柳泉镇法治工作总结", "2021—2025年期间……", ["工作情况", "存在问题", "2024年工作打算"], "2024-01-09", 2023),
        ("柳泉镇法治工作总结", "一年来……", ["工作情况", "存在问题", "2024年重点工作"], None, 2023),
        ("柳泉镇法治工作总结", "一年来……", ["工作情况"], "2024-01-09", 2023),
        ("柳泉镇法治工作总结", "一年来……", ["工作情况"], "2023-12-20", 2023),
        ("柳泉镇法治工作总结", "一年来……", ["工作情况"], None, None),
        ("柳泉镇20xx年法治工作总结", "****年……", [], None, None),
    ],
    ids=[
        "title",
        "Chinese digits",
        "capital O",
        "torn apart",
        "preamble",
        "range in a quoted name",
        "year in a quoted name",
        "range in brackets",
        "plan heading",
        "work of the next year",
        "published in January",
        "published in December",
        "nowhere",
        "masked",
    ],
)
def test_year(title: str, preamble: str, headings: list[str], published: str | None, year: int | None) -> None:
    assert year_of(title, preamble, headings, published) == year


class TestDoubts:
    @pytest.mark.parametrize(
        ("preamble", "headings"),
        [("2021年以来，全镇……", []), ("2025年以来，全镇……", []), ("", ["2021年工作情况"])],
        ids=["earlier preamble", "later preamble", "heading"],
    )
    def test_disagreement_is_told_and_the_title_holds(self, preamble: str, headings: list[str]) -> None:
        year, notes, *_ = find_year("柳泉镇2023年法治工作总结", headings, preamble, None)
        assert year == 2023
        assert any((preamble or headings[0])[:4] in note and "2023" in note for note in notes)

    def test_a_guess_from_the_date_is_told(self) -> None:
        assert any("2024-01-09" in note for note in find_year("总结", [], "", "2024-01-09")[1])

    def test_no_year_is_told(self) -> None:
        assert find_year("总结", [], "", None)[:2] == (None, ["没有找到报告年度"])

    def test_agreement_is_not(self) -> None:
        headings = ["2023年工作情况", "存在问题", "2024年打算"]
        assert find_year("柳泉镇2023年总结", headings, "2023年，……", "2024-01-09")[:2] == (2023, [])

    def test_the_next_year_in_the_preamble_is_no_disagreement(self) -> None:
        assert find_year("柳泉镇2023年总结", [], "2024年1月，全镇总结上年工作……", None)[:2] == (2023, [])


class TestMetadata:
    FRAME = Frame("总结", "柳泉镇人民政府文件", None, {}, 0, 0, "", "2023-12-20")

    def test_issuer_without_a_signature_is_the_table_then_the_letterhead(self) -> None:
        assert find_issuer("柳泉镇人民政府文件", {"发文单位": "柳泉镇"}) == "柳泉镇"
        assert find_issuer("柳泉镇人民政府文件", {}) == "柳泉镇人民政府"
        assert find_issuer("", {}) is None

    def test_published_is_what_the_site_declares(self) -> None:
        assert find_published({"成文日期": "2024-1-2", "发布日期": "2024年1月9日"}) == "2024-01-09"
        assert find_published({"发布日期": ""}) is None

    def test_signed_is_the_signature_then_the_table(self) -> None:
        assert find_signed(self.FRAME, {"成文日期": "2024-1-2"}) == "2023-12-20"
        assert find_signed(Frame("总结", "", None, {}, 0, 0, "", None), {"成文日期": "2024-1-2"}) == "2024-01-02"

    @pytest.mark.parametrize(
        ("cell", "number"), [("柳政〔2023〕5号", "柳政〔2023〕5号"), ("〔〕号", None), ("无", None), ("", None)]
    )
    def test_document_number_of_the_table(self, cell: str, number: str | None) -> None:
        assert find_document_number({"文号": cell}) == number


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("2023", "1", "9"), "2023-01-09"),
        (("二〇二三", "十二", "三十一"), "2023-12-31"),
        (("2023", "12", None), "2023-12"),
        (("2023", "13", "1"), None),
        (("2023", "0", "1"), None),
        (("2023", "某", "1"), None),
    ],
)
def test_iso_date(parts: tuple[str, str, str | None], expected: str | None) -> None:
    assert iso_date(*parts) == expected


class TestWhatStandsBelowTheSignature:
    def test_names_of_attachments(self) -> None:
        below = ["附件：1.柳泉镇执法情况统计表", "2.柳泉镇执法人员名单"]
        frame, text = frame_of(*BODY, "柳泉镇人民政府", "2024年1月8日", *below)
        assert (frame.signature, frame.signed) == ("柳泉镇人民政府", "2024-01-08")
        assert text[: frame.closing].endswith("调解纠纷40件。\n")

    def test_an_attachment_with_text_belongs_to_no_section_of_the_report(self) -> None:
        frame, text = frame_of(*BODY, "2024年1月8日", "附件：", "全年办理案件9件，没有一件被撤销。")
        assert text[frame.closing :].startswith("2024年1月8日")

    @pytest.mark.parametrize("line", ["编辑丨李小禾", "扫一扫在手机打开当前页", "上一篇：通知", "【打印本页】"])
    def test_furniture_of_a_page(self, line: str) -> None:
        assert frame_of(*BODY, "柳泉镇人民政府", "2024年1月8日", line)[0].signature == "柳泉镇人民政府"
