"""Indicators of disputes, mediation and petitions, and of those who keep the peace in villages."""

from __future__ import annotations

from insight.indicators.figure import FigureKind
from insight.indicators.indicator import Cue, Indicator

_FOUND = (
    "(?:排查|受理|接到|登记|摸排|梳理|发现|收到|接收|接报|上报|法院移交|法院移送|委派|委托|录入|收集|接受)(?:出|到|了)?"
)
_SETTLED = "(?:调解|化解|调处|调成|处理|解决|处置|办结|妥处|和解)"
_QUARREL = "(?:纠纷|矛盾|争议|矛盾隐患|矛盾风险)"
_CASES = "件 起 宗 个 例 案"

DISPUTES: tuple[Indicator, ...] = (
    Indicator(
        "disputes_found",
        "排查受理矛盾纠纷件数",
        "Disputes found or received",
        _CASES,
        FigureKind.COUNT,
        "排查出、受理、接到、登记 disputes",
        (
            Cue(f"{_FOUND}…{_QUARREL}~#", unless="信访|隐患点|苗头#|线索"),
            Cue(
                f"{_FOUND}(?:各类|案件|各类案件|[^@#]{{0,6}}类)?[^@#化调]{{0,8}}#",
                topics="disputes",
                unless="信访|隐患|热线|援助|苗头|线索|意见|建议",
            ),
            Cue("(?:法院|派出所|上级|有关部门|法庭)[^@#]{0,4}(?:移交|委派|转来|交办)[^@#]{0,6}#", topics="disputes"),
            Cue(f"#~{_QUARREL}", unless="化解|调解|调处", weak=True),
            Cue(f"{_QUARREL}~#", weak=True),
        ),
        (
            "全年共受理各类矛盾纠纷⟦280⟧件，全部化解。",
            "人民调解组织受理纠纷29件，其中法院移交案件⟦32⟧件。",
            "排查出矛盾纠纷⟦87⟧起。",
            "牲畜越界纠纷由上年的⟦26⟧件降到⟦12⟧件。",
        ),
        ("化解矛盾纠纷⟦168⟧件。", "受理信访事项⟦8⟧件。", "开展矛盾纠纷排查⟦60⟧次。"),
    ),
    Indicator(
        "disputes_settled",
        "调解矛盾纠纷件数",
        "Disputes settled",
        _CASES,
        FigureKind.COUNT,
        "调解、化解、调处 (成功) disputes, of any sort (land, family, wages…)",
        (
            Cue(f"{_SETTLED}(?:成功|了)?…{_QUARREL}~#", unless="信访|积案"),
            Cue(
                "(?:调解|化解|调处|调成)(?![室员站委中组点])(?:成功|了|完成|完毕)?[^@#、]{0,8}#",
                unless="信访|积案|隐患|债|复议|行政争议|受理|申请|确认|重复|司法",
                units="件 起 宗 例 案",
            ),
            Cue(
                "(?:成功|办结|解决|处理|处置|结案|妥处|和解|促成)~#",
                topics="disputes",
                unless="信访|积案|隐患|热线|处罚|移交|移送|率|司法确认|问题",
                units="件 起 宗 例 案",
            ),
            Cue(f"(?:调解|化解|调处)…{_QUARREL}~#", unless="信访|排查", units="次 件次"),
            Cue("#(?:均|全部|已|都)?(?:化解|调解成功|调处成功|达成)", topics="disputes"),
            Cue(f"(?:参与)?(?:调解|化解|调处)#[^@#]{{0,10}}{_QUARREL}"),
            Cue("(?:当场|就地|现场)(?:调解|化解|调处|解决)…#"),
        ),
        (
            "成功调解邻里纠纷⟦32⟧件。",
            "受理矛盾纠纷280件，化解⟦278⟧件，调处成功率99.3%。",
            "发现并化解矛盾纠纷⟦5⟧起。",
        ),
        ("受理矛盾纠纷⟦280⟧件。", "化解信访积案⟦6⟧件。", "整改隐患⟦12⟧个。"),
    ),
    Indicator(
        "settlement_rate",
        "调解成功率",
        "Share of disputes settled",
        "%",
        FigureKind.PERCENT,
        "调解成功率、化解率",
        (
            Cue("(?:调解|化解|调处|调成|调结)[^@#]{0,6}率~#", unless="信访|积案|隐患|热线|工单"),
            Cue(
                "(?:成功|办结|结案|调结|履行|化解)[^@#]{0,4}率~#", topics="disputes", unless="信访|积案|热线|工单|执法"
            ),
            Cue("(?:占|化解|调解成功)[^@#]{0,6}#", topics="disputes", unless="下降|上升|占比", weak=True),
        ),
        ("受理矛盾纠纷280件，调处成功率⟦100⟧%。", "矛盾纠纷化解率达⟦98.5⟧%。"),
        ("信访事项化解率⟦100⟧%。", "热线办结率⟦99⟧%。"),
    ),
    Indicator(
        "dispute_checks",
        "矛盾纠纷排查次数",
        "Rounds of looking for disputes",
        "次 轮 场 场次",
        FigureKind.COUNT,
        "排查 of disputes: how many rounds",
        (
            Cue("(?:纠纷|矛盾|矛盾风险)[^@#]{0,8}(?:排查|摸排|研判)~#", unless="隐患排查|安全检查"),
            Cue("(?:排查|摸排)~(?:纠纷|矛盾)~#"),
            Cue("(?:排查|摸排)[^@#]{0,8}#", topics="disputes", unless="隐患|安全|检查"),
            Cue("#~(?:矛盾|纠纷)[^@#]{0,6}(?:排查|摸排)"),
        ),
        ("开展矛盾纠纷大排查⟦12⟧次。", "做好矛盾纠纷排查化解工作，全年开展排查⟦60⟧余次。"),
        ("排查矛盾纠纷⟦87⟧件。", "开展安全隐患排查⟦20⟧次。"),
    ),
    Indicator(
        "mediators",
        "人民调解员人数",
        "Mediators",
        "人 名 位",
        FigureKind.COUNT,
        "调解员 (persons)",
        (
            Cue("(?:调解员|调解人员|调解队伍|调解骨干)~#", unless="培训|学习"),
            Cue("#~(?:调解员|调解人员)"),
            Cue("#[^@#]{0,20}(?:担任|任)[^@#]{0,6}调解员"),
        ),
        ("现有专兼职人民调解员⟦27⟧名。", "聘请⟦2⟧名专职调解员。"),
        ("人民调解员调解纠纷⟦30⟧件。",),
    ),
    Indicator(
        "mediation_bodies",
        "人民调解组织个数",
        "Mediation bodies",
        "个 家 处 间",
        FigureKind.COUNT,
        "调解委员会、调解室、调解工作站",
        (
            Cue(
                "(?:调解委员会|调委会|调解室|调解工作室|调解组织|调解站|调解工作站|调解中心|调解点|调解小组)[”’」]?~#",
                unless="受理|化解|调处",
            ),
            Cue(
                "#~(?:人民调解委员会|调委会|调解室|调解工作室|调解组织|调解工作站|调解委员会|调解小组)",
                unless="受理|化解",
            ),
        ),
        ("建立人民调解室⟦8⟧处。", "全镇共有⟦9⟧个人民调解委员会。"),
        ("调委会受理纠纷⟦30⟧件。",),
    ),
    Indicator(
        "petitions",
        "信访件数",
        "Petitions",
        "件 批 批次 人次 起 宗 案 人",
        FigureKind.COUNT,
        "信访事项, 来信来访 received or handled",
        (
            Cue("(?:来访|上访|接访)[^#]{0,6}@#", units="人次 人"),
            Cue(
                "(?:信访|来信来访|来访|上访|积案|来信|初信初访|走访件)…#",
                unless="领导接访|接访下访|矫正|咨询|网格|矛盾纠纷",
            ),
            Cue(
                "(?:受理|办理|接待|办结|化解|收到|处理|解决|包案|接收|答复)~#",
                topics="petitions",
                unless="纠纷|热线|咨询",
            ),
            Cue("#~(?:信访|积案|来访|上访)"),
        ),
        ("受理信访事项⟦8⟧件，办结⟦8⟧件。", "化解信访积案⟦6⟧件。", "接待群众来访⟦23⟧批次。"),
        ("受理矛盾纠纷⟦87⟧件。", "领导干部接访⟦83⟧次。"),
    ),
    Indicator(
        "petition_rate",
        "信访办结率",
        "Share of petitions settled",
        "%",
        FigureKind.PERCENT,
        "信访 办结率、化解率、按期答复率",
        (
            Cue("(?:信访|来访|积案|初信初访|初次信访)…率~#", unless="满意|调解|热线"),
            Cue("(?:办结|化解|答复|回复|办理|受理|息访|结案)[^@#]{0,4}率~#", topics="petitions", unless="满意"),
        ),
        ("信访事项按期办结率⟦100⟧%。", "受理信访12件，化解率达⟦95⟧%。"),
        ("调解成功率⟦98⟧%。", "热线办结率⟦99⟧%。"),
    ),
)

