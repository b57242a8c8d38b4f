"""The measure of reading: what it counts on reports made by hand, and how well the product's reader must do on forged ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from bench.forge.compare import compare, failure
from bench.forge.figures import COLUMNS, Outcome, row, tables, worst
from bench.forge.score import Score, share
from bench.forge.variant import FORMATS, Variant, forge
from bench.reading import BEGIN, DOCUMENT, END, measure, plan, show
from corpus.report import Level, Place, Report, Role, Section


@dataclass(frozen=True, slots=True)
class Threshold:
    """What the reader must reach on the small run; ``most`` for counts that must not be passed."""

    figure: str
    value: float
    most: bool = False


THRESHOLDS = (
    Threshold("headings F1", 0.99),
    Threshold("roles", 0.98),
    Threshold("body roles", 0.98),
    Threshold("place", 0.99),
    Threshold("year", 0.99),
    Threshold("wrong places", 0, most=True),
    Threshold("lost characters", 0, most=True),
    Threshold("refused files", 0, most=True),
)
"""The one place where the limits stand."""


def _figures(score: Score) -> dict[str, float]:
    return {
        "headings F1": score.f1,
        "roles": share(score.roles_right, score.roles),
        "body roles": share(score.body_right, score.body),
        "place": share(score.places_right, score.places),
        "year": share(score.year_right, score.files),
        "wrong places": score.guessed,
        "lost characters": score.lost,
        "refused files": score.failed,
    }


# A reader that knows the truth, and what the measure says when it errs.


def _ideal(variant: Variant) -> Report:
    """The report as a perfect reader would give it."""
    truth, text = variant.report, ""
    starts: list[tuple[int, int]] = []
    headings = iter(variant.headings)
    heading = next(headings, None)
    for span in variant.spans:
        text += "\n" if span.opens and text else ""
        if heading is not None and span.text.startswith(heading.number + heading.text):
            starts.append((len(text), len(text) + len(span.text)))
            heading = next(headings, None)
        text += span.text
    ends = [start for start, _ in starts[1:]] + [len(text)]
    sections = [Section(0, "", truth.title, Role.OTHER, 0, 0, len(text), None)]
    for true, (start, body), end in zip(variant.headings, starts, ends, strict=True):
        sections.append(Section(true.level, true.number, true.text, true.role or Role.OTHER, start, body, end, 0))
    return Report(
        id="",
        source="",
        title=truth.title,
        place=Place(township=truth.place.own, code=truth.place.code, certain=truth.place.settled),
        level=truth.level,
        year=truth.year,
        issuer=truth.issuer,
        document_number=truth.document_number,
        addressee=truth.addressee,
        signed=truth.signed,
        published=truth.published,
        text=text,
        sections=tuple(sections),
    )


def _variant(seed: int = 3, *messes: str) -> Variant:
    variant = forge(seed, "txt", messes)
    assert variant is not None
    return variant


@pytest.mark.parametrize("seed", range(12))
def test_a_perfect_reader_is_perfect(seed: int) -> None:
    variant = _variant(seed)
    score = compare(variant, _ideal(variant))
    assert score.perfect
    assert score.breaks_f1 == 1


def test_lost_invented_and_moved_characters_are_counted() -> None:
    variant = _variant()
    ideal = _ideal(variant)
    paragraph = next(line for line in ideal.text.splitlines()[6:] if len(line) > 60)
    without = ideal.text.replace(f"\n{paragraph}", "", 1)
    assert compare(variant, replace(ideal, text=without)).lost == len(paragraph)
    assert compare(variant, replace(ideal, text=ideal.text + "\n凭空多出的话")).invented == 6
    moved = compare(variant, replace(ideal, text=f"{without}\n{paragraph}"))
    assert moved.moved == len(paragraph)
    assert (moved.lost, moved.invented) == (0, 0)
    assert compare(variant, replace(ideal, text=ideal.text.replace(paragraph[:9], f"{paragraph[:8]}冶", 1))).lost == 1


def test_debris_that_stays_is_counted_apart() -> None:
    variant = _variant(3, "site wrapping")
    ideal = _ideal(variant)
    score = compare(variant, replace(ideal, text=f"{variant.debris[0]}\n{ideal.text}"))
    assert score.left > 0
    assert (score.lost, score.invented) == (0, 0)


def test_optional_text_may_stay_or_go() -> None:
    variant = _variant(3, "title twice")
    ideal = _ideal(variant)
    for text in (ideal.text, f"{variant.report.title}\n{ideal.text}"):
        score = compare(variant, replace(ideal, text=text))
        assert (score.lost, score.invented, score.left) == (0, 0, 0)


def _with_section(report: Report, position: int, **changes: object) -> Report:
    sections = list(report.sections)
    sections[position] = replace(sections[position], **changes)  # type: ignore[arg-type]
    return replace(report, sections=tuple(sections))


def test_headings_are_right_by_level_and_text() -> None:
    variant = _variant()
    ideal = _ideal(variant)
    count = len(variant.headings)
    assert compare(variant, _with_section(ideal, 2, level=4)).right == count - 1
    assert compare(variant, _with_section(ideal, 2, heading="别的话")).right == count - 1
    assert compare(variant, _with_section(ideal, 2, number="（九）")).right == count
    fewer = compare(variant, replace(ideal, sections=ideal.sections[:-1]))
    assert (fewer.recall, fewer.precision) == ((count - 1) / count, 1)
    more = compare(variant, replace(ideal, sections=(*ideal.sections, ideal.sections[-1])))
    assert (more.recall, more.precision) == (1, count / (count + 1))


def test_a_wrong_role_is_counted_for_the_heading_and_for_its_text() -> None:
    variant = _variant()
    ideal = _ideal(variant)
    wrong = compare(variant, _with_section(ideal, len(ideal.sections) - 1, role=Role.OTHER))
    assert wrong.roles_right == wrong.roles - 1
    assert 0 < wrong.body_right < wrong.body


def test_optional_headings_may_be_found_or_not() -> None:
    variant = next(v for seed in range(60) if (v := forge(seed)) and any(h.optional for h in v.headings))
    ideal = _ideal(variant)
    assert compare(variant, ideal).f1 == 1
    needed = [section for section in ideal.sections if not section.number.endswith("是")]
    assert compare(variant, replace(ideal, sections=tuple(needed))).f1 == 1


@pytest.mark.parametrize(
    ("settled", "certain", "right_code", "right", "guessed"),
    [
        (True, True, True, 1, 0),
        (True, False, True, 0, 0),
        (True, True, False, 0, 1),
        (False, False, False, 1, 0),
        (False, True, True, 0, 1),
    ],
    ids=["resolved", "left open", "wrong", "rightly open", "guessed"],
)
def test_places(settled: bool, certain: bool, right_code: bool, right: int, guessed: int) -> None:
    variant = _variant()
    truth = replace(variant.report, place=replace(variant.report.place, settled=settled))
    place = Place(code=truth.place.code if right_code else "110101001", certain=certain)
    score = compare(replace(variant, report=truth), replace(_ideal(variant), place=place))
    assert (score.places_right, score.guessed) == (right, guessed)


@pytest.mark.parametrize(
    ("change", "figure"),
    [
        ({"year": 1999}, "year_right"),
        ({"title": "别的"}, "title_right"),
        ({"level": Level.UNKNOWN}, "level_right"),
        ({"signed": "1999-01-01"}, "signed_right"),
        ({"document_number": "某政〔1999〕1号"}, "numbers_right"),
        ({"addressee": "某局"}, "addressees_right"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_fact_counts(change: dict[str, object], figure: str) -> None:
    variant = _variant()
    ideal = _ideal(variant)
    assert getattr(compare(variant, ideal), figure) == 1
    assert getattr(compare(variant, replace(ideal, **change)), figure) == 0  # type: ignore[arg-type]


def test_facts_of_traditional_reports_may_be_given_in_simplified_characters() -> None:
    variant = _variant(3, "traditional")
    ideal = _ideal(variant)
    assert compare(variant, ideal).title_right
    simple = forge(3)
    assert simple is not None
    assert simple.report.title != variant.report.title
    assert compare(variant, replace(ideal, title=simple.report.title)).title_right


def test_a_refused_file_loses_everything() -> None:
    score = failure(_variant())
    assert score.failed == 1
    assert score.lost == score.characters > 400
    assert score.recall == 0


# The run.


def test_the_plan_covers_every_format_and_mess() -> None:
    tasks = list(plan(1))
    assert {format for _, format, _ in tasks} == set(FORMATS)
    assert tasks == list(plan(1))
    assert {messes for _, _, messes in plan(1, "wrapped", "txt")} > {("wrapped",)}


def test_tables_have_a_cell_a_column() -> None:
    outcomes = [
        Outcome("a", "txt", ("wrapped",), Score(files=1, headings=2, found=2, right=1)),
        Outcome("b", "pdf", (), Score(files=1)),
    ]
    assert len(row(outcomes)) == len(COLUMNS)
    lines = tables(outcomes).splitlines()
    assert len({line.count("|") for line in lines if line}) == 1
    assert any(line.startswith("| wrapped | 1 |") for line in lines)
    assert worst(outcomes, 1)[0].startswith("a ")


def test_show_puts_truth_and_result_side_by_side() -> None:
    shown = show("3:txt:parts")
    assert _variant(3, "parts").report.title in shown
    assert "第一部分" in shown
    with pytest.raises(SystemExit, match="no hold"):
        show("3:pdf:wrapped")


def test_the_document_has_a_place_for_the_tables() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    assert "| format |" in text


@pytest.fixture(scope="module")
def outcomes() -> Sequence[Outcome]:
    """About 130 files: every format, every mess, as many pairs."""
    return [outcome for task in plan(1) if (outcome := measure(task))]


@pytest.mark.parametrize("threshold", THRESHOLDS, ids=lambda threshold: threshold.figure)
def test_reading_reaches(outcomes: Sequence[Outcome], threshold: Threshold) -> None:
    figure = _figures(sum((outcome.score for outcome in outcomes), Score()))[threshold.figure]
    reached = figure <= threshold.value if threshold.most else figure >= threshold.value
    assert reached, f"{threshold.figure} is {figure:.4f}\n" + "\n".join(worst(outcomes, 12))
