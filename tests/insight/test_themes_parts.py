"""The rooms of the map of problems one by one: announcements, aspects, copies, groups, names, trends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from insight.themes import clusters
from insight.themes.aspects import ASPECTS, Aspect, aspect_rows, aspects_of
from insight.themes.clauses import clauses
from insight.themes.clusters import cluster, features
from insight.themes.copies import fold_points
from insight.themes.naming import Speech, name
from insight.themes.points import Point, announces_only
from insight.themes.trend import Trend, trend
from search.folding import fold


@pytest.mark.parametrize(
    "text",
    [
        "虽然今年的法治建设有了一定进步，但仍存在以下问题：",
        "尽管取得了一些成绩，但还存在不少差距和不足。",
        "对照县里的要求和群众的期盼，我街道还有不少短板：",
        "一年来底子薄的状况没有改变，主要有：",
        "当前工作中存在的主要问题如下：",
    ],
)
def test_what_only_announces_is_no_point(text: str) -> None:
    assert announces_only(text)


@pytest.mark.parametrize(
    "text",
    [
        "一是执法人员不足：",
        "普法形式单一，还存在一些问题。",
        "矛盾调解机制不健全，调解员年龄偏大。",
        "思想认识不到位，仍存在重业务轻法治的问题。",
        "工作中还有一些不足：一是经费没有着落。",
        "存在执法程序不规范的问题。",
        "与企业沟通不够，企业对检查有怨言。",
    ],
)
def test_what_names_a_problem_is_a_point(text: str) -> None:
    assert not announces_only(text)


@pytest.mark.parametrize("aspect", ASPECTS, ids=lambda aspect: aspect.name)
def test_examples_show_their_aspect(aspect: Aspect) -> None:
    assert aspect.examples
    for example in aspect.examples:
        assert aspects_of("", example)[ASPECTS.index(aspect)] > 0


def test_aspects_are_of_unit_length_and_count_the_opening_twice() -> None:
    early, late = aspects_of("", "经费不足，宣讲停办"), aspects_of("", "宣讲停办，因为种种原因一时半会儿难以恢复，经费")
    money, publicity = (
        next(n for n, aspect in enumerate(ASPECTS) if aspect.name == wanted) for wanted in ("money", "publicity")
    )
    assert np.linalg.norm(early) == pytest.approx(1)
    assert early[money] == pytest.approx(early[publicity])
    assert late[money] < late[publicity]
    assert aspects_of("宣讲", "其他")[publicity] == pytest.approx(1)
    assert not aspects_of("", "天气晴好").any()
    assert aspect_rows([]).shape == (0, len(ASPECTS))


def test_copies_are_found_as_a_search_finds_them() -> None:
    random = np.random.default_rng(5)
    parts = [
        f"{place}村的{thing}至今没有{verb}，群众意见较多"
        for place in "东西南北上下"
        for thing in ("水渠", "道路", "桥梁")
        for verb in ("修好", "验收")
    ]
    texts = ["，".join(random.choice(parts, 4, replace=False).tolist()) + "。" for _ in range(60)]
    texts += [text.replace("较多", "很多", 1) for text in texts[:20]] + texts[20:30]
    assert fold_points(texts) == fold(texts)
    assert len(set(fold_points(texts))) < len(texts)
    assert fold_points([]) == []


def _blobs(count: int, each: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    points = (np.eye(32)[:count, None, :] + 0.06 * random.normal(size=(count, each, 32))).reshape(-1, 32)
    rows = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    return rows, np.repeat(np.arange(count), each)


def _same_parts(a: Sequence[int], b: Sequence[int]) -> bool:
    return len(set(zip(a, b, strict=True))) == len(set(a)) == len(set(b))


@pytest.mark.parametrize("bundles", [2000, 40], ids=["each with each", "in bundles"])
def test_points_that_lie_together_are_a_group(bundles: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "MOST_BUNDLES", bundles)
    points, truth = _blobs(8, 30)
    keys = np.random.default_rng(1).integers(0, 2**63, len(points)).astype(np.uint64)
    ones = np.ones(len(points), dtype=np.int64)
    found = cluster(points, keys, ones)
    assert _same_parts(found.group_of.tolist(), truth.tolist())
    assert (found.closeness > 0.5).all()
    assert (cluster(points, keys, ones).group_of == found.group_of).all()


def test_a_point_like_no_other_is_left_over() -> None:
    points, _ = _blobs(3, 10)
    lonely = np.vstack([points, -points.mean(axis=0, keepdims=True) / np.linalg.norm(points.mean(axis=0))])
    keys, copies = np.arange(len(lonely)).astype(np.uint64), np.ones(len(lonely), dtype=np.int64)
    found = cluster(lonely.astype(np.float32), keys, copies)
    assert found.group_of[-1] == -1 and (found.group_of[:-1] >= 0).all()
    # Said by two, it is a theme.
    copies[-1] = 2
    assert cluster(lonely.astype(np.float32), keys, copies).group_of[-1] >= 0
    for count in (0, 1):
        assert (cluster(points[:count], keys[:count], copies[:count]).group_of == -1).all()
    assert cluster(points[:1], keys[:1], np.array([2])).group_of.tolist() == [0]


def test_no_more_themes_than_a_reader_looks_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "MOST_THEMES", 5)
    points, truth = _blobs(8, 10)
    found = cluster(points, np.arange(len(points)).astype(np.uint64), np.ones(len(points), dtype=np.int64))
    assert set(found.group_of.tolist()) <= {-1, 0, 1, 2, 3, 4}
    assert all(len(set(found.group_of[truth == blob].tolist())) == 1 for blob in range(8))


def test_points_of_a_group_too_many_join_the_nearest_theme_if_it_is_near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "MOST_THEMES", 1)
    monkeypatch.setattr(clusters, "_linked", lambda means: np.array([0, 0, 0, 1, 1], dtype=np.int32))
    points = np.eye(4, dtype=np.float32)[[0, 0, 0, 1, 1]]
    points[3:, 0] = 0.75
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    keys, ones = np.arange(5).astype(np.uint64), np.ones(5, dtype=np.int64)
    for cut, group in ((0.5, 0), (0.3, -1)):
        monkeypatch.setattr(clusters, "CUT", cut)
        assert cluster(points, keys, ones).group_of.tolist() == [0, 0, 0, group, group]


def test_features_take_out_what_all_points_share() -> None:
    random = np.random.default_rng(2)
    vectors = (10 + random.normal(size=(200, 16))).astype(np.float32)
    usual = np.full(16, 10, dtype=np.float32)
    rows = features(vectors, np.zeros((200, len(ASPECTS)), dtype=np.float32), usual)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(200))
    assert abs(float((rows @ rows.T).mean())) < 0.1
    # Two points that are like each other, and unlike other passages, stay so.
    pair = features(vectors[[0, 0]] + np.float32(3), np.zeros((2, len(ASPECTS)), dtype=np.float32), usual)
    assert float(pair[0] @ pair[1]) > 0.9


def _point(number: int, text: str, heading: str = "", report: int | None = None) -> Point:
    start = 100 if heading else -1
    return Point(number, number if report is None else report, text, 200, heading, start)


def test_clauses_are_slices_that_say_what_is_wrong() -> None:
    text = "三是执法人员不足，全乡持证的只有2人，其余都在备考。"
    found = list(clauses(_point(0, text, "执法力量薄弱")))
    assert [(clause.text, clause.start, clause.heading) for clause in found] == [
        ("执法力量薄弱", 100, True),
        ("执法人员不足", 202, False),
    ]
    assert [clause.text for clause in clauses(_point(0, "存在的问题：普法不够深入。", "存在的问题和不足"))] == [
        "普法不够深入"
    ]
    assert list(clauses(_point(0, "全年办理案件三十件，群众满意。"))) == []


def _name(texts: Sequence[str], taken: Sequence[str] = ()) -> str:
    points = [_point(number, text) for number, text in enumerate(texts)]
    townships = list(range(len(points)))
    return name(points, townships, Speech.of(points, townships), taken).name


def test_the_name_is_what_most_townships_write() -> None:
    texts = [
        "执法人员不足，巡查排不开。",
        "执法人员不足，夜间无人。",
        "个别站所忙闲不均，执法力量薄弱。",
        "执法人员不足，兼职较多。",
    ]
    assert _name(texts) == "执法人员不足"
    assert _name(texts, taken=["执法人员不足"]) == "执法力量薄弱"


@pytest.mark.parametrize(("townships", "expected"), [(6, "执法人员不足"), (30, "巡查次数偏少")])
def test_what_many_write_outweighs_what_fits_better(townships: int, expected: str) -> None:
    texts = [f"巡查次数偏少，因为执法人员要轮流去防汛，第{n}组无人值守。" for n in range(townships)]
    assert _name([*texts, "执法人员不足，巡查跟班轮不过来。"]) == expected


def test_a_theme_without_a_fitting_clause_is_named_by_its_beginning() -> None:
    text = "甲村到乙村的渡船今年三月停了以后一直由村干部自己撑着接送"
    named = _name([text])
    assert text.startswith(named) and len(named) >= 12
    assert _name([text], taken=[named]) != named


def _years(**counts: int) -> dict[int, frozenset[tuple[str, ...]]]:
    return {int(year[1:]): frozenset((str(n),) for n in range(count)) for year, count in counts.items()}


@pytest.mark.parametrize(
    ("naming", "reporting", "expected"),
    [
        (_years(y2022=1, y2023=3), _years(y2022=8, y2023=8), Trend.GROWING),
        (_years(y2022=3, y2023=1), _years(y2022=8, y2023=8), Trend.FADING),
        (_years(y2022=3, y2023=3), _years(y2022=8, y2023=8), Trend.STEADY),
        (_years(y2023=2), _years(y2022=8, y2023=8), Trend.UNKNOWN),
        (_years(y2022=3), _years(y2022=4, y2023=9), Trend.UNKNOWN),
        (_years(y2022=5, y2023=10), _years(y2022=10, y2023=20), Trend.STEADY),
        (_years(y2022=2, y2023=4), _years(y2022=100, y2023=100), Trend.STEADY),
        (_years(y2022=10, y2023=20), _years(y2022=100, y2023=100), Trend.GROWING),
        (_years(y2022=40, y2023=55), _years(y2022=100, y2023=100), Trend.STEADY),
        (_years(y2021=2, y2022=9, y2023=2), _years(y2021=10, y2022=10, y2023=10), Trend.UNKNOWN),
        (_years(y2021=1, y2022=1, y2023=3, y2024=4), _years(y2021=9, y2022=9, y2023=9, y2024=9), Trend.GROWING),
        (_years(y2023=5), _years(y2023=9), Trend.UNKNOWN),
        ({}, {}, Trend.UNKNOWN),
    ],
    ids=[
        "grows", "fades", "stays", "two townships", "few reports", "more report, same share", "small shares", "twice as many", "less than half again",
        "only the middle year", "two years each", "one year", "nothing",
    ],
)  # fmt: skip
def test_the_trend_follows_its_rule(
    naming: dict[int, frozenset[tuple[str, ...]]], reporting: dict[int, frozenset[tuple[str, ...]]], expected: Trend
) -> None:
    assert trend(naming, reporting) is expected
