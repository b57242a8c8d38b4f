"""What passages are about: the table's own examples, what outweighs what, and the labels made by reading."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from bench.themes import LABELS, Labelled, by_headings, by_keyword, measure, read_labels
from corpus.folder import read_file
from corpus.themes import MOST_THEMES, THEMES, find_theme, themes_of
from indexer.passages import cut
from tests.conftest import SAMPLES
from tests.hangs import HANG

EXAMPLES = [(theme.name, text) for theme in THEMES for text in theme.examples]
COUNTEREXAMPLES = [(theme.name, text) for theme in THEMES for text in theme.counterexamples]


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=[f"{name}: {text[:12]}" for name, text in EXAMPLES])
def test_examples(name: str, text: str) -> None:
    assert name in themes_of((), text)


@pytest.mark.parametrize(
    ("name", "text"), COUNTEREXAMPLES, ids=[f"{name}: {text[:12]}" for name, text in COUNTEREXAMPLES]
)
def test_counterexamples(name: str, text: str) -> None:
    assert name not in themes_of((), text)


def test_the_table_is_sound() -> None:
    for labels in zip(*((theme.name, theme.zh, theme.en) for theme in THEMES), strict=True):
        assert len(set(labels)) == len(THEMES)
    for theme in THEMES:
        assert theme.name.isascii() and theme.about and len(theme.examples) >= 2
        words = Counter(word for cue in theme.cues for word in cue.words.split())
        assert max(words.values()) == 1, f"{theme.name} has a word twice: {words.most_common(1)}"
        assert min(map(len, words)) >= 2


@pytest.mark.parametrize(
    ("headings", "text", "themes"),
    [
        (("一、主要工作", "（三）化解矛盾纠纷"), "全年共办结31件，群众满意。", ("disputes",)),
        (
            ("（三）化解矛盾纠纷",),
            "全年办理行政处罚案件5件，行政执法人员持证上岗，全部立案案卷归档。",
            ("enforcement",),
        ),
        (("一、主要工作",), "道路硬化3公里，栽树500棵。", ()),
        ((), "", ()),
        ((), "镇村两级调解矛盾纠纷88件；开展法治宣传12场次，发放普法资料900份。", ("disputes", "publicity")),
        ((), "中心组专题学法5次，学习《信访工作条例》和行政复议法。", ("safeguards",)),
        ((), "坚持党的领导，化解矛盾纠纷，开展普法宣传，现将有关情况报告如下：", ()),
        ((), "进一步厘清权责边界，编制权责清单60项。", ("functions",)),
    ],
    ids=[
        "heading alone",
        "own words win",
        "nothing clear",
        "empty",
        "two",
        "names of laws",
        "preamble",
        "borders of power",
    ],
)
def test_what_outweighs_what(headings: tuple[str, ...], text: str, themes: tuple[str, ...]) -> None:
    assert themes_of(headings, text) == themes


def test_an_outer_heading_counts_less_than_an_inner_one() -> None:
    outer, inner = "一、强化行政执法", "（一）开展普法宣传"
    assert themes_of((outer, inner), "全年共办结31件。") == ("publicity",)
    assert themes_of((inner, outer), "全年共办结31件。") == ("enforcement",)


def test_passages_of_a_report_in_traditional_characters_have_themes(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    lines = [
        "甲縣乙鎮2023年法治政府建設工作報告",
        "",
        "一、主要工作",
        "（一）規範執法",
        "全年辦理行政處罰3件，執法人員持證上崗。",
        "（二）其他",
        "種樹三百棵，修路兩公里，無人受傷。",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = {passage.text: passage.themes for passage in cut(read_file(path))}
    assert found[lines[4]][:1] == ("enforcement",)
    assert found[lines[6]] == ()


def test_every_theme_is_documented() -> None:
    text = (LABELS.parents[2] / "docs" / "themes.md").read_text(encoding="utf-8")
    for theme in THEMES:
        assert f"| `{theme.name}` | {theme.zh} | {theme.en} |" in text


def test_labels_find_their_theme() -> None:
    for theme in THEMES:
        assert {find_theme(label) for label in (theme.name, theme.zh, theme.en.upper())} == {theme}
    assert find_theme("烹饪") is None


def test_a_hostile_text_takes_no_time() -> None:
    began = time.perf_counter()
    for text in ("《" * 50_000, "现将" * 50_000, "没有发生" * 25_000, "\ud800执法" * 20_000):
        assert len(themes_of((text[:1000],), text)) <= MOST_THEMES
    assert time.perf_counter() - began < HANG


@pytest.fixture(scope="module")
def labelled() -> list[Labelled]:
    """The labelled passages of the samples."""
    return read_labels(LABELS, SAMPLES)


def test_the_labels_are_many_and_of_known_themes(labelled: list[Labelled]) -> None:
    parts = Counter(item.part for item in labelled)
    assert parts["development"] >= 250 and parts["held out"] >= 150
    assert set().union(*(item.themes for item in labelled)) == {theme.name for theme in THEMES}
    assert max(len(item.themes) for item in labelled) <= MOST_THEMES


@pytest.mark.parametrize(("part", "precision", "recall"), [("development", 0.94, 0.86), ("held out", 0.9, 0.82)])
def test_themes_agree_with_a_reader(labelled: list[Labelled], part: str, precision: float, recall: float) -> None:
    items = [item for item in labelled if item.part == part]
    score = measure(themes_of, items)[""]
    assert score.precision >= precision
    assert score.recall >= recall
    assert score.f1 > max(measure(tell, items)[""].f1 for tell in (by_keyword, by_headings)) + 0.2
