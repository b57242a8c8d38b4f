"""Indicators of legal services, government services and the hotline."""

from __future__ import annotations

from insight.indicators.figure import FigureKind
from insight.indicators.indicator import Cue, Indicator

_LAWYER = "(?:法律顾问|驻村律师|包村律师|公益律师|执业律师|专职律师|律师)"
_VILLAGE = "(?:村|社区|嘎查|居委会|屯|行政村)"
_HOTLINE = "(?:12345|热线|工单|接诉即办)"

LEGAL_SERVICES: tuple[Indicator, ...] = (
    Indicator(
        "legal_advisers",
        "法律顾问人数",
        "Legal advisers",
        "人 名 个 位",
        FigureKind.COUNT,
        "法律顾问、驻村律师 (persons)",
        (
            Cue(
                f"{_LAWYER}[”’」]?~#",
                unless="坐班|解答|咨询|调解|讲座|参与|事务所|协助|审查|覆盖|志愿",
                units="人 名 位 个",
            ),
            Cue(
                f"#[^@#]{{0,8}}{_LAWYER}",
                unless="坐班|解答|咨询|讲座|事务所|村[^@#]{0,12}法律顾问",
                units="人 名 位 个",
            ),
            Cue("#[^@#]{0,12}(?:担任|组成|成立)[^@#]{0,12}法律顾问|#[^@#]{0,10}@法律顾问", units="人 名 位"),
        ),
        ("为5个村配备了⟦1⟧名法律顾问。", "聘请驻村律师⟦3⟧名。"),
        ("法律顾问解答咨询⟦36⟧人次。", "聘请⟦1⟧家律师事务所。"),
    ),
    Indicator(
        "advised_villages",
        "配备法律顾问的村数",
        "Villages with a legal adviser",
        "个 % 村 行政村 社区",
        FigureKind.COUNT,
        "村（社区） that have an adviser (number or coverage)",
        (
            Cue(
                f"#[^#]{{0,12}}{_VILLAGE}[^#]{{0,16}}(?:配备|聘请|聘|签订|签约|落实|都有|有|全覆盖|选聘)[^#]{{0,10}}{_LAWYER}",
                unless="没有|每名",
                units="个",
            ),
            Cue(f"#[^#]{{0,16}}(?:配备|聘请|聘|签订|签约|落实|选聘)[^#]{{0,10}}{_LAWYER}", units="村 行政村 社区"),
            Cue(f"{_LAWYER}[^@#]{{0,16}}(?:覆盖|签约|聘请)[^@#]{{0,8}}#", units="% 个"),
            Cue(f"#[^#]{{0,6}}{_VILLAGE}[^#]{{0,10}}{_LAWYER}[^#]{{0,6}}覆盖", units="个"),
            Cue("覆盖率?[^@#]{0,4}#", topics="adviser", units="%"),
        ),
        ("为⟦5⟧个村配备了1名法律顾问。", "村（社区）法律顾问覆盖率⟦100⟧%。"),
        ("聘请法律顾问⟦3⟧名。",),
    ),
    Indicator(
        "legal_consultations",
        "法律咨询人次",
        "Legal consultations",
        "人次 人 次 件 条 起 个 件次",
        FigureKind.COUNT,
        "解答、接待 法律咨询",
        (
            Cue(
                "咨询(?:服务)?[^@#]{0,10}#", unless="法律援助和|援助及|点#|受理点#|室#|台#|站#|窗口#|培训|咨询员|咨询点"
            ),
            Cue("(?:解答|答疑|释疑)…#", unless="热线"),
            Cue("(?:接待|服务|解答)[^@#]{0,8}#", topics="consultation", units="人次 人"),
            Cue("#[^@#]{0,10}(?:咨询|法律问题|法律疑问)", unless="受理点|咨询点|咨询室|咨询台|窗口"),
        ),
        ("解答群众法律咨询⟦36⟧人次。", "公共法律服务站接待咨询⟦460⟧余人次。", "现场为群众解答疑问⟦80⟧余条。"),
        ("设立⟦1⟧个法律咨询点。", "受教育群众⟦500⟧人次。"),
    ),
    Indicator(
        "legal_aid",
        "法律援助件数",
        "Legal aid cases",
        "件 起 人 人次 例 次 宗",
        FigureKind.COUNT,
        "法律援助",
        (
            Cue("法律援助(?:案件|申请|事项|服务)?[^@#]{0,10}#", unless="咨询|宣传|站#|点#|室#|资料"),
            Cue("#[^@#]{0,8}法律援助", unless="宣传|点|工作站|站|窗口|资料"),
            Cue("(?:受理|办理|申请|初审|代办|提供)[^@#]{0,6}#", topics="aid", unless="咨询|资料|纠纷"),
        ),
        ("引导申请法律援助⟦9⟧件。", "为农民工办理⟦3⟧件法律援助案件。"),
        ("设立法律援助站⟦1⟧个。",),
    ),
    Indicator(
        "legal_documents",
        "代写法律文书份数",
        "Legal documents drafted for people",
        "份 件 篇 次",
        FigureKind.COUNT,
        "代写文书、诉状",
        (
            Cue("(?:代写|代书|帮写)…#"),
            Cue("(?:法律文书|诉状|起诉状)[^@#]{0,6}#", unless="送达|执法|模板|处罚|案卷"),
            Cue("代写#|#[^@#]{0,4}代写"),
        ),
        ("代写法律文书⟦37⟧份。", "为牧民代写协议、借据等⟦93⟧份。"),
        ("规范执法文书模板⟦36⟧种。",),
    ),
)

