"""How figures, gaps and flags are put into words, in Chinese and English: the page, the terminal and exported files say the same.

Wordings of flags are careful: what does not fit may have its reasons, and the original decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.report import Role
from insight.indicators.doubt import DoubtKind
from insight.indicators.figure import Change, Figure, FigureKind
from insight.indicators.flags import Flag
from insight.indicators.matrix import State


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of one language.

    In those of flags, ``a`` is the figure that does not fit, ``b`` and ``c`` what it is held against, ``e`` what is expected, ``d`` the difference, ``n`` the number of
    peers, ``x`` how many times, ``y`` and ``z`` years.
    """

    flags: Mapping[DoubtKind, str]
    kinds: Mapping[DoubtKind, str]
    low: str
    high: str
    gaps: Mapping[State, str]
    changes: Mapping[Change, str]
    figure_kinds: Mapping[FigureKind, str]
    roles: Mapping[Role, str]
    columns: tuple[str, ...]
    table_columns: tuple[str, ...]
    year_columns: tuple[str, str, str]
    flag_columns: tuple[str, ...]
    flag_figure_columns: tuple[str, ...]
    sheets: tuple[str, str, str]
    yes: str
    grouped: bool
    """Whether thousands are parted by a comma."""


ZH = Wording(
    flags={
        DoubtKind.TOTALS: "同一报告两处总数不同：{b} 与 {a}，相差 {d}。请核对原文。",
        DoubtKind.PART: "“其中”的 {a} 大于总数 {b}。请核对原文。",
        DoubtKind.PARTS: "各分项合计 {e}，总数为 {a}，相差 {d}。请核对原文。",
        DoubtKind.RATE: "按 {b}、{c} 计算约为 {e}%，文中为 {a}。请核对原文。",
        DoubtKind.OVER: "比例为 {a}，超过 100%。请核对原文。",
        DoubtKind.DIFFERENCE: "按 {b}、{c} 计算应为 {e}，文中为 {a}。请核对原文。",
        DoubtKind.DIRECTION: "由 {b} 变为 {a}，与文中所说的增减方向不符。请核对原文。",
        DoubtKind.LAST_YEAR: "本年报告所说的上年数为 {e}，上年报告写的是 {b}，相差 {d}。请核对原文。",
        DoubtKind.PEERS: "同年度 {n} 个乡镇（单位）的中位数为 {e}，此处 {a} 明显偏{way}（约 {x} 倍之差）。请核对原文。",
        DoubtKind.OWN_YEARS: "{z} 年为 {b}，{y} 年为 {a}，明显偏{way}（约 {x} 倍之差）。请核对原文。",
    },
    kinds={
        DoubtKind.TOTALS: "总数不一",
        DoubtKind.PART: "分项大于总数",
        DoubtKind.PARTS: "分项合计不符",
        DoubtKind.RATE: "比率与件数不符",
        DoubtKind.OVER: "比率超过 100%",
        DoubtKind.DIFFERENCE: "差额不符",
        DoubtKind.DIRECTION: "增减方向不符",
        DoubtKind.LAST_YEAR: "与上年报告不符",
        DoubtKind.PEERS: "与其他乡镇相差悬殊",
        DoubtKind.OWN_YEARS: "与本地其他年度相差悬殊",
    },
    low="低",
    high="高",
    gaps={State.STATED: "", State.UNSTATED: "未报", State.NO_REPORT: "无报告"},
    changes={Change.UP: "增加", Change.DOWN: "减少", Change.BEFORE: "此前"},
    figure_kinds={
        FigureKind.COUNT: "数量",
        FigureKind.PERCENT: "百分比",
        FigureKind.RATIO: "比例",
        FigureKind.MONEY: "金额",
        FigureKind.MEASURE: "计量",
        FigureKind.DURATION: "时长",
        FigureKind.SCORE: "分数",
    },
    roles={Role.PRACTICE: "做法", Role.PROBLEM: "问题", Role.PLAN: "打算", Role.OTHER: "其他", Role.MIXED: "综合"},
    columns=(
        "省份", "市州", "县区", "乡镇街道", "年度", "报告标题", "章节", "段落内容", "指标", "所计事项", "原文数字", "数值", "单位", "类别", "修饰", "增减", "时段", "目标", "分项", "原句", "文件",
    ),
    table_columns=("省份", "市州", "县区", "乡镇街道"),
    year_columns=("{year}年", "{year}年单位", "{year}年出处"),
    flag_columns=("类别", "指标", "说明"),
    flag_figure_columns=("省份", "市州", "县区", "乡镇街道", "年度", "报告标题", "章节", "原文数字", "原句", "文件"),
    sheets=("指标表", "数据", "待核对"),
    yes="是",
    grouped=False,
)  # fmt: skip

