"""Indicators of documents, decisions, legality reviews and of the supervision of power."""

from __future__ import annotations

from insight.indicators.figure import FigureKind
from insight.indicators.indicator import Cue, Indicator

_REVIEW = "(?:合法性审[查核]|合法合规性?审[查核]|合规性审[查核]|合规审[查核]|法制审核|法律审[查核]|法核|公平竞争审查(?!条例|制度)|合法审查|廉洁性审查)"
_AGREEMENT = "(?:合同|协议)"

RULES: tuple[Indicator, ...] = (
    Indicator(
        "normative_documents",
        "规范性文件件数",
        "Normative documents made",
        "件 份 个 部",
        FigureKind.COUNT,
        "制定、印发、备案 规范性文件",
        (
            Cue("规范性文件~#", unless="清理|废止|失效|审查|审核|修改"),
            Cue("#~规范性文件", unless="清理|废止|失效|审查|审核|修改"),
            Cue(
                "(?:制定|出台|印发|制发|备案|报备|发布)[^@#]{0,6}#",
                topics="documents",
                unless="清理|废止|失效|审查|审核|合同|普法|以来|现行|意见",
            ),
        ),
        ("制定规范性文件⟦2⟧件，均已备案。", "全年印发⟦3⟧份规范性文件。"),
        ("清理规范性文件⟦12⟧件。", "审查规范性文件⟦6⟧件。"),
    ),
    Indicator(
        "documents_cleared",
        "清理规范性文件件数",
        "Normative documents cleared out",
        "件 份 个 部",
        FigureKind.COUNT,
        "清理、废止",
        (
            Cue("(?:清理|废止|宣布失效|失效|继续有效|修改)…(?:文件|规定)[^@#]{0,12}#", unless="审查意见|合同"),
            Cue("文件[^@#]{0,10}(?:清理|废止|失效)[^@#]{0,8}#"),
            Cue(
                "(?:清理|废止|失效|保留|修改)[^@#]{0,8}#",
                topics="documents papers review",
                unless="积案|欠款|违建|乱|合同|隐患|意见|垃圾",
            ),
            Cue("(?:清理|废止)#[^@#]{0,8}(?:文件|规定)"),
            Cue("#[^@#]{0,10}文件[^@#]{0,8}(?:过筛|清理|评估|梳理)"),
        ),
        ("清理规范性文件⟦40⟧份，废止⟦2⟧份。", "废止与上位法不一致的文件⟦1⟧份。"),
        ("制定规范性文件⟦2⟧件。",),
    ),
    Indicator(
        "legality_reviews",
        "合法性审查件数",
        "Legality reviews",
        "件 份 个 项 次 件次",
        FigureKind.COUNT,
        "合法性审查、审核 of documents, decisions, matters",
        (
            Cue(f"{_REVIEW}…#", unless="意见#|合同#|协议#|法制审核人员|审核员"),
            Cue("审[查核](?:了)?…(?:文件|决策|决定|事项|议题|材料|文书|方案)[^@#]{0,8}#", unless="意见#"),
            Cue("(?:文件|决策|决定|事项)[^@#]{0,10}审[查核][^@#]{0,6}#", unless="意见#|合同|协议"),
            Cue(
                "(?:审[查核])(?:了|各类)?~#",
                topics="review decisions documents papers contracts",
                unless="意见#|合同#|协议#|案卷",
            ),
            Cue(f"#[^@#]{{0,22}}{_REVIEW}", unless="合同|协议|意见|未经|退回|不予"),
            Cue("#[^@#]{0,14}审[查核](?!意见)", unless="合同|协议|案件|未经|退回", units="份 件"),
            Cue("审[查核](?:文件|各类文件|涉法文件)?[^@#]{0,4}(?:文件、|、文件)[^@#]{0,6}#"),
        ),
        ("开展合法性审查⟦16⟧件。", "对⟦5⟧项重大决策进行合法性审查。", "审查文件、合同⟦46⟧份，提出意见58条。"),
        ("审查合同⟦37⟧份。", "出具审查意见⟦16⟧份。"),
    ),
    Indicator(
        "review_opinions",
        "审查意见条数",
        "Opinions given in reviews",
        "条 份 个 件",
        FigureKind.COUNT,
        "审查意见、法律意见 (条/份)",
        (
            Cue("(?:审查意见|法律意见|修改意见|审核意见|修改建议|法律建议|合法性意见)书?~#", unless="征求意见|采纳"),
            Cue(
                "(?:提出|出具|反馈|形成)[^@#]{0,8}意见(?:建议|和建议)?书?~#",
                topics="review adviser contracts decisions documents papers",
                unless="代表|村民|听证",
            ),
            Cue("#[^@#]{0,6}(?:审查意见|法律意见|修改意见|审核意见)"),
        ),
        ("出具审查意见⟦16⟧份。", "合法性审查文件12件，提出修改意见⟦28⟧条。"),
        ("收到群众意见⟦19⟧条。",),
    ),
    Indicator(
        "contracts_reviewed",
        "审查合同份数",
        "Contracts reviewed",
        "份 件 个 项",
        FigureKind.COUNT,
        "合同、协议 审查",
        (
            Cue(f"(?:审[查核阅签]|补审|送审|把关|审定)…{_AGREEMENT}(?:文本|书)?~#", unless="文件、|、文件|调解协议"),
            Cue(f"{_AGREEMENT}[^@#]{{0,12}}(?:审[查核]|审[查核]把关)~#", unless="文件、"),
            Cue(f"(?:审[查核]|起草|把关)[^@#]{{0,6}}#[^@#]{{0,8}}{_AGREEMENT}"),
            Cue(f"#[^@#]{{0,8}}{_AGREEMENT}[^@#]{{0,12}}(?:审[查核]|把关)"),
        ),
        ("审查各类合同⟦37⟧份。", "法律顾问为⟦12⟧份合同把关审查。"),
        ("签订调解协议⟦52⟧份。", "化解合同纠纷⟦7⟧件。"),
    ),
    Indicator(
        "major_decisions",
        "重大行政决策事项数",
        "Major administrative decisions",
        "项 件 个 次",
        FigureKind.COUNT,
        "重大行政决策 items listed or decided",
        (
            Cue(
                "(?:重大(?:行政)?(?:决策|事项|决定)|三重一大|行政决策)…#",
                unless="合法性|审查|审核|意见|听证|调查|培训|会议#|退回",
                units="项 件 个",
            ),
            Cue("#~(?:重大(?:行政)?决策|重大事项)", unless="合法性|审查|审核|听证", units="项 件 个"),
            Cue(
                "(?:列入|纳入|公布)[^@#]{0,8}#|#(?:被|均)?(?:列入|纳入)",
                topics="decisions",
                unless="临时",
                units="项 件 个",
            ),
        ),
        ("确定年度重大行政决策事项⟦3⟧项。", "集体讨论重大事项⟦13⟧项。"),
        ("对重大行政决策进行合法性审查⟦8⟧件。",),
    ),
)

