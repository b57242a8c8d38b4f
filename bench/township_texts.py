"""Invented reports for measuring what happens at thousands of them: many places, years, copies and versions of known truth.

Counties hand a template down, townships copy it and last year's, and each site publishes its own form of it.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.report import Kind, Level, Place, Report, Role, Section

_SYLLABLES = "云溪石岭河湾柳桥松坪沙井泉洼梅坞杨店金沟苇塘麻寨高庙平川白庄黄岗清渠"
_WHO = (
    "镇党委",
    "班子成员",
    "司法所",
    "综合行政执法队",
    "各村（社区）",
    "普法讲师团",
    "驻村律师",
    "人民调解委员会",
    "党政办",
    "网格员",
)
_HOW = (
    "结合主题党日",
    "按照县里统一部署",
    "针对群众反映的热点",
    "在元旦春节前后",
    "利用赶集日",
    "通过线上线下两个渠道",
    "对照责任清单",
    "围绕重点工程",
)
_DID = (
    *(
        "组织学习宪法和行政处罚法{n}次",
        "开展执法检查{n}次，发现隐患{m}处",
        "调解婚姻家庭和土地纠纷{n}件",
        "审查合同和规范性文件{n}份",
        "发放宣传资料{m}份",
    ),
    *(
        "举办法治讲座{n}场，听讲群众{m}人次",
        "办理信访事项{n}件，办结率{p}%",
        "公开政务信息{m}条",
        "培训法律明白人{n}名",
        "走访特殊人群{n}户",
        "清理过期文件{n}件",
    ),
    *(
        "受理行政执法案件{n}起，罚没{m}元",
        "答复人大代表建议{n}条",
        "完善议事规则{n}项",
        "聘请法律顾问{n}名，提出意见{m}条",
        "排查矛盾{m}起，化解率{p}%",
    ),
)
_RESULT = (
    "取得了较好效果",
    "群众满意度有所提高",
    "做到小事不出村",
    "依法办事的意识进一步增强",
    "为全年工作打下了基础",
    "没有发生复议败诉案件",
    "形成了长效机制",
    "得到上级肯定",
)
_LACK = (
    "执法人员只有{n}名，力量不足",
    "个别干部遇事不习惯找法",
    "普法形式比较单一",
    "村级调解员年龄偏大，平均{p}岁",
    "经费保障不够，缺口约{m}元",
    "部分台账不规范",
)
_NEXT = (
    "争取增加执法人员{n}名",
    "每季度组织一次集中学习",
    "办好法治夜校{n}期",
    "落实行政执法公示制度",
    "对{n}个村开展督查",
)
_DEBRIS = (
    "首页>政务公开>法定主动公开内容>正文打印关闭分享到微信字体大中小",
    "主办单位版权所有网站标识码备案号联系我们网站地图技术支持",
)


@dataclass(frozen=True, slots=True)
class Known:
    """A synthetic source: its report, the ``truth`` (equal for sources of the same report) and how it was made."""

    report: Report
    truth: str
    made: str


def write_reports(count: int, seed: int = 7) -> list[Known]:
    """About ``count`` sources of synthetic reports, three years each, in a fixed order."""
    chance = random.Random(seed)
    found: list[Known] = []
    county = 0
    while len(found) < count:
        county += 1
        found += _county(chance, f"第{county}县", exact=county % 4 == 0)
    return found[:count]


def _county(chance: random.Random, county: str, *, exact: bool) -> Iterator[Known]:
    """Twelve townships that copy one template; ``exact`` ones change nothing but the name."""
    names = chance.sample([a + b for a in _SYLLABLES for b in _SYLLABLES if a != b], 12)
    template = _points(chance, 45)
    for name in (f"{name}镇" for name in names):
        points = list(template)
        for year in (2022, 2023, 2024):
            # 95 % of the neighbour's text, 90 % of last year's.
            points = points if exact else _revised(chance, points, 0.05 if year == 2022 else 0.1)
            place = Place("某省", "某市", county, name, certain=True)
            whole = _report(place, year, points, "年度")
            yield from _sources(chance, whole, points)


def _points(chance: random.Random, count: int) -> list[str]:
    return [_point(chance, position / count) for position in range(count)]


def _point(chance: random.Random, position: float) -> str:
    def numbered(pattern: str) -> str:
        return pattern.format(n=chance.randrange(2, 60), m=chance.randrange(20, 3000), p=chance.randrange(40, 100))

    if position < 0.7:
        did = "，".join(numbered(one) for one in chance.sample(_DID, 2))
        return f"{chance.choice(_HOW)}，{chance.choice(_WHO)}{did}，{chance.choice(_RESULT)}。"
    rest = "，".join(numbered(one) for one in chance.sample(_LACK if position < 0.85 else _NEXT, 2))
    return f"{chance.choice(_HOW)}，{chance.choice(_WHO)}{rest}。"


def _revised(chance: random.Random, points: Sequence[str], share: float) -> list[str]:
    return [_point(chance, n / len(points)) if chance.random() < share else p for n, p in enumerate(points)]


def _report(place: Place, year: int, points: Sequence[str], what: str, kind: Kind = Kind.REPORT) -> Report:
    title = f"{place.township}{year}{what}法治政府建设工作报告"
    thirds = len(points) * 7 // 10, len(points) * 85 // 100
    parts = [("一、主要工作", points[: thirds[0]]), ("二、存在问题", points[thirds[0] : thirds[1]])]
    parts.append(("三、下步打算", points[thirds[1] :]))
    body = [f"{year}年，{place.township}认真落实上级部署，现将情况报告如下。"]
    for heading, inside in parts:
        # A township names itself in every sixth sentence.
        named = [f"{place.township}{point}" if n % 6 == 0 else point for n, point in enumerate(inside)]
        body += [heading, *named]
    text = "\n".join([title, *body, f"{place.county}{place.township}人民政府", f"{year + 1}年1月10日"])
    return _with_text(Report(
        id="", source="", title=title, place=place, level=Level.TOWNSHIP, year=year, issuer=None, document_number=None,
        published=None, signed=f"{year + 1}-01-10", text="", sections=(), kind=kind, format="docx",
    ), text)  # fmt: skip


def _with_text(report: Report, text: str) -> Report:
    heads = [match.start() for match in re.finditer("^[ \u3000]*[一二三]、", text, re.MULTILINE)]
    whole = Section(0, "", report.title, Role.OTHER, 0, min(len(report.title), len(text)), len(text), None)
    ends = [*heads, len(text)][1:]
    below = [Section(1, "", "", Role.OTHER, a, a, b, 0) for a, b in zip(heads, ends, strict=True)]
    return replace(report, id=hashlib.sha256(text.encode()).hexdigest()[:16], text=text, sections=(whole, *below))


def _sources(chance: random.Random, whole: Report, points: Sequence[str]) -> Iterator[Known]:
    """The report itself, now and then other sources of it, and now and then another report of the same year."""
    truth = f"{'/'.join(whole.place.parts)} {whole.year}"
    yield Known(whole, truth, "docx")
    if chance.random() < 0.35:
        made = chance.choice(list(_MAKE))
        yield Known(_MAKE[made](chance, whole), truth, made)
    if chance.random() < 0.1:
        half = _revised(chance, points, 0.55)
        yield Known(_report(whole.place, whole.year or 0, half, "年上半年"), f"{truth} half", "half-year report")
    if chance.random() < 0.1:
        other = _revised(chance, points, 0.6)
        text = _report(whole.place, whole.year or 0, other, "年普法依法治理")
        yield Known(text, f"{truth} other", "another report")


def _noisy(chance: random.Random, text: str, share: float, lost: bool = False) -> str:
    wrong = "" if lost else "口日曰已己末未土士千干大太"
    return "".join((chance.choice(wrong) if wrong else "") if chance.random() < share else char for char in text)


def _site(_: random.Random, report: Report) -> Report:
    text = f"{_DEBRIS[0]}\n{report.text}\n{_DEBRIS[1]}"
    return replace(_with_text(report, text), format="html", published=f"{(report.year or 0) + 1}-02-20")


def _printed(chance: random.Random, report: Report) -> Report:
    lines = re.sub(r"(\d+)", r" \1 ", report.text).split("\n")
    for page, position in enumerate(range(12, len(lines), 12), 1):
        lines[position] = f"{lines[position][:20]}—{page}—{lines[position][20:]}"
    return replace(_with_text(report, _noisy(chance, "\n".join(lines), 0.002, lost=True)), format="pdf")


def _scan(chance: random.Random, report: Report) -> Report:
    return replace(_with_text(report, _noisy(chance, report.text, 0.02)), format="pdf", recognised=True)


def _plain(_: random.Random, report: Report) -> Report:
    half = str.maketrans("，。；：（）", ",.;:()")
    return replace(_with_text(report, report.text.translate(half).replace("\n", "\n\n　　")), format="txt")


def _nameless(chance: random.Random, report: Report) -> Report:
    """A copy whose county nothing tells, so that the place stays open."""
    copy = _site(chance, report)
    text = copy.text.replace(str(report.place.county), "")
    return replace(_with_text(copy, text), place=Place(township=report.place.township))


def _corrected(chance: random.Random, report: Report) -> Report:
    numbers = [match.span() for match in re.finditer(r"\d{2,}(?=[次件份人条处场])", report.text)]
    text = report.text
    for start, end in sorted(chance.sample(numbers, min(12, len(numbers))), reverse=True):
        text = f"{text[:start]}{chance.randrange(10, 99)}{text[end:]}"
    text = text.replace("\n三、", f"\n{_point(chance, 0)}{_point(chance, 0)}\n三、")
    return replace(_with_text(report, text), title=f"{report.title}（更正）", signed=f"{(report.year or 0) + 1}-03-01")


def _cut_off(_: random.Random, report: Report) -> Report:
    return _with_text(report, report.text[: len(report.text) * 35 // 100])


def _cut_off_nameless(_: random.Random, report: Report) -> Report:
    return replace(_cut_off(_, report), place=Place(township=report.place.township))


_MAKE = {
    "site with footer": _site,
    "pdf with debris": _printed,
    "scan, 2 % wrong": _scan,
    "txt, half-width": _plain,
    "site, place open": _nameless,
    "correction": _corrected,
    "first page": _cut_off,
    "first page, place open": _cut_off_nameless,
}
