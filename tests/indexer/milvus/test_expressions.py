"""Expressions let through just what a mask allows."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.report import Kind, Level, Place, Role
from corpus.themes import THEMES
from indexer.catalogue import ReportFacts
from indexer.index import ROLES, Index
from indexer.milvus import expressions
from indexer.milvus.expressions import Narrowing
from indexer.milvus.facts import UNSENT, SentFacts, rows, sent_name
from search.engine import Engine
from search.filters import Filters, matching_passages


def _index(seed: int, reports: int = 30) -> Index:
    """An index with nothing but facts, drawn at random: few values each, so that they meet."""
    rng = np.random.default_rng(seed)
    names: tuple[str | None, ...] = (None, "甲", "乙", "丙", '"丁"', "戊\\")
    drawn = rng.integers(0, 6, (reports, 4)).tolist()
    places = [Place(names[a], names[b], names[c], names[d]) for a, b, c, d in drawn]
    facts = [
        ReportFacts(
            number, f"r{number}", "x", "x", place, list(Level)[int(rng.integers(0, 2))],
            [None, 2021, 2022, 2023][int(rng.integers(0, 4))], False, list(Kind)[int(rng.integers(0, 3))],
        )
        for number, place in enumerate(places)
    ]  # fmt: skip
    passages = reports * 5
    themes = rng.integers(-1, 4, (passages, 2)).astype(np.int8)
    report_of = np.sort(rng.integers(0, reports, passages)).astype(np.int32)
    made = SimpleNamespace(
        reports=facts,
        report_of=report_of,
        role_of=rng.integers(0, 4, passages).astype(np.int8),
        themes_of=themes,
        authority_of=np.arange(reports),
        catalogue=SimpleNamespace(passages=lambda at: [SimpleNamespace(id=str(one), text="") for one in at]),
    )
    return cast(Index, made)


def _let_through(index: Index, pieces: tuple[str, ...]) -> list[int]:
    """Positions that expressions let through, by rows as they are sent; one that several do stands there as often."""
    count = len(index.report_of)
    sent = rows(index, np.zeros((count, 1), np.float32), 0, count, SentFacts.of(index))
    return sorted(
        cast(int, row["position"]) for piece in pieces for row in sent if eval(piece or "True", {}, dict(row))
    )


def _fits(index: Index, position: int, wanted: dict[str, Any]) -> bool:
    """Whether a passage is as wanted, by its facts one by one."""
    report = index.reports[int(index.report_of[position])]
    themes = [THEMES[code].name for code in index.themes_of[position] if code >= 0]
    years = wanted["years"]
    return all((
        wanted["role"] in {None, ROLES[int(index.role_of[position])]},
        years is None or (report.year is not None and years[0] <= report.year <= years[1]),
        *(wanted[name] in {None, getattr(report, name)} for name in ("level", "kind")),
        *(wanted[name] in {None, getattr(report.place, name)} for name in ("county", "township")),
        wanted["theme"] is None or wanted["theme"] in themes,
    ))  # fmt: skip


@given(st.integers(0, 10_000), st.data())
@settings(max_examples=150, deadline=None)
def test_filters_are_said_exactly(seed: int, data: st.DataObject) -> None:
    index = _index(seed)
    drawn: dict[str, Any] = {
        "role": data.draw(st.sampled_from([None, *Role])),
        "years": data.draw(st.sampled_from([None, (2021, 2022), (2023, 2023)])),
        "level": data.draw(st.sampled_from([None, *list(Level)[:2]])),
        "kind": data.draw(st.sampled_from([None, *list(Kind)[:3]])),
        "county": data.draw(st.sampled_from([None, "甲", "乙", '"丁"'])),
        "township": data.draw(st.sampled_from([None, "丙"])),
        "theme": data.draw(st.sampled_from([None, *(theme.name for theme in THEMES[:4])])),
    }
    allowed = np.array([_fits(index, position, drawn) for position in range(len(index.report_of))], dtype=np.bool_)
    pieces = Narrowing(index).pieces(allowed)
    assert pieces is not None
    assert _let_through(index, pieces) == np.flatnonzero(allowed).tolist()


@given(st.integers(0, 1000), st.floats(0, 1), st.booleans())
@settings(max_examples=80, deadline=None)
def test_any_mask_is_said_exactly(seed: int, share: float, whole: bool) -> None:
    index = _index(seed)
    rng = np.random.default_rng(seed)
    allowed: NDArray[np.bool_] = rng.random(len(index.report_of)) < share
    if whole:
        allowed = (rng.random(30) < share)[index.report_of]
    pieces = Narrowing(index).pieces(allowed)
    assert pieces is not None
    assert _let_through(index, pieces) == np.flatnonzero(allowed).tolist()


def test_long_lists_come_in_pieces_and_too_long_ones_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    index = _index(1)
    allowed = np.random.default_rng(0).random(len(index.report_of)) < 0.5
    monkeypatch.setattr(expressions, "MOST_NUMBERS", 20)
    pieces = Narrowing(index).pieces(allowed)
    assert pieces is not None and len(pieces) == -(-allowed.sum() // 20)
    assert _let_through(index, pieces) == np.flatnonzero(allowed).tolist()
    monkeypatch.setattr(expressions, "MOST_PIECES", 2)
    assert Narrowing(index).pieces(allowed) is None


def test_filters_of_the_samples_need_no_numbers(hashing_engine: Engine) -> None:
    index = hashing_engine.index
    narrowing = Narrowing(index)
    place = next(report.place for report in index.reports if report.place.township)
    asked = [
        Filters(),
        Filters(role=Role.PRACTICE),
        Filters(years=(2020, 2023)),
        Filters(theme="enforcement"),
        Filters(theme="enforcement", role=Role.PROBLEM, years=(2022, 2024)),
        Filters(county=place.county),
        Filters(township=place.township, role=Role.PROBLEM),
    ]
    for filters in asked:
        allowed = matching_passages(filters, index)
        pieces = narrowing.pieces(allowed)
        assert allowed.any() and pieces is not None and len(pieces) == 1
        assert "report" not in pieces[0].replace('"report"', "") and "position" not in pieces[0]
        assert _let_through(index, pieces) == np.flatnonzero(allowed).tolist()


def test_all_but_ones_own_report_is_short(hashing_engine: Engine) -> None:
    index = hashing_engine.index
    assert Narrowing(index).pieces(index.report_of != 2) == ("report not in [2]",)


def test_names_that_end_a_quotation_are_not_sent() -> None:
    assert [sent_name(name) for name in (None, "甲乡", 'a"] or true', "a'", "a\\", "a\n", UNSENT, "乡" * 101, "\ud800")] == [
        "", "甲乡", UNSENT, UNSENT, UNSENT, UNSENT, UNSENT, UNSENT, UNSENT
    ]  # fmt: skip


def test_a_report_with_such_a_name_is_found_all_the_same() -> None:
    index = _index(3)
    reports = [replace(report, place=replace(report.place, county='甲" or ""=="')) for report in index.reports[:4]]
    index.reports[:4] = reports
    allowed = np.isin(index.report_of, [0, 1, 2, 3])
    pieces = Narrowing(index).pieces(allowed)
    assert pieces is not None and _let_through(index, pieces) == np.flatnonzero(allowed).tolist()
