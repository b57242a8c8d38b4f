"""Lines of the page that a report was copied from: navigation, dates of the banner, buttons, neighbours. None of it is report.

The table is declarative: to teach a line, add it to a record and give an example, which is a test case.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.outline.numbering import opens_section

LONGEST = 90
"""A longer line is text."""
_LONGEST_NOTICE = 300
_SHORTEST = 2
_DEEPEST = 40
"""Lines at either end among which the page's own are looked for."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A kind of line that sites put round a report; ``pattern`` matches the whole line.

    ``anywhere`` lines are of the site wherever they stand, others only ahead of a report's body and behind its end. ``bare`` ones are
    matched without blanks, brackets and bars, which stand between buttons in any number.
    """

    name: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()
    anywhere: bool = False
    bare: bool = False


_BUTTON = (
    r"(?:打印(?:本页|本文|正文|文章)?|关闭(?:本页|窗口|页面)?|返回(?:顶部|列表|首页)?|收藏(?:本页)?|分享|复制链接|字体|字号|下载文字版?"
    r"|繁體|简体|无障碍(?:浏览|阅读)?|适老化|长者模式|[大中小]|TOP)"
)
_SERVICES = r"(?:微信好友|微信|朋友圈|微博|新浪微博|腾讯微博|QQ空间|QQ好友|QQ|人人网|豆瓣|更多|复制链接)*"
_OWNER = r"(?:主办|承办|协办|技术支持|版权所有|网站标识码|政府网站标识码|备案(?:号|序号)|网站地图|联系电话|邮政编码|邮编|您是第)"
_DESK = r"(?:来源|信息来源|稿件来源|编辑|责编|责任编辑|校对|审核|供稿|初审|复审|终审|一审|二审|三审|作者|记者|通讯员|撰稿|发布人|发布机构|发布单位)"
_DATE = r"(?:发布|成文|更新|发文|公开|生成|录入)?(?:时间|日期)"

FURNITURE = (
    Furniture(
        "breadcrumbs",
        re.compile(
            r"(?:您?(?:的|所在的?)?(?:当前|现在|所在|当前所在)的?位置(?:是)?|您现在的位置|您所在的位置)\s*[：:].*"
        ),
        ("当前位置：首页 > 政务公开 > 法治政府建设", "您现在的位置：首页>>信息公开", "您所在的位置:首页"),
        ("所在位置偏远，交通不便。",),
        anywhere=True,
    ),
    Furniture(
        "buttons",
        re.compile(rf"{_BUTTON}+"),
        (
            "【打印本页】【关闭窗口】",
            "[打印] [关闭]",
            "字体：【大 中 小】",
            "打印本文 | 关闭窗口",
            "收藏",
            "打印收藏分享",
        ),
        ("打印机一台。", "打印机设备齐全", "小", "中小企业"),
        anywhere=True,
        bare=True,
    ),
    Furniture(
        "share",
        re.compile(rf"(?:一键)?分享到?{_SERVICES}"),
        ("分享到：微信微博QQ空间", "分享：", "分享到"),
        ("分享到会人员的经验。",),
        anywhere=True,
        bare=True,
    ),
    Furniture(
        "scan",
        re.compile(r"(?:用?(?:手机|微信)?扫一扫|扫描二维码|微信扫|扫码)[^。；]{0,24}"),
        ("扫一扫在手机打开当前页", "扫描二维码分享到微信"),
        anywhere=True,
    ),
    Furniture(
        "counter",
        re.compile(
            r"(?:浏览|阅读|点击|访问)(?:次数|人次|量|数|率)?\s*[：:]\s*[\d,]*\s*次?|(?:浏览|阅读|点击|访问)(?:次数|人次|量)"
        ),
        ("浏览次数：35", "点击量:次", "阅读：1,203次", "阅读量"),
        ("访问量：全年受理12件。", "访问群众35次，收集意见"),
        anywhere=True,
    ),
    Furniture(
        "neighbours",
        re.compile(r"[<＜]?(?:上一[篇条页则]|下一[篇条页则]|前一[篇条]|后一[篇条])\s*[：:].*"),
        ("上一篇：云溪镇预算公开", "下一条: 没有了"),
        ("下一步：加强学习。", "上一年度"),
        anywhere=True,
    ),
    Furniture(
        "notice",
        re.compile(r"(?:免责声明|声明|版权声明)\s*[：:].*(?:转载|版权|本网站?|本站).*"),
        ("声明：本网站转载的信息，目的在于传递更多信息，如有版权问题请联系我们。",),
        ("声明：本报告数据截至年底。",),
        anywhere=True,
    ),
    Furniture(
        "greeting",
        re.compile(
            r"(?:今天是|欢迎(?:您|访问|光临)|20\d\d年\d{1,2}月\d{1,2}日星期[一二三四五六日天]|星期[一二三四五六日天]$).*"
        ),
        ("今天是2026年3月16日星期一", "2026年5月20日星期三欢迎访问县人民政府网站！"),
        ("2023年12月20日",),
    ),
    Furniture(
        "path",
        re.compile(r"首页(?:[>＞»›→/\-—|｜].*)?|[^。；]*[>＞»›→][^。；]*[>＞»›→][^。；]*"),
        ("首页>政务公开>法定主动公开内容", "首页"),
        ("首页建设情况",),
    ),
    Furniture(
        "size",
        re.compile(r"[\[【（(]?字[号体](?:大小)?[：:].*"),
        ("字号：大中小", "字体：[大][中][小]打印本页关闭窗口"),
    ),
    Furniture(
        "related",
        re.compile(r"相关(?:文章|链接|附件|阅读|新闻|信息|文档|稿件)[：:]?|政策解读[：:].*|附件下载[：:]?.*"),
        ("相关链接：", "相关文章"),
        ("下一步打算",),
    ),
    Furniture(
        "owner",
        re.compile(rf"{_OWNER}[：:©\s（(].*|版权所有.*|.?ICP备.*|.?公网安备.*|(?:地址|电话|传真)[：:].*"),
        ("主办：县人民政府办公室网站标识码：5101230004", "版权所有©县人民政府蜀ICP备05001234号", "蜀ICP备05001234号"),
        ("主办普法讲座3场",),
    ),
    Furniture(
        "desk",
        re.compile(rf"[（(\[【]?{_DESK}\s*[：:丨|｜/].*"),
        ("来源：柳泉镇", "责任编辑：admin", "编辑丨李小禾", "（作者：李小禾）", "发布机构：柳泉镇人民政府"),
        ("来源渠道多样",),
    ),
    Furniture(
        "dates",
        re.compile(rf"{_DATE}[：:\s]?\s*(?:20\d\d|[：:]).*"),
        ("发布时间：2020-03-27 09:32来源：望湖街道办事处", "日期：2024-01-09", "时间：2024年1月9日"),
        ("时间紧任务重", "成文日期为准"),
    ),
    Furniture(
        "index",
        re.compile(
            r"(?:索引号|主题分类|主题词|发文机[关构]|发文单位|文号|有效性|名称|公开方式|公开范围|组配分类|信息分类|公开责任部门|关键[字词]|内容概述)[：:].*"
        ),
        ("索引号：000014/2024-0001主题分类：政务公开", "发文单位：石岭县柳泉镇人民政府", "有效性："),
        ("名称不规范",),
    ),
)

_BETWEEN = re.compile(r"[\s|｜、/：:【】\[\]（）()]+")
_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*第\s?\d{1,3}\s?页[\s,，/]*(?:共\s?\d{1,3}\s?页)?[-—–－·\s]*"
    r"|[-—–－~·]+\s?\d{1,3}\s?[-—–－~·]+|\d{1,3}\s?/\s?\d{1,3}"
)
_HEAD = re.compile(r".{6,60}(?<![，。、；：！？,.;:!?”])")
"""Two pages may share a shorter line by chance; a line that ends with a mark is text."""

_KEYS = "发布时间|发布日期|公开日期|公开时间|更新时间|成文日期|生成日期|发文日期|信息来源|来源|发文单位|发文机关|发布机构|发布单位|索引号|主题分类|文号|名称|作者|责任编辑|浏览次数|字体|字号|有效性"
_PAIR = re.compile(rf"({_KEYS})\s*[：:]\s*(.*?)\s*(?=(?:{_KEYS})\s*[：:]|[\[【（(]|$)")


def is_furniture(line: str, *, anywhere: bool = False) -> bool:
    """Whether a line belongs to the page and not to the report.

    Args:
        line: A line of a head or foot.
        anywhere: The line may as well stand in the middle of the report.
    """
    line = line.strip(" \t\u3000\xa0")
    if not _SHORTEST <= len(line) <= (_LONGEST_NOTICE if anywhere else LONGEST):
        return False
    bare = _BETWEEN.sub("", line)
    kinds = (kind for kind in FURNITURE if kind.anywhere or not anywhere)
    return any(kind.pattern.fullmatch(bare if kind.bare else line) for kind in kinds)


def wrapping(lines: Sequence[str]) -> frozenset[int]:
    """Positions of the lines of the page ahead of a report's body and behind its end.

    Args:
        lines: Tidy lines of the whole text, none of them empty.
    """
    found: set[int] = set()
    for position, line in enumerate(lines[:_DEEPEST]):
        if opens_section(line) or len(line) > LONGEST:
            break
        if is_furniture(line):
            found.add(position)
    for position in range(len(lines) - 1, max(len(lines) - _DEEPEST, -1), -1):
        if not is_furniture(lines[position]):
            break
        found.add(position)
    return frozenset(found)


def page_ends(lines: Sequence[str]) -> frozenset[int]:
    """Positions of page numbers and of the running head beside them, in lines that were copied off paper.

    Args:
        lines: Tidy lines of the whole text, none of them empty.
    """
    numbers = {at for at, line in enumerate(lines) if _PAGE_NUMBER.fullmatch(line)}
    beside = Counter(lines[at] for number in numbers for at in (number - 1, number + 1) if 0 <= at < len(lines))
    heads = {line for line, count in beside.items() if count > 1 and _HEAD.fullmatch(line)} - {
        lines[n] for n in numbers
    }
    # The title itself is the commonest running head; where it is the title it stays.
    first = {line: lines.index(line) for line in heads}
    running = {
        at
        for number in numbers
        for at in (number - 1, number + 1)
        if 0 <= at < len(lines) and lines[at] in heads and at != first[lines[at]]
    }
    return frozenset(numbers | running)


def declared(line: str) -> dict[str, str]:
    """What such a line says of the report: ``发布时间：2024-01-09来源：柳泉镇`` by its keys."""
    pairs = ((key, value.strip(" |｜　")) for key, value in _PAIR.findall(line))
    return {key: value for key, value in pairs if value}
