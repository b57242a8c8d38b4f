"""What a section is for, told by its heading; what a passage is for, where headings do not say.

The table is declarative: to teach a new wording, add it to a record and give an example, which is a test case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.report import Role

if TYPE_CHECKING:
    from corpus.outline.headings import Heading


@dataclass(frozen=True, slots=True)
class RoleCue:
    """Words in a heading that name a role, but not behind the words of ``unless`` in the same clause."""

    role: Role
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()
    unless: re.Pattern[str] | None = None

    def search(self, heading: str) -> re.Match[str] | None:
        """The first place in the heading where the cue holds."""
        for match in self.pattern.finditer(heading):
            clause = _CLAUSE.split(heading[: match.start()])[-1]
            if self.unless is None or not self.unless.search(clause):
                return match
        return None


_CLAUSE = re.compile("[，,；;：: ]")


HEADING_CUES = (
    RoleCue(
        Role.PROBLEM,
        re.compile(
            r"存在的?(?:主要|突出|一些)?(?:问题|不足|困难|短板|差距)|(?:主要|突出|面临的?)(?:问题|困难)|问题(?:和|与|及|、)(?:不足|困难|短板)|不足(?:之处|和|与|及|、)"
            r"|困难(?:和|与|及|、)问题|薄弱环节|短板弱项|(?:问题|不足|短板|差距)(?=$|[，,；;]|[和与及、])"
        ),
        (
            "存在的问题",
            "存在的不足和问题",
            "存在问题",
            "主要问题和困难",
            "工作中的薄弱环节",
            "不足之处",
            "法治政府建设存在的突出问题",
            "正视不足，问题仍需着力破解",
            "亟待解决的困难和问题",
            "需上级解决的问题",
        ),
        (
            "聚焦群众反映，解决难题",
            "坚持问题导向，强化整改",
            "聚焦群众反映强烈问题",
            "补齐听证短板",
            "破解突出问题，提升服务水平",
        ),
        re.compile(
            r"^[^需待]*(?:解决|破解|化解|整改|整治|治理|聚焦|针对|围绕|紧盯|瞄准|补(?:[齐强足上]|$)|弥补|消除|缩小|攻克|破除|回应|坚持|排查)"
        ),
    ),
    RoleCue(
        Role.PLAN,
        re.compile(
            r"下一?(?:步|阶段|年度?)|打算|(?:明|来|次)年|今后|努力方向|(?:工作|未来|主要)(?:计划|思路|安排|部署|展望|设想|举措建议)"
            r"|(?<!完成|落实|推进|聚焦|围绕|紧扣|年度)(?:目标|重点)任务$|整改(?:措施|方向|思路)|改进(?:措施|方向)|对策建议"
        ),
        (
            "下一步打算",
            "下步工作打算",
            "下一步工作计划",
            "明年工作思路",
            "今后努力方向",
            "下一年度重点工作安排",
            "2024年目标任务",
        ),
        ("全面落实重点工作", "全面完成重点任务", "落实年度重点任务"),
    ),
    RoleCue(
        Role.PRACTICE,
        re.compile(
            r"(?:开展|进展|完成|推进|落实|建设|履职|主要)(?:工作)?情况|(?:工作|总体|基本|有关|职责|整改)情况|(?:主要|工作|具体|特色|经验)(?:做法|成效|举措|措施|亮点|成绩|工作)|成效(?:和|与|及|、)|取得的?(?:成效|成绩)"
            r"|工作(?:总结|回顾)|(?:做法|成效|经验)$"
        ),
        (
            "工作开展情况",
            "2023年法治政府建设情况",
            "主要做法",
            "主要举措和成效",
            "2022年重点工作完成情况",
            "履行第一责任人职责情况",
        ),
        ("下一步打算",),
    ),
)
_JOINT = re.compile("[和与及暨、，,]")
_LACK = re.compile("[不未缺差弱难]")
_YEAR_OF_WORK = re.compile(r"(20\d\d)年(?:度)?.{0,16}(?:工作|任务|目标|计划|重点|安排|打算|思路|举措|措施|部署)")
# What is said of a plan or of last year's problems here is what was done about them.
_DONE = re.compile(r"(?:计划|安排|部署|任务|问题)的?(?:完成|落实|开展|进展|执行|整改|解决){1,2}情况")
_GENERAL = re.compile(r"20\d\d年度?|(?:推进|加强)?(?:依法治[镇乡县区市]|法治政府建设|法治建设)")
# Words that any heading of such a report may have; what is left tells whether it names an act and nothing else.
_PROPER_ROLE_HEADING = 14
"""Under a heading whose role is known, only a short heading that names another role outright changes it."""

# 将 also marks an object: 将法治建设纳入考核 was done.
_WILL = "将(?![^，。]{1,24}(?:纳入|列入|作为|融入|贯穿|摆在|放在|分解|落实到|列为|压实))"
_HEAD_OF_PLAN, _HEAD_OF_PROBLEM = 40, 60
"""Characters at the head of a passage in which its role is told."""

PASSAGE_CUES = (
    RoleCue(
        Role.PLAN,
        re.compile(
            rf"^(?:[一二三四五六]是)?(?:下一?(?:步|阶段)|今后|接下来|(?:明|来)年|20\d\d年，?(?:我|全|本)(?:乡|镇|街道|县|区|市|局|办)?{_WILL}|(?:我|全|本)(?:乡|镇|街道|县|区|市|局){_WILL}|{_WILL})"
            r"|(?:下一步|今后|下阶段)[，,]?(?:我|全|本|要|将|继续|重点|工作)"
        ),
        (
            "下一步，我镇将配齐执法人员。",
            "今后，全镇要继续努力。",
            "我镇将继续深化综合执法改革。",
            "针对以上问题，下一步将从三个方面改进。",
            "明年，全面推行执法公示。",
        ),
        ("安排部署下一步工作任务。", "全年召开会议8次，研究下一步举措。", "将法治建设纳入年度考核，分值占比5%。"),
        re.compile(r"纳入|研究|部署"),
    ),
    RoleCue(
        Role.PROBLEM,
        re.compile(
            r"(?:仍|还|尚|依然|也|主要)?(?:存在|面临)(?:着|的)?.{0,24}(?:问题|不足|差距|困难|短板|现象|弱项)|(?:主要|突出)(?:问题|不足)"
            r"|(?:还|仍|尚)?(?:不够|不足|不强|不高|不深|不实|不严|不细|不到位|不平衡|不规范|有待|有差距|薄弱|欠缺|滞后|偏[低少弱慢])"
        ),
        (
            "仍然存在执法人员偏少的问题。",
            "一是普法形式不够新颖。",
            "法治建设与先进地区相比还有差距。",
            "个别干部运用法治思维的能力有待提高。",
        ),
        (
            "针对执法人员不足的问题，招录辅助人员5名。",
            "着力解决程序不规范等问题，修订制度3项。",
            "排查存在的问题12个，全部整改到位。",
            "对照上年存在的不足逐条整改。",
            "补齐基础薄弱短板，新建法治广场2处。",
        ),
        re.compile(
            r"针对|解决|破解|化解|整改|整治|治理|聚焦|围绕|紧盯|补[齐强足上]|弥补|消除|攻克|回应|排查|对照|查摆|克服|改变|防止|避免|纠正"
        ),
    ),
)
"""Words near the head of a passage that tell its role where no heading does, but not behind the words of ``unless``."""


def heading_role(heading: str, year: int | None) -> Role | None:
    """Role that a heading names, ``MIXED`` where it names two, ``None`` where it names none.

    ``year`` is the year reported on: work of a later year is a plan.
    """
    found = {cue.role for cue in HEADING_CUES if cue.search(heading)}
    if any(year is not None and int(named) > year for named in _YEAR_OF_WORK.findall(heading)):
        found.add(Role.PLAN)
    elif found and _DONE.search(heading):
        found = {Role.PRACTICE}
    # A heading names two acts by joining them; 下一步主要工作 is one.
    if Role.PRACTICE in found and not _JOINT.search(heading):
        found = found - {Role.PRACTICE} or found
    if len(found) > 1:
        return Role.MIXED
    return next(iter(found), None)


def assign_roles(
    headings: Sequence[Heading],
    parents: Sequence[int | None],
    year: int | None,
    given: Mapping[int, Role] | None = None,
) -> list[Role]:
    """Role of every heading, in order.

    Args:
        headings: Headings in document order.
        parents: For each heading the position of the one that encloses it, ``None`` at the top.
        year: Year reported on.
        given: Roles that the user gave, by position; whatever takes its role from such a heading takes the given one.

    Returns:
        One role a heading. A heading that names none takes its parent's; at the top, the act that the report has reached:
        practice until problems or plans begin.
    """
    roles: list[Role] = []
    act = Role.PRACTICE
    acts: dict[int, Role] = {}
    for position, heading in enumerate(headings):
        told = (given or {}).get(position)
        named = told or heading_role(heading.text, year)
        parent = parents[position]
        if told is not None:
            role = told
            if parent is None:
                act = told if told is not Role.OTHER else act
            elif roles[parent] is Role.MIXED:
                acts[parent] = told
        elif parent is None:
            role = named or (Role.PLAN if act in {Role.PROBLEM, Role.MIXED} and position else act)
            act = role
        elif roles[parent] is Role.MIXED:
            role = named or acts.get(parent, first_act(headings[parent].text))
            acts[parent] = role
        else:
            outright = named is not None and len(heading.text) <= _PROPER_ROLE_HEADING and _names_outright(heading.text)
            role = named if outright and named else roles[parent]
        roles.append(role)
    return roles


def passage_role(text: str, before: Role) -> Role:
    """Role of a passage in a mixed or unnamed section, told by its words; ``before`` is the role reached so far."""
    plan, problem = (next(cue for cue in PASSAGE_CUES if cue.role is role) for role in (Role.PLAN, Role.PROBLEM))
    if plan.search(text[:_HEAD_OF_PLAN]):
        return Role.PLAN
    if before is not Role.PLAN and problem.search(text[:_HEAD_OF_PROBLEM]):
        return Role.PROBLEM
    return before


def names_act(line: str) -> Role | None:
    """The act that a line without a number heads, when it is no more than the act's name (``存在的问题``, ``下一步打算``)."""
    role = heading_role(line, None)
    line = _GENERAL.sub("", line)
    if role is Role.PRACTICE:
        return role if len(line) <= _PROPER_ROLE_HEADING else None
    if role is Role.MIXED:
        return role if len(line) <= _PROPER_ROLE_HEADING + 4 else None
    return role if role is not None and _names_outright(line) else None


def _names_outright(heading: str) -> bool:
    """Whether the heading consists of the role's name and little else (``存在的问题``, not ``坚持问题导向抓落实``)."""
    heading = _GENERAL.sub("", heading)
    for cue in HEADING_CUES:
        match = cue.search(heading)
        if match is None or cue.role is Role.PRACTICE or (cue.role is Role.PLAN and _LACK.search(heading, match.end())):
            continue
        if len(heading) - len(match.group()) <= 6:
            return True
    return False


def first_act(heading: str) -> Role:
    """In a heading that names two acts, the one named first."""
    places = {cue.role: match.start() for cue in HEADING_CUES if (match := cue.search(heading))}
    return min(places, key=lambda role: places[role], default=Role.PRACTICE)