COURTS: tuple[Indicator, ...] = (
    Indicator(
        "reconsiderations",
        "行政复议件数",
        "Administrative reconsideration cases",
        "件 起 宗 例 案",
        FigureKind.COUNT,
        "行政复议",
        (
            Cue("复议(?:案件|申请|案)?[^@#]{0,10}#", unless="诉讼#|应诉"),
            Cue("#[^@#]{0,8}复议", unless="被"),
            Cue("(?:受理|办理|收到|答复|维持|撤销)~#", topics="reconsideration"),
        ),
        ("办理行政复议案件⟦2⟧件。", "收到⟦3⟧起行政复议申请。"),
        ("行政诉讼应诉⟦4⟧件。",),
    ),
    Indicator(
        "lawsuits",
        "行政诉讼应诉件数",
        "Administrative lawsuits",
        "件 起 宗 例 案",
        FigureKind.COUNT,
        "行政诉讼、应诉",
        (
            Cue(
                "(?:行政诉讼|行政应诉|应诉|诉讼案件|涉诉|行政案件|诉讼)[^@#]{0,10}#",
                unless="出庭|代写|引导|援助|立案|转入|进入|纠纷",
            ),
            Cue("#[^@#]{0,6}(?:行政诉讼|应诉|诉讼案件)", unless="出庭"),
            Cue("(?:败诉|胜诉)[^@#]{0,6}#", topics="lawsuit"),
        ),
        ("办理行政诉讼案件⟦4⟧件。", "全年行政应诉⟦3⟧起，无败诉。"),
        ("负责人出庭应诉⟦2⟧次。", "行政复议⟦2⟧件。"),
    ),
    Indicator(
        "court_appearances",
        "负责人出庭应诉次数",
        "Court appearances of heads",
        "次 件 人次 % 起 宗 例",
        FigureKind.COUNT,
        "负责人出庭应诉 (times, or rate)",
        (Cue("出庭(?:应诉)?率?[^@#]{0,10}#", unless="法官|作证"), Cue("#[^@#]{0,16}出庭", unless="法官|作证")),
        ("行政机关负责人出庭应诉⟦2⟧次，出庭率⟦100⟧%。",),
        ("行政应诉案件⟦3⟧件。",),
    ),
)

