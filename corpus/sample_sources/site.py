"""Sets a source as the article page of an invented government site."""

from __future__ import annotations

import datetime as dt
import html
from dataclasses import dataclass
from string import Template

from corpus.sample_sources.blocks import block_html
from corpus.sample_sources.lines import Kind, Line, blocks, issuer, joined, signed

SAVED_AFTER = dt.timedelta(days=427)
"""A page's banner shows the day it was saved: a date that has nothing to do with the report, ahead of the real one."""


@dataclass(frozen=True, slots=True)
class Site:
    """The invented government site on which an html sample is published."""

    name: str
    menu: tuple[str, ...]
    crumbs: tuple[str, ...]
    record: str
    theme: str
    published: dt.date
    clicks: int


SITES = {
    "beiluliang-2024": Site(
        name="雁鸣县人民政府",
        menu=("网站首页", "雁鸣概况", "政务公开", "政务服务", "互动交流", "专题专栏"),
        crumbs=("首页", "政务公开", "乡镇信息公开", "北麓梁乡", "法治政府建设"),
        record="YM0310-02-2025-0007",
        theme="法治建设",
        published=dt.date(2025, 1, 24),
        clicks=136,
    ),
    "shuangliuxi-2023": Site(
        name="青枫县人民政府门户网站",
        menu=("首页", "走进青枫", "新闻中心", "信息公开", "办事服务", "政民互动"),
        crumbs=("首页", "信息公开", "法定主动公开内容", "法治政府建设年度报告"),
        record="QF-13-2024-0011",
        theme="综合政务/其他",
        published=dt.date(2024, 1, 30),
        clicks=88,
    ),
    "xinduwan-2022": Site(
        name="望澜市临澜区人民政府",
        menu=("首页", "区情", "要闻", "公开", "服务", "互动", "数据"),
        crumbs=("首页", "公开", "街道（镇）信息公开目录", "新渡湾街道办事处", "法治政府建设"),
        record="LL2110-0202-2023-0004",
        theme="司法、公安/其他",
        published=dt.date(2023, 2, 3),
        clicks=241,
    ),
}

BODY_SPAN = '<span style="font-family: 仿宋_GB2312; font-size: 16pt;">{}</span>'

SITE_MARKUP = {
    Kind.BODY: f'<p style="text-indent: 2em; line-height: 28pt;">{BODY_SPAN}</p>',
    Kind.LETTERHEAD: '<p style="text-align: center; color: #c00;"><span style="font-size: 30pt;">{}</span></p>',
    Kind.NUMBER: f'<p style="text-align: center;">{BODY_SPAN}</p>',
    Kind.SIGNER: f'<p style="text-align: right;">{BODY_SPAN}</p>',
    Kind.TITLE: '<p style="text-align: center;"><span style="font-size: 22pt;">{}</span></p>',
    Kind.ADDRESSEE: f"<p>{BODY_SPAN}</p>",
    Kind.HEADING_1: '<p style="text-indent: 2em;"><span style="font-family: 黑体; font-size: 16pt;">{}</span></p>',
    Kind.HEADING_2: '<p style="text-indent: 2em;"><strong>{}</strong></p>',
    Kind.SIGNATURE: f'<p style="text-align: right;">{BODY_SPAN}</p>',
}

SITE_PAGE = Template("""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="SiteName" content="$site">
<meta name="ColumnName" content="$column">
<meta name="ArticleTitle" content="$title">
<meta name="PubDate" content="$published 10:12">
<title>$title-$site</title>
<style>body { font-family: sans-serif } #zoom p { margin: 0 } .index td, .index th { border: 1px solid #ccc }</style>
<script>function doZoom(size) { document.getElementById("zoom").style.fontSize = size + "px"; }</script>
</head>
<body>
<div class="top"><span>今天是 $visited</span>
<a href="#">无障碍阅读</a> <a href="#">简体</a> <a href="#">繁體</a>
<form action="#"><input type="text" placeholder="请输入关键字"><button type="button">搜索</button></form></div>
<div class="logo"><a href="#">$site</a></div>
<ul class="nav">
$menu
</ul>
<div class="crumbs">当前位置：$crumbs</div>
<table class="index">
<tr><th>索 引 号</th><td>$record</td><th>主题分类</th><td>$theme</td></tr>
<tr><th>发文机关</th><td>$issuer</td><th>成文日期</th><td>$signed</td></tr>
<tr><th>文　　号</th><td>$number</td><th>发布日期</th><td>$published</td></tr>
</table>
<div class="article">
<h1>$title</h1>
<div class="info"><span>发布时间：$published 10:12</span> <span>信息来源：$issuer</span> <span>浏览次数：$clicks</span>
<span>字号：【<a href="javascript:doZoom(20)">大</a> <a href="javascript:doZoom(16)">中</a>
<a href="javascript:doZoom(14)">小</a>】</span></div>
<div id="zoom">
$body
</div>
<div class="tools"><a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a>
<span>分享到：</span><a href="#">微信</a> <a href="#">微博</a></div>
<div class="near"><p>上一篇：<a href="#">关于公布行政执法人员名单的公告</a></p><p>下一篇：没有了</p></div>
</div>
<div class="footer">
<p><a href="#">网站地图</a> | <a href="#">联系我们</a> | <a href="#">隐私声明</a></p>
<p>主办：$site办公室　承办：$site信息中心</p>
<p>网站标识码：0000000000（示例）　建议使用 1366×768 以上分辨率浏览</p>
</div>
</body>
</html>
""")


def _long_date(date: dt.date) -> str:
    return f"{date.year}年{date.month}月{date.day}日 星期{'一二三四五六日'[date.weekday()]}"


def _site_body(lines: list[Line]) -> str:
    """The article: a title that the page already shows is left out, unless the whole letterhead was pasted with it."""
    pasted = any(line.kind is Kind.LETTERHEAD for line in lines)
    kept = [line for line in lines if pasted or line.kind is not Kind.TITLE]
    return "\n".join(block_html(block, SITE_MARKUP) for block in blocks(kept))


def to_html(name: str, lines: list[Line]) -> bytes:
    """Sets a report as an article of its government's site, with all that stands around an article.

    Args:
        name: File name without its ending, ``<slug>-<year>``.
        lines: The report's lines.

    Returns:
        The bytes of the file.
    """
    site = SITES[name]
    page = SITE_PAGE.substitute(
        site=site.name,
        column=site.crumbs[-1],
        title=html.escape(joined(lines, Kind.TITLE)),
        menu="\n".join(f'<li><a href="#">{entry}</a></li>' for entry in site.menu),
        crumbs=" &gt; ".join(f'<a href="#">{crumb}</a>' for crumb in site.crumbs),
        record=site.record,
        theme=site.theme,
        issuer=issuer(lines),
        signed=signed(lines, site.published).isoformat(),
        number=joined(lines, Kind.NUMBER),
        published=site.published.isoformat(),
        visited=_long_date(site.published + SAVED_AFTER),
        clicks=site.clicks,
        body=_site_body(lines),
    )
    return page.encode()
