"""Messes round the body: letterhead, title, site wrapping, table of contents, attachment, print line."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from bench.forge.draft import Block, Draft, Part, debris, optional
from bench.forge.mess import Mess
from bench.forge.writer import draw_date
from corpus.report import Level


def _at(draft: Draft, part: Part) -> int:
    return next(position for position, block in enumerate(draft.blocks) if block.part is part)


def _behind_title(draft: Draft) -> int:
    return 1 + max(position for position, block in enumerate(draft.blocks) if block.part is Part.TITLE)


def _own(draft: Draft) -> str:
    """The issuer's name without the county, or with it where the report names it anyway."""
    own = draft.report.place.own
    if draft.report.signature:
        return draft.report.signature
    if draft.report.level is Level.TOWNSHIP:
        return f"{own}办事处" if own.endswith("街道") else f"{own}人民政府"
    return f"{own}人民政府" if draft.report.level is Level.COUNTY else ""


def letterhead(draft: Draft, random: Random) -> Draft | None:
    """文件 head, document number, perhaps 签发人."""
    report, own = draft.report, _own(draft)
    if report.letterhead or not own:
        return None
    number = f"{report.place.own[0]}政发〔{report.year}〕{random.randint(1, 99)}号"
    signatory = random.choice(("", f"签发人：{random.choice('王李张刘')}建{random.choice('强平文')}"))
    head = [(Part.LETTERHEAD, f"{own}文件"), (Part.NUMBER, number), (Part.SIGNATORY, signatory)]
    blocks = [*(Block(part, text) for part, text in head if text), *draft.blocks]
    report = replace(report, letterhead=f"{own}文件", document_number=number, signatory=signatory)
    return replace(draft.with_blocks(blocks), report=report)


def title_twice(draft: Draft, random: Random) -> Draft | None:
    """The title a second time, right behind the first."""
    del random
    at = _behind_title(draft)
    again = Block(Part.FURNITURE, optional(draft.report.title))
    return draft.with_blocks([*draft.blocks[:at], again, *draft.blocks[at:]])


def _breaks(title: str, own: str) -> list[int]:
    """Places where a title of two or three lines breaks: behind the issuer, ahead of the kind of paper."""
    found = []
    issuer = re.search(f"{own}(?:人民政府|办事处|[^年关]{{1,8}}局)?", title)
    if issuer and 4 <= issuer.end() < len(title) - 6:
        found.append(issuer.end())
    kind = re.search("(?:工作总结|情况的报告|情况报告|年度报告|工作报告|工作情况的.*|情况的汇报)$", title)
    if kind and kind.start() > max(found, default=0) + 5:
        found.append(kind.start())
    return found


def title_lines(draft: Draft, random: Random) -> Draft | None:
    """The title over two or three lines."""
    at = _at(draft, Part.TITLE)
    title = draft.blocks[at].text
    breaks = _breaks(title, draft.report.place.own)
    if len(title) < 14 or not breaks:
        return None
    chosen = sorted(random.sample(breaks, random.randint(1, len(breaks))))
    pieces = [title[a:b] for a, b in zip([0, *chosen], [*chosen, len(title)], strict=True)]
    blocks = [Block(Part.TITLE, piece) for piece in pieces]
    return draft.with_blocks([*draft.blocks[:at], *blocks, *draft.blocks[at + 1 :]])


def title_spaced(draft: Draft, random: Random) -> Draft | None:
    """Stray blanks in the title."""
    at = _at(draft, Part.TITLE)
    title = draft.blocks[at].text
    cuts = sorted(random.sample(range(2, len(title) - 1), 2))
    spaced = " ".join(title[a:b] for a, b in zip([0, *cuts], [*cuts, len(title)], strict=True))
    return draft.with_blocks([*draft.blocks[:at], replace(draft.blocks[at], text=spaced), *draft.blocks[at + 1 :]])


_AHEAD = (
    (
        "首页 > 政务公开 > 法定主动公开内容 > 法治政府建设",
        "当前位置：首页 > 信息公开 > 部门文件",
        "您现在的位置：网站首页>>政府信息公开>>年度报告",
    ),
    ("字号：大 中 小", "【字体：大 中 小】", "字体：[大] [中] [小]  打印本页  关闭窗口"),
    ("分享到：微信 微博 QQ空间", "打印 收藏 分享", "浏览次数：1286次"),
)
_BEHIND = (
    ("上一篇：{kind}关于做好春季森林防火工作的通知", "上一条：没有了"),
    ("下一篇：2026年部门预算公开", "下一条：关于公布行政执法人员名单的公告"),
    ("扫一扫在手机打开当前页", "【打印本页】【关闭窗口】", "责任编辑：admin"),
    ("主办：县人民政府办公室  网站标识码：5101230004", "版权所有 © 县人民政府 蜀ICP备05001234号"),
)


