"""Shapes of pages: how bodies, copies, lists and shells are marked up."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from corpus.text.furniture import FURNITURE, Furniture
from errors import UnreadableFileError
from tests.corpus.formats.files import PROSE, read
from tests.hangs import HANG


def body(inner: str, head: str = "", beside: str = "") -> str:
    return f"<html><head>{head}</head><body><div class='main'><div id='zoom'>{inner}</div></div>{beside}</body></html>"


OTHER = "下一步，云溪镇将加强队伍建设，完善执法程序，不断提高依法行政水平。"
LONG = "".join(f"<p>{number}、{PROSE}{OTHER}</p>" for number in "一二三四")
LONG_LINES = [f"{number}、{PROSE}{OTHER}" for number in "一二三四"]


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        (f"<html><body><h2>云溪</h2><!--enpcontent--><p>{PROSE}</p><!--/enpcontent--><p>上一页</p></body></html>", [PROSE]),
        (body("<br><br>".join(["　　" + PROSE, "一、做法"])), ["　　" + PROSE, "一、做法"]),
        (body("".join(f"<div><span><span>&nbsp;{part}</span></span></div>" for part in (PROSE, "一、做法"))), ["\xa0" + PROSE, "\xa0一、做法"]),
        (body(f"<pre>　　{PROSE}\n二、问题</pre>"), ["　　" + PROSE, "二、问题"]),
        (body(f"<p style='white-space: pre-wrap'>{PROSE}\n二、问题</p>"), [PROSE, "二、问题"]),
        (body(f"<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><p class=MsoNormal><![if !supportLists]>"
              f"<span style='mso-list:Ignore'>一、</span><![endif]>{PROSE}<o:p></o:p></p>"), [f"一、{PROSE}"]),
        (body("".join(f"<p><a name='m{i}'>{text}</a></p>" for i, text in enumerate((PROSE, "做法", "问题", "打算")))), [PROSE, "做法", "问题", "打算"]),
        (body(f"<h2>一、做法</h2><h4>（一）学习</h4><p>面积3m<sup>2</sup>。{PROSE}</p>"), ["一、做法", "（一）学习", f"面积3m2。{PROSE}"]),
    ],
    ids=["comments", "br", "spans", "pre", "pre-style", "word-paste", "anchors", "headings"],
)  # fmt: skip
def test_html_shapes_of_bodies(tmp_path: Path, page: str, lines: list[str]) -> None:
    assert read(tmp_path, "a.html", page).text.split("\n") == lines


@pytest.mark.parametrize(
    "copy",
    [
        f"<div style='display: none'>{LONG}</div>",
        f"<div hidden>{LONG}</div>",
        f"<div class='phone'>{LONG}</div>",
        f"<div id='printer'>{LONG}</div>",
    ],
    ids=["display", "attribute", "class", "shown-twice"],
)
def test_html_second_copies_are_dropped(tmp_path: Path, copy: str) -> None:
    head = "<style>@media print{.main{display:none}} .x, div.phone{color:red;display:none}</style>"
    for page in (body(LONG, head, copy), body(LONG, head).replace("<div class='main'>", copy + "<div class='main'>")):
        document = read(tmp_path, "a.html", page)
        assert document.text.split("\n") == LONG_LINES
        assert document.notes == ()


def test_html_hidden_notices_go_and_hidden_pages_stay(tmp_path: Path) -> None:
    notice = "<p style='visibility:hidden'>复制本文时请注明出处。</p>"
    document = read(tmp_path, "a.html", body(LONG + notice))
    assert (document.text.split("\n"), document.removed) == (LONG_LINES, ("复制本文时请注明出处。",))
    second = f"<div style='display:none'><p>五、{PROSE}</p><p>六、{OTHER}</p></div>"
    document = read(tmp_path, "a.html", body(LONG + second))
    assert document.text.split("\n") == [*LONG_LINES, f"五、{PROSE}", f"六、{OTHER}"]
    assert "隐藏" in document.notes[0]


def test_html_what_a_report_says_twice_stays(tmp_path: Path) -> None:
    rows = f"<tr><td>检查</td><td>{PROSE * 5}</td></tr>" * 2
    row = f"| 检查 | {PROSE * 5} |"
    assert read(tmp_path, "a.html", body(f"<p>{PROSE}</p><table>{rows}</table>")).text.split("\n") == [PROSE, row, row]
    twice = f"<div>{PROSE * 5}</div>" * 2 + LONG * 2
    assert read(tmp_path, "a.html", body(twice)).text.split("\n") == [PROSE * 5] * 2 + LONG_LINES * 2


@pytest.mark.parametrize("kind", [kind for kind in FURNITURE if kind.anywhere], ids=lambda kind: kind.name)
def test_html_lines_of_the_site(tmp_path: Path, kind: Furniture) -> None:
    document = read(tmp_path, "a.html", body(LONG + "".join(f"<p>{line}</p>" for line in kind.examples)))
    assert document.text.split("\n") == LONG_LINES
    assert document.removed == kind.examples


def test_html_teasers_under_their_heading_go(tmp_path: Path) -> None:
    teaser = f"<div class='r'><h3>推荐阅读</h3><p>近日，{OTHER}</p></div>"
    assert (
        read(tmp_path, "a.html", f"<html><body><div>{LONG}</div>{teaser}</body></html>").text.split("\n") == LONG_LINES
    )
    whole = f"<html><body><div><h3>相关信息</h3>{LONG}</div></body></html>"
    assert read(tmp_path, "a.html", whole).text.split("\n") == ["相关信息", *LONG_LINES]
    flat = f"<html><body><div>{LONG}<h3>相关内容</h3><p>{OTHER}</p></div></body></html>"
    assert read(tmp_path, "a.html", flat).text.split("\n") == [*LONG_LINES, "相关内容", OTHER]


@pytest.mark.parametrize(
    ("listing", "lines"),
    [
        ("<ol><li>甲</li><li>5亿元</li></ol>", ["1.甲", "2. 5亿元"]),
        ("<ol start=3 type=a><li>甲</li><li value=27>乙</li></ol>", ["c.甲", "aa.乙"]),
        ("<ol reversed><li>甲</li><li>乙</li></ol>", ["2.甲", "1.乙"]),
        ("<ol style='list-style-type:cjk-ideographic'><li><p>甲</p><p>文</p></li><li>乙</li></ol>", ["一、甲", "文", "二、乙"]),
        ("<ol style='list-style: inside simp-chinese-informal'><li>甲<ol><li>乙</li></ol></li></ol>", ["一、甲", "1.乙"]),
        ("<ol style='list-style-type:simp-chinese-formal'><li>甲</li></ol>", ["壹、甲"]),
        ("<ol><li>1.甲</li><li>2.乙</li></ol>", ["1.甲", "2.乙"]),
        ("<ol style='list-style:none'><li>甲</li></ol>", ["甲"]),
        ("<style>ul, ol{margin:0;list-style:none}</style><ol><li>甲</li></ol>", ["甲"]),
        ("<ul><li>甲</li></ul>", ["甲"]),
    ],
    ids=["decimal", "start-value", "reversed", "cjk", "nested", "formal", "typed", "none", "reset", "bullets"],
)  # fmt: skip
def test_html_numbers_of_lists(tmp_path: Path, listing: str, lines: list[str]) -> None:
    assert read(tmp_path, "a.html", body(f"<p>{PROSE}</p>{listing}")).text.split("\n") == [PROSE, *lines]


@pytest.mark.parametrize(
    ("inner", "where"),
    [
        ("<textarea>" + LONG.replace("<", "&lt;") + "</textarea>", "文本框"),
        ("<script>var a=1, d = " + json.dumps({"t": 1, "body": LONG}) + ";</script>", "脚本数据"),
        (
            "<script type='application/json'>"
            + json.dumps({"b": LONG}, ensure_ascii=False).replace("/", "\\/")
            + "</script>",
            "脚本数据",
        ),
    ],
    ids=["text-area", "escaped-script", "script"],
)
def test_html_body_in_data_of_the_page(tmp_path: Path, inner: str, where: str) -> None:
    document = read(tmp_path, "a.html", f"<html><body><p>首页</p>{inner}</body></html>")
    assert document.text.split("\n") == LONG_LINES
    assert where in document.notes[0]


@pytest.mark.parametrize(
    ("inner", "message"),
    [
        ("<iframe src='/up/2024/report.pdf'></iframe>", "only shows the file report.pdf; fetch"),
        ("<embed src='a/%E6%8A%A5%E5%91%8A.PDF'>", "only shows the file 报告.PDF"),
        ("<iframe src='/pdfjs/viewer.html?file=/f/r%202.pdf'></iframe>", r"file r 2\.pdf"),
        ("<p><a href='x/云溪.docx'>云溪镇报告</a></p>", "file 云溪.docx"),
        ("<iframe src='body_12.html'></iframe><p>云溪镇报告</p>", "another page, body_12.html"),
        ("<p><img src='1.jpg'></p>", "without text"),
        ("<iframe src='http://[x'></iframe>", "another page"),
    ],
    ids=["iframe", "embed", "viewer", "link", "frame", "pictures", "bad-address"],
)
def test_html_shells_name_what_to_fetch(tmp_path: Path, inner: str, message: str) -> None:
    with pytest.raises(UnreadableFileError, match=message):
        read(tmp_path, "a.html", f"<html><body>{inner}</body></html>")


def test_html_frameset_names_the_page_to_fetch(tmp_path: Path) -> None:
    page = "<html><frameset cols='20%,*'><frame src='menu.html'><frame src='text.html'></frameset></html>"
    with pytest.raises(UnreadableFileError, match=r"text\.html"):
        read(tmp_path, "a.html", page)


@pytest.mark.parametrize(
    ("head", "banner", "metadata"),
    [
        ("", "<div><span>发布时间：2024-01-15 10:20</span><span>来源：云溪镇</span><span>浏览次数：3次</span></div>",
         {"发布时间": "2024-01-15 10:20", "来源": "云溪镇"}),
        ("", "<div>2024-01-15 10:20　来源：云溪镇　字体：大</div>", {"发布日期": "2024-01-15"}),
        ("<meta property='article:published_time' content='2024-01-15T08:00'>", "", {"article:published_time": "2024-01-15T08:00"}),
    ],
    ids=["run-on", "bare-date", "property"],
)  # fmt: skip
def test_html_dates_of_publication(tmp_path: Path, head: str, banner: str, metadata: dict[str, str]) -> None:
    assert read(tmp_path, "a.html", body(LONG, head).replace("<div id", banner + "<div id")).metadata == metadata


@pytest.mark.parametrize(
    "page",
    [
        "<style>" + "ol " * 40_000 + "</style>" + body(f"{LONG}<ol><li>甲</li></ol>"),
        "<style>" + "a{" * 50_000 + "</style>" + body(LONG),
        body(LONG + "<p>打印" + " 打印" * 90 + "，</p>"),
        body(LONG + '<script>"' + "a\\\\" * 100_000 + "</script>"),
        body("<div hidden>" * 800 + LONG),
    ],
    ids=["selectors", "braces", "buttons", "strings", "hidden-chain"],
)
def test_html_made_to_be_slow_is_read(tmp_path: Path, page: str) -> None:
    begun = time.process_time()
    assert read(tmp_path, "a.html", page).text.split("\n")[:4] == LONG_LINES
    assert time.process_time() - begun < HANG
