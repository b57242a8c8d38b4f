"""Citations: every shape a document may have, and what must hold of all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.report import Kind, Level, Place, Report
from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from search.citation import cite, quoted_heading, quoted_title

TOWN = Place("新疆维吾尔自治区", "伊犁哈萨克自治州", "昭苏县", "察汗乌苏蒙古族乡", "654026206", certain=True)
NOWHERE = Place()


def report(
    title: str = "法治工作报告", issuer: str | None = "昭苏县察汗乌苏蒙古族乡人民政府", **facts: object
) -> Report:
    values: dict[str, object] = {
        "place": TOWN,
        "level": Level.TOWNSHIP,
        "year": 2023,
        "document_number": None,
        "published": None,
        "text": "",
        "sections": (),
        **facts,
    }
    return Report(id="0" * 16, source="a.txt", title=title, issuer=issuer, **values)  # type: ignore[arg-type]


EXAMPLES = {
    "everything": (
        report(document_number="察政发〔2024〕3号", signed="2024-01-18", published="2024-02-01"),
        ("一、主要工作", "（二）规范行政执法"),
        3,
        "《法治工作报告》，昭苏县察汗乌苏蒙古族乡人民政府，2023年，“（二）规范行政执法”，第3页",
        "昭苏县察汗乌苏蒙古族乡人民政府. 法治工作报告：察政发〔2024〕3号[R]. 昭苏县：昭苏县察汗乌苏蒙古族乡人民政府，2024：3.",
    ),
    "no page": (
        report(signed="2023-12-20"),
        ("一、主要工作",),
        None,
        "《法治工作报告》，昭苏县察汗乌苏蒙古族乡人民政府，2023年，“一、主要工作”",
        "昭苏县察汗乌苏蒙古族乡人民政府. 法治工作报告[R]. 昭苏县：昭苏县察汗乌苏蒙古族乡人民政府，2023.",
    ),
    "no heading around it": (
        report(signed="2023-12-20"),
        (),
        1,
        "《法治工作报告》，昭苏县察汗乌苏蒙古族乡人民政府，2023年，第1页",
        "昭苏县察汗乌苏蒙古族乡人民政府. 法治工作报告[R]. 昭苏县：昭苏县察汗乌苏蒙古族乡人民政府，2023：1.",
    ),
    "no issuer": (
        report(issuer=None, signed="2024-01"),
        (),
        None,
        "《法治工作报告》，2023年",
        "法治工作报告[R]. 昭苏县：[出版者不详]，2024.",
    ),
    "no date, so the year reported on is an estimate": (
        report(),
        (),
        2,
        "《法治工作报告》，昭苏县察汗乌苏蒙古族乡人民政府，2023年，第2页",
        "昭苏县察汗乌苏蒙古族乡人民政府. 法治工作报告[R]. 昭苏县：昭苏县察汗乌苏蒙古族乡人民政府，[2023]：2.",
    ),
    "no year at all": (
        report(year=None),
        (),
        2,
        "《法治工作报告》，昭苏县察汗乌苏蒙古族乡人民政府，第2页",
        "昭苏县察汗乌苏蒙古族乡人民政府. 法治工作报告[R]. 昭苏县：昭苏县察汗乌苏蒙古族乡人民政府：2.",
    ),
    "nothing but a title": (
        report(issuer=None, year=None, place=NOWHERE),
        (),
        None,
        "《法治工作报告》",
        "法治工作报告[R]. [出版地不详]：[出版者不详].",
    ),
    "a place that nothing settles": (
        report(place=Place(county="昭苏县", township="察汗乌苏蒙古族乡"), signed="2024-01-18"),
        (),
        None,
        "《法治工作报告》，昭苏县察汗乌苏蒙古族乡人民政府，2023年",
        "昭苏县察汗乌苏蒙古族乡人民政府. 法治工作报告[R]. [出版地不详]：昭苏县察汗乌苏蒙古族乡人民政府，2024.",
    ),
    "a fictional sample": (
        report(fictional=True, document_number="察政发〔2024〕3号", published="2024-02-01"),
        ("（一）做法",),
        None,
        "《法治工作报告》（虚构样例），昭苏县察汗乌苏蒙古族乡人民政府，2023年，“（一）做法”",
        "昭苏县察汗乌苏蒙古族乡人民政府. 法治工作报告：察政发〔2024〕3号：虚构样例[R]. 昭苏县：昭苏县察汗乌苏蒙古族乡人民政府，2024.",
    ),
    "no report": (
        report(kind=Kind.PLAN, issuer="昭苏县司法局", published="2023-03-01"),
        (),
        None,
        "《法治工作报告》，昭苏县司法局，2023年",
        "昭苏县司法局. 法治工作报告[Z]. 昭苏县：昭苏县司法局，2023.",
    ),
    "a title over several lines": (
        report("昭苏县\n  关于2023年法治\n政府建设的报告", issuer=None, year=None, place=NOWHERE),
        ("",),
        None,
        "《昭苏县关于2023年法治政府建设的报告》",
        "昭苏县关于2023年法治政府建设的报告[R]. [出版地不详]：[出版者不详].",
    ),
    "no title": (
        report(" ", issuer=None, year=None, place=NOWHERE),
        (),
        None,
        "《无题名》",
        "无题名[R]. [出版地不详]：[出版者不详].",
    ),
}


@pytest.mark.parametrize(("of", "headings", "page", "plain", "reference"), EXAMPLES.values(), ids=EXAMPLES)
def test_examples(of: Report, headings: tuple[str, ...], page: int | None, plain: str, reference: str) -> None:
    citation = cite(of, headings, page)
    assert citation.plain == plain
    assert citation.gbt7714 == reference
    assert citation.in_language("zh") == plain


def test_the_sentence_in_english() -> None:
    of = report(fictional=True)
    assert cite(of, ("一、主要工作", "（二）规范行政执法"), 3).in_language("en") == (
        "《法治工作报告》 (fictional sample), 昭苏县察汗乌苏蒙古族乡人民政府, 2023, “（二）规范行政执法”, p. 3"
    )


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ("关于印发《普法规划》的报告", "《关于印发〈普法规划〉的报告》"),
        ("关于《〈条例〉实施办法》的报告", "《关于〈《条例》实施办法〉的报告》"),
        ("《法治工作报告》", "《法治工作报告》"),
        ("《甲》与《乙》", "《〈甲〉与〈乙〉》"),
        ("报告》", "《报告〉》"),
        ("《报告", "《〈报告》"),
        ("报告（试行）【2023】[一]", "《报告（试行）【2023】[一]》"),
        ("《》", "《无题名》"),
    ],
)
def test_titles_in_titles(title: str, quoted: str) -> None:
    assert quoted_title(title) == quoted


def test_quotation_marks_in_headings() -> None:
    assert quoted_heading("（一）推进“一村一顾问”。") == "“（一）推进‘一村一顾问’”"


@given(st.text("《》〈〉甲乙 \n", max_size=20))
def test_a_title_is_always_closed_and_loses_no_letter(title: str) -> None:
    quoted = quoted_title(title)
    assert quoted[0] == "《" and quoted[-1] == "》"
    letters = "".join(letter for letter in title if letter in "甲乙")
    assert "".join(letter for letter in quoted if letter in "甲乙") == letters


@given(
    st.text(max_size=30),
    st.none() | st.text(max_size=20),
    st.none() | st.integers(1900, 2100),
    st.none() | st.text(max_size=12),
    st.lists(st.text(max_size=10), max_size=3),
    st.none() | st.integers(1, 999),
)
def test_any_document_can_be_cited_in_one_line(
    title: str, issuer: str | None, year: int | None, published: str | None, headings: list[str], page: int | None
) -> None:
    citation = cite(report(title, issuer, year=year, published=published), headings, page)
    for text in (citation.plain, citation.gbt7714, citation.plain_en):
        assert text.strip() and len(text.splitlines()) == 1 and "None" not in text


def test_facts_alone_cite_the_same(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    text = "昭苏县察汗乌苏蒙古族乡2023年法治政府建设工作报告\n一、主要工作\n开展执法培训3次，持证人员6名，全部到岗。\n昭苏县察汗乌苏蒙古族乡人民政府\n2024年1月20日\n"
    (tmp_path / "reports" / "甲.txt").write_text(text, encoding="utf-8")
    build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
    index = Index.open(tmp_path / "index")
    [facts] = index.reports
    whole = index.catalogue.report(facts.id)
    assert whole is not None
    assert cite(facts, ("一、主要工作",), 1) == cite(whole, ("一、主要工作",), 1)
    assert cite(facts).gbt7714.endswith("昭苏县：昭苏县察汗乌苏蒙古族乡人民政府，2024.")
    index.close()
