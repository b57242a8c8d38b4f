"""The map of problems on small reports whose themes anybody can see."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cli import main
from embeddings import HashingEncoder
from errors import QueryError
from indexer.build import build_index
from indexer.index import Index
from insight.scope import Share
from insight.themes.answer import OUTLINE, FoundTheme, Themes, themes_of_problems
from insight.themes.chart import chart, theme_map
from insight.themes.contract import themes_json
from insight.themes.points import Point, gather
from insight.themes.trend import Trend
from search.filters import Filters

STAFF = "执法人员数量不足，持证的只有{n}人，遇到夜间巡查排不开班。"
LATER_STAFF = "执法人员数量不足，仍只有{n}名持证人员，节假日巡查常常停摆。"
DULL = "普法形式单一，发放宣传册{n}份，很少有人翻看，课堂也冷清。"
RECORDS = "调解卷宗档案装订不齐，{n}本卷宗缺页，查找旧案费时。"
ALONE = "村里唯一的渡口停航已有{n}个月，过河办事要绕行山路。"

_REPORT = """{county}{name}{year}年法治政府建设工作报告

{year}年，{name}认真推进法治政府建设，现将有关情况报告如下。
一、主要工作
（一）加强学习。组织学习法律法规{n}次，全体干部参加。
二、存在的问题
{name}法治建设虽有进步，但还存在以下问题：
{problems}
三、下一步打算
（一）继续推进各项工作，补上短处。
"""

TOWNSHIPS: tuple[tuple[str, str, dict[int, tuple[str, ...]]], ...] = (
    ("甲县", "甲乡", {2021: (STAFF,), 2022: (STAFF, DULL), 2023: (LATER_STAFF,)}),
    ("甲县", "乙镇", {2021: (STAFF,), 2022: (RECORDS,), 2023: (LATER_STAFF, DULL)}),
    ("丙县", "丙镇", {2021: (RECORDS,), 2022: (RECORDS,), 2023: (ALONE,)}),
)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("themes")
    (root / "reports").mkdir()
    for number, (county, name, years) in enumerate(TOWNSHIPS):
        for year, problems in years.items():
            points = "\n".join(
                f"{ordinal}是{problem.format(n=number + year % 10 + 2)}"
                for ordinal, problem in zip("一二", problems, strict=False)
            )
            text = _REPORT.format(county=county, name=name, year=year, n=number + 3, problems=points)
            (root / "reports" / f"{number}-{year}.txt").write_text(text, encoding="utf-8")
    build_index(root / "index", [root / "reports"], HashingEncoder())
    return root / "index"


@pytest.fixture
def index(directory: Path) -> Index:
    return Index.open(directory)


def _named(found: Themes, part: str) -> FoundTheme:
    [theme] = [theme for theme in found.themes if part in theme.name]
    return theme


def test_points_are_grouped_and_counted_in_townships(index: Index) -> None:
    found = themes_of_problems(index)
    assert (found.points, found.townships) == (11, Share(3, 3))
    staff = _named(found, "执法人员数量不足")
    assert (staff.townships, staff.mentions) == (Share(2, 3), 5)
    assert {year: share.townships for year, share in staff.by_year.items()} == {2021: 2, 2022: 1, 2023: 2}
    assert {county[-1]: share for county, share in staff.by_county.items()} == {
        "甲县": Share(2, 2),
        "丙县": Share(0, 1),
    }
    assert found.themes[0] is staff
    assert {theme.mentions for theme in found.themes} == {5, 3, 2}
    assert found.left_over == 1
    assert found.reporting == {2021: 3, 2022: 3, 2023: 3}


def test_announcements_are_no_points(index: Index) -> None:
    gathered = gather(index)
    assert gathered.announcements == 9
    assert not any("以下问题" in point.text for point in gathered.points)


def test_names_and_passages_are_verbatim_and_citable(index: Index) -> None:
    for theme in themes_of_problems(index, top=None).themes:
        assert theme.named_in is not None and theme.named_in.text == theme.name
        for said in theme.said:
            for cited in (said.cited, *said.same):
                report = index.catalogue.report(cited.report.id)
                assert report is not None and report.text[cited.start : cited.end] == cited.text
        assert any(theme.name in cited.text for said in theme.said for cited in (said.cited, *said.same))


def test_copies_are_one_wording_but_count(index: Index) -> None:
    staff = _named(themes_of_problems(index, top=None), "执法人员数量不足")
    assert staff.wordings < staff.mentions == sum(1 + said.copies for said in staff.said)
    assert all(said.copies == len(said.same) for said in staff.said)


def test_of_many_copies_the_first_are_cited_and_all_counted(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("insight.themes.answer.MOST_SAME", 0)
    staff = _named(themes_of_problems(index, top=None), "执法人员数量不足")
    assert max(said.copies for said in staff.said) == 1
    assert not any(said.same for said in staff.said)


def test_a_township_that_names_it_year_after_year_is_chronic(index: Index) -> None:
    found = themes_of_problems(index)
    [one] = _named(found, "执法人员数量不足").chronic
    assert (one.report.place.township, one.years) == ("甲乡", (2021, 2022, 2023))
    assert one.report.year == 2023
    assert {(one.report.place.township, one.years) for one in _named(found, "卷宗").chronic} == {("丙镇", (2021, 2022))}


def test_filters_change_counts_and_never_names(index: Index) -> None:
    everything = {theme.id: theme.name for theme in themes_of_problems(index).themes}
    for filters in (
        Filters(years=(2021, 2021)),
        Filters(township="丙镇"),
        Filters(years=(2021, 2021), township="乙镇"),
    ):
        found = themes_of_problems(index, filters, top=None)
        assert {theme.id: theme.name for theme in found.themes}.items() <= everything.items()
        for theme in found.themes:
            for said in theme.said:
                for cited in (said.cited, *said.same):
                    assert filters.township in {None, cited.report.place.township}
                    assert filters.years is None or cited.report.year == 2021
    narrow = themes_of_problems(index, Filters(years=(2021, 2021)))
    assert (narrow.points, _named(narrow, "执法人员数量不足").townships) == (3, Share(2, 3))
    assert [theme.townships.townships for theme in narrow.themes] == [2, 1]
    later = themes_of_problems(index, Filters(years=(2022, 2022)))
    assert [theme.mentions for theme in later.themes] == [2, 1, 1]


def test_the_outline_groups_without_clustering(index: Index) -> None:
    found = themes_of_problems(index, by=OUTLINE, top=None)
    themes = {theme.id: theme for theme in found.themes}
    assert themes["publicity"].mentions == 2 and themes["publicity"].name == "普法宣传"
    assert themes["publicity"].named_in is None
    assert found.points == 11
    for name, theme in themes.items():
        for said in theme.said:
            [passage] = index.catalogue.passages([index.catalogue.position_of(said.cited.passage_id) or 0])
            assert name in passage.themes


def test_one_theme_by_id_name_or_part_of_it(index: Index) -> None:
    staff = _named(themes_of_problems(index), "执法人员数量不足")
    for pick in (staff.id, staff.name, "人员数量"):
        [theme] = themes_of_problems(index, pick=pick, top=None).themes
        assert (theme.id, len(theme.said)) == (staff.id, staff.wordings)
    with pytest.raises(QueryError, match="no theme of this index"):
        themes_of_problems(index, pick="天文")
    with pytest.raises(QueryError, match="write the whole name"):
        themes_of_problems(index, pick="不")
    with pytest.raises(QueryError, match="grouped by"):
        themes_of_problems(index, by="year")


def test_the_map_is_kept_and_the_same_again(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = theme_map(Index.open(directory))
    monkeypatch.setattr("insight.themes.chart.chart", lambda *_: pytest.fail("the map was made again"))
    assert theme_map(Index.open(directory)) == first


def test_the_same_points_give_the_same_map_in_any_order_of_reports() -> None:
    texts = [problem.format(n=n) for problem in (STAFF, LATER_STAFF, DULL, RECORDS) for n in (3, 40, 500)]
    points = [Point(number, number, text, 0, "", -1) for number, text in enumerate(texts)]
    vectors = HashingEncoder().encode_passages(texts)
    townships = list(range(len(points)))
    usual = vectors.mean(axis=0)
    made = chart(points, vectors, usual, townships)
    assert chart(points, vectors, usual, townships) == made
    order = np.random.default_rng(3).permutation(len(points)).tolist()
    mixed = [replace(points[place], position=number) for number, place in enumerate(order)]
    again = chart(mixed, vectors[order], usual, townships)

    def members(themes: object, rows: list[int]) -> set[tuple[str, frozenset[int]]]:
        return {
            (theme.named.name, frozenset(rows[p] for wording in theme.wordings for p in wording))
            for theme in themes  # type: ignore[attr-defined]
        }

    assert members(again.themes, order) == members(made.themes, list(range(len(points))))


def test_an_index_without_problems_has_an_empty_map(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    text = "甲县甲乡2023年法治政府建设工作报告\n\n一、主要工作\n（一）组织执法培训三次，办理案件十件，群众满意。\n"
    (tmp_path / "reports" / "a.txt").write_text(text, encoding="utf-8")
    build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
    found = themes_of_problems(Index.open(tmp_path / "index"))
    assert (found.points, found.left_over, found.themes, found.townships) == (0, 0, (), Share(0, 1))


def test_a_heading_can_name_a_theme(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    for number, name in enumerate(("甲乡", "乙镇", "丙镇")):
        problem = "二、存在的问题\n（一）执法力量薄弱\n{n}名干部轮流外出办事，夜间巡查排不开班，遇到急事要从别处借人。\n（二）档案堆放杂乱\n旧卷宗堆在{n}个柜子里，查一次要翻半天。"
        text = f"甲县{name}2023年法治政府建设工作报告\n\n一、主要工作\n（一）组织执法培训三次，办理案件十件。\n{problem.format(n=number + 3)}\n"
        (tmp_path / "reports" / f"{number}.txt").write_text(text, encoding="utf-8")
    build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
    index = Index.open(tmp_path / "index")
    theme = next(theme for theme in themes_of_problems(index).themes if theme.name == "执法力量薄弱")
    assert theme.named_in is not None and theme.named_in.text == theme.name
    assert theme.named_in.headings[-1] == "（一）执法力量薄弱"
    assert not any(theme.name in said.cited.text for said in theme.said)


def test_a_name_in_traditional_characters_stays_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    for number, name in enumerate(("甲鄉", "乙鎮")):
        text = (
            f"甲縣{name}2023年法治政府建設工作報告\n\n一、主要工作\n（一）組織執法培訓三次，辦理案件十件，調處糾紛二十件。\n"
            f"二、存在的問題\n一是執法人員數量不足，持證的祇有{number + 3}人，遇到夜間巡查排不開班。\n三、下一步打算\n（一）充實隊伍。\n"
        )
        (tmp_path / "reports" / f"{number}.txt").write_text(text, encoding="utf-8")
    build_index(tmp_path / "index", [tmp_path / "reports"], HashingEncoder())
    [theme] = themes_of_problems(Index.open(tmp_path / "index")).themes
    assert theme.name == "執法人員數量不足"
    assert theme.named_in is not None and theme.named_in.text == theme.name


def test_json_has_what_the_contract_says(index: Index) -> None:
    found = themes_json(themes_of_problems(index, top=1))
    assert set(found) == {"by", "points", "left_over", "townships", "of", "years", "themes"}
    theme = found["themes"][0]
    assert set(theme) == {
        "id", "name", "named_in", "townships", "of", "mentions", "wordings", "by_year", "by_county", "trend", "chronic", "passages",
    }  # fmt: skip
    assert theme["by_year"]["2021"] == {"townships": 2, "of": 3}
    assert theme["trend"] == Trend.UNKNOWN.value
    assert len(theme["passages"]) == 1 and theme["passages"][0]["text"]


def test_the_command_prints_for_people_and_for_programs(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["themes", "--index", str(directory)]) == 0
    shown = capsys.readouterr().out
    assert "执法人员数量不足" in shown and "2 of 3 townships" in shown and "left over 1" in shown
    assert main(["themes", "执法人员数量不足", "--index", str(directory), "--json"]) == 0
    fields = json.loads(capsys.readouterr().out)
    assert len(fields["themes"]) == 1 and len(fields["themes"][0]["passages"]) == fields["themes"][0]["wordings"]
    assert main(["themes", "--by", "outline", "--year", "2022", "--index", str(directory), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["by"] == "outline"
    assert main(["themes", "执法人员数量不足", "--index", str(directory)]) == 0
    assert "连年提到" in capsys.readouterr().out
    assert main(["themes", "天文", "--index", str(directory)]) == 1
    assert "no theme of this index" in capsys.readouterr().err
