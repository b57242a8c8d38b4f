"""What kind of document a text is: near misses of a report are told by their titles, and by what fills their text.

The table is declarative: to teach a wording, add it to a record and give an example, which is a test case. The first record that
matches decides; a title that names a report outright is one, whatever else it names (``…工作总结及2024年工作计划``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.report import Kind


@dataclass(frozen=True, slots=True)
class KindCue:
    """Words of a title that name a kind, unless the title also matches ``unless``."""

    kind: Kind
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()
    unless: re.Pattern[str] | None = None


_PLACEHOLDER = r"(?:[xXｘＸ×*＊]{1,4}|某+)(?=[县市区乡镇局年])|20[xXｘＸ×*＊]{2}"

KIND_CUES = (
    KindCue(
        Kind.TEMPLATE,
        re.compile(
            rf"范文|模板|范本|样本(?!镇|村)|参考文稿|(?:精选|通用|推荐|最新)[\d一二三四五六七八九十]+篇|[（(]?[\d一二三四五六七八九十]+篇[）)]?$|篇[一二三四五六七八九十]$"
            rf"|{_PLACEHOLDER}|^(?:浅谈|浅析|浅论|试论|论|谈谈)|心得体会|读后感|的(?:几点)?思考$"
        ),
        (
            "法治政府建设工作总结范文（精选5篇）",
            "20xx年乡镇法治政府建设工作总结",
            "某某镇2023年法治政府建设工作报告模板",
            "XX县2024年法治政府建设情况报告",
            "浅谈乡镇法治政府建设",
            "学习法治思想心得体会",
        ),
        ("柳泉镇2023年法治政府建设工作总结", "创建法治示范样板镇工作总结"),
    ),
    KindCue(
        Kind.INTERPRETATION,
        re.compile(r"解读|图解|一图读懂|一图看懂|问答$|答记者问"),
        (
            "《石岭县2023年法治政府建设年度报告》政策解读",
            "一图读懂2024年法治政府建设报告",
            "图解：柳泉镇法治政府建设报告",
        ),
        ("加强政策宣传，柳泉镇2023年法治政府建设工作总结",),
    ),
    KindCue(
        Kind.PERSONAL,
        re.compile(
            r"述法|述职|述廉|(?:书记|[镇乡县区局]长|主任|主要负责人)[\u4e00-\u9fff]{0,6}履行(?:推进)?法治(?:政府)?建设第一责任人"
        ),
        (
            "柳泉镇党委书记2023年度述法报告",
            "2023年度个人述职述法报告",
            "柳泉镇镇长履行推进法治建设第一责任人职责情况报告",
        ),
        ("柳泉镇2023年法治政府建设暨履行第一责任人职责情况报告",),
    ),
    KindCue(
        Kind.PLAN,
        re.compile(
            r"(?:工作|实施|行动|活动|整改|创建|普法|推进)(?:计划|方案|安排|要点|思路|规划|打算)|五年规划|任务(?:清单|分解)|责任清单|实施意见|工作意见"
        ),
        (
            "柳泉镇2024年法治政府建设工作要点",
            "关于印发《柳泉镇法治政府建设实施方案》的通知",
            "石岭县2025年度法治政府建设工作计划",
            "柳泉镇2024年普法依法治理工作安排",
        ),
        (
            "柳泉镇2023年法治政府建设工作总结及2024年工作计划",
            "柳泉镇关于2023年工作计划落实情况的报告",
            "2023年法治政府建设情况和2024年工作安排",
        ),
        re.compile(r"总结|报告|汇报|情况"),
    ),
    KindCue(
        Kind.NEWS,
        re.compile(
            r"(?:召开|举行|举办|开展|组织|参加|传达学习|赴)[^，。]{0,40}(?:会议?|座谈会|培训班?|活动|仪式|讲座|推进会|调研|检查|督导)$|^【?(?:工作动态|普法动态|法治动态|简讯|快讯)】?"
        ),
        ("柳泉镇召开2023年法治政府建设推进会", "柳泉镇开展宪法宣传周活动", "县司法局赴柳泉镇开展法治督导"),
        ("柳泉镇关于开展法治宣传教育活动的总结", "柳泉镇开展法治政府建设工作情况报告"),
        re.compile(r"总结|报告|汇报|情况"),
    ),
)

_FIRST_PERSON = re.compile(r"(?:^|[，。；、\n])(?:本人|我(?!们|[镇乡县区市局街省旗州国党军院校会市]))")
_PERSONAL_SHARE = 4
"""A text that says 本人 this often is one person's account, whatever its title says."""


def find_kind(title: str, text: str) -> tuple[Kind, str]:
    """The kind of a document, and the words that tell it (``""`` for a report).

    Args:
        title: Its title, in simplified characters.
        text: Its cleaned text; told by it where the title says nothing.
    """
    for cue in KIND_CUES:
        match = cue.pattern.search(title)
        if match and not (cue.unless and cue.unless.search(title)):
            return cue.kind, match.group()
    said = _FIRST_PERSON.findall(text)
    if len(said) >= _PERSONAL_SHARE and "本人" in text:
        return Kind.PERSONAL, "本人"
    return Kind.REPORT, ""