GOVERNMENT_SERVICES: tuple[Indicator, ...] = (
    Indicator(
        "service_items",
        "政务服务事项数",
        "Service matters offered",
        "项 个",
        FigureKind.COUNT,
        "政务服务事项、下放事项、可办事项、清单 事项 (services, not enforcement)",
        (
            Cue(
                "(?:政务服务|便民服务|公共服务|审批服务|行政审批|服务|审批|下放|可办|进驻|入驻|代办|网办|帮办|高频|涉企|依申请)…事项[^@#]{0,10}#",
                unless="执法|处罚|赋权|决策|信访|重大|监管",
            ),
            Cue(
                "#[^@#]{0,12}(?:政务服务|便民服务|公共服务|审批服务|高频|涉企|审批|服务)[^@#]{0,6}事项",
                unless="执法|处罚|赋权|决策",
            ),
            Cue("(?:权责清单|权力清单|服务清单|事项清单|办事指南)[^@#]{0,8}#", unless="处罚|执法", units="项"),
            Cue("事项~#|#[^@#]{0,4}事项", topics="services", unless="执法|处罚|赋权|决策|信访|重大|未|没有"),
            Cue("(?:进驻|入驻|下放|可办|承接)[^@#]{0,8}#", topics="services", unless="执法|处罚|企业|窗口"),
        ),
        ("便民服务中心可办政务服务事项⟦86⟧项。", "⟦31⟧个涉企事项周末可办。"),
        ("承接行政处罚事项⟦54⟧项。",),
    ),
    Indicator(
        "services_handled",
        "办理政务服务件数",
        "Service cases handled",
        "件 人次 次 项 笔 宗 件次",
        FigureKind.COUNT,
        "办件、受理、代办 of government services",
        (
            Cue(
                "(?:办件量?|帮办代办|帮办|代办|政务服务事项|便民服务事项|各类业务|审批服务|服务事项|证明)[^@#]{0,12}#",
                unless="纠纷|信访|热线|工单|援助|清单|进驻|下放|可办|开具证明事项",
                units="件 人次 次 笔 宗 件次",
            ),
            Cue(
                "(?:办理|受理|办结|代办|接件|服务|办件)…#",
                topics="services",
                unless="纠纷|信访|案件|热线|援助|执法|咨询|工单|处罚|复议|隐患|建议|提案",
                units="件 人次 次 笔 宗 件次",
            ),
        ),
        ("便民服务大厅全年办理各类业务⟦3260⟧件。", "开展帮办代办⟦412⟧件次。"),
        ("办理信访事项⟦8⟧件。", "政务服务事项⟦86⟧项进驻大厅。"),
    ),
    Indicator(
        "hotline_cases",
        "12345热线办件量",
        "Hotline cases",
        "件 条 个 起 宗 次",
        FigureKind.COUNT,
        "12345, 政务热线, 接诉即办 工单",
        (
            Cue(f"{_HOTLINE}…#", unless="每月|窗口|小时|满意件|会议|碰头|碰头会", units="件 条 个 起 宗"),
            Cue(
                "(?:受理|承办|办理|接收|办结|收到|转办|接到|处置|共|回复|处理)~#",
                topics="hotline",
                unless="纠纷|信访|难题|碰头",
                units="件 条 个 起 宗",
            ),
            Cue(f"#[^@#]{{0,8}}{_HOTLINE}"),
            Cue("诉求…#", topics="hotline", units="件 条 个 起 宗"),
        ),
        ("承办12345热线工单⟦287⟧件，办结⟦285⟧件。", "民宿噪声的热线诉求由上年⟦141⟧件降至⟦96⟧件。"),
        ("受理矛盾纠纷⟦128⟧件。",),
    ),
    Indicator(
        "hotline_closing_rate",
        "热线办结率",
        "Hotline closing rate",
        "%",
        FigureKind.PERCENT,
        "办结率、按时办结率、回复率 of hotline cases",
        (
            Cue(
                "(?:办结|办理|回复|响应|答复|按时|按期|签收|处置|解决|反馈|完成)[^@#]{0,6}率[^@#]{0,8}#",
                topics="hotline",
                unless="满意",
            ),
            Cue(f"(?:{_HOTLINE}|诉求)[^@#]{{0,16}}(?:办结|回复|响应|解决|答复|处置|办理)[^@#]{{0,4}}率[^@#]{{0,8}}#"),
        ),
        ("办理12345热线437件，按时办结率⟦98.3⟧%。",),
        ("矛盾纠纷化解率⟦96⟧%。", "办理热线437件，满意率⟦96⟧%。"),
    ),
    Indicator(
        "hotline_satisfaction",
        "热线满意率",
        "Hotline satisfaction rate",
        "% 个百分点",
        FigureKind.PERCENT,
        "满意率、满意度 of hotline cases",
        (
            Cue("满意[率度]?[^@#]{0,10}#", topics="hotline", unless="人大|代表|提案|测评", units="%"),
            Cue(f"(?:{_HOTLINE}|诉求)[^@#]{{0,20}}满意[率度]?[^@#]{{0,8}}#", units="%"),
        ),
        ("承办热线287件，办结率99%，回访满意率⟦94.6⟧%。",),
        ("群众安全感满意度⟦98⟧%。",),
    ),
)