def site(draft: Draft, random: Random) -> Draft | None:
    """The page's wrapping copied along: navigation, a stale banner date, source line, buttons, neighbours."""
    year = draft.report.year + 1
    published = f"{year}-{random.randint(1, 3):02d}-{random.randint(1, 28):02d}"
    ahead = [random.choice(choices) for choices in _AHEAD]
    ahead.insert(0, random.choice(("今天是2026年3月16日 星期一", "2026年5月20日 星期三 欢迎访问县人民政府网站！")))
    source = f"发布时间：{published} 09:{random.randint(10, 59)}  来源：{_own(draft) or '本站'}"
    at = _behind_title(draft)
    blocks = [
        *(Block(Part.FURNITURE, debris(line)) for line in ahead),
        *draft.blocks[:at],
        Block(Part.FURNITURE, debris(source)),
        *draft.blocks[at:],
        *(Block(Part.FURNITURE, debris(random.choice(lines).format(kind="本地"))) for lines in _BEHIND),
    ]
    return replace(draft.with_blocks(blocks), report=replace(draft.report, published=published))


def index_table(draft: Draft, random: Random) -> Draft | None:
    """The rows of the site's index table ahead of the body; where the report has no date of its own, 成文日期 tells it."""
    report, year = draft.report, draft.report.year + 1
    published = f"{year}-{random.randint(1, 3):02d}-{random.randint(1, 28):02d}"
    number = report.document_number or ""
    rows = (
        f"| 索 引 号 | {random.randint(10**8, 10**9)}/{year}-{random.randint(1, 999):05d} | 主题分类 | 政务公开 |",
        f"| 名 称 | {report.title} |",
        f"| 成文日期 | {report.signed or published} | 发布日期 | {published} |",
        f"| 文 号 | {number or '〔〕号'} | 有 效 性 | 有效 |",
        f"| 发文单位 | {_own(draft) or report.place.own} | 发布机构 | {_own(draft) or report.place.own} |",
    )
    at = _behind_title(draft)
    blocks = [*draft.blocks[:at], *(Block(Part.FURNITURE, optional(row)) for row in rows), *draft.blocks[at:]]
    report = replace(report, published=published, signed=report.signed or published)
    return replace(draft.with_blocks(blocks), report=report, options=draft.options | {"dated"})


def contents(draft: Draft, random: Random) -> Draft | None:
    """A table of contents ahead of the body, with dots and page numbers."""
    levels = random.choice(((1,), (1, 2)))
    headings = [
        block for block in draft.blocks if block.part is Part.HEADING and block.level in levels and block.number
    ]
    if len(headings) < 3:
        return None
    dots = random.choice(("…………", "........", "\t", "……………………"))
    lines = [Block(Part.FURNITURE, optional(random.choice(("目录", "目 录", "目\u3000录"))))]
    for position, block in enumerate(headings):
        blank = "  " * (block.level - 1)
        lines.append(Block(Part.FURNITURE, optional(f"{blank}{block.number}{block.text}{dots}{1 + position // 3}")))
    at = _behind_title(draft)
    return draft.with_blocks([*draft.blocks[:at], *lines, *draft.blocks[at:]])


_ATTACHMENTS = (
    (
        "附件",
        "法治政府建设重点任务清单",
        (
            "一、加强组织领导",
            "1.调整领导小组，责任单位：党政办",
            "二、规范行政执法",
            "1.开展执法培训，责任单位：综合执法队",
        ),
    ),
    ("附件1", "行政执法人员名单", ("1.张建国，综合行政执法队", "2.李晓燕，应急管理站", "3.王志强，规划建设站")),
    ("附件：", "普法活动统计表", ("（一）集中宣传12场", "（二）入户宣传36次", "（三）法治讲座8场")),
)


