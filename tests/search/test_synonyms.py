"""The other wordings of a question: exact, few, the longest first; and its numbers in the other script."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from search.synonyms import MOST_OTHERS, SYNONYMS, Synonyms, number_forms, read_synonyms, synonyms_of


def _others(text: str) -> dict[str, tuple[str, ...]]:
    return {found.written: found.others for found in synonyms_of(text)}


@pytest.mark.parametrize(
    ("question", "written", "other"),
    [
        ("民告官的案子多不多", "民告官", "行政诉讼"),
        ("没钱怎么普法", "没钱", "经费不足"),
        ("请不到律师怎么办", "请不到律师", "律师资源不足"),
        ("村里打牌赌钱", "打牌赌钱", "赌博"),
        ("接诉即办办得怎么样", "接诉即办", "12345"),
        ("12345热线", "12345", "接诉即办"),
        ("三项制度落实情况", "三项制度", "执法公示、执法全过程记录、重大执法决定法制审核"),
        ("双随机、一公开", "双随机", "随机抽查"),
        ("一村一法律顾问", "一村一法律顾问", "村居法律顾问"),
        ("新时代“枫桥经验”", "枫桥经验", "枫桥式"),
        ("固废法学了没有", "固废法", "固体废物污染环境防治法"),
        ("讨薪的事", "讨薪", "拖欠工资"),
        ("踢皮球", "踢皮球", "推诿"),
    ],
)
def test_other_wordings(question: str, written: str, other: str) -> None:
    assert other in _others(question)[written]


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("落实“八五”普法规划", "八五”普法"),
        ("村(居)法律顾问", "村(居)法律顾问"),
        ("《反家庭暴力法》宣传", "反家庭暴力法"),
        ("宣传反家庭暴力法", "反家庭暴力法"),
    ],
    ids=["marks within", "brackets", "title marks", "no marks"],
)
def test_marks_do_not_hide_a_wording(question: str, written: str) -> None:
    (found,) = synonyms_of(question)
    assert found.written == written == question[found.start : found.end]


@pytest.mark.parametrize("name", ["行政处罚法", "法律援助法", "立法法", "民法典", "宪法", "信访工作条例"])
def test_a_law_by_its_full_name_is_known_by_its_short_one(name: str) -> None:
    (found,) = synonyms_of(f"学习《中华人民共和国{name}》情况")
    assert found.written == f"中华人民共和国{name}"
    assert found.others[0] == name


def test_a_full_name_brings_the_everyday_name_too() -> None:
    assert "消法" in _others("中华人民共和国消费者权益保护法")["中华人民共和国消费者权益保护法"]


def test_the_longest_wording_stands_and_none_overlaps() -> None:
    found = synonyms_of("独居老人被骗、重复信访、没钱没设备")
    assert [one.written for one in found] == ["独居老人", "重复信访", "没钱", "没设备"]
    assert all(one.end <= after.start for one, after in pairwise(found))


@pytest.mark.parametrize(
    "question", ["", "?", "1234567", "乡里的竞争地位", "移送法院", "动物防疫", "办法核实", "中华人民共和国"]
)
def test_nothing_by_chance(question: str) -> None:
    assert synonyms_of(question) == ()


def test_offsets_are_those_of_the_text() -> None:
    assert synonyms_of("为什么民告官") == (Synonyms("民告官", 3, 6, ("行政诉讼", "行政应诉", "告政府", "政府当被告")),)


def test_the_table_is_well_formed() -> None:
    lines = SYNONYMS.read_text(encoding="utf-8").splitlines()
    groups = [line.split("\t") for line in lines if line and not line.startswith("#")]
    wordings = [wording for group in groups for wording in group]
    assert len(groups) > 350
    assert len(set(wordings)) == len(wordings)
    assert all(re.fullmatch(r"[\u4e00-\u9fff\d、·]{2,40}", wording) for wording in wordings)
    assert all(len(group) > 1 for group in groups)
    within = {(a, b) for group in groups for a in group for b in group if a != b and a in b}
    # Not the same two characters' word: 酒驾 is a word, 醉酒驾驶 two others.
    assert within == {("酒驾", "醉酒驾驶")}
    assert set(read_synonyms(lines)) == set(wordings)


def test_few_others() -> None:
    groups = read_synonyms(SYNONYMS.read_text(encoding="utf-8").splitlines())
    for wording in groups:
        whole = [found for found in synonyms_of(wording) if found.written == wording]
        assert len(whole) == 1
        assert 1 <= len(whole[0].others) <= MOST_OTHERS
        assert wording not in whole[0].others


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("整治三项问题", ("3项",)),
        ("3项整治", ("三项",)),
        ("一百二十件", ("120件",)),
        ("化解120件", ("一百二十件",)),
        ("两名律师", ("2名",)),
        ("2名律师", ("两名",)),
        ("十二个村", ("12个",)),
        ("30余件", ("三十余件",)),
        ("二〇二三年和2024年", ("2023年", "二〇二四年")),
        ("二零二二年", ("2022年",)),
        ("5万元", ("五万元",)),
    ],
)
def test_numbers_in_the_other_script(text: str, forms: tuple[str, ...]) -> None:
    assert number_forms(text) == forms


@pytest.mark.parametrize(
    "text",
    [
        "12345热线",
        "八五普法",
        "一村一法律顾问",
        "三项制度",
        "四个意识",
        "高效办成一件事",
        "一个人说了算",
        "第三人",
        "千家万户",
        "二三人",
        "3.5万元",
        "007个",
        "一百二件",
        "今年",
        "",
    ],
)
def test_names_and_what_is_no_count_stay(text: str) -> None:
    assert number_forms(text) == ()
