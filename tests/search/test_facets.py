"""What filters offer, against filtering report by report."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.report import Kind, Level, Place, Role
from indexer.catalogue import ReportFacts
from indexer.index import Index
from indexer.report_columns import ReportColumns
from search.engine import Engine
from search.facets import NOWHERE, Facets
from search.filters import PLACE_LEVELS, Filters, same_place

_PLACES = (
    ("甲省", "乙市", "丙县", "丁镇"),
    ("甲省", "乙市", "丙县", "戊乡"),
    ("甲省", "乙市", "丙县", None),
    ("甲省", None, "己县", "丁镇"),
    ("庚省", "辛市", "壬区", "丁镇"),
    (None, None, "丙县", "癸乡"),
    (None, None, None, None),
)


def plainly(filters: Filters, reports: Sequence[ReportFacts]) -> NDArray[np.bool_]:
    """Which reports pass, looked at one by one."""

    def passes(report: ReportFacts) -> bool:
        names = [(getattr(report.place, level.value), filters.place(level), level) for level in PLACE_LEVELS]
        return (
            (not filters.years or (report.year is not None and filters.years[0] <= report.year <= filters.years[1]))
            and filters.level in {None, report.level}
            and filters.kind in {None, report.kind}
            and all(wanted is None or (name and same_place(name, wanted, level)) for name, wanted, level in names)
        )

    return np.array([passes(report) for report in reports], dtype=np.bool_)


def _index(places: Any = _PLACES) -> Index:
    levels = itertools.cycle((Level.TOWNSHIP, Level.TOWNSHIP, Level.COUNTY))
    reports = [
        ReportFacts(
            number, f"r{number}", "x.txt", "", Place(*names), next(levels), [2022, 2023, None][number % 3], False,
            Kind.PLAN if number % 5 == 4 else Kind.REPORT,
        )
        for number, names in enumerate([*places, *places])
    ]  # fmt: skip
    return cast(Index, SimpleNamespace(reports=reports, report_columns=ReportColumns.of(reports)))


_FILTERS = (
    Filters(),
    Filters(kind=None),
    Filters(years=(2022, 2022)),
    Filters(level=Level.COUNTY, kind=None),
    Filters(county="丙县"),
    Filters(province="甲", township="丁镇"),
    Filters(province="无省"),
)


@pytest.mark.parametrize("filters", _FILTERS, ids=lambda filters: str(filters.describe()))
def test_reports_pass_as_they_do_in_a_search(filters: Filters) -> None:
    index = _index()
    facets = Facets(index)
    assert facets.passing(filters).tolist() == plainly(filters, index.reports).tolist()

    def counted(attribute: str, without: Filters) -> Counter[object]:
        passing = plainly(without, index.reports)
        return Counter(getattr(r, attribute) for r, passes in zip(index.reports, passing, strict=True) if passes)

    assert +Counter(facets.years(filters)) == Counter(
        {year: count for year, count in counted("year", replace(filters, years=None)).items() if year}
    )
    assert +Counter(facets.levels(filters)) == counted("level", replace(filters, level=None))
    assert +Counter(facets.kinds(filters)) == counted("kind", replace(filters, kind=None))
    assert list(facets.years(filters)) == [2022, 2023] and set(facets.kinds(filters)) == {Kind.REPORT, Kind.PLAN}


@pytest.mark.parametrize("filters", _FILTERS, ids=lambda filters: str(filters.describe()))
def test_every_place_of_the_tree_has_what_choosing_it_shows(filters: Filters) -> None:
    index = _index()
    facets = Facets(index)
    seen: set[tuple[str | None, ...]] = set()

    def walk(inside: tuple[str | None, ...]) -> None:
        for node in facets.places(filters, inside):
            chosen: dict[str, Any] = {level.value: name for level, name in zip(PLACE_LEVELS, node.names, strict=True)}
            assert node.reports == plainly(replace(filters, **chosen), index.reports).sum()
            assert node.inner == bool(facets.places(filters, node.names))
            seen.add(node.names)
            walk(node.names)

    walk(NOWHERE)
    assert {(*names[:4],) for names in _PLACES if any(names)} <= seen
    assert ("甲省", None, None, None) in seen and (None, None, "丙县", "癸乡") in seen


def test_places_are_found_by_name_and_made_whole() -> None:
    facets = Facets(_index())
    assert [node.names for node in facets.find_places(Filters(), "丁", 10)] == [
        ("甲省", None, "己县", "丁镇"), ("甲省", "乙市", "丙县", "丁镇"), ("庚省", "辛市", "壬区", "丁镇"),
    ]  # fmt: skip
    assert len(facets.find_places(Filters(), "丁", 2)) == 2
    assert facets.find_places(Filters(), "没有", 10) == []
    assert facets.whole_place(Filters(township="戊乡")) == ("甲省", "乙市", "丙县", "戊乡")
    assert facets.whole_place(Filters(prefecture="乙市")) == ("甲省", "乙市", None, None)
    assert facets.whole_place(Filters(township="丁镇")) == (None, None, None, "丁镇")
    assert facets.whole_place(Filters()) == NOWHERE
    assert facets.whole_place(Filters(county="无")) == (None, None, "无", None)


def test_an_empty_index_offers_nothing() -> None:
    facets = Facets(_index(()))
    assert facets.places(Filters()) == [] and facets.years(Filters()) == {} and facets.levels(Filters()) == {}


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(years=(2023, 2023), theme="publicity"), Filters(role=Role.PLAN)]
)
def test_passages_are_counted_as_the_engine_does(hashing_engine: Engine, filters: Filters) -> None:
    facets = Facets(hashing_engine.index)
    assert facets.themes(filters) == hashing_engine.theme_counts(filters)
    counts = dict(hashing_engine.counts(filters))
    assert counts.pop(Role.MIXED) == 0
    assert facets.roles(filters) == counts
