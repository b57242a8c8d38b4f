"""The units of figures and what kind of quantity each makes.

A row may name what must not follow the unit, since most measure words begin other words as well: 3份 but 份额, 5处 but 处理.
"""

from __future__ import annotations

from dataclasses import dataclass

from insight.indicators.figure import FigureKind


@dataclass(frozen=True, slots=True)
class Unit:
    """Units of one kind, written with spaces between them.

    ``unless`` is a pattern for what must not follow. ``digits`` are units that only Arabic digits take: with Chinese ones they are parts of names (三级, 两村).
    """

    kind: FigureKind
    words: str
    unless: str = ""
    digits: bool = False


_COUNT, _TIME, _MEASURE = FigureKind.COUNT, FigureKind.DURATION, FigureKind.MEASURE

UNITS: tuple[Unit, ...] = (
    Unit(FigureKind.PERCENT, "% 个百分点 百分点"),
    Unit(FigureKind.RATIO, "‰ 倍"),
    Unit(FigureKind.MONEY, "元 块钱"),
    Unit(_TIME, "个工作日 工作日 个小时 小时 分钟 秒钟 个月 个星期 星期 周年 个年头 个季度", "[来以]来"),
    Unit(_TIME, "天", "[气津下平]"),
    Unit(_TIME, "晚", "[上间会]", digits=True),
    Unit(_TIME, "周", "[年边围期密到全转]"),
    Unit(_TIME, "年", "[度来级份报鉴龄轻终底初末前]|以来|行动|规划|计划|纲要|攻坚|[一二三四五六七八九两]月"),
    Unit(_TIME, "日", "[报常程前起至晚上下]", digits=True),
    Unit(FigureKind.SCORE, "分值"),
    Unit(
        FigureKind.SCORE,
        "分",
        "[之别为类级局析解管工布配散期批流享发歧院队支公头片时段红明担包成步区房贝所行]",
        digits=True,
    ),
    Unit(
        _MEASURE,
        "平方公里 平方千米 平方米 平米 ㎡ m² m2 立方米 m³ 方量 公里 千米 厘米 毫米 延米 公顷 公斤 千克 千瓦时 千瓦 吨",
    ),
    Unit(_MEASURE, "米", "[粉饭面]"),
    Unit(_MEASURE, "亩", "均"),
    Unit(_MEASURE, "里 斤", "[面程外]", digits=True),
    Unit(
        _COUNT,
        "场次 人次 批次 件次 台次 家次 户次 车次 班次 艘次 架次 项次 例次 辆次 篇次 条次 组次 点次 场会 课时 学时 件套",
    ),
    Unit(_COUNT, "次", "[性方元要日年数序品]|党代会|全会"),
    Unit(_COUNT, "场", "[所地景面合馆域长]"),
    Unit(_COUNT, "人", "[大民才均居口社工力物格心身生世选事行员]|(?:代会|代表大会)"),
    Unit(_COUNT, "名", "[称录单义额牌誉]"),
    Unit(_COUNT, "个", "[别体性]|案(?![例件])|人(?=[信隐求利简]|事[项迹]|账)"),
    Unit(_COUNT, "家", "[庭长属常务禽畜具电访乡训风教]|园(?!区)"),
    Unit(_COUNT, "位", "[于置居]|一体"),
    Unit(_COUNT, "件", "[数]"),
    Unit(_COUNT, "份", "[额内量子]"),
    Unit(_COUNT, "条", "[例约线]"),
    Unit(_COUNT, "项", "[链]"),
    Unit(_COUNT, "处", "[理罚级室分于长在境事女]|置"),
    Unit(_COUNT, "户", "[籍口外主均型数]"),
    Unit(_COUNT, "起", "[来草源诉点到步义因码色跑]|初(?!次)"),
    Unit(_COUNT, "宗", "[旨教族]"),
    Unit(_COUNT, "本", "[次级地村乡镇辖单年着市县区着质身人部]"),
    Unit(_COUNT, "部", "[分署委落件位长]|队"),
    Unit(_COUNT, "部门 单位 站所 村组 网格", "[级间协联]", digits=True),
    Unit(_COUNT, "支", "[部持付出委撑行教农援]|队(?!伍)"),
    Unit(_COUNT, "组", "[织成建长员级合团]"),
    Unit(_COUNT, "队", "[伍员长列]"),
    Unit(_COUNT, "班", "[子组长级车会]", digits=True),
    Unit(_COUNT, "期", "[间限末满货盼望待内]"),
    Unit(_COUNT, "批", "[评准示复发捕改]"),
    Unit(_COUNT, "轮", "[流训换岗值候班]"),
    Unit(_COUNT, "节", "[日约点庆目水假气能制省俭]"),
    Unit(_COUNT, "堂", "[屋]"),
    Unit(_COUNT, "课", "[程题堂件本表后]", digits=True),
    Unit(_COUNT, "道", "[路德歉理具场]"),
    Unit(_COUNT, "门", "[口前店户票诊类槛]"),
    Unit(_COUNT, "台", "[账帐词阶风]"),
    Unit(_COUNT, "套", "[餐路用取话]"),
    Unit(_COUNT, "座", "[谈位右]"),
    Unit(_COUNT, "张", "[贴榜罗]"),
    Unit(_COUNT, "幅", "[度员]"),
    Unit(_COUNT, "面", "[积对向上前临试貌谈]"),
    Unit(_COUNT, "所", "[有属在以长需得提辖反示涉述谓做]"),
    Unit(_COUNT, "篇", "[章幅]"),
    Unit(_COUNT, "类", "[型似别]"),
    Unit(_COUNT, "样", "[本式品貌板子]"),
    Unit(_COUNT, "种", "[植地养]"),
    Unit(_COUNT, "块", "钱"),
    Unit(_COUNT, "例", "[如外会行子]"),
    Unit(_COUNT, "间", "[接隔断]"),
    Unit(_COUNT, "笔", "[录者记试迹墨]"),
    Unit(_COUNT, "卷", "[宗内入]"),
    Unit(_COUNT, "案", "[件例由卷情]|一", digits=True),
    Unit(
        _COUNT,
        "辆 只 根 头 趟 栋 幢 幕 扇 枚 株 棵 匹 顶 盏 盒 箱 袋 瓶 桶 封 册 首 艘 架 眼 遍 对 席 组 盘 桩 单 则 页 帧 段 具 副 版 集 层 孔 座次 人份",
        "[位要象于应方比]",
    ),
    Unit(_COUNT, "行政村 自然村 村民小组 村小组 小区 社区 街道 乡镇", "[级居民干两]", digits=True),
    Unit(_COUNT, "村 镇 乡", "[民级委干两居务规庄落组部里子中内情医支党校级长域企]|政府|党委|人大", digits=True),
)

PREFERRED = tuple(sorted({word for unit in UNITS for word in unit.words.split()}, key=len, reverse=True))
"""All units, the longest first."""
KIND_OF = {word: unit.kind for unit in UNITS for word in unit.words.split()}
"""The kind of a figure with this unit."""


def pattern(*, chinese: bool) -> str:
    """Alternatives of a regular expression for the units that may follow Arabic, or Chinese, digits."""
    after = {word: unit.unless for unit in UNITS for word in unit.words.split() if not (chinese and unit.digits)}
    words = (word for word in PREFERRED if word in after)
    return "|".join(f"{word}(?!{after[word]})" if after[word] else word for word in words)