def attachment(draft: Draft, random: Random) -> Draft | None:
    """An attachment with numbers of its own behind the date."""
    if not draft.report.date:
        return None
    label, title, lines = random.choice(_ATTACHMENTS)
    return draft.with_blocks([*draft.blocks, *(Block(Part.AFTER, line) for line in (label, title, *lines))])


def print_line(draft: Draft, random: Random) -> Draft | None:
    """抄送 and 印发 behind the date, which repeat issuer and day."""
    report = draft.report
    if not report.signature or "月" not in report.date:
        return None
    lines = [f"{_own(draft)}办公室{random.choice(('', ' '))}{report.date}印发"]
    if random.random() < 0.6:
        lines.insert(0, "抄送：县委办公室，县司法局。")
    return draft.with_blocks([*draft.blocks, *(Block(Part.AFTER, line) for line in lines)])


def signed(draft: Draft, random: Random) -> Draft | None:
    """A closing line, signature and date where the report had none."""
    report, own = draft.report, _own(draft)
    if report.signature or report.closing or not own:
        return None
    date, iso = draw_date(report.year, random)
    parts = ((Part.CLOSING, "特此报告。"), (Part.SIGNATURE, own), (Part.DATE, date))
    report = replace(report, closing="特此报告。", signature=own, date=date, signed=iso)
    return replace(draft.with_blocks([*draft.blocks, *(Block(p, t) for p, t in parts)]), report=report)


_ROWS = (
    (
        ("工作内容", "数量", "责任单位"),
        ("矛盾纠纷调解", "168件", "司法所"),
        ("普法宣传", "36场次", "党政办"),
        ("执法检查", "52次", "综合执法队"),
    ),
    (("序号", "培训主题", "人次"), ("1", "行政处罚法", "46"), ("2", "民法典", "1280"), ("3", "信访工作条例", "75")),
    (("序号", "存在问题", "整改措施"), ("1", "持证人员偏少", "组织集中考试"), ("2", "案卷不规范", "开展交叉评查")),
)


def table(draft: Draft, random: Random) -> Draft | None:
    """A table of figures behind a paragraph of the body, ahead of a heading."""
    places = [
        position
        for position, block in enumerate(draft.blocks[1:], 1)
        if block.part is Part.HEADING and not block.run_on and draft.blocks[position - 1].part is Part.TEXT
    ]
    if not places:
        return None
    at = random.choice(places)
    rows = [
        Block(Part.ROW, optional("| ") + optional(" | ").join(row) + optional(" |")) for row in random.choice(_ROWS)
    ]
    return draft.with_blocks([*draft.blocks[:at], *rows, *draft.blocks[at:]])


def one_line(draft: Draft, random: Random) -> Draft | None:
    """Signature and date on one line, blanks between them."""
    blocks = list(draft.blocks)
    for position, block in enumerate(blocks):
        if block.part is Part.DATE and blocks[position - 1].part is Part.SIGNATURE:
            blank = optional(random.choice((" ", "  ", "\u3000", "\u3000\u3000")))
            blocks[position] = replace(block, text=blank + block.text, run_on=True)
            return draft.with_blocks(blocks)
    return None


_HEAD, _FOOT, _TITLE = frozenset({"head"}), frozenset({"foot"}), frozenset({"title"})
FRAME = (
    Mess("letterhead", "红头: 文件, document number, 签发人", letterhead, _HEAD, 1),
    Mess("title twice", "the title given twice", title_twice, _TITLE, 1, leaves="(the second title may stay or go)"),
    Mess("title over lines", "the title over two or three lines", title_lines, _TITLE, 1),
    Mess("title spaced", "stray blanks in the title", title_spaced, _TITLE, 1),
    Mess("site wrapping", "navigation, banner date, buttons, neighbours", site, _HEAD | _FOOT, 1, leaves="all of it"),
    Mess("index table", "索引号 table as rows", index_table, _HEAD, 1, leaves="(the rows may stay or go)"),
    Mess("contents", "a table of contents", contents, frozenset({"contents"}), 1, leaves="(may stay or go)"),
    Mess("attachment", "an attachment behind the date", attachment, _FOOT, 1),
    Mess("print line", "抄送, 印发", print_line, _FOOT, 1),
    Mess("table", "a table in the body", table, frozenset({"lines", "script"}), 1, frozenset({"md", "docx", "html"})),
    Mess("date beside", "signature and date on one line", one_line, _FOOT | {"date"}, 1),
    Mess("signed", "特此报告, signature, date", signed, _FOOT, 1),
)