NEIGHBOURHOOD: tuple[Indicator, ...] = (
    Indicator(
        "village_rules",
        "修订村规民约数",
        "Village rules revised",
        "个 份 部 条 篇",
        FigureKind.COUNT,
        "村规民约、居民公约 made or revised",
        (
            Cue("(?:村规民约|居民公约|村民公约|自治章程|居规民约)~#", unless="宣传|违反"),
            Cue(
                "(?:修订|修改|完善|制定|审查|指导|完成|重订)[^#]{0,12}#[^@#]{0,10}(?:村规民约|居民公约|村民公约|自治章程)"
            ),
            Cue(
                "#村?[^@#]{0,8}(?:修订|审定|审查|完成)|(?:完成|修订|审定)[^@#]{0,6}#村?",
                topics="village_rules",
                units="个",
            ),
            Cue("#[^@#]{0,10}(?:村规民约|居民公约)[^@#]{0,6}(?:修订|修改|完善|制定|审查|备案)"),
            Cue("#[^@#]{0,6}(?:完成|修订)[^@#]{0,8}(?:村规民约|居民公约)"),
        ),
        ("修订村规民约⟦9⟧份。", "指导⟦7⟧个村完成村规民约修订。"),
        ("每个村的村规民约都上了墙，⟦3⟧条意见被采纳。",),
    ),
    Indicator(
        "grid_members",
        "网格员人数",
        "Grid members",
        "人 名 位 个",
        FigureKind.COUNT,
        "网格员",
        (
            Cue("(?:网格员|网格长|网格管理员|网格力量)~#", unless="培训|上报|排查|工作软件|装"),
            Cue("#~(?:网格员|网格管理员)"),
        ),
        ("配备专职网格员⟦48⟧名。", "依托⟦36⟧名网格员开展走访。"),
        ("划分网格⟦48⟧个。", "推选联户长⟦212⟧名。"),
    ),
    Indicator(
        "corrections",
        "社区矫正对象人数",
        "People in community correction",
        "人 名 个",
        FigureKind.COUNT,
        "社区矫正对象",
        (
            Cue("(?:社区矫正(?!协理|工作|志愿|专)|矫正对象|社矫对象|矫正人员|在矫)~#", unless="走访|谈话|次"),
            Cue("#~(?:社区矫正(?!协理|工作|志愿|专)|矫正对象|社矫对象|矫正人员)"),
            Cue("(?:在册|现有|接收|解除|在矫|新增)~#", topics="corrections"),
        ),
        ("现有社区矫正对象⟦6⟧人。", "对⟦4⟧名社区矫正对象开展走访。"),
        ("走访帮教人员⟦12⟧次。",),
    ),
    Indicator(
        "released",
        "安置帮教人数",
        "Released prisoners helped",
        "人 名 个",
        FigureKind.COUNT,
        "安置帮教、刑满释放",
        (
            Cue("(?:安置帮教|刑满释放|刑释解?[教矫]?|帮教对象|帮教人员|安帮)~#", unless="走访#|谈话"),
            Cue("#~(?:安置帮教|刑满释放|刑释|帮教对象|帮教人员)"),
            Cue("(?:在册|现有|接收|帮教|衔接)~#", topics="released", unless="走访#|矫正"),
        ),
        ("在册安置帮教对象⟦15⟧人。", "落实⟦3⟧名刑满释放人员帮教措施。"),
        ("社区矫正对象⟦6⟧人。",),
    ),
)
