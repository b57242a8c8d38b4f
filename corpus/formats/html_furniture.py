"""Lines that sites set round a document, inside of the element that holds it: buttons, breadcrumbs, neighbours, notices."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SERVICES = r"(?:微信好友|微信|朋友圈|微博|新浪微博|腾讯微博|QQ空间|QQ好友|QQ|人人网|豆瓣|更多|复制链接)*"


@dataclass(frozen=True, slots=True)
class Furniture:
    """One kind of line; it must match as a whole. ``examples`` are tested, ``not_these`` must stay.

    ``bare`` lines are matched without blanks, brackets and bars, which stand between buttons in any number.
    """

    name: str
    pattern: str
    examples: tuple[str, ...]
    not_these: tuple[str, ...] = ()
    bare: bool = False


FURNITURE = (
    Furniture(
        "breadcrumbs",
        r"(?:您?(?:的|所在的?)?(?:当前|现在|所在|当前所在)位置(?:是)?|您现在的位置|您所在的位置)\s*[：:].*",
        ("当前位置：首页 > 政务公开 > 法治政府建设", "您现在的位置：首页>>信息公开", "您所在的位置:首页"),
        ("所在位置偏远，交通不便。",),
    ),
    Furniture(
        "share",
        rf"(?:一键)?分享到?{_SERVICES}",
        ("分享到：微信微博QQ空间", "分享：", "分享到"),
        ("分享到会人员的经验。",),
        bare=True,
    ),
    Furniture(
        "buttons",
        r"(?:打印(?:本页|本文|正文|文章)?|关闭(?:本页|窗口|页面)?|返回(?:顶部|列表|首页)?|收藏(?:本页)?|字体|下载文字版?|大|中|小)+",
        ("【打印本页】【关闭窗口】", "[打印] [关闭]", "字体：【大 中 小】", "打印本文 | 关闭窗口", "收藏"),
        ("打印机一台。", "小"),
        bare=True,
    ),
    Furniture(
        "neighbours",
        r"(?:上一[篇条页则]|下一[篇条页则]|前一[篇条]|后一[篇条])\s*[：:].*",
        ("上一篇：云溪镇预算公开", "下一条: 没有了"),
        ("下一步：加强学习。",),
    ),
    Furniture(
        "scan",
        r"(?:用?(?:手机|微信)?扫一扫|扫描二维码)[^。；]{0,24}",
        ("扫一扫在手机打开当前页", "扫描二维码分享到微信"),
    ),
    Furniture(
        "counter",
        r"(?:浏览|阅读|点击|访问)(?:次数|量|数)?\s*[：:]\s*[\d,]*\s*次?",
        ("浏览次数：35", "点击量:次", "阅读：1,203次"),
        ("访问量：全年受理12件。",),
    ),
    Furniture(
        "notice",
        r"(?:免责声明|声明|版权声明)\s*[：:].*(?:转载|版权|本网站?|本站).*",
        ("声明：本网站转载的信息，目的在于传递更多信息，如有版权问题请联系我们。",),
        ("声明：本报告数据截至年底。",),
    ),
)
"""What is taken out of the lines of a page; the lines go to ``Document.removed``."""

_PATTERNS = tuple((re.compile(kind.pattern), kind.bare) for kind in FURNITURE)
_BETWEEN = re.compile(r"[\s|｜、：:【】\[\]]+")
_SHORTEST, _LONGEST = 2, 300
_RELATED = re.compile(
    r"(?:相关|推荐|热门|热点|最新|图片)(?:文章|阅读|新闻|信息|链接|推荐|资讯|稿件|解读|内容|报道)|猜你喜欢|延伸阅读"
)


def is_furniture(line: str) -> bool:
    """Whether a line is of the site and not of the document."""
    line = line.strip(" \t\u3000\xa0")
    if not _SHORTEST <= len(line) <= _LONGEST:
        return False
    bare = _BETWEEN.sub("", line)
    return any(pattern.fullmatch(bare if squeezed else line) for pattern, squeezed in _PATTERNS)


def opens_related(line: str) -> bool:
    """Whether a line is the heading of a list of other articles."""
    return _RELATED.fullmatch(line.strip(" \t\u3000\xa0：:")) is not None
