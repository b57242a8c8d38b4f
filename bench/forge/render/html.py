"""Pages as township sites serve them: a few shapes of site, with navigation, index table and leftovers of editors."""

from __future__ import annotations

from html import escape
from random import Random

from bench.forge.draft import Block, Draft, Part, cells, shown
from bench.forge.render.rendered import Rendered

_MENU = ("首页", "政务公开", "政务服务", "互动交流", "走进本地", "数据开放", "专题专栏", "无障碍阅读")
_FOOT = ("主办：县人民政府办公室", "承办：县大数据中心", "网站地图", "联系我们", "技术支持：某某科技有限公司")
_NEIGHBOURS = ("上一篇：关于召开年度工作会议的通知", "下一篇：春季植树活动顺利开展")
_CENTRED = frozenset({Part.LETTERHEAD, Part.NUMBER, Part.TITLE})


def write_html(draft: Draft, random: Random) -> Rendered:
    """An .html file in one of the shapes."""
    shape = random.choice((_old_site, _new_site, _table_site, _bare_page))
    body, waste, kept = shape(draft, random)
    charset = random.choice(("utf-8", "utf-8", "gb2312"))
    meta = f'<meta charset="{charset}">'
    if charset == "gb2312":
        meta = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    meta += _facts(draft) if random.random() < 0.6 else ""
    title = draft.report.title
    site = random.choice(("", "_县人民政府", "-政务公开", "_法治政府建设_县人民政府门户网站"))
    page = f"<!DOCTYPE html>\n<html><head>{meta}<title>{escape(title)}{site}</title></head>\n<body>\n{body}\n</body></html>\n"
    data = page.encode("gb18030" if charset == "gb2312" else "utf-8")
    return Rendered(data, ".html", tuple(waste), (*kept, title, site))


def _facts(draft: Draft) -> str:
    published = draft.report.published
    date = f'<meta name="PubDate" content="{published} 10:21">' if published else ""
    return f'<meta name="ArticleTitle" content="{escape(draft.report.title)}">{date}'


Shape = tuple[str, list[str], list[str]]


def _old_site(draft: Draft, random: Random) -> Shape:
    """Nested divs, TRS_Editor, paragraphs full of spans and &nbsp;."""
    waste = [*_MENU, *_FOOT, "当前位置：", "首页 > 政务公开 > 法治政府建设", "打印", "关闭", "【字体：大 中 小】"]
    menu = "".join(f'<li><a href="/{n}/">{name}</a></li>' for n, name in enumerate(_MENU))
    head, blocks = _own_title(draft, random)
    text = _paragraphs(blocks, random, spans=True, indent="&nbsp;&nbsp;&nbsp;&nbsp;")
    body = (
        f'<div class="header"><ul class="nav">{menu}</ul></div>\n'
        f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a>政务公开</a> &gt; <a>法治政府建设</a></div>\n'
        f'<div class="main"><h1>{head}</h1><div class="info">【字体：<a>大</a> <a>中</a> <a>小</a>】</div>\n'
        f'<div class="TRS_Editor"><style>.TRS_Editor P{{line-height:2}}</style>{text}</div>\n'
        f'<div class="tools"><a>打印</a> <a>关闭</a></div></div>\n'
        f'<div class="footer">{" ".join(f"<p>{line}</p>" for line in _FOOT)}</div>'
    )
    return body, waste, [head] if head else []


def _new_site(draft: Draft, random: Random) -> Shape:
    """One article in the main part, the title in h1, neighbours below."""
    waste = [*_MENU, *_FOOT, *_NEIGHBOURS]
    head, blocks = _own_title(draft, random)
    text = _paragraphs(blocks, random, spans=False, indent="")
    menu = "".join(f"<a>{name}</a>" for name in _MENU)
    body = (
        f"<header><nav>{menu}</nav></header>\n<main><article><h1>{head}</h1>\n{text}\n</article>"
        f'<div class="pages">{"".join(f"<p><a>{line}</a></p>" for line in _NEIGHBOURS)}</div></main>\n'
        f"<footer>{'<br>'.join(_FOOT)}</footer>"
    )
    return body, waste, [head] if head else []