EN = Wording(
    flags={
        DoubtKind.TOTALS: "Two totals of the same thing in one report: {b} and {a}, {d} apart. Please check the original.",
        DoubtKind.PART: "A part ({a}) is larger than its whole ({b}). Please check the original.",
        DoubtKind.PARTS: "The parts add up to {e}, the total is {a}: {d} apart. Please check the original.",
        DoubtKind.RATE: "From {b} and {c} follows about {e}%; the report says {a}. Please check the original.",
        DoubtKind.OVER: "A share of {a} is more than 100%. Please check the original.",
        DoubtKind.DIFFERENCE: "From {b} and {c} follows {e}; the report says {a}. Please check the original.",
        DoubtKind.DIRECTION: "From {b} to {a}: not the direction that the words tell. Please check the original.",
        DoubtKind.LAST_YEAR: "For the year before, this report implies {e}; that year's report says {b}: {d} apart. Please check the original.",
        DoubtKind.PEERS: "The median of {n} townships (authorities) that year is {e}; {a} is unusually {way} (by a factor of about {x}). Please check the original.",
        DoubtKind.OWN_YEARS: "{z}: {b}, {y}: {a}, unusually {way} (by a factor of about {x}). Please check the original.",
    },
    kinds={
        DoubtKind.TOTALS: "Different totals",
        DoubtKind.PART: "Part larger than whole",
        DoubtKind.PARTS: "Parts do not add up",
        DoubtKind.RATE: "Rate does not follow",
        DoubtKind.OVER: "More than 100%",
        DoubtKind.DIFFERENCE: "Difference does not follow",
        DoubtKind.DIRECTION: "Opposite direction",
        DoubtKind.LAST_YEAR: "Not what last year's report says",
        DoubtKind.PEERS: "Far from other townships",
        DoubtKind.OWN_YEARS: "Far from its own other years",
    },
    low="low",
    high="high",
    gaps={State.STATED: "", State.UNSTATED: "not stated", State.NO_REPORT: "no report"},
    changes={Change.UP: "increase", Change.DOWN: "decrease", Change.BEFORE: "before"},
    figure_kinds={kind: kind.value for kind in FigureKind},
    roles={role: role.value for role in Role},
    columns=(
        "Province", "Prefecture", "County", "Township", "Year", "Report", "Section", "Role", "Indicator", "Counted", "As written", "Value", "Unit", "Kind", "Qualifier", "Change", "Period", "Target",
        "Part", "Sentence", "File",
    ),
    table_columns=("Province", "Prefecture", "County", "Township"),
    year_columns=("{year}", "{year} unit", "{year} source"),
    flag_columns=("Kind", "Indicator", "What does not fit"),
    flag_figure_columns=("Province", "Prefecture", "County", "Township", "Year", "Report", "Section", "As written", "Sentence", "File"),
    sheets=("Table", "Figures", "To be checked"),
    yes="yes",
    grouped=True,
)  # fmt: skip
WORDINGS = {"zh": ZH, "en": EN}


def number_text(value: float, wording: Wording) -> str:
    """A number as the language writes it, with at most two digits after the point (four below one)."""
    text = f"{value:,.{2 if abs(value) >= 1 else 4}f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text if wording.grouped else text.replace(",", "")


def figure_text(figure: Figure, wording: Wording) -> str:
    """A figure with its unit; the unit is the report's own word."""
    number = number_text(figure.value, wording)
    more = "余" if figure.qualifier == "余" else ""
    before = figure.qualifier if figure.qualifier in {"约", "近", "超", "至少"} else ""
    if figure.kind is FigureKind.PERCENT and figure.unit == "%":
        return f"{before}{number}%"
    return (
        f"{before}{number}{more} {figure.unit}".strip() if wording.grouped else f"{before}{number}{more}{figure.unit}"
    )


def flag_text(flag: Flag, wording: Wording) -> str:
    """What a flag says, in a sentence or two."""
    own = flag.found.weighed.figure
    against = [found.weighed.figure for found in flag.against]
    percent = flag.kind is DoubtKind.RATE
    # What is said of last year may be a difference in per cent; the values are those of last year's figure.
    name = against[0].unit if flag.kind is DoubtKind.LAST_YEAR else own.unit
    unit = "" if percent or not name else (f" {name}" if wording.grouped and name != "%" else name)
    expected = round(flag.expected, 1) if percent else float(f"{flag.expected:.4g}") if flag.peers else flag.expected
    base = against[0].value if flag.kind in {DoubtKind.TOTALS, DoubtKind.LAST_YEAR} and against else own.value
    compared = own.value if flag.kind is DoubtKind.TOTALS else flag.expected
    larger, smaller = max(own.value, flag.expected), min(own.value, flag.expected)
    return wording.flags[flag.kind].format(
        a=figure_text(own, wording),
        b=figure_text(against[0], wording) if against else "",
        c=figure_text(against[1], wording) if len(against) > 1 else "",
        e=number_text(round(expected, 2), wording) + unit,
        d=number_text(round(abs(base - compared), 2), wording) + unit,
        n=flag.peers,
        x=number_text(round(larger / smaller), wording) if smaller else "",
        y=flag.found.report.year,
        z=flag.against[0].report.year if flag.against else "",
        way=wording.high if own.value > flag.expected else wording.low,
    )
