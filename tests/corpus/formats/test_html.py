"""Pages of government sites."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.formats.files import PROSE, read

BODY = f"""<p>　　{PROSE}</p><p><strong>一、主要做法</strong></p>
<p>（一）学习。组织学法<span>12</span>次，<br>参加人员<b>300</b>人次。</p><div>（二）执法。<font>检查8次，
  整改问题5个。</font></div>
<table><tr><th>名称</th><th>文号</th><th>发文单位</th></tr><tr><td>某办法</td><td>云政〔2023〕1号</td><td>镇政府</td></tr></table>
<ul><li>一是人员不足。</li><li>二是经费短缺。</li></ul>"""
LINES = [
    f"　　{PROSE}", "一、主要做法", "（一）学习。组织学法12次，", "参加人员300人次。",
    "（二）执法。检查8次，整改问题5个。",
    "| 名称 | 文号 | 发文单位 |", "| 某办法 | 云政〔2023〕1号 | 镇政府 |", "一是人员不足。", "二是经费短缺。",
    "云溪镇人民政府", "2024年1月10日",
]  # fmt: skip
PAGE = f"""<!DOCTYPE html><html><head><meta charset="CHARSET"><title>云溪镇2023年度报告-青河县人民政府门户网站</title>
<meta name="PubDate" content="2024-01-15"><script>var a = "脚本";</script></head><body>
<div class="head"><h1>青河县人民政府</h1><ul><li><a>首页</a></li><li><a>公开</a></li><li><a>服务</a></li></ul></div>
<table><tr><td>索 引 号：</td><td>0012/2024-1</td><td>主题分类：</td><td></td></tr>
<tr><td>名　　称：</td><td colspan="3">云溪镇2023年度报告</td></tr></table>
<div class="main"><h1>云溪镇2023年度报告</h1><div>发布日期：2024-01-15　来源：云溪镇　字体：[大 中 小]</div>
<div id="zoom"><div class="TRS_Editor">{BODY}</div><p>云溪镇人民政府</p><p>2024年1月10日</p></div></div>
<div class="foot">主办：青河县人民政府办公室　地址：青河县城关镇，
邮编：000000，网站标识码：0000000000</div></body></html>"""


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gb2312", "utf-8"), ("nonsense", "gb18030"), ("utf-8", "utf-16")],
)
def test_html_page_of_a_government_site(tmp_path: Path, charset: str, encoding: str) -> None:
    document = read(tmp_path, "a.html", PAGE.replace("CHARSET", charset).encode(encoding))
    assert document.text.split("\n") == LINES
    assert document.title == "云溪镇2023年度报告"
    assert document.metadata == {
        "PubDate": "2024-01-15",
        "索引号": "0012/2024-1",
        "名称": "云溪镇2023年度报告",
        "发布日期": "2024-01-15",
        "来源": "云溪镇",
    }
    assert (document.format, document.hard_wrapped, document.notes) == ("html", False, ())


@pytest.mark.parametrize(
    "old_new",
    [
        (' id="zoom"', ""),
        ('<div id="zoom"><div class="TRS_Editor">', '<div><div class="inner">'),
        ('<div id="zoom">', "<form><div>"),
    ],
)
def test_html_without_a_known_container_loses_nothing(tmp_path: Path, old_new: tuple[str, str]) -> None:
    lines = read(tmp_path, "a.html", PAGE.replace(*old_new)).text.split("\n")
    assert [line for line in lines if line in LINES] == LINES
    assert not any("网站标识码" in line or "首页" in line for line in lines)


def test_html_report_split_over_two_containers(tmp_path: Path) -> None:
    second = f"<div class='b'><p>二、存在问题</p><p>第二部分：{PROSE}</p></div>"
    page = f"<html><body><div><div class='a'>{f'<p>{PROSE}</p>' * 12}</div>{second}</div></body></html>"
    assert read(tmp_path, "a.html", page).text.split("\n") == [PROSE] * 12 + ["二、存在问题", f"第二部分：{PROSE}"]


def test_html_named_container_takes_in_what_stands_round_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The outer of two named elements counts; prose near it, and prose far off that trafilatura sees, is not lost."""
    inner = f"<div class='TRS_Editor'>{f'<p>{PROSE}</p>' * 30}</div>"
    nested = f"<html><body><div id='zoom'><p>某县文件</p>{inner}</div><p>下一篇</p></body></html>"
    assert read(tmp_path, "a.html", nested).text.split("\n") == ["某县文件"] + [PROSE] * 30
    last = f"最后一段：{PROSE}{PROSE}"
    beside = f"<html><body><div class='x'><div class='y'>{inner}</div><p>{last}</p></div></body></html>"
    assert read(tmp_path, "a.html", beside).text.split("\n") == [PROSE] * 30 + [last]
    far = f"<html><body><div><div><div>{inner}</div></div></div><p>{last}</p></body></html>"
    assert read(tmp_path, "a.html", far).text.split("\n") == [PROSE] * 30
    monkeypatch.setattr("trafilatura.extract", lambda *_, **__: f"- {last}\n不在页上，{PROSE}")
    assert read(tmp_path, "a.html", far).text.split("\n") == [PROSE] * 30 + [last]


def test_html_lists_of_links_go_and_single_links_stay(tmp_path: Path) -> None:
    links = "".join(f"<li><a href='#'>相关新闻{number}</a></li>" for number in "一二三")
    page = f"<html><body><div><p>{PROSE}</p><ul>{links}</ul><p>附件：<a href='x'>报表</a></p></div></body></html>"
    assert read(tmp_path, "a.html", page).text.split("\n") == [PROSE, "附件：报表"]


def test_html_header_row_of_a_table_is_no_index(tmp_path: Path) -> None:
    head = "".join(f"<th>{name}</th>" for name in ("名称", "文号", "发文单位", "来源"))
    page = f"<html><body><div><p>{PROSE}</p><table><tr>{head}</tr><tr><td>无</td></tr></table></div></body></html>"
    document = read(tmp_path, "a.html", page)
    assert document.metadata == {}
    assert document.text.split("\n") == [PROSE, "| 名称 | 文号 | 发文单位 | 来源 |", "无"]


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ('<meta name="ArticleTitle" content="甲镇报告">', "<h1>网站</h1>", "甲镇报告"),
        ("<title>甲镇报告_某网</title>", "<h1>某某某人民政府网站</h1><h1>甲镇报告</h1>", "甲镇报告"),
        ("<title>甲镇2021-2025年报告-某县人民政府网</title>", "", "甲镇2021-2025年报告"),
        ("", "", None),
    ],
)
def test_html_title(tmp_path: Path, head: str, body: str, title: str | None) -> None:
    assert read(tmp_path, "a.htm", f"<html><head>{head}</head><body>{body}<p>{PROSE}</p></body></html>").title == title


def test_html_with_one_broken_byte_is_read_with_a_note(tmp_path: Path) -> None:
    document = read(
        tmp_path, "a.html", PAGE.replace("CHARSET", "utf-8").encode().replace("纠纷".encode(), b"\xe7\xba", 1)
    )
    assert "一是人员不足。" in document.text
    assert document.notes


def test_html_nested_very_deep_is_read(tmp_path: Path) -> None:
    text = read(tmp_path, "a.html", "<html><body>" + "<div>" * 3000 + f"<p>{PROSE}</p>").text
    assert text == PROSE
