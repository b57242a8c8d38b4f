"""Figures with all that is said of them."""

from __future__ import annotations

import pytest

from corpus.folder import read_file
from corpus.reader import understand
from corpus.report import Document, Role
from indexer.passages import cut
from insight.indicators.extracting import figures_of
from insight.indicators.figure import Change, FigureKind
from tests.conftest import SAMPLES
from tests.insight.indicators.reading import figures_in


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("约20次。", "约"),
        ("共受理各类纠纷20件。", "共"),
        ("累计发放资料20份。", "累计"),
        ("受教育群众达20人。", "达"),
        ("受教育群众达20余人。", "余"),
        ("共有30多人参加。", "余"),
        ("超20人参加。", "超"),
        ("超过500人参加。", "超"),
        ("达成5项共识。", None),
        ("近20人参加。", "近"),
        ("不少于20人参加。", "至少"),
        ("20人以上参加。", "至少"),
        ("公共法律服务站20个。", None),
        ("调解20件。", None),
    ],
)
def test_qualifiers(text: str, qualifier: str | None) -> None:
    assert figures_in(text)[0].qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("受理纠纷31件，比上年减少8件。", [None, Change.DOWN]),
        ("受理纠纷31件，同比增长12%。", [None, Change.UP]),
        ("比上年多5件。", [Change.UP]),
        ("由2项增加到6项。", [Change.BEFORE, None]),
        ("由上年的96次降到21次。", [Change.BEFORE, None]),
        ("材料由平均6份减为3份。", [Change.BEFORE, None]),
        ("从15天压缩至7天。", [Change.BEFORE, None]),
        ("2022年的12件，今年20件。", [Change.BEFORE, None]),
        ("增加到6项。", [None]),
        ("超过500人参加。", [None]),
        ("新增持证人员3名。", [None]),
        ("由5人组成的调解队。", [None]),
        ("由3名干部到村开展2次宣讲。", [None, None]),
    ],
)
def test_changes(text: str, changes: list[Change | None]) -> None:
    assert [figure.change for figure in figures_in(text)] == changes


def test_plans() -> None:
    assert figures_in("培训2次。", role=Role.PLAN)[0].planned
    planned, done = figures_in("原计划7个村全部完成，实际只完成2个村。")
    assert planned.planned and not done.planned
    assert not figures_in("代拟合同20份。")[0].planned


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("上半年受理纠纷20件。", "上半年"),
        ("每季度开展检查2次。", "每季度"),
        ("今年受理20件。", None),
        ("上年的20件。", "上年"),
        ("受理纠纷31件，比上年减少8件。", None),
        ("每月坐班，受理纠纷31件。", None),
    ],
)
def test_periods(text: str, period: str | None) -> None:
    assert figures_in(text)[-1].period == period


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("调解矛盾纠纷168件。", "矛盾纠纷"),
        ("组织8名干部参加培训。", "干部"),
        ("共受理各类矛盾纠纷280件。", "各类矛盾纠纷"),
        ("查处违法行为156起。", "违法行为"),
        ("调解成功率100%。", "调解成功率"),
        ("3次。", ""),
    ],
)
def test_what_is_counted(text: str, counted: str) -> None:
    assert figures_in(text)[0].counted == counted


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("受理纠纷29件，调解成功28件，成功率96.6%。", ["disputes_found", "disputes_settled", "settlement_rate"]),
        ("接待信访12件，化解10件，办结率83.3%。", ["petitions", "petitions", "petition_rate"]),
        ("设立法律图书角8处、群众说事点2处、人民调解室3处。", ["publicity_sites", None, "mediation_bodies"]),
        ("受理热线80件，比上年减少8件。", ["hotline_cases", "hotline_cases"]),
        ("法律明白人由32名增加到48名。", ["law_versed_villagers", "law_versed_villagers"]),
        ("开展执法检查38次，其中夜间21次。", ["inspections", "inspections"]),
        ("受教育群众200至300人次。", ["publicity_reached", "publicity_reached"]),
        ("调解邻里纠纷8件、土地纠纷6件。", ["disputes_settled", "disputes_settled"]),
        ("为5个村配备了1名法律顾问。", ["advised_villages", "legal_advisers"]),
        ("在4个村建成调解室。", [None]),
        ("每村培育不少于4名法律明白人。", [None]),
        ("审查合同11份、镇政府文件6件。", ["contracts_reviewed", "legality_reviews"]),
        ("学习《信访工作条例》等法律法规5次。", ["official_study"]),
        ("栽树500棵，修路3公里。", [None, None]),
    ],
)
def test_names(text: str, keys: list[str | None]) -> None:
    assert [figure.indicator for figure in figures_in(text)] == keys


