"""A retrieval set of four documents."""

from __future__ import annotations

from pathlib import Path

import pytest

CORPUS = """
{"id": "d1", "title": "执法队伍", "text": "全镇新招录三名执法人员，全部取得行政执法证。"}
{"id": "d2", "text": "开展普法宣传七十次，发放资料三千份。"}
{"id": "d3", "title": " ", "text": "调解矛盾纠纷四十件，调解成功率百分之百。"}
{"id": 4, "title": "执法队伍", "text": "执法人员不足，普法形式单一。"}
"""
QUERIES = """
{"id": "q1", "text": "执法人员"}
{"id": "q2", "text": "disputes 120"}
{"id": "q3", "text": "没有人知道的问题"}
"""
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\t4\t1\nq1\td2\t0\nq2\td3\t1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the set."""
    path = tmp_path / "set"
    path.mkdir()
    for name, content in (("corpus.jsonl", CORPUS), ("queries.jsonl", QUERIES), ("qrels.tsv", QRELS)):
        (path / name).write_text(content, encoding="utf-8")
    return path
