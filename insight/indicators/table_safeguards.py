"""Indicators of leadership, of what officials learn, and of money."""

from __future__ import annotations

from insight.indicators.figure import FigureKind
from insight.indicators.indicator import Cue, Indicator

_LAW = "(?:法治|依法治[镇乡街县区理]|依法行政|普法)"
_LEARN = "(?:学法|会前学|集体学习|集中学习|专题学习|理论学习|领学|学习会|研讨|中心组|第一议题|党课|学习研讨)"
_OTHERS = "群众|村民|执法人员|法律明白人|调解员|网格员|学生|企业|从业|店主|安全生产(?!法)"

LEADERSHIP: tuple[Indicator, ...] = (
    Indicator(
        "law_meetings",
        "专题研究法治次数",
        "Meetings on rule of law",
        "次 场 场次",
        FigureKind.COUNT,
        "党委（党组、政府）会议 研究、听取 法治建设工作",
        (
            Cue(f"(?:研究|听取|部署|审议|讨论|推进)…{_LAW}…#", unless="培训|宣传活动|讲座|纠纷|检查|学法"),
            Cue(f"{_LAW}…(?:会议?|会|议题|汇报)[^@#]{{0,8}}#", unless="培训|宣传|讲座|纠纷|学习会|听证"),
            Cue(f"#[^@#]{{0,10}}(?:研究|听取|部署)[^@#]{{0,10}}{_LAW}"),
            Cue(f"(?:召开|会议)[^@#]{{0,10}}#[^@#]{{0,14}}{_LAW}"),
            Cue("(?:研究|听取|部署)[^@#]{0,10}#", topics="leadership", unless="培训|纠纷"),
            Cue("听取…(?:执法|法治|依法)…(?:汇报|报告|情况)~#"),
            Cue("(?:专题会议?|推进会|部署会|调度会|领导小组会议?)~#", topics="leadership"),
        ),
        ("党委会专题研究法治建设⟦5⟧次。", "召开依法治镇专题会议⟦2⟧次。"),
        ("开展法治宣传活动⟦6⟧次。", "每季度听取⟦一⟧次法治建设汇报。"),
    ),
    Indicator(
        "official_study",
        "干部学法次数",
        "Law study sessions of officials",
        "次 场 期 场次 堂",
        FigureKind.COUNT,
        "会前学法、中心组学法、集体学法、领学",
        (
            Cue(f"{_LEARN}…#", unless=_OTHERS + "|培训#|旁听"),
            Cue("(?:讲|讲授|授课)[^@#]{0,16}#", topics="study", unless=_OTHERS),
            Cue("学习…#", unless=_OTHERS + "|培训|跟班|外出|考察", weak=True),
            Cue("#[^@#]{0,10}(?:学法|专题学习|集体学习|集中学习|领学)", unless=_OTHERS),
            Cue("^[^@#]{0,4}(?:其中)?#", topics="study", unless="测|考|补", weak=True, units="次 场"),
        ),
        ("党委理论学习中心组专题学法⟦6⟧次。", "全年会前学法⟦12⟧次。", "干部集中学法⟦4⟧次210人次。"),
        ("开展法治讲座⟦6⟧场。", "组织执法人员学习⟦3⟧次。"),
    ),
    Indicator(
        "official_training",
        "干部法治培训次数",
        "Law trainings of officials",
        "次 场 期 场次",
        FigureKind.COUNT,
        "法治培训、专题培训 of officials and cadres (not of enforcement staff)",
        (
            Cue(
                "(?:干部|机关|领导|工作人员|职工|公务员|村两委|两委|法治|法律|业务|专题|学法)…(?:培训|轮训)(?:班|会)?[^@#]{0,10}#",
                unless="执法|" + _OTHERS,
            ),
            Cue("(?:培训|轮训)(?:班|会)?[^@#]{0,6}#", topics="study leadership", unless="执法|" + _OTHERS),
            Cue("#[^@#]{0,10}(?:法治|干部|专题|业务)[^@#]{0,6}培训", unless="执法|" + _OTHERS),
        ),
        ("举办领导干部法治专题培训⟦2⟧期。", "组织村两委干部法治培训⟦3⟧场次。"),
        ("开展行政执法人员培训⟦3⟧次。", "培训法律明白人⟦2⟧次。"),
    ),
    Indicator(
        "official_trainees",
        "干部参训人次",
        "Officials trained",
        "人 人次 名",
        FigureKind.COUNT,
        "persons in such study or training",
        (
            Cue("(?:学法|学习|培训|研讨)[^#]{0,6}@[^@#]{0,8}#", unless="执法|" + _OTHERS, units="人次 人 名"),
            Cue("(?:参训|参学|培训|参加|参与|覆盖|受训|参考)[^@#]{0,12}#", topics="study", unless="执法|" + _OTHERS),
            Cue(
                "#[^@#]{0,12}(?:干部|人员|职工|班子成员)[^@#]{0,6}(?:参加|参训|参学|参考)",
                topics="study",
                unless="执法|" + _OTHERS,
            ),
            Cue("#[^@#]{0,6}干部(?:职工)?(?:参加|参训|参学)", unless="执法|宣讲|宣传|调解|演练"),
            Cue("(?:听课|参训|旁听)(?:的)?(?:党员)?(?:干部|人员|工作人员)~#", unless="执法"),
            Cue("#[^@#]{0,6}(?:参加|参训|参学|参考)", topics="study", unless="执法|" + _OTHERS),
        ),
        ("开展干部学法4次⟦210⟧人次。", "举办法治培训2期，参训⟦120⟧人次。"),
        ("受教育群众⟦500⟧人次。", "执法培训3次，培训⟦45⟧人次。"),
    ),
    Indicator(
        "exam_rate",
        "学法考试参考率",
        "Exam participation or pass rate",
        "%",
        FigureKind.PERCENT,
        "学法考试 参考率、合格率、完成率",
        (
            Cue(
                "(?:参考|合格|参学|完成|通过|优秀|参与|参试|及格|优良)率[^@#]{0,8}#",
                topics="study leadership exam",
                unless="整改|执法|抽检",
            ),
            Cue("(?:学法|考试|测试|学法用法)…(?:参考|合格|参学|完成|通过|优秀|参与|参试|及格)?率[^@#]{0,8}#"),
        ),
        ("机关干部学法考试参考率、合格率均为⟦100⟧%。",),
        ("隐患整改完成率⟦100⟧%。",),
    ),
    Indicator(
        "duty_accounts",
        "述法人数",
        "Officials who gave account",
        "人 名 人次 位 个",
        FigureKind.COUNT,
        "述法",
        (Cue("述法[^@#]{0,14}#", unless="个村$"), Cue("#[^#]{0,24}述法")),
        ("听取⟦6⟧名班子成员述法。", "年底组织述法⟦12⟧人次。"),
        ("召开述法会⟦1⟧场。",),
    ),
)

MONEY: tuple[Indicator, ...] = (
    Indicator(
        "funds",
        "法治工作经费金额",
        "Money for rule-of-law work",
        "元",
        FigureKind.MONEY,
        "普法、法治、调解、顾问 经费",
        (
            Cue(
                "(?:普法|法治|法制|调解|人民调解|法律顾问|顾问|执法|法律服务|以案定补|依法治)…(?:经费|资金|补贴|补助|投入|费用|专款|保障金)[^@#]{0,14}#",
                unless="罚|拖欠|工资|赔偿",
            ),
            Cue(
                "(?:经费|专项资金|工作经费)~#",
                topics="publicity study leadership adviser enforcement versed",
                unless="罚|拖欠|工资|赔偿|测绘|奖励资金",
            ),
            Cue("#[^@#]{0,8}(?:普法|法治|调解|法律顾问|执法)[^@#]{0,8}(?:经费|资金|补贴)"),
        ),
        ("落实普法工作经费⟦3.5⟧万元。", "安排⟦2⟧万元法治建设专项经费。"),
        ("为工人追回工资⟦76.5⟧万元。",),
    ),
)
