"""Passages that must not run together: attachments and openings, roles, and reports without headings."""

from __future__ import annotations

import itertools

from corpus.reader import understand
from corpus.report import Document, Role
from indexer.passages import SHORTEST, cut, indexed_text
from tests.indexer.test_passages import PREAMBLE, TITLE, report_of


def test_an_attachment_behind_the_signature_is_kept_out_of_the_last_section() -> None:
    table = [f"| 第{n}季度 | 检查{n}次 | 办案{n}件 | 培训{n}场 | 调解纠纷{n}件 |" for n in range(1, 5)]
    signed = ["柳泉镇人民政府", "2023年12月20日"]
    report = report_of(
        PREAMBLE, "一、工作情况", "全年学法8次，开展培训3次，办案6件。", *signed, "附件：执法统计表", *table
    )
    passages = cut(report)
    assert [passage.section for passage in passages[:3]] == [0, 1, 0]
    assert passages[1].text == "全年学法8次，开展培训3次，办案6件。"
    assert passages[2].text.startswith("附件") and "办案4件" in passages[-1].text
    assert {passage.role for passage in passages[2:]} == {Role.OTHER}
    named = report_of(PREAMBLE, "一、工作情况", "全年学法8次，开展培训3次，办案6件。", *signed, "附件：执法统计表")
    assert [passage.section for passage in cut(named)] == [0, 1]


def test_roles_and_words_of_traditional_characters() -> None:
    lines = [PREAMBLE, "一、工作情况", "全鎮開展執法培訓3次，辦案6件。", "仍存在執法力量薄弱等問題，執法隊伍有待加強。"]
    metadata = {"county": "石岭县", "township": "柳泉镇"}
    text = "\n".join(["石嶺縣柳泉鎮2023年法治政府建設工作總結", *lines[:1], "一、主要做法和存在問題", *lines[2:]])
    report = understand(Document(text, "txt", hard_wrapped=False), source="甲.txt", metadata=metadata)
    last = cut(report)[-1]
    assert (last.text, last.role) == (lines[3], Role.PROBLEM)
    assert "执法队伍有待加强" in indexed_text(report, last)


def test_a_short_point_is_not_joined_to_a_piece_of_another_role() -> None:
    lines = [
        "虽然取得了成绩，但仍存在一些问题：一是执法人员不足；二是普法形式单一；三是经费偏少。",
        "下一步，全镇将招录人员，创新普法形式。",
    ]
    report = understand(Document("\n".join(["柳泉镇法治工作", *lines]), "txt"), source="甲.txt", metadata={})
    assert [(passage.role, passage.text[:4]) for passage in cut(report)][-2:] == [
        (Role.PROBLEM, "一是执法"),
        (Role.PLAN, "下一步，"),
    ]


def test_the_acts_of_a_report_without_headings() -> None:
    lines = [
        "2023年，全镇扎实推进法治政府建设，现将有关情况报告如下：",
        "一年来，将法治建设纳入年度考核，研究解决执法力量不足问题，培训执法人员3次。",
        "成绩之外，仍存在普法形式单一、经费偏少等问题。",
        "下一步，全镇将招录人员，创新普法形式，保障经费。",
        "柳泉镇人民政府",
        "2023年12月20日",
    ]
    report = understand(Document("\n".join([TITLE, *lines]), "txt"), source="甲.txt", metadata={})
    found = cut(report)
    assert [passage.role for passage in found] == [Role.OTHER, Role.PRACTICE, Role.PROBLEM, Role.PLAN]
    assert [passage.text for passage in found] == lines[:4]


def test_a_short_opening_and_a_short_attachment_are_two_passages_and_not_the_whole_report() -> None:
    report = report_of(
        "县司法局：",
        "一、工作情况",
        "全年学法8次，开展培训3次，办案6件。",
        "昭苏县云溪镇人民政府",
        "2023年12月20日",
        "附件",
        "|索引号|A-1|",
    )
    passages = cut(report)
    assert all(one.end <= other.start for one, other in itertools.pairwise(passages))
    assert "附件\n|索引号|A-1|" in [passage.text for passage in passages]
    assert any(passage.text.startswith("县司法局") and len(passage.text) < SHORTEST for passage in passages)
