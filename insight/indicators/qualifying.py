"""What the words round a number say of it: about, in all, a rise or the value before, a target, and the time it is for.

All functions see plain text: ``before`` is the sentence up to the number, ``clause`` what of that belongs to its clause, ``after`` what follows the unit.
"""

from __future__ import annotations

import re

from insight.indicators.figure import Change

_ADJACENT = re.compile(
    r"(?:(?P<至少>至少|不少于|不低于|不小于|不得少于|不得低于)|(?P<超>超过了?|超|逾|突破了?|多达)|(?P<约>大约|大概|约为?)|(?P<近>接近|将?近)"
    r"|(?P<达>(?:高|已)?达到?了?))\s{0,2}$"
)
_WIDE = re.compile(
    r"(?P<累计>累计)|(?P<至少>至少|不少于|不低于)"
    r"|(?P<共>共计|合计|总计|总共|一共|(?<![公中国两])共(?![同产建治享青识和商赢育管性鸣谋])|总数为?)"
)
_AT_LEAST = re.compile(r"\s?(?:及|或)?以上|\s?之上")
_ABOUT = re.compile(r"\s?(?:左右|上下)")

_RISE = r"(?:增加|增长|提高|上升|提升|上涨|上浮|增多|扩大|延长|净增|(?<!新)增|升|涨)"
_FALL = r"(?:减少|下降|降低|缩短|压缩|缩减|核减|压减|精简|回落|减|降)"
_SLACK = r"了?(?:近|约|超过?|达)?\s{0,2}$"
_UP = re.compile(_RISE + _SLACK)
_DOWN = re.compile(_FALL + _SLACK)
_AGAINST = re.compile(r"(?:比|较|同比|环比|对比)[^，。；]{0,12}?(?:(?P<up>多出?|高出?|翻)|(?P<down>少|低))了?\s{0,2}$")
_LATER = re.compile(
    rf"[^。；]{{0,14}}?(?:{_RISE}|{_FALL}|扩展|拓展|扩充|扩容|调整|放宽|调|改|变|充实|壮大|优化|合并|整合|清理|发展|提前|推迟)(?:到|至|为|成)"
)
_FORMER = "(?:上年度?|去年|上一年度?|往年|前年|年初|最初|原来|原先|原有|过去|以前|此前)(?:同期)?的?"
_FROM = re.compile(rf"(?:由|从)(?:{_FORMER}|平均|每[^，。；\d]{{1,3}}|不足|约|近|20\d\d年的?){{0,4}}\s{{0,2}}$")
_FROM_HEADED = re.compile(r"(?:由|从)[^，。；、到至]{1,12}$")
_LAST = re.compile(rf"{_FORMER}\s{{0,2}}$")
_DATED = re.compile(r"(20\d\d)年(?:度)?(?:的|为|仅)?\s{0,2}$")

_TARGET = re.compile(
    r"(?:(?<!检查)(?<!工作)(?<!培训)(?<!年度)(?<!行动)原?计划|原定|原拟|预计|(?<![代草模虚])拟(?!定|写|稿|制|出|办)|目标|力争|争取|确保到?|要求达到"
    r"|将(?:达到|新增|增加|组织|开展)|下一?步|明年)[^。；，]{0,24}$"
)
_REACHED = re.compile(r"(?:实际|已|完成了|达到了|超额|基础上)[^，。；]{0,10}$")

_PERIODS = re.compile(
    r"(?:今年|本年)?[上下]半年|前三季度|第?[一二三四]季度|每[个两三]?(?:季度|半年|半月|学期|年度|年|个?月|周|天|日)|各季度"
    r"|近?[两二三四五六七八九十]年(?:以?来|间)|近[两二三四五]年|上年度?|去年|上一年度?|往年|前年"
    r"|1?\d月(?:至|到|[-—–~～])1?\d月|1?\d(?:至|到|[-—–~～])1?\d月份?|(?<![\d年])1?\d月份?(?!\d|至|到|[-—–~～])"
)
_LASTING = re.compile("^(?!每|各).*(?:半年|季度|[来间])$|^近")
_NO_PERIOD = re.compile(r"(?:比|较|同比|超过|高于|低于|于|截至|截止|截止到|到)$")


def qualifier_of(clause: str, after: str, *, more: bool) -> str | None:
    """约, 余, 达, 累计, 共, 超, 近 or 至少; 余 where several stand together.

    Args:
        clause: The words of the clause before the number, back to the figure before it.
        after: What follows the unit.
        more: Whether 余 or 多 follows the number.
    """
    if more:
        return "余"
    if _AT_LEAST.match(after):
        return "至少"
    near = _ADJACENT.search(clause)
    if near is not None:
        return near.lastgroup
    if _ABOUT.match(after):
        return "约"
    wide = None
    for match in _WIDE.finditer(clause):
        wide = match
    return wide.lastgroup if wide is not None else None


def change_of(clause: str, after: str, year: int | None) -> Change | None:
    """Whether the figure is a difference against before, or the value before.

    Args:
        clause: The words of the clause before the number, back to the figure before it.
        after: What follows the unit, to the end of the sentence.
        year: The year reported on, if it is known.
    """
    if _is_before(clause, after, year):
        return Change.BEFORE
    if _UP.search(clause):
        return Change.UP
    if _DOWN.search(clause):
        return Change.DOWN
    against = _AGAINST.search(clause)
    return None if against is None else Change.UP if against["up"] else Change.DOWN


def _is_before(clause: str, after: str, year: int | None) -> bool:
    """Whether it is the value before: 上年的96次, 由96次降到21次, or one of a year before the one reported on."""
    if _LAST.search(clause):
        return True
    dated = _DATED.search(clause)
    if dated is not None and year is not None and int(dated[1]) < year:
        return True
    return (_FROM.search(clause) or _FROM_HEADED.search(clause)) is not None and _LATER.match(after) is not None


def is_target(clause: str) -> bool:
    """Whether the clause, outside of the plans of a report, speaks of what was intended (原计划7个村)."""
    return _TARGET.search(clause) is not None and _REACHED.search(clause) is None


def period_of(before: str, clause: int) -> tuple[int, int] | None:
    """Where in the sentence before the number the time stands that the figure is for; ``None`` where no other than the year is named.

    Args:
        before: The sentence up to the number.
        clause: Where in it the number's clause begins; 每月, 上年 and 6月 hold for their own clause only, 上半年 for what follows too.
    """
    last = None
    for match in _PERIODS.finditer(before):
        if match.start() < clause and not _LASTING.search(match[0]):
            continue
        if not _NO_PERIOD.search(before, 0, match.start()):
            last = match
    if last is None:
        return None
    return last.span()
