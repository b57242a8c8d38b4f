from __future__ import annotations

import pytest

from corpus.kinds import KIND_CUES, find_kind
from corpus.report import Kind

CASES = [(cue.kind, example) for cue in KIND_CUES for example in cue.examples]
OTHERS = [(cue.kind, example) for cue in KIND_CUES for example in cue.counterexamples]


@pytest.mark.parametrize(("kind", "title"), CASES, ids=[title for _, title in CASES])
def test_examples(kind: Kind, title: str) -> None:
    assert find_kind(title, "")[0] is kind


@pytest.mark.parametrize(("kind", "title"), OTHERS, ids=[title for _, title in OTHERS])
def test_counterexamples(kind: Kind, title: str) -> None:
    assert find_kind(title, "")[0] is Kind.REPORT


@pytest.mark.parametrize(
    "title",
    [
        "柳泉镇2023年法治政府建设工作总结",
        "石岭县人民政府关于2023年度法治政府建设情况的报告",
        "关于报送2023年法治政府建设工作总结的报告",
        "望湖街道2023年度法治政府建设年度报告",
        "石岭县司法局2023年度推进法治政府建设情况报告",
        "柳泉镇党委2023年履行推进法治建设第一责任人职责情况的报告",
        "",
    ],
)
def test_reports(title: str) -> None:
    assert find_kind(title, "全镇开展培训3次，本人认为……") == (Kind.REPORT, "")


def test_one_persons_account_is_told_by_its_text() -> None:
    text = "一年来，本人认真学习。\n本人主持会议3次，本人带头学法。今后，本人将继续努力。"
    assert find_kind("柳泉镇2023年法治建设情况报告", text) == (Kind.PERSONAL, "本人")
