"""Indicators of emergencies: drills, plans and those who come."""

from __future__ import annotations

from insight.indicators.figure import FigureKind
from insight.indicators.indicator import Cue, Indicator

EMERGENCIES: tuple[Indicator, ...] = (
    Indicator(
        "drills",
        "应急演练次数",
        "Emergency drills",
        "次 场 场次",
        FigureKind.COUNT,
        "应急演练、消防演练",
        (Cue("(?:演练|演习|推演)[^@#]{0,10}#", unless="村#"), Cue("#[^@#]{0,14}(?:演练|演习)", unless="村")),
        ("组织应急演练⟦10⟧次。", "开展⟦2⟧场消防演练。"),
        ("转移演练中发现问题⟦6⟧个。",),
    ),
    Indicator(
        "emergency_plans",
        "应急预案件数",
        "Emergency plans",
        "件 个 份 项 部",
        FigureKind.COUNT,
        "应急预案 made or revised",
        (Cue("预案~#", unless="演练|演习"), Cue("#~预案", unless="演练|演习")),
        ("修订应急预案⟦12⟧个。", "编制⟦6⟧份防汛预案。"),
        ("按照预案开展演练⟦3⟧次。",),
    ),
    Indicator(
        "emergency_staff",
        "应急队伍人数",
        "Emergency team members",
        "人 名 位",
        FigureKind.COUNT,
        "应急队伍、救援队 (persons)",
        (
            Cue("队员~#", topics="drill"),
            Cue("(?:应急|救援|抢险|消防)[^#]{0,10}队伍?[^#]{0,4}@[^@#]{0,6}#", unless="演练|转移|出动"),
            Cue(
                "(?:应急|救援|抢险|防汛|消防|护林防火|森林防火)[^@#]{0,8}(?:队员?|队伍|分队|力量|人员)[^@#]{0,8}#",
                unless="演练|转移|出动|培训",
            ),
            Cue("#[^@#]{0,6}(?:应急|救援|抢险|消防)[^@#]{0,6}(?:队员?|队伍|人员|突击队)", unless="演练|转移|出动"),
        ),
        ("组建应急救援队伍，队员⟦45⟧人。", "成立⟦30⟧人的应急抢险队。"),
        ("转移群众⟦1130⟧人次。",),
    ),
)