def test_a_heading_tells_the_topic() -> None:
    (figure,) = figures_in("全年共办结8件。", heading="一、做好信访工作")
    assert figure.indicator == "petitions"


def test_a_figure_in_a_heading_belongs_to_the_passage_below() -> None:
    first, second = figures_in("全年调解30件。", heading="一、开成两次听证")
    assert (first.value, first.unit, first.passage_id) == (2, "次", second.passage_id)


def test_traditional_characters_and_full_width_digits() -> None:
    text = "該鎮開展普法宣傳活動１２場次，調解糾紛８件，辦結率９９％，為羣眾處理問題，進行學習與報告。"
    figures = figures_in(text)
    assert [(figure.value, figure.unit, figure.indicator) for figure in figures[:2]] == [
        (12, "场次", "publicity_events"),
        (8, "件", "disputes_settled"),
    ]
    assert text[figures[0].start] == "１"


TABLE = (
    "| 指标 | 单位 | 2023年 | 2024年 | 同比 |\n"
    "| --- | --- | --- | --- | --- |\n"
    "| 受理矛盾纠纷 | 件 | 31 | 25 | -19.4% |\n"
    "| 罚款 | 万元 | 1.5 | 2 | 33.3% |\n"
    "| 备注 |  | 无 | 无 |  |"
)


def test_tables() -> None:
    figures = figures_in(TABLE)
    assert [(figure.value, figure.unit, figure.change, figure.indicator) for figure in figures] == [
        (31, "件", Change.BEFORE, "disputes_found"),
        (25, "件", None, "disputes_found"),
        (19.4, "%", Change.DOWN, "disputes_found"),
        (15_000, "元", Change.BEFORE, "fines"),
        (20_000, "元", None, "fines"),
        (33.3, "%", Change.UP, "fines"),
    ]
    assert figures[0].counted == "受理矛盾纠纷"
    assert (
        TABLE[slice(*figures[0].sentence)].startswith("受理矛盾纠纷")
        or "受理矛盾纠纷" in TABLE[slice(*figures[0].sentence)]
    )


@pytest.mark.parametrize(
    ("head", "cell", "found"),
    [
        ("| 序号 | 内容 | 场次 |", "| 1 | 法治讲座 | 6 |", [(6, "场次")]),
        ("| 内容 | 数量（场） |", "| 法治讲座 | 6 |", [(6, "场")]),
        ("| 内容 | 数量 |", "| 法治讲座（场） | 6 |", [(6, "场")]),
        ("| 内容 | 数量 |", "| 培训人数 | 60 |", [(60, "人")]),
        ("| 内容 | 数量 |", "| 办结率 | 98.5 |", [(98.5, "%")]),
        ("| 内容 | 数量 |", "| 说明 | 60 |", []),
        ("| 年份 | 讲座（场） |", "| 2024 | 60 |", []),
    ],
)
def test_units_of_cells(head: str, cell: str, found: list[tuple[float, str]]) -> None:
    assert [(figure.value, figure.unit) for figure in figures_in(f"{head}\n{cell}")] == found


def test_figures_of_a_sample_stand_in_their_sentences() -> None:
    report = read_file(SAMPLES / "beiluliang-2023.pdf")
    passages = {passage.id: passage for passage in cut(report)}
    figures = figures_of(report, list(passages.values()))
    assert len(figures) > 50
    assert [figure.start for figure in figures] == sorted(figure.start for figure in figures)
    for figure in figures:
        assert figure.start < figure.end <= figure.sentence[1]
        assert figure.sentence[0] <= figure.start
        assert figure.passage_id in passages
        assert figure.counted in report.text
        assert figure.period is None or figure.period in report.text
        assert figure.kind is not FigureKind.SCORE or figure.unit


def test_marks_and_long_titles_in_the_text() -> None:
    title = "《" + "很长的名称" * 15 + "3次会议》"
    figures = figures_in(f"#话题# @某人 调解纠纷5件，印发{title}后开展普法讲座6场。")
    assert [(figure.value, figure.indicator) for figure in figures if figure.value != 3] == [
        (5, "disputes_settled"),
        (6, "law_lectures"),
    ]


@pytest.mark.parametrize("pattern", ["1次、", "| 1 | 2次 |\n", "《", "由1次到", "一名", "每一次，", "纠纷1", "“1件"])
def test_hostile_reports_come_to_an_end(pattern: str) -> None:
    text = pattern * (15_000 // len(pattern))
    report = understand(Document(text, "txt"), source="a.txt", metadata={})
    assert len(figures_of(report, cut(report))) < len(text)
