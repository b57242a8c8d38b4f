"""One report against the outline: every table's examples, every status of every part, and nothing told that the text does not hold."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from corpus.reader import read_report_bytes
from corpus.report import Level, Report
from indexer.passages import cut
from insight.completeness.checking import check, pack, unpack
from insight.completeness.cues import ACTS, CAUSES, MEANS, OUTRIGHT, SUBJECT, UNMET
from insight.completeness.findings import Check
from insight.completeness.form import title_status
from insight.completeness.parts import DUTY, FORM, PARTS, SUBJECTS, Group, Part, Status, of_group
from insight.completeness.substance import CONCRETE, FORMULAS, LINE, Cue, characters, is_bare

TITLE = "甲县石板镇2023年法治政府建设年度报告"
ACTS_OF = {"measures": "practice", "first_person": "practice", "shortcomings": "problem", "causes": "problem", "concrete": "problem", "next_year": "plan"}  # fmt: skip
PRACTICE = "全年办理执法案件12件，调解纠纷30件，发放宣传资料800份，审查合同6份，退回2份。"
PROBLEM = "一是持证人员不够，全镇只有2人取得执法证。二是普法课枯燥，9场课到场的多是老人。"
PLAN = "一是再选派3名干部参加执法资格考试，年底前达到7名。二是把法治夜校办到最远的两个村，每季度1场。"


def _report(
    practice: str = PRACTICE, problem: str | None = PROBLEM, plan: str | None = PLAN, *, title: str = TITLE, head: str = "县司法局：", foot: str = "石板镇人民政府\n2024年1月12日"
) -> Report:  # fmt: skip
    acts = [("工作开展情况", practice), ("存在的问题", problem), ("下一步打算", plan)]
    body = [f"{number}、{name}\n{text}" for number, (name, text) in zip("一二三", acts, strict=True) if text]
    lines = [title, head, "2023年，石板镇推进法治政府建设，现将有关情况报告如下：", *body, foot]
    text = "\n".join(line for line in lines if line)
    return read_report_bytes(text.encode(), "a.txt", source="a.txt", metadata={"level": "township"})


def _check(report: Report) -> Check:
    return check(report, cut(report))


@pytest.mark.parametrize(
    "cue", [*FORMULAS, *CONCRETE, *CAUSES, UNMET, MEANS, OUTRIGHT, SUBJECT, ACTS], ids=lambda cue: cue.name
)
def test_examples_of_cues(cue: Cue) -> None:
    assert cue.examples and cue.counterexamples
    for example in cue.examples:
        assert cue.pattern.search(example), example
    for example in cue.counterexamples:
        assert not cue.pattern.search(example), example


_EXAMPLES = [
    (part, example, status)
    for part in (*DUTY, *FORM)
    for status, examples in (
        (Status.FULL, part.examples),
        (Status.BARE, part.bare),
        (Status.MISSING, part.counterexamples),
    )
    for example in examples
]


@pytest.mark.parametrize(("part", "example", "status"), _EXAMPLES, ids=lambda value: getattr(value, "key", None))
def test_examples_of_parts(part: Part, example: str, status: Status) -> None:
    if part.key == "title":
        assert title_status(example) is status
        return
    texts = {"practice": PRACTICE, "problem": PROBLEM, "plan": PLAN, ACTS_OF[part.key]: example}
    assert _check(_report(**texts)).finding(part.key).status is status


def test_parts_are_whole_and_named_once() -> None:
    assert len({part.key for part in PARTS}) == len(PARTS)
    assert [part.key for part in of_group(Group.DUTY)] == [
        "measures",
        "shortcomings",
        "causes",
        "first_person",
        "next_year",
    ]
    assert all(part.zh and part.en and part.basis and part.found for part in PARTS)


def test_a_whole_report_has_everything_asked_for() -> None:
    found = _check(
        _report(practice=f"镇党委书记主持召开法治工作会议4次。{PRACTICE}", problem=f"{PROBLEM}原因是经费不足。")
    )
    assert {f.key: f.status for f in found.findings[:11]} == {
        **dict.fromkeys((part.key for part in (*DUTY, *FORM)), Status.FULL),
    }


def test_what_a_finding_rests_on_is_in_the_report() -> None:
    report = _report(practice=f"{PRACTICE}镇长带队检查执法4次。全年没有积案。")
    passages = {passage.id: passage for passage in cut(report)}
    found = _check(report)
    [person] = found.finding("first_person").grounds
    assert report.text[person.start : person.end] == "镇长带队检查执法4次。"
    for finding in found.findings:
        for ground in finding.grounds:
            assert ground.start is not None and ground.end is not None and ground.start < ground.end
            if ground.passage_id:
                passage = passages[ground.passage_id]
                assert passage.start <= ground.start and ground.end <= passage.end


@pytest.mark.parametrize("gone", ["problem", "plan"])
def test_an_act_that_is_not_there(gone: str) -> None:
    found = _check(_report(problem=None)) if gone == "problem" else _check(_report(plan=None))
    missing = {finding.key for finding in found.findings[:11] if finding.status is Status.MISSING}
    assert missing >= ({"shortcomings", "causes", "concrete"} if gone == "problem" else {"next_year"})
    assert "measures" not in missing


def test_headings_without_text_are_told() -> None:
    found = _check(_report(problem="（一）普法形式单一\n（二）执法人员不足"))
    assert found.finding("shortcomings").status is Status.BARE


@pytest.mark.parametrize(
    ("changes", "key", "status"),
    [
        ({"title": "石板镇2023年材料"}, "title", Status.BARE),
        ({"title": "甲县石板镇法治政府建设年度报告"}, "year", Status.FULL),
        ({"head": ""}, "addressee", Status.MISSING),
        ({"head": "", "foot": "石板镇人民政府\n2024年1月12日\n（此件公开发布）"}, "addressee", Status.FULL),
        ({"foot": ""}, "issuer", Status.BARE),
        ({"foot": "", "title": "石板镇人民政府2023年法治政府建设年度报告"}, "issuer", Status.FULL),
        ({"foot": ""}, "date", Status.MISSING),
        ({"foot": "石板镇人民政府\n2024年1月"}, "date", Status.BARE),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_form(changes: dict[str, str], key: str, status: Status) -> None:
    assert _check(_report(**changes)).finding(key).status is status


def test_a_year_in_han_digits_counts() -> None:
    report = _report(title="甲县石板镇二〇二三年法治政府建设年度报告")
    assert report.year == 2023
    assert _check(report).finding("year").status is Status.FULL


def test_a_title_given_by_the_user_is_not_the_reports() -> None:
    report = _report()
    given = tuple(e if e.fact != "title" else replace(e, where="附表或文件头") for e in report.evidence)
    assert _check(replace(report, evidence=given)).finding("title").status is Status.MISSING


def test_what_is_not_asked_of_a_level_is_never_missing() -> None:
    report = _report()
    optional = {part.key for part in SUBJECTS if part.is_optional(Level.TOWNSHIP)}
    assert {"rules", "technology", "legal_services", "governance"} == optional
    statuses = {f.key: f.status for f in _check(report).findings}
    assert statuses["technology"] is Status.OPTIONAL and statuses["emergencies"] is Status.MISSING
    county = {f.key: f.status for f in _check(replace(report, level=Level.COUNTY)).findings}
    assert county["technology"] is Status.MISSING
    assert all(part.is_optional(Level.UNKNOWN) for part in SUBJECTS if part.optional)


def test_a_subject_named_in_passing_is_bare() -> None:
    found = _check(_report(practice=f"{PRACTICE}\n镇村干部学法4次，考试合格率98%，其间参加应急演练。"))
    mention = found.finding("emergencies")
    assert mention.status is Status.BARE and mention.grounds


def test_officers_of_counties_and_departments() -> None:
    report = _report(practice=f"{PRACTICE}局长带队检查执法4次。")
    assert _check(report).finding("first_person").status is Status.MISSING
    assert _check(replace(report, level=Level.DEPARTMENT)).finding("first_person").status is Status.FULL


def test_plans_for_the_principal_persons_are_not_what_they_did() -> None:
    found = _check(_report(plan=f"{PLAN}三是压实党政主要负责人第一责任人职责，每季度听取汇报1次。"))
    assert found.finding("first_person").status is Status.MISSING


def test_a_reason_for_what_was_done_is_no_cause_of_a_shortcoming() -> None:
    found = _check(_report(practice=f"{PRACTICE}由于人手少，镇里向县局借调2人。"))
    assert found.finding("causes").status is Status.MISSING


def test_doubts_stand_beside() -> None:
    whole = _report()
    assert not _check(whole).doubtful
    assert {doubt.kind for doubt in _check(whole).doubts} == {"identity"}
    scanned = _check(replace(whole, recognised=True, notes=("第2页没有可读的文字",)))
    assert scanned.doubtful and {"recognised", "note"} <= {doubt.kind for doubt in scanned.doubts}
    mixed = read_report_bytes(
        f"{TITLE}\n一、主要做法和存在问题\n{PRACTICE}\n存在人员不足等问题。\n二、下一步打算\n{PLAN}".encode(),
        "a.txt",
        source="a.txt",
        metadata={},
    )
    assert "mixed" in {doubt.kind for doubt in _check(mixed).doubts}


def test_a_report_without_headings_or_text_to_speak_of() -> None:
    short = read_report_bytes("石板镇法治工作很好。".encode(), "a.txt", source="a.txt", metadata={})
    found = _check(short)
    assert found.finding("shortcomings").status is Status.MISSING
    assert "outline" in {doubt.kind for doubt in found.doubts}


def test_a_check_survives_being_kept() -> None:
    found = _check(_report())
    assert unpack(json.loads(json.dumps(pack(found), ensure_ascii=False))) == found


def test_traditional_characters_are_judged_alike() -> None:
    report = read_report_bytes(
        "甲縣石板鎮2023年法治政府建設工作總結\n2023年，我鎮推進法治政府建設，現將情況報告如下：\n一、工作開展情況\n鎮黨委書記主持召開法治工作會議4次，調解糾紛30件，審查合同6份。\n"
        "二、存在的問題\n一是執法人員不足，由於編製少，只有2人。二是系統沒有建成，原因是經費不足。\n三、下一步打算\n再選派3名幹部參加考試，年底前持證人員達到7名，每季度評查案卷1次。".encode(),
        "a.txt",
        source="a.txt",
        metadata={"level": "township"},
    )
    found = _check(report)
    for key in ("title", "causes", "first_person", "concrete"):
        assert found.finding(key).status is Status.FULL, key
    [title] = found.finding("title").grounds
    assert report.text[title.start : title.end] == "甲縣石板鎮2023年法治政府建設工作總結"


def test_bare_is_counted_in_printed_lines() -> None:
    assert is_bare(["执法人员只有2名。"])
    assert not is_bare([f"执法人员只有2名，{'每名都要跑遍全镇所有村组' * 2}。"])
    assert is_bare(["宣传不够深入，力量有待加强，意识需要提高，机制还要完善，协调仍需顺畅。"])
    assert not is_bare(["宣传不够深入；力量有待加强；", "意识需要提高；", "机制还要完善，协调仍需顺畅。"])
    assert characters("在县委的领导下，") == 0
    assert LINE == 28
