"""What does not fit across reports: against last year's report, against its own years, against the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from insight.indicators.doubt import DoubtKind
from insight.indicators.flags import Flag
from insight.indicators.survey import find_flags
from insight.indicators.wording import EN, WORDINGS, ZH, flag_text
from search.filters import Filters
from tests.insight.stating import index_of, write_report


def two_years(root: Path, before: str, after: str, filters: Filters | None = None) -> list[Flag]:
    write_report(root / "reports", "甲乡", 2022, before)
    write_report(root / "reports", "甲乡", 2023, after)
    index = index_of(root)
    found = find_flags(index, filters or Filters())
    index.close()
    assert found.compared == 2
    return list(found.flags)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("全镇持证执法人员12人。", "全镇持证执法人员由上年的11人增加到14人。", 11),
        ("全年受理矛盾纠纷42件，调解成功40件。", "全年受理矛盾纠纷31件，比上年减少8件。", 39),
        ("全年受理矛盾纠纷42件，调解成功40件。", "全年受理矛盾纠纷60件，比2022年增加50件。", 10),
        ("全年受理矛盾纠纷200件，调解成功190件。", "全年受理矛盾纠纷143件，同比下降50%。", 286),
    ],
)
def test_last_years_value_is_held_against_last_years_report(
    tmp_path: Path, before: str, after: str, expected: float
) -> None:
    [flag] = two_years(tmp_path, before, after)
    assert flag.kind is DoubtKind.LAST_YEAR
    assert flag.expected == pytest.approx(expected, rel=0.03)
    assert (flag.found.report.year, flag.against[0].report.year) == (2023, 2022)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("全镇持证执法人员11人。", "全镇持证执法人员由上年的11人增加到14人。"),
        ("全年受理矛盾纠纷39件，调解成功38件。", "全年受理矛盾纠纷31件，比上年减少8件。"),
        ("全年受理矛盾纠纷191件，调解成功180件。", "全年受理矛盾纠纷143件，比上年下降25.1%。"),
        ("全年受理矛盾纠纷120余件。", "全年受理矛盾纠纷110件，比上年减少15件。"),
        ("全年受理矛盾纠纷142件，调解成功137件，其中林权纠纷39件。", "全年受理矛盾纠纷128件，调解成功125件，其中林权纠纷31件，比上年减少8件。"),
        ("全年受理矛盾纠纷142件，其中林权纠纷39件。", "全年受理林权纠纷60件，比上年减少8件。"),
        ("全年受理物业纠纷80件。", "全年受理草场纠纷31件，比上年减少8件。"),
        ("坚持抓早抓小，矛盾化解在基层。", "全年受理矛盾纠纷31件，比上年减少8件。"),
    ],
)  # fmt: skip
def test_what_agrees_or_cannot_be_compared_is_left_alone(tmp_path: Path, before: str, after: str) -> None:
    assert two_years(tmp_path, before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "flagged"),
    [
        ("全年调解矛盾纠纷128件。", "全年调解矛盾纠纷1350件。", True),
        ("全年调解矛盾纠纷1280件。", "全年共调解矛盾纠纷96件。", True),
        ("全年调解矛盾纠纷128件。", "全年调解矛盾纠纷260件。", False),
        ("全年调解矛盾纠纷2件。", "全年调解矛盾纠纷24件。", False),
        ("全年调解草场边界纠纷9件。", "全年调解邻里家庭纠纷256件。", False),
    ],
)
def test_a_slip_of_a_digit_between_its_own_years(tmp_path: Path, before: str, after: str, flagged: bool) -> None:
    assert [flag.kind for flag in two_years(tmp_path, before, after)] == [DoubtKind.OWN_YEARS] * flagged


def test_the_year_before_is_looked_at_even_where_the_filter_leaves_it_out(tmp_path: Path) -> None:
    before, after = "全镇持证执法人员12人。", "全镇持证执法人员由上年的11人增加到14人。"
    [flag] = two_years(tmp_path, before, after, Filters(years=(2023, 2023), township="甲乡"))
    assert flag.kind is DoubtKind.LAST_YEAR
    assert find_flags(index_of(tmp_path), Filters(years=(2022, 2022))).flags == ()


def townships(root: Path, values: list[int]) -> list[Flag]:
    for number, value in enumerate(values):
        write_report(root / "reports", f"{'甲乙丙丁戊己庚辛壬癸'[number]}河镇", 2023, f"全年调解矛盾纠纷{value}件。")
    index = index_of(root)
    found = find_flags(index, Filters())
    index.close()
    return list(found.flags)


def test_far_above_the_others_of_the_year(tmp_path: Path) -> None:
    values = [90, 100, 110, 120, 95, 105, 130, 1400, 85]
    [flag] = townships(tmp_path, values)
    assert (flag.kind, flag.found.weighed.figure.value, flag.peers) == (DoubtKind.PEERS, 1400, len(values))
    assert flag.expected == pytest.approx(105)
    assert flag.against[0].weighed.figure.value == 105


@pytest.mark.parametrize(
    "values",
    [[90, 100, 110, 120, 95, 105, 1400], [90, 100, 110, 120, 95, 105, 130, 400, 85], [5, 4, 3, 6, 5, 4, 7, 48, 5]],
    ids=["few", "near", "small"],
)  # fmt: skip
def test_few_near_and_small_ones_do_not_stand_out(tmp_path: Path, values: list[int]) -> None:
    assert townships(tmp_path, values) == []


def test_flags_are_put_into_words_in_both_languages(tmp_path: Path) -> None:
    [flag] = two_years(tmp_path, "全镇持证执法人员1012人。", "全镇持证执法人员由上年的1011人增加到1014人。")
    assert flag_text(flag, ZH) == "本年报告所说的上年数为 1011人，上年报告写的是 1012人，相差 1人。请核对原文。"
    assert "implies 1,011 人; that year's report says 1,012 人: 1 人 apart" in flag_text(flag, EN)


def test_what_follows_from_a_share_is_told_in_the_unit_of_last_years_figure(tmp_path: Path) -> None:
    [flag] = two_years(tmp_path, "全年受理矛盾纠纷200件。", "全年受理矛盾纠纷143件，同比下降50%。")
    assert flag_text(flag, ZH) == "本年报告所说的上年数为 286件，上年报告写的是 200件，相差 86件。请核对原文。"


@pytest.mark.parametrize(("county", "flagged"), [("甲县", 1), ("", 0)])
def test_places_known_by_a_shared_name_alone_are_not_compared(tmp_path: Path, county: str, flagged: int) -> None:
    folder = tmp_path / "reports"
    write_report(folder, "红旗镇", 2022, "全镇持证执法人员12人。", county=county)
    write_report(folder, "红旗镇", 2023, "全镇持证执法人员由上年的11人增加到14人。", county=county)
    index = index_of(tmp_path)
    assert len(find_flags(index, Filters()).flags) == flagged
    index.close()


def test_only_what_counts_the_same_noun_is_compared(tmp_path: Path) -> None:
    nouns = ["矛盾纠纷"] * 4 + ["邻里纠纷"] * 4
    for number, noun in enumerate(nouns):
        value = 1400 if number == 0 else 100 + number
        write_report(tmp_path / "reports", f"{'甲乙丙丁戊己庚辛'[number]}河镇", 2023, f"全年调解{noun}{value}件。")
    index = index_of(tmp_path)
    assert find_flags(index, Filters()).flags == ()
    index.close()


def test_every_kind_of_doubt_has_its_words() -> None:
    for wording in WORDINGS.values():
        assert set(wording.flags) == set(wording.kinds) == set(DoubtKind)
