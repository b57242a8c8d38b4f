"""What becomes of plans and problems: small reports written for the purpose, and every example of the tables of cues."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.report import Role
from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from insight.followup.closeness import Elsewhere, Scale
from insight.followup.contract import outcomes_json, overview_json
from insight.followup.copied import is_same_words, longest_shared, shared_stretches
from insight.followup.cues import ADMISSIONS, LEAD_IN, REMAINDER, WHOLE, Cue, admits, is_lead_in
from insight.followup.following import Followup
from insight.followup.judging import Found, Judged, Judgement, Year, judge
from insight.followup.keeping import judgement_from_json, judgement_to_json
from insight.followup.statement import content_units, place_units, read_statements
from insight.followup.verdict import Counts, PairOutcome, PlanVerdict, ProblemVerdict, is_common
from search.filters import Filters
from tests.insight import following
from tests.insight.following import write_report, write_township

CUES = (LEAD_IN, *ADMISSIONS, WHOLE, REMAINDER)


def opened(folder: Path, directory: Path) -> Index:
    build_index(directory, [folder], HashingEncoder())
    return Index.open(directory)


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root = tmp_path_factory.mktemp("followup")
    write_township(root / "reports")
    return opened(root / "reports", root / "index")


@pytest.fixture(scope="module")
def outcome(township: Index) -> PairOutcome:
    [found] = Followup(township).outcomes(Filters())
    return found


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.name)
def test_cues_hold_their_examples(cue: Cue) -> None:
    for example in cue.examples:
        assert cue.pattern.search(example), example
    for example in cue.counterexamples:
        assert not cue.pattern.search(example), example


def test_lead_ins_are_no_statements() -> None:
    assert is_lead_in("2024年，重点抓好以下工作：")
    assert not is_lead_in(following.LAMPS)


@pytest.mark.parametrize("sentence", [following.STUDIED, following.BRIDGE_DONE, following.SCALES, following.DUST])
def test_plain_sentences_admit_nothing(sentence: str) -> None:
    assert not admits(sentence)
    assert admits(following.HERBS_ADMITTED)


def test_the_own_name_is_no_likeness(tmp_path: Path) -> None:
    write_report(tmp_path / "reports", 2022, practices=("芦花渡镇召开青石县普法现场会1次。",))
    index = opened(tmp_path / "reports", tmp_path / "index")
    [report] = index.reports
    assert {"芦花", "花渡", "渡镇", "青石"} <= place_units(report.place)
    units = read_statements(index, report.id)[Role.PRACTICE].items[0].units
    assert "普法" in units
    assert not {"芦花", "花渡", "渡镇", "青石"} & units


def test_single_characters_are_no_units() -> None:
    assert content_units("办好3件事 ABC") == {"办好", "3", "件事", "abc"}


def test_same_words() -> None:
    assert longest_shared("集市电子秤长年无人检定", "（一）集市电子秤长年无人检定。") == 11
    assert longest_shared("集市电子秤", "采石场扬尘反复") == longest_shared("秤", "秤") == 0
    assert is_same_words(following.SCALES, "经查，" + following.SCALES)
    assert is_same_words("普法形式单一，内容陈旧", "一是普法形式单一，内容陈旧。")
    long = "全镇网格员多由村干部兼任，白天忙于村务，夜间才能录入平台信息，有的事项隔了半个月才上报，数据对不上账，考核时又集中补录。"
    assert is_same_words(long, "网格员夜间才能录入平台信息，有的事项隔了三天才上报，今后将予以改进。")
    assert not is_same_words("普法形式单一，群众不爱听，效果不好", "普法形式单一，宣传资料堆在仓库里发不出去")


def test_shared_stretches_are_the_same_in_both() -> None:
    earlier, later = "在老石桥头设立调解点", "调解点，在老石桥头挂牌"
    ours, theirs = shared_stretches(earlier, later)
    assert [earlier[start:end] for start, end in ours] == ["在老石桥头"]
    assert [later[start:end] for start, end in theirs] == ["在老石桥头"]


def test_plans(outcome: PairOutcome) -> None:
    verdicts = {one.plan.text[3:]: one.verdict for one in outcome.plans}
    assert verdicts == {
        following.BRIDGE: PlanVerdict.DONE,
        following.LAMPS: PlanVerdict.PARTLY,
        following.HERBS: PlanVerdict.NOT_FOUND,
    }
    bridge, lamps, herbs = outcome.plans
    assert following.BRIDGE_DONE in bridge.evidence[0].cited.text
    assert bridge.nearest is None and not bridge.admitted
    assert [found.cited.text[3:] for found in lamps.admitted] == [following.LAMPS_BEGUN]
    assert not herbs.evidence and herbs.nearest is not None
    assert following.HERBS_ADMITTED in herbs.admitted[0].cited.text


def test_problems(outcome: PairOutcome) -> None:
    scales, dust = outcome.problems
    assert (scales.verdict, dust.verdict) == (ProblemVerdict.SAME_WORDS, ProblemVerdict.GONE)
    assert following.SCALES in scales.evidence[0].cited.text
    assert dust.nearest is not None and not dust.evidence
    # What admits that a plan was not carried out is shown with the plan.
    assert [cited.text[3:] for cited in outcome.new_problems] == [following.NEW]


def test_everything_shown_is_quoted(township: Index, outcome: PairOutcome) -> None:
    everything = [found for one in outcome.plans for found in (*one.evidence, *one.admitted)]
    everything += [found for one in outcome.problems for found in one.evidence]
    for found in everything:
        report = township.catalogue.report(found.cited.report.id)
        assert report is not None
        assert found.cited.report == outcome.pair.after
        assert report.text[found.cited.start : found.cited.end] == found.cited.text
        for start, end in found.shared:
            assert found.cited.start <= start < end <= found.cited.end
    bridge = outcome.plans[0]
    marked = [bridge.plan.text[a - bridge.plan.start : b - bridge.plan.start] for a, b in bridge.evidence[0].earlier]
    assert "渔船停泊调解点" in marked


def test_counts(outcome: PairOutcome) -> None:
    counts = outcome.pair.counts
    assert (counts.done, counts.partly, counts.not_found, counts.plans) == (1, 1, 1, 3)
    assert (counts.gone, counts.still, counts.same_words, counts.problems) == (1, 0, 1, 2)
    assert counts.new == 1
    assert Counts.total([counts, counts]).plans == 6
    assert Counts.total([]) == Counts()


def test_only_neighbouring_years_are_compared(tmp_path: Path) -> None:
    for year in (2019, 2021, 2022):
        write_report(tmp_path / "reports", year, problems=(following.DUST,), plans=(following.BRIDGE,))
    followup = Followup(opened(tmp_path / "reports", tmp_path / "index"))
    assert [(pair.before.year, pair.after.year) for pair in followup.overview(Filters())] == [(2021, 2022)]
    assert followup.overview(Filters(years=(2021, 2021)))
    assert not followup.overview(Filters(years=(2022, 2022)))
    assert followup.authorities(Filters(years=(2022, 2022))) == 1


def test_a_year_without_anything_to_compare_with(tmp_path: Path) -> None:
    write_report(tmp_path / "reports", 2022, problems=(following.DUST,), plans=(following.BRIDGE,))
    write_report(tmp_path / "reports", 2023, practices=(), problems=(), plans=())
    [outcome] = Followup(opened(tmp_path / "reports", tmp_path / "index")).outcomes(Filters())
    assert [(one.verdict, one.nearest) for one in outcome.plans] == [(PlanVerdict.NOT_FOUND, None)]
    assert [(one.verdict, one.nearest) for one in outcome.problems] == [(ProblemVerdict.GONE, None)]


def test_a_plan_repeated_in_the_same_words(tmp_path: Path) -> None:
    write_report(tmp_path / "reports", 2022, plans=(following.BRIDGE,))
    write_report(tmp_path / "reports", 2023, plans=(following.BRIDGE,))
    [outcome] = Followup(opened(tmp_path / "reports", tmp_path / "index")).outcomes(Filters())
    [plan] = outcome.plans
    assert plan.verdict is PlanVerdict.NOT_FOUND
    assert plan.repeated is not None and following.BRIDGE in plan.repeated.cited.text


def test_what_all_report_tells_little(tmp_path: Path) -> None:
    general = "组织开展宪法宣传周活动，增强群众法治意识。"
    for place in ("芦花渡镇", "甲子乡", "乙丑乡", "丙寅乡", "丁卯乡", "戊辰乡"):
        write_report(tmp_path / "reports", 2023, place=place, practices=(general, following.STUDIED))
    write_report(tmp_path / "reports", 2022, plans=(general, following.BRIDGE))
    [outcome] = Followup(opened(tmp_path / "reports", tmp_path / "index")).outcomes(Filters())
    plan, bridge = outcome.plans
    assert plan.verdict is PlanVerdict.DONE
    assert plan.elsewhere == Elsewhere(5, 5) and is_common(plan.elsewhere)
    assert bridge.elsewhere == Elsewhere(0, 0) and not is_common(bridge.elsewhere)
    assert outcome.pair.counts.common == 1


def test_judgements_are_kept_and_found_again(township: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Followup(township).overview(Filters())
    monkeypatch.setattr("insight.followup.following.judge", lambda *_: pytest.fail("judged again"))
    assert Followup(township).overview(Filters()) == first


def test_a_judgement_as_json() -> None:
    found = Found(3, 0.5, (1, 4))
    judged = Judged(1, "partly", (found,), None, (found,), Found(9, 1.0), Elsewhere(1, 7))
    judgement = Judgement((judged,), (Judged(2, "gone", (), found),), (5,))
    assert judgement_from_json(judgement_to_json(judgement)) == judgement


def test_closeness_is_highest_with_itself(township: Index) -> None:
    scale = Scale(township)
    said = read_statements(township, township.reports[0].id)
    close = scale.closeness(said[Role.PROBLEM], said[Role.PROBLEM], (Role.PROBLEM, Role.PROBLEM))
    assert (close.argmax(axis=1) == range(len(close))).all()
    assert (close.diagonal() > 1).all()


def test_a_report_beside_itself_has_every_problem_in_the_same_words(township: Index) -> None:
    report = next(report for report in township.reports if report.year == 2022)
    year = Year(report.authority, read_statements(township, report.id))
    judgement = judge(Scale(township), year, year)
    assert {one.verdict for one in judgement.problems} == {"same_words"}
    assert judgement.new == ()


def test_the_contract(township: Index, outcome: PairOutcome) -> None:
    fields = outcomes_json([outcome], 3)
    assert (fields["townships"], fields["of"]) == (1, 3)
    [pair] = fields["pairs"]
    assert set(pair) == {"place", "before", "after", "counts", "plans", "problems", "new_problems"}
    assert (pair["before"]["year"], pair["after"]["year"]) == (2022, 2023)
    plan = pair["plans"][0]
    assert set(plan) == {"verdict", "plan", "evidence", "nearest", "elsewhere", "admitted", "repeated"}
    assert {"text", "passage_id", "start", "closeness", "shared"} <= set(plan["evidence"][0])
    assert pair["counts"] == fields["counts"]
    overview = overview_json(Followup(township).overview(Filters()), 3)
    assert overview["counts"] == fields["counts"]
    assert set(overview["pairs"][0]) == {"place", "before", "after", "counts"}
