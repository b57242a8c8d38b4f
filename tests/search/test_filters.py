"""Filters hold before ranking, at every level of place, by full or short name."""

from __future__ import annotations

import pytest

from corpus.report import Level, Role
from errors import QueryError
from search.engine import Engine
from search.filters import Filters, parse_years

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
    ],
    ids=lambda filters: str({k: str(v) for k, v in filters.describe().items()} | {"role": filters.role}),
)
def test_every_hit_passes_and_all_that_pass_can_be_found(hashing_engine: Engine, filters: Filters) -> None:
    answer = hashing_engine.search(QUESTION, filters, top=1000)
    for hit in answer.hits:
        assert filters.role in {None, hit.passage.role}
        assert filters.years is None or filters.years[0] <= (hit.report.year or 0) <= filters.years[1]
        for level in ("province", "prefecture", "county", "township"):
            wanted = getattr(filters, level)
            assert wanted is None or (getattr(hit.report.place, level) or "").startswith(wanted.rstrip("县"))
    passing = sum(
        1
        for report in hashing_engine.index.reports
        for _, item in hashing_engine.index.catalogue.passages_of(report.id)
        if _passes(filters, report.year, report.place.parts) and filters.role in {None, item.passage.role}
    )
    assert passing == len(answer.hits) > 0


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
    ],
    ids=["year", "county", "level", "contradiction"],
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
