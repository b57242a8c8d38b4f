"""Which words say what a figure counts: those behind its unit (8名干部), or before its number (调解矛盾纠纷168件)."""

from __future__ import annotations

import re

_LOOSE = r"\s?(?:以上|左右|以内|以下)?"
_VERBS = "进行|参加|参与|取得|持有|通过|完成|全部|均|已|开展|组织|组成|被|由|在|把|将|向|为(?!民)|对(?![象口])|从|到|与|有|因"
_AFTER = re.compile(
    rf"{_LOOSE}的?(?P<what>[\u4e00-\u9fff“”A-Za-z]{{1,16}}?)的?(?=[，。；、：！？（）\n\d]|和|及|以及|等|{_VERBS}|建成|再|涉及|逐|于|出现|达成|实行|试行|报名"
    r"|提供|提出|联名|没有|统一|签|先|以|各|送|需|负责|担任|轮流|值班|都|也|就|才|未|$)"
)
_NOT_AFTER = re.compile(
    rf"{_LOOSE}(?:[，。；、：！？（）\n]|$|的?(?:{_VERBS}|充实|放宽|增长|送|交由|列入|纳入|并|且|其中|占|比|较|同比|办结|调解|化解|受理|接受|实现|上升|下降"
    r"|增加|减少|提高|缩|降|升|调整|延长|压缩|合并|后|内|前|以来|才|就|都|也|未|没有|不|仍|还|只))"
)
_TAIL = re.compile(
    r"(?:[，。；、：！？\s（]|总?共计?|合计|累计|总计|达到?|约|近|余|超过?|逾|至少|不少于|(?<!行)为|是|了|共有|有|仅|只|各|均|增至|降至|增加|减少|由|从|到|至"
    r"|上年的?|去年的?|同比|其中|全年|比|较|降|增|减|提高|上升|下降|增长|高?达|件数|人数|次数)*$"
)
_HEAD = re.compile(
    r"[，。；：！？\n、（）]|累计|共计|(?<![公中])共(?![同产建治享])|全年|今年|先后|已|其中|(?<!调解)(?<!组)组织|开展|举办|召开|举行|发放|印发|制作|张贴|悬挂"
    r"|解答|接待|接受|提供|受理|(?<!人民)(?:调解|调处|化解)(?![员委组室率站中成])|排查出?|(?:办理|办结|整改|落实|完成)(?!率)|查处|发现|消除|拆除|清理|审查|审核"
    r"|出具|提出|制定|修订|新增|新建|建成|(?<!政府)(?<!法治)(?<!文化)(?<!平安)(?<!队伍)建设|建立|设立|成立|配备|聘请|选派|培育|培养|推选|划分|出动|开出|推送"
    r"|发布|刊发|公开|答复|回复|承办|承接|处置|参加|使用|下达|(?<!行)为|对(?![象口接账])|将|把|向|给|请|派出|收到|收缴|登记|涉及|发生|安装|新装|转移"
)
"""What comes before the words that are counted: marks and verbs."""


def counted_in(text: str, clause_start: int, start: int, end: int) -> tuple[int, int]:
    """Bounds of the words that say what is counted; of no length where there are none.

    Args:
        text: Plain text.
        clause_start: Where the figure's clause begins, after the figure before it.
        start: Where the number begins.
        end: Where the unit ends.
    """
    if not _NOT_AFTER.match(text, end, min(len(text), end + 20)):
        match = _AFTER.match(text, end, min(len(text), end + 24))
        if match is not None:
            return match.span("what")
    before = text[clause_start:start]
    tail = _TAIL.search(before)
    stop = tail.start() if tail is not None else len(before)
    first = 0
    for mark in _HEAD.finditer(before, 0, stop):
        if mark.end() < stop:
            first = mark.end()
    return clause_start + first, clause_start + stop
