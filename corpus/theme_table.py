"""The themes and the words that tell them: the national outline 《法治政府建设实施纲要（2021—2025年）》, the publicity plan, and two of townships' own.

To teach a wording, add it to a cue; examples and counterexamples are test cases. The names of laws are taken out before cues are looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

STRONG, FAIR, FAINT = 3, 2, 1
"""What a word is worth: a strong one names the theme, a fair one belongs to it, a faint one only supports others."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of equal ``weight``, written with spaces between them; they do not count where ``unless`` occurs in the text."""

    weight: int
    words: str
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: ``name`` for programs and links, ``zh`` and ``en`` for people, ``about`` what belongs to it.

    ``examples`` are about the theme (perhaps about another one as well), ``counterexamples`` hold words of it and are not.
    """

    name: str
    zh: str
    en: str
    about: str
    cues: tuple[Cue, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


THEMES: tuple[Theme, ...] = (
    Theme(
        "leadership",
        "党的领导与责任",
        "Party leadership and responsibility",
        "who leads and answers for the rule of law: party committee, first person responsible, accounts of duty, assessment",
        (
            Cue(STRONG, "第一责任人 述法 领导小组 党的领导 专题研究法治 法治建设责任 法治责任 法治督察 主体责任 法治建设汇报", "[讲叙阐]述法"),
            Cue(STRONG, "法治专题会 依法治镇专题 依法治乡专题 研究法治 听取法治 部署法治 法治建设考核 法治示范创建 法治建设成效 法治督导 党委统一领导 一规划两纲要 法治建设规划 依法治镇委员会 依法治乡委员会 考核体系 法治政府建设责任 党领导法治"),
            Cue(FAIR, "组织领导 责任清单 议事日程 压实责任 压实工作责任 责任落实 领导带头 关键少数 党政主要负责人 督促落实 齐抓共管 高位推动 党政同责 率先垂范 绩效考核 考核指标 压紧压实 领导干部带头 纳入考核 考核结果 同部署 任务清单"),
            Cue(FAIR, "党建引领 政治引领 领导责任 统领法治 政治任务 一岗双责 考核评价 督查考核 年度考核 思想引领 思想路线 政治站位 责任链条"),
            Cue(FAINT, "习近平法治思想 主要负责人 党委书记 专题会议 责任 考核"),
        ),
        (
            "镇党委书记切实履行推进法治建设第一责任人职责，全年主持召开依法治镇专题会议3次。",
            "成立由乡长任组长的法治政府建设领导小组，年底组织各站所负责人述法。",
        ),
        ("对拖欠工资的责任人依法移送公安机关，调解劳资纠纷4件。",),
    ),
    Theme(
        "functions",
        "政府职能与政务服务",
        "Government functions and services",
        "what government does for people and firms: powers and duties listed, one-stop service, hotline, business climate, less paperwork",
        (
            Cue(STRONG, "营商环境 放管服 政务服务 便民服务 权责清单 权力清单 12345 一件事一次办 最多跑一次 帮办代办 免申即享 一表通"),
            Cue(STRONG, "企业账款 拖欠账款 惠企 涉企 政府职能 职能转变 职责定位 履职事项 属地管理 减负 接诉即办 证明事项 告知承诺 一窗受理 一网通办 跨省通办 减证便民 政务大厅 便民大厅 市场主体 三张清单 行政审批制度 办事大厅 热线", "涉企纠纷|12348"),
            Cue(STRONG, "法治体检 法律体检 企业合规 填报 多头报送 欠款 机构改革"),
            Cue(FAIR, "入企 入企检查 重复检查 综合查一次 报表 审批服务 行政审批 服务效能 群众诉求 服务型政府 双随机 事中事后监管 综合窗口 审批事项 社会信用 机构职能 权责边界 办不成事 公平竞争 营商 民营企业 企业发展"),
            Cue(FAINT, "企业 园区 窗口 办事 工单 清偿 服务大厅 职能", "企业用工"),
        ),
        (
            "便民服务中心推行“一件事一次办”，全年帮办代办业务860件。",
            "持续优化法治化营商环境，清理拖欠企业账款5笔，编制权责清单92项。",
        ),
        ("调解涉企纠纷12件，为职工追回工资8万元。",),
    ),
    Theme(
        "rules",
        "规范性文件",
        "Rules and normative documents",
        "documents that bind others: legality review, filing, clearing out, competition review",
        (
            Cue(STRONG, "规范性文件 文件清理 备案审查 现行有效 公平竞争审查 审查文件 拟出台的文件 立改废 文件备案 文件制定 文件审核 文件质量 制度体系建设"),
            Cue(FAIR, "合法性审查 合法性审核 合规性审查 合法合规性 镇级文件 镇政府文件 乡政府文件 审核意见 审查事项 宣布失效 政府文件", "决策事项|重大决策|重大事项|村规民约"),
            Cue(FAINT, "文件 废止 失效 审查 印发"),
        ),
        (
            "严格规范性文件制定程序，对3份规范性文件进行合法性审查并报县司法局备案。",
            "清理2015年以来的文件40份，废止2份，宣布失效6份。",
        ),
        ("7个村的村规民约全部经过合法性审查。",),
    ),
    Theme(
        "decisions",
        "重大行政决策",
        "Major administrative decisions",
        "how matters of weight are decided: hearing, expert and public opinion, risk, legality, collective decision, contracts checked",
        (
            Cue(STRONG, "行政决策 决策程序 听证会 社会稳定风险评估 依法决策 科学决策 民主决策 集体讨论 专家论证 决策机制 决策后评估 重大决策"),
            Cue(STRONG, "重大事项 三重一大 决策管理 集体决策 决策事项目录 议事规则 民主集中制 决策责任 专家咨询 决策执行 决策公开 政府合同 审查合同 政府签订的合同 合同审查 先签后审 先审后签 先签字 合同送审 补审合同", "收听收看"),
            Cue(FAIR, "征求意见 风险评估 公众参与 拍板 班子会议 听取意见 党委会研究 法律顾问审查 听证 集体会议 决策 采购合同 上会", "处罚听证|告知、听证"),
            Cue(FAINT, "合同 审查 论证 座谈会", "劳动合同|买卖合同|承包合同"),
        ),
        (
            "严格执行重大行政决策程序，集镇停车方案经专家论证、风险评估和集体讨论后实施。",
            "就集中供水价格召开听证会1次，采纳意见9条。",
        ),
        ("对拟吊销许可的案件依法告知听证权利，执法人员制作处罚听证笔录。",),
    ),
    Theme(
        "enforcement",
        "行政执法",
        "Administrative enforcement",
        "inspecting and penalising: enforcement teams and powers handed down, the three systems, case files, mild enforcement",
        (
            Cue(STRONG, "行政执法 执法证 综合执法 联合执法 行政处罚 处罚权 三项制度 全过程记录 首违不罚 案卷 执法人员 执法队 执法监督 法制审核"),
            Cue(STRONG, "柔性执法 执法检查 处罚事项 执法力量 规范执法 执法规范化 执法改革 执法公示 裁量基准 赋权事项 重点领域执法 两法衔接 行政强制 执法水平 执法行为 执法培训 执法程序 执法装备 执法记录仪 执法办案 禁渔 综合查一次 执法保障", "执法与普法"),
            Cue(STRONG, "执法与普法 联合检查 入企检查 涉企检查 承接的事项 承接事项 执法人手 执法资格 执法文书 重复检查 执法质量 执法能力"),
            Cue(FAIR, "执法 处罚 罚款 罚没 立案 责令改正 整改通知 违法行为 轻微违法 裁量 办案 检查计划 查处 违法建设 违建 下放 违章 持证人员", "谁执法谁普法|执法和普法"),
            Cue(FAINT, "检查 巡查 取证 免予 案件"),
        ),
        (
            "落实行政执法公示、全过程记录和重大执法决定法制审核三项制度，全年办理行政处罚案件6件。",
            "综合执法队执法人员全部持证上岗，推行首违不罚。",
        ),
        ("落实“谁执法谁普法”责任制，开展集中宣传8场次。",),
    ),
    Theme(
        "emergencies",
        "突发事件应对",
        "Emergencies and safety",
        "plans, drills, warnings and rescue; floods, fire, epidemics, safety at work",
        (
            Cue(STRONG, "应急预案 应急演练 应急管理 突发事件 防汛 森林防火 防灾减灾 灾害 险情 应急队伍 应急物资 转移演练 依法应急 雪灾 火情"),
            Cue(STRONG, "安全生产 应急处置 水上应急 公共卫生事件 应急体系 安全风险 隐患排查 抗旱 防灭火 消防安全 道路交通安全 避险 疫情防控工作 应急救援 安全隐患 安全检查", "安全生产普法|法律体检"),
            Cue(FAIR, "应急 预警 演练 值班值守 转移群众 救灾 地震 消防演练 洪涝 恶劣天气 物资储备 防火 隐患 寒潮 疫情防控 封控 山洪 撤离 提前转移 依法转移 强台风", "应急管理局|因疫情"),
            Cue(FAINT, "转移 消防 汛期 排查"),
        ),
        (
            "修订防汛应急预案，组织应急演练4次，转移低洼地带群众86人。",
            "完善突发事件应对机制，汛期发布预警信息41条。",
        ),
        ("因疫情防控任务重，部分普法宣讲改为线上进行。",),
    ),
    Theme(
        "disputes",
        "矛盾纠纷化解",
        "Disputes and petitions",
        "settling disputes: mediation, petitions, the Fengqiao way, administrative reconsideration and lawsuits",
        (
            Cue(STRONG, "矛盾纠纷 调解 信访 枫桥经验 草场边界 边界纠纷 边界争议 地界 踏界 行政复议 行政应诉 出庭应诉 诉调 诉源治理 多元化解 大调解 领导包案 行政裁决 息诉 群体性事件 重点人员稳控 积案 司法确认 纠纷 调处 化解矛盾 矛盾化解 社会矛盾 接访", "(?:没有|未|无)(?:引发|发生)[^。；]{0,8}(?:复议|纠纷|信访)|无一件?被(?:申请|提起)"),
            Cue(STRONG, "行政争议 仲裁 包案 稳控 排查化解 行政诉讼 负责人出庭 复议应诉 败诉 应诉 勘界 界桩", "没有出现败诉|为被告的处罚"),
            Cue(FAIR, "矛盾 复议 化解 上访 调委会 和解 争议 调解员 维稳 应诉率 出庭率 小事不出村", "化解率不|矛盾不大|未引发争议"),
            Cue(FAINT, "诉求 协议 调成 诉讼"),
        ),
        (
            "坚持和发展新时代“枫桥经验”，全年调解矛盾纠纷96件，成功率98%。",
            "落实行政机关负责人出庭应诉制度，全年行政复议2件、应诉1件。",
        ),
        ("组织干部学习《信访工作条例》《行政复议法》，开展学法考试1次。",),
    ),
    Theme(
        "supervision",
        "权力制约和监督",
        "Supervision of power",
        "who watches: people's congress, discipline and audit, open government, small powers of villages",
        (
            Cue(STRONG, "政务公开 信息公开 党务公开 财务公开 四议两公开 政务诚信 行政监督 司法监督 舆论监督 权力清单制度 党风廉政 廉政 接受监督 人大监督 权力监督 制约和监督 监督制约 小微权力 检察建议 人大代表 政协提案 村务公开 审计"),
            Cue(STRONG, "自觉接受 监督机制 监督体系 民主监督 社会监督 监督渠道 公开栏 公开透明 权力运行 权力制约 主动公开 公开政务信息 巡察 群众监督", "执法监督|行政执法行为的监督"),
            Cue(FAIR, "代表建议 委员提案 质询 意见箱 举报箱 投诉举报 依申请公开 监察 跟踪问效 政府督查 提案办理 财务监督 专题询问 视察 问责 督查 镇纪委 乡纪委 公开信息 阳光 责任追究 公开专区 政务透明度 镇人大 乡人大 信息员", "督查整改|督查考核|法治督察"),
            Cue(FAINT, "公示 公开 监督 人大"),
        ),
        (
            "自觉接受人大监督，办理人大代表建议12件；主动公开政务信息86条。",
            "推行村级小微权力清单，配合审计整改问题3个。",
        ),
        ("加强行政执法监督，落实执法公示制度，纠正不当处罚2件。",),
    ),
    Theme(
        "technology",
        "科技与信息化",
        "Technology",
        "digital means of government by law: shared data, online case handling, video, smart platforms",
        (
            Cue(STRONG, "信息化 数字化 数字档案 流转系统 互联网+ 大数据 智慧 数据共享 数据平台 数据壁垒 视频调解 线上办案 多头填报 一体化平台 视频设备"),
            Cue(STRONG, "统一平台 线上登记 信息共享 远程调解 部门业务系统 一网通办 数字法治 信息系统建设 电子档案 线上调解 执法终端 雪亮工程 视频监控 互联网＋ 数字政府"),
            Cue(FAIR, "无人机 小程序 数字 线上流转 智能"),
            Cue(FAINT, "平台 系统 接口 视频"),
        ),
        (
            "推进数字化执法，建成执法案件线上流转系统，实现数据共享。",
            "依托“互联网+”和智慧平台推行远程视频调解。",
        ),
        ("依托学习强国平台、微视频等载体组织干部学法。",),
    ),
    Theme(
        "safeguards",
        "法治保障与能力",
        "Safeguards and capability",
        "people, money and equipment, and officials' own study of law and sense of procedure",
        (
            Cue(STRONG, "学法 执法资格 持证 力量薄弱 力量不足 法治培训 执法装备 执法记录仪 人手 旁听庭审 程序意识 依法行政能力 执法证", "大学法|科学法"),
            Cue(STRONG, "法治思维 法治意识 业务培训 领学 应知应会 理论学习 法治队伍 法治干部 干部培训 法治素养 法律素质 法律素养 网上学法 宪法宣誓 依法行政意识 依法行政水平 重业务 轻法治 专业人才 法治工作力量 依法办事能力 专业人员 专业力量 法律专业 身兼数职 凭老经验 凭经验 力量单薄 装备不足 先干后补 人员紧缺 保障不足 法治观念", "群众法治|群众的?法治|全民法治|青少年|运用法治思维和法治方式推动"),
            Cue(FAIR, "中心组 兼职 培训 装备 经费 编制 在编 专业结构 学习教育 跟班 轮训 法律学习 教育培训 意识不强 认识不足 认识不够 法律知识培训 资金投入 司法所建设 学用脱节 依法办事 法治学习", "调解员|法律明白人|决策程序|程序底线|法定程序"),
            Cue(FAINT, "考试 学习 缺口 素质 能力"),
        ),
        (
            "落实会前学法制度，党委理论学习中心组学法6次，组织干部参加学法考试。",
            "执法力量薄弱，取得执法证的干部仅有2名，缺少执法装备和经费。",
        ),
        ("增强群众法治意识，在集市发放普法宣传资料600份。",),
    ),
    Theme(
        "publicity",
        "普法宣传",
        "Legal publicity",
        "making law known: the eighth five-year plan, law-versed villagers, culture and schools",
        (
            Cue(STRONG, "普法 法治宣传 法律明白人 法治文化 宪法宣传 法治讲座 八五 法律进 法治副校长 以案释法 法律图书角 国家宪法日 法制宣传 法律宣传 讲法"),
            Cue(STRONG, "宣传资料 普法责任 法治广场 法治公园 法治阵地 送法 法治宣讲 法治文艺 宪法日 法律知识竞赛 法治赶集 学法用法示范户 普法讲师 普法志愿 宣传月 宣传周 法制教育 普治并举 法治夜校 夜校 法治长廊 宣传活动 宣传引导 宣讲 宣传形式 法治带头人 宣传教育", "述法"),
            Cue(FAIR, "宣传 受教育 法治教育 大喇叭 宣传栏 知晓率 宣传品 法律知识 法律意识 宣传单 公益广告 法治课 横幅 短视频 发放资料 法治氛围 德治 听众 传单 反诈", "述法"),
            Cue(FAINT, "资料 讲座 场次"),
        ),
        (
            "落实“八五”普法规划，开展法治宣传活动24场次，发放资料3000余份。",
            "培育法律明白人36名，建成法治文化广场1处。",
        ),
        ("县委宣传部派员参加乡里的集体讨论，会议研究重大行政决策事项2件。",),
    ),
    Theme(
        "legal_services",
        "公共法律服务与法律顾问",
        "Legal services and advisers",
        "law brought to people: service stations, legal aid, advisers of villages and of the government, check-ups of firms",
        (
            Cue(STRONG, "公共法律服务 法律顾问 法律援助 法律服务 公证 12348 基层法律服务 村居法律顾问 公职律师 法律工作者 法律帮扶 法治体检 法律体检 法治指导员 律师 合规指导 一村一社法律顾问", "法律顾问参与审"),
            Cue(FAIR, "法律咨询 代写 代书 援助 解答法律 顾问 坐班", "普法宣传|宣传活动|咨询台"),
            Cue(FAINT, "咨询 文书 法律服务室"),
        ),
        (
            "落实一村一法律顾问制度，律师到村服务48次。",
            "公共法律服务站受理法律援助申请7件，解答法律咨询210人次。",
        ),
        ("赶集日设咨询台开展普法宣传，发放资料800份。",),
    ),
    Theme(
        "governance",
        "基层治理",
        "Grassroots governance",
        "order made together: village rules, grids, residents' councils, gangs and fraud fought, minors and released prisoners cared for",
        (
            Cue(STRONG, "村规民约 网格 基层治理 社会治理 扫黑除恶 三治 平安建设 联户长 未成年人 居民公约 自律公约 业主委员会 民主法治示范村"),
            Cue(STRONG, "社区矫正 安置帮教 治安 三治融合 德治 村民自治 红白理事会 积分制 电信诈骗 精神障碍 特殊人群 刑满释放 社区戒毒 禁毒 反邪教 平安创建 民主法治村 巡逻 移风易俗 积分 小区治理 三方联席 议事平台 议事机制 法治家长 依法治理 法治指导员 五治", "普法依法治理"),
            Cue(FAIR, "帮教 养老诈骗 涉黑 村民代表会议 综治 防诈 稳定工作 文明乡风 志愿者 自治 乡风文明 小区"),
            Cue(FAINT, "议事 约定 综治中心 治理"),
        ),
        (
            "修订完善村规民约，推行网格化管理，健全自治法治德治相结合的基层治理体系。",
            "常态化开展扫黑除恶斗争，摸排线索2条。",
        ),
        ("网格员参与排查化解矛盾纠纷54件，人民调解委员会调解成功率100%。",),
    ),
)  # fmt: skip

SET_ASIDE = re.compile(
    r"尊法学法(?:守法用法|用法守法)|《[^》\n]{1,40}》|(?:行政(?:处罚|复议|许可|诉讼|强制)|安全生产|民法典|法律援助|社区矫正)法|信访工作条例|信息公开条例"
)
"""Names of laws and a stock phrase that holds the words of other themes: who studied the law on petitions tells nothing of petitions."""