def _table_site(draft: Draft, random: Random) -> Shape:
    """Laid out by tables, with an index table of its own."""
    report = draft.report
    rows = [
        ("索 引 号", f"K{random.randint(10**7, 10**8)}/2024-{random.randint(1, 999):05d}"),
        ("主题分类", "法治建设"),
    ]
    rows += [("名 称", report.title), ("文 号", report.document_number or ""), ("有 效 性", "有效")]
    rows += [("发布日期", report.published)] if report.published else []
    index = "".join(f"<tr><td>{key}</td><td>{escape(value or '')}</td></tr>" for key, value in rows)
    kept = [part for row in rows for part in row if part] + ["|", "：", ":"]
    text = _paragraphs(list(draft.paragraphs), random, spans=False, indent="\u3000\u3000")
    body = (
        f'<table width="1000"><tr><td>{"|".join(_MENU)}</td></tr></table>\n'
        f'<table class="xxgk_head">{index}</table>\n'
        f'<table width="1000"><tr><td class="content" id="zoom">{text}</td></tr></table>\n'
        f'<table><tr><td align="center">{"&nbsp;&nbsp;".join(_FOOT)}</td></tr></table>'
    )
    return body, [*_MENU, *_FOOT], kept


def _bare_page(draft: Draft, random: Random) -> Shape:
    """No more than lines parted by <br>."""
    if any(group[0].part is Part.ROW for group in draft.paragraphs):
        return f"<div>{_paragraphs(draft.paragraphs, random, spans=False, indent='')}</div>", [], []
    indent = random.choice(("&#12288;&#12288;", "&emsp;&emsp;", ""))
    lines = [indent + _markup(group) for group in draft.paragraphs]
    return f"<div id='content'>{random.choice(('<br>', '<br/><br/>')).join(lines)}</div>", [], []


def _own_title(draft: Draft, random: Random) -> tuple[str, list[list[Block]]]:
    """Title for the page's h1; in the body it is repeated or not, but where a letterhead stands ahead of it, it stays there."""
    groups = draft.paragraphs
    titled = [group for group in groups if group[0].part is Part.TITLE]
    ahead = {Part.LETTERHEAD, Part.NUMBER, Part.SIGNATORY}
    if (
        len(titled) == 1
        and not any(g[0].part in ahead for g in groups)
        and groups[0] is titled[0]
        and random.random() < 0.6
    ):
        return escape(shown(titled[0][0].written)), groups[1:]
    return escape(draft.report.title), groups


def _paragraphs(groups: list[list[Block]], random: Random, *, spans: bool, indent: str) -> str:
    out: list[str] = []
    rows: list[str] = []
    for group in groups:
        if group[0].part is Part.ROW:
            rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells(group[0].text)) + "</tr>")
            continue
        out += [f"<table border='1'>{''.join(rows)}</table>"] if rows else []
        rows = []
        text = _markup(group)
        if spans:
            text = f"<span style='font-family:仿宋_GB2312;font-size:21px'>{text}</span>"
        centred = group[0].part in _CENTRED
        style = ' align="center"' if centred else random.choice((' style="text-indent:2em"', "", ' class="MsoNormal"'))
        out.append(f"<p{style}>{'' if centred else indent}{text}</p>")
    return "\n".join(out + ([f"<table>{''.join(rows)}</table>"] if rows else []))


def _markup(group: list[Block]) -> str:
    """A paragraph's text with its heading in bold, as editors do, and nothing lost."""
    pieces = [(block.part is Part.HEADING, escape(shown(block.written), quote=False)) for block in group]
    text = "".join(f"<strong>{text}</strong>" if heading else text for heading, text in pieces)
    return text.replace("  ", "&nbsp;&nbsp;")
