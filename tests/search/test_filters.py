"""Filters hold before ranking, at every level of place, by full or short name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.report import Kind, Level, Role
from corpus.themes import THEMES, Theme
from embeddings import HashingEncoder
from errors import QueryError
from indexer.build import build_index
from indexer.index import Index
from search.engine import Engine
from search.filters import Filters, parse_kind, parse_theme, parse_years

QUESTION = "执法人员不足"


@pytest.mark.parametrize(
    "filters",
    [
        Filters(role=Role.PLAN),
        Filters(years=(2023, 2023)),
        Filters(years=(2022, 2023)),
        Filters(province="云岭省"),
        Filters(prefecture="澜河市"),
        Filters(county="雁鸣县"),
        Filters(county="雁鸣"),
        Filters(township="双柳溪乡"),
        Filters(role=Role.PROBLEM, years=(2024, 2024), county="青枫县"),
        Filters(theme="disputes"),
        Filters(theme="safeguards", role=Role.PROBLEM),
        Filters(kind=None, role=Role.PLAN),
    ],
    ids=lambda filters: str({k: str(v) for k, v in filters.describe().items()} | {"role": filters.role}),
)
def test_every_hit_passes_and_all_that_pass_can_be_found(hashing_engine: Engine, filters: Filters) -> None:
    answer = hashing_engine.search(QUESTION, filters, top=1000)
    for hit in answer.hits:
        assert filters.role in {None, hit.passage.role}
        assert filters.theme in {None, *hit.passage.themes}
        assert filters.years is None or filters.years[0] <= (hit.report.year or 0) <= filters.years[1]
        for level in ("province", "prefecture", "county", "township"):
            wanted = getattr(filters, level)
            assert wanted is None or (getattr(hit.report.place, level) or "").startswith(wanted.rstrip("县"))
    passing = sum(
        1
        for report in hashing_engine.index.reports
        for _, item in hashing_engine.index.catalogue.passages_of(report.id)
        if _passes(filters, report.year, report.place.parts)
        and filters.role in {None, item.passage.role}
        and filters.theme in {None, *item.passage.themes}
    )
    assert passing == sum(1 + len(hit.folded) for hit in answer.hits) > 0


def _passes(filters: Filters, year: int | None, parts: tuple[str, ...]) -> bool:
    names = [name for name in (filters.province, filters.prefecture, filters.county, filters.township) if name]
    in_years = filters.years is None or filters.years[0] <= (year or 0) <= filters.years[1]
    return in_years and all(any(part == name or part[:-1] == name for part in parts) for name in names)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(years=(1999, 1999)),
        Filters(county="没有县"),
        Filters(level=Level.PROVINCE),
        Filters(county="青枫县", township="苇塘泊镇"),
        Filters(theme="leadership", role=Role.PROBLEM),
    ],
    ids=["year", "county", "level", "contradiction", "theme"],
)
def test_a_filter_that_matches_nothing_says_so_and_returns_nothing(hashing_engine: Engine, filters: Filters) -> None:
    answer = hashing_engine.search(QUESTION, filters)
    assert answer.hits == ()
    assert (answer.total, answer.confident, answer.coverage.townships) == (0, False, 0)
    assert answer.message is not None
    assert "filter" in answer.message


@pytest.mark.parametrize(
    ("text", "years"),
    [("2023", (2023, 2023)), ("2022-2024", (2022, 2024)), ("2024—2022", (2022, 2024)), (" 2022至2023 ", (2022, 2023))],
)
def test_years(text: str, years: tuple[int, int]) -> None:
    assert parse_years(text) == years


@pytest.mark.parametrize("text", ["", "23", "2023年", "2022-", "abc", "2022-2023-2024"])
def test_no_years(text: str) -> None:
    with pytest.raises(QueryError, match="2022-2024"):
        parse_years(text)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_theme_is_known_by_its_name_and_labels(theme: Theme) -> None:
    assert {parse_theme(label) for label in (theme.name, theme.zh, theme.en, f" {theme.en.upper()} ")} == {theme.name}


def test_an_unknown_theme_is_told_the_known_ones(hashing_engine: Engine) -> None:
    with pytest.raises(QueryError, match=r"leadership 党的领导与责任, functions .*governance"):
        parse_theme("烹饪")
    with pytest.raises(QueryError, match="themes are"):
        hashing_engine.search(QUESTION, Filters(theme="烹饪"))
    with pytest.raises(QueryError, match=r"report, plan, .*all"):
        parse_kind("poem")


def test_theme_counts_follow_the_other_filters(hashing_engine: Engine) -> None:
    everywhere = hashing_engine.theme_counts(Filters())
    assert set(everywhere) == {theme.name for theme in THEMES}
    assert all(everywhere.values())
    problems = Filters(role=Role.PROBLEM, theme="disputes")
    counts = hashing_engine.theme_counts(problems)
    assert counts == hashing_engine.theme_counts(Filters(role=Role.PROBLEM))
    assert counts["disputes"] == hashing_engine.counts(problems)[Role.PROBLEM] < everywhere["disputes"]


@pytest.fixture
def mixed_engine(reports: Path, tmp_path: Path) -> Iterator[Engine]:
    """An engine on three reports and a plan of work."""
    plan = "丁县丁镇2024年法治政府建设工作要点\n\n一、加强执法队伍建设\n执法人员不足的站所年内补足，全年培训执法人员4次。\n"
    (reports / "丁镇.txt").write_text(plan, encoding="utf-8")
    build_index(tmp_path / "index", [reports], HashingEncoder())
    index = Index.open(tmp_path / "index")
    yield Engine(index, HashingEncoder())
    index.close()


def test_other_kinds_are_left_out_unless_asked_for(mixed_engine: Engine) -> None:
    def kinds(filters: Filters) -> set[Kind]:
        return {hit.report.kind for hit in mixed_engine.search(QUESTION, filters, top=100).hits}

    assert kinds(Filters()) == {Kind.REPORT}
    assert kinds(Filters(kind=Kind.PLAN)) == {Kind.PLAN}
    assert kinds(Filters(kind=None)) == {Kind.REPORT, Kind.PLAN}
    assert [mixed_engine.search(QUESTION, Filters(kind=kind)).coverage.of for kind in (Kind.REPORT, None)] == [3, 4]
    everything = sum(mixed_engine.counts(Filters(kind=None)).values())
    assert sum(mixed_engine.counts(Filters()).values()) < everything == len(mixed_engine.index.report_of)


def test_nothing_because_of_the_kind_alone_says_so(mixed_engine: Engine) -> None:
    answer = mixed_engine.search(QUESTION, Filters(years=(2024, 2024)))
    assert answer.hits == () and answer.coverage.of == 0
    assert answer.message is not None and "of another kind" in answer.message
    neither = mixed_engine.search(QUESTION, Filters(years=(1999, 1999))).message
    assert neither is not None and "of another kind" not in neither
