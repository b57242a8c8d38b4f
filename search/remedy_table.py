"""What is lacking, turned round into what helps: how reports word a want, and how they word what somebody did about it.

A problem says 人手不足, what answers it says 充实 or 增配; neither words nor vectors bring the two together, since both look for more of the same.
Wordings are of at least two characters, in simplified ones. Remedies are words of deeds, not of the matter: that must come from the problem itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lack:
    """A kind of want. ``words`` tell it, ``remedies`` what is done about it; both are separated by blanks.

    ``unless`` are words that hold one of ``words`` and mean something else. Examples and counterexamples are test cases.
    """

    words: str
    remedies: str
    examples: tuple[str, ...]
    unless: str = ""
    counterexamples: tuple[str, ...] = ()


LACKS = (
    Lack(
        "不足 短缺 缺少 缺乏 紧缺 不够 太少 偏少 没有 空白 人手 缺口 短板",
        "充实 增加 增配 补充 新增 配备 配齐 招聘 聘请 购置 抽调",
        ("一是执法人员不足", "人手紧缺", "村里没有调解室"),
        unless="不足为 没有发生 没有出现",
        counterexamples=("全年没有发生重大事故",),
    ),
    Lack(
        "薄弱 不强 偏弱 较弱 参差不齐 本领恐慌",
        "充实 加强 培训 抽调 配强 结对",
        ("执法力量薄弱", "业务能力参差不齐"),
    ),
    Lack(
        "老化 陈旧 过时 老旧 破旧",
        "更新 清理 换新 废止 修订 改造",
        ("设施老化", "文件早已过时"),
        unless="老旧小区",
        counterexamples=("老旧小区加装电梯",),
    ),
    Lack(
        "单一 老套 老一套 枯燥 照本宣科 没人爱听 不感兴趣 吸引力",
        "创新 丰富 编成 改编 短视频 点单 情景 沉浸式",
        ("宣传形式单一", "群众对普法不感兴趣"),
        unless="单一来源",
        counterexamples=("单一来源采购",),
    ),
    Lack(
        "不高 淡薄 不牢 不懂 意识差 不了解 知晓率低",
        "提高 提升 培训 以案释法 旁听 测试",
        ("群众知晓率不高", "法治意识淡薄"),
    ),
    Lack(
        "不规范 粗糙 不严谨 毛病 质量差 质量不高 瑕疵 程序意识",
        "规范 统一 模板 评查 指引 审核",
        ("案卷制作不规范", "文书粗糙"),
    ),
    Lack(
        "滞后 不及时 拖延 拖着 久拖 迟迟 进度慢 偏慢 积压",
        "限期 提前 督办 销号 当天 专班",
        ("村规民约修订滞后", "积案久拖不决"),
    ),
    Lack(
        "不到位 不落实 没落实 不严 打折扣 走样 未落实",
        "考核 督查 通报 问责 挂钩 约谈",
        ("责任落实不到位", "政策执行打折扣"),
    ),
    Lack(
        "重复 多头 频繁 轮番 交叉 负担",
        "合并 统筹 排期 联合 一次 精简",
        ("多头检查、重复检查时有发生", "报表负担重"),
    ),
    Lack(
        "流于形式 走过场 走形式 形式主义 挂名 摆设 念稿",
        "考核 坐班 现场 测试 约定 抽查",
        ("村规民约流于形式", "顾问多为挂名"),
    ),
    Lack(
        "不衔接 不通 不共享 推诿 推来推去 脱节 壁垒 各管各 衔接不",
        "联动 共享 对接 协作 联席 首问 会商",
        ("部门之间数据不共享", "遇事互相推诿"),
    ),
    Lack(
        "偏远 死角 分散 覆盖面 覆盖不 路远 盲区",
        "上门 巡回 流动 延伸 就近 送法",
        ("偏远村覆盖不到", "牧户居住分散"),
    ),
    Lack(
        "不清 不明 含糊 糊涂 混乱 笼统 模糊",
        "台账 测绘 厘清 明确 清单 建档",
        ("权属底数不清", "职责界限模糊"),
    ),
    Lack(
        "兼职 年纪 年龄偏大 老龄化 后继无人 青黄不接 流动性",
        "专职 选聘 退休 年轻 返聘 补贴",
        ("调解员大多兼职", "网格员队伍流动性大"),
    ),
    Lack(
        "不信任 不信 不理解 不放心 有抵触 公信力",
        "公开 邀请 代表 见证 听证 说理",
        ("当事人不信任", "行政调解公信力不高"),
        unless="不信谣",
        counterexamples=("不信谣、不传谣",),
    ),
    Lack(
        "反复 反弹 反悔 不兑现 不履行 履行难 屡禁不止",
        "司法确认 回访 长效 复查 巡查",
        ("调成的纠纷出现反复", "协议到期不履行"),
        unless="反复研究 反复征求",
        counterexamples=("反复征求意见",),
    ),
    Lack(
        "没人管 无人管 不管 空档 真空 三不管 管不过来",
        "专人 包干 联防 约定 值守 协议",
        ("交界地带无人管", "夜间执法真空"),
        unless="不管是 不管怎",
        counterexamples=("不管是谁",),
    ),
    Lack(
        "经费 资金 拖欠 没钱 预算",
        "争取 列入预算 投入 落实 清偿",
        ("普法经费紧张", "工程款拖欠多年"),
        unless="预算执行",
        counterexamples=("预算执行情况",),
    ),
)
"""Kinds of want, each in the words of townships' reports and in those of people who ask."""