OPENNESS: tuple[Indicator, ...] = (
    Indicator(
        "disclosures",
        "主动公开政府信息条数",
        "Government information disclosed",
        "条 件 份 项 篇 期 次",
        FigureKind.COUNT,
        "主动公开、发布 政务信息",
        (
            Cue(
                "(?:公开|发布|公示|更新)…(?:政府信息|政务信息|信息|文件|事项)[^@#]{0,8}#",
                unless="依申请|公开申请|申请公开|普法|预警|短信|诚信|微信|宣传",
                units="条 件 份 项 篇 期",
            ),
            Cue(
                "(?:政府信息|政务信息|政务公开|信息公开|主动公开)[^@#]{0,12}#",
                unless="依申请|公开申请|申请公开|培训|会议",
                units="条 件 份 项 篇 期",
            ),
            Cue(
                "(?:公开|发布|公示|更新)[^@#]{0,10}#",
                topics="disclosure",
                unless="依申请|公开申请|申请公开|普法|预警|栏#",
                units="条 件 份 项 篇 期",
            ),
        ),
        ("主动公开政府信息⟦118⟧条。", "通过公示栏公开各类事项⟦137⟧项。"),
        ("办理依申请公开⟦2⟧件。", "推送普法信息⟦64⟧条。"),
    ),
    Indicator(
        "disclosure_requests",
        "依申请公开件数",
        "Disclosure requests",
        "件 份 起 条",
        FigureKind.COUNT,
        "依申请公开",
        (Cue("(?:依申请公开|公开申请|申请公开)[^@#]{0,12}#"), Cue("#[^@#]{0,8}(?:依申请公开|信息公开申请)")),
        ("办理依申请公开⟦2⟧件。", "收到政府信息公开申请⟦1⟧件。"),
        ("主动公开政务信息⟦118⟧条。",),
    ),
    Indicator(
        "proposals",
        "办理建议提案件数",
        "Proposals of deputies handled",
        "件 条 份 个",
        FigureKind.COUNT,
        "人大代表建议、政协提案",
        (
            Cue(
                "(?:代表|人大|政协|委员|党代表)…(?:建议|提案|(?<!复)议案|意见)[^@#]{0,12}#",
                unless="听证|审查意见|法律意见|企业|渔民|村民|居民|群众|家长|店主|议事",
            ),
            Cue("(?:建议提案|提案|(?<!复)议案|代表建议)[^@#]{0,8}#"),
            Cue("#[^@#]{0,10}(?:代表|委员)?(?:建议|提案|(?<!复)议案)(?!书)", topics="proposals", unless="听证"),
        ),
        ("办理镇人大代表建议⟦16⟧件。", "答复政协提案⟦3⟧件。"),
        ("听证会上提出意见⟦17⟧条。",),
    ),
)
