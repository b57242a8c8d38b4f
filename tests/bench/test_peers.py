"""The comparison with others judges, counts and leaves out as it says. No peer need be installed; those that are, run on two small texts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bench.peers import __main__ as program
from bench.peers.collection import Collection, Quality, of_reports, of_set
from bench.peers.judging import Placed, judged, locate, ndcg, place, ranking, share_read
from bench.peers.rows import ITSELF, ROWS, Row
from bench.peers.running import LeftOutError, Measured, run
from bench.peers.showing import COSTS, ahead, put, qualities, report, settings, table
from bench.peers.task import Built, Chunk, Question, Searched, Task, Text, read_task
from corpus.report import Role
from errors import QueryError
from search.evaluation import GradedQuestion, Quotation

REPORT = Text(
    "甲",
    "一、执法\n新增持证人员3名。\n开展联合检查44次。\n二、普法\n新增持证人员3名。",
    ((0, "一、执法"), (27, "二、普法")),
)


# Where passages stand.


@pytest.mark.parametrize(
    ("passage", "since", "expected"),
    [
        ("开展联合检查44次。", 0, (15, 25)),
        ("新增持证人员3名。", 0, (5, 14)),
        ("新增持证人员3名。", 6, (31, 40)),
        ("新增持证人员3名。", 35, (5, 14)),
        ("新增持证人员3名。 开展联合检查44次。", 0, (5, 25)),
        ("一、执法新增", 0, (0, 7)),
        ("没有的话", 0, None),
        ("  ", 0, None),
    ],
    ids=["once", "first", "second", "before", "line joined", "line lost", "nowhere", "nothing"],
)
def test_a_passage_is_found_where_it_stands(passage: str, since: int, expected: tuple[int, int] | None) -> None:
    assert locate(REPORT.text, passage, since) == expected
    if expected:
        found = REPORT.text[slice(*expected)]
        assert "".join(found.split()) == "".join(passage.split())


def test_the_same_words_stand_at_two_places() -> None:
    chunks = [Chunk("甲", "新增持证人员3名。"), Chunk("甲", "新增持证人员3名。"), Chunk("甲", "别处的话")]
    first, second, astray = place([REPORT], chunks)
    assert (first.start, first.heading) == (5, "一、执法")
    assert (second.start, second.heading) == (31, "二、普法")
    assert (astray.start, astray.end, astray.text) == (0, 0, "")
    placed = [first, second, astray]
    assert ranking(placed, chunks, [chunks[0], chunks[0], chunks[0]]) == [first, second]


# The judge.


def _placed(name: str, text: str, heading: str = "") -> Placed:
    return Placed(name, "甲", 0, len(text), heading, text)


ANSWERS = (Quotation("甲", "持证人员3名", 2), Quotation("甲", "检查44次", 1), Quotation("乙", "持证人员3名", 2))


def test_a_long_passage_is_paid_once_for_all_it_holds() -> None:
    long = _placed("long", "新增持证人员3名。开展联合检查44次。")
    gains, _ = judged(ANSWERS, [long], [long.candidate()])
    assert gains == {"long": 3}


def test_an_overlapping_passage_is_not_paid_again() -> None:
    first, second = _placed("first", "新增持证人员3名。"), _placed("second", "人员3名。新增持证人员3名。")
    gains, run_ = judged(ANSWERS, [first, second], [first.candidate(), second.candidate()])
    assert gains == {"first": 3}
    assert run_ == {"first": 2.0, "second": 1.0}


def test_what_was_not_found_counts_against_the_ranking() -> None:
    wrong, right = _placed("wrong", "开会两次。"), _placed("right", "新增持证人员3名。")
    every = [wrong.candidate(), right.candidate()]
    assert ndcg({"q": judged(ANSWERS, [wrong], every)}) == {"q": 0.0}
    assert ndcg({"q": judged(ANSWERS, [right], every)}) == {"q": 1.0}


def test_a_heading_counts_for_every_passage_below_it() -> None:
    below = _placed("below", "开会两次。", "检查44次")
    gains, _ = judged(ANSWERS, [below], [below.candidate()])
    assert gains == {"below": 1}


def test_characters_read_are_the_same_for_long_and_short_passages() -> None:
    filler = "其他工作情况。" * 10
    long, short = _placed("long", filler + "新增持证人员3名。"), _placed("short", "新增持证人员3名。")
    assert share_read(ANSWERS, [short], 20) == pytest.approx(3 / 7)
    assert share_read(ANSWERS, [long], 20) == 0
    assert share_read(ANSWERS, [long], 100) == pytest.approx(3 / 7)
    assert share_read(ANSWERS, [long, _placed("b", "检查44次")], len(long.text)) == pytest.approx(3 / 7)
    assert share_read(ANSWERS, [short, short, _placed("b", "检查44次")], 30) == pytest.approx(4 / 7)


# Collections.


def test_reports_become_plain_texts_with_their_headings(tmp_path: Path) -> None:
    body = "甲镇2023年法治政府建设情况报告\n一、执法\n新增持证人员3名。\n二、普法\n开展讲座5场。\n"
    (tmp_path / "甲镇-2023.txt").write_text(body, encoding="utf-8")
    queries = tmp_path / "queries.jsonl"
    line = {"id": "1", "zh": "持证人员", "en": "licensed staff", "role": None}
    answer = {"report": "甲镇-2023", "quote": "持证人员3名", "grade": 2}
    queries.write_text(json.dumps({**line, "answers": [answer]}), encoding="utf-8")
    collection = of_reports(tmp_path, queries)
    (text,) = collection.texts
    assert "新增持证人员3名。" in text.text
    assert [words for _, words in text.headings] == ["一、执法", "二、普法"]
    assert all(text.text.startswith(words, at) for at, words in text.headings)
    assert not collection.whole
    chunks = [Chunk(text.id, "新增持证人员3名。"), Chunk(text.id, "开展讲座5场。")]
    quality, astray = collection.quality(chunks, [("zh", "1", chunks[:1]), ("en", "1", chunks[1:])])
    assert (quality["zh"].ndcg, quality["zh"].read) == ({"1": 1.0}, 1.0)
    assert (quality["en"].ndcg, quality["en"].read) == ({"1": 0.0}, 0.0)
    assert astray == 0
    queries.write_text(json.dumps({**line, "answers": [{**answer, "report": "丙"}]}), encoding="utf-8")
    with pytest.raises(QueryError, match="丙"):
        of_reports(tmp_path, queries)


def _set(folder: Path) -> Collection:
    documents = [{"id": "a", "text": "乡镇执法人员不足，执法力量薄弱"}, {"id": "b", "text": "普法宣传形式单一"}]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    questions = [{"id": "1", "text": "执法人员不足"}, {"id": "2", "text": "普法宣传"}]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    (folder / "qrels.tsv").write_text("1\ta\t1\n2\tb\t1\n", encoding="utf-8")
    return of_set(folder)


def test_documents_of_a_set_are_judged_by_their_grades(tmp_path: Path) -> None:
    collection = _set(tmp_path)
    chunks = [Chunk(text.id, text.text) for text in collection.texts]
    quality, _ = collection.quality(chunks, [("zh", "1", chunks), ("zh", "2", chunks)])
    assert quality["zh"].ndcg["1"] == 1.0
    assert 0 < quality["zh"].ndcg["2"] < 1
    assert quality["zh"].read is None


# Processes.


def test_a_task_survives_the_way_to_its_process(tmp_path: Path) -> None:
    question = Question("1", "zh", "执法")
    task = Task("bm25s", {"size": 3}, "model", str(tmp_path), (REPORT,), False, (question,), 10, 30, 2)
    task.write(tmp_path / "task")
    assert read_task(tmp_path / "task") == task


HASHED = Row("hashed", "fajian", {"encoder": "hashing"}, (), (), "Fajian with its toy encoder")


@pytest.mark.slow
@pytest.mark.parametrize("row", [HASHED, next(row for row in ROWS if row.name == "bm25s")], ids=lambda row: row.name)
def test_a_row_runs_in_processes_of_its_own(row: Row, tmp_path: Path) -> None:
    one = run(replace(row, needs=()), _set(tmp_path), "", 1)
    assert sorted(chunk.text_id for chunk in one.built.chunks) == ["a", "b"]
    assert one.quality["zh"].ndcg == {"1": 1.0, "2": 1.0}
    assert one.built.disk > 0
    assert min(one.built.peak, one.searched.peak) > 10_000_000
    assert len(one.searched.cpu) == len(one.searched.clock) == 2
    assert len(one.searched.encoding) == (2 if row is HASHED else 0)


@pytest.mark.slow
def test_fajian_cuts_the_texts_that_the_others_are_given(tmp_path: Path) -> None:
    text = replace(REPORT, text="甲镇2023年法治政府建设情况报告\n" + REPORT.text)
    asked = GradedQuestion("1", "联合检查", "joint inspections", Role.PRACTICE, (Quotation("甲", "检查44次", 2),))
    collection = Collection("x", (text,), (Question("1", "zh", "联合检查"),), (asked,))
    one = run(HASHED, collection, "", 1)
    assert one.astray == 0
    assert one.quality["zh"].ndcg == {"1": 1.0}


@pytest.mark.slow
def test_a_missing_peer_is_left_out_with_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = replace(HASHED, name="gone", needs=("no_such_package_here.inner",))
    broken = replace(HASHED, name="broken", settings={"encoder": "unheard of"})
    measured, left_out = program.run_all([gone, broken], _set(tmp_path), "", 1)
    assert measured == []
    assert left_out["gone"].startswith("no_such_package_here.inner is not installed")
    assert "KeyError: 'unheard of'" in left_out["broken"]
    assert all("\n" not in line for line in left_out.values())
    assert len(capsys.readouterr().err.splitlines()) == 2


PEERS = [row for row in ROWS if row.name not in {ITSELF, "fajian-torch", "bm25s"}]


@pytest.mark.encoder
@pytest.mark.slow
@pytest.mark.parametrize("row", PEERS, ids=lambda row: row.name)
def test_a_peer_that_is_installed_finds_the_passage(row: Row, tmp_path: Path) -> None:
    if row.missing:
        pytest.skip(f"{row.missing} is not installed (bench/peers/requirements.txt)")
    from embeddings.bundled import SOURCE_SHA256, find_source, stock_folder
    from embeddings.unpacking import unpack

    one = run(row, _set(tmp_path), str(unpack(find_source, SOURCE_SHA256, stock_folder())), 1)
    assert one.quality["zh"].ndcg == {"1": 1.0, "2": 1.0}


# What is printed and written.


def _measured(name: str, *, cpu: float, ndcg: float) -> Measured:
    row = Row(name, name, {}, (), (), f"as {name}")
    built = Built(1.0, 2.0, cpu, 300_000_000, 4_000_000, (Chunk("甲", "新增"), Chunk("甲", "新增持证")))
    searched = Searched(0.5, 200_000_000, (9.0, 11.0), (8.0, 10.0), (5.0, 7.0), ())
    scores = {str(number): ndcg for number in range(12)}
    return Measured(row, built, searched, {"zh": Quality(scores, 0.5), "en": Quality(scores, 0.25)}, 0)


def test_who_is_better_in_anything_is_told() -> None:
    own, fast, good = (
        _measured(ITSELF, cpu=10, ndcg=0.8),
        _measured("fast", cpu=5, ndcg=0.2),
        _measured("good", cpu=20, ndcg=0.9),
    )
    figures = [*qualities([own]), *COSTS]
    assert ahead([own, fast, good], figures) == [
        "nDCG@10 zh: good (+0.100)",
        "nDCG@10 en: good (+0.100)",
        "index CPU-s: fast (0.50 of it)",
    ]
    assert ahead([fast, good], figures) == []


def test_the_table_marks_the_best_and_what_is_no_chance() -> None:
    own, other = _measured(ITSELF, cpu=10, ndcg=0.8), _measured("other", cpu=5, ndcg=0.2)
    lines = table([own, other], qualities([own]), markdown=True).splitlines()
    assert lines[0] == "|  | nDCG@10 zh | nDCG@10 en | answers read zh | answers read en |"
    assert lines[2] == f"| {ITSELF} | **0.800** | **0.800** | **0.500** | **0.250** |"
    assert lines[3] == "| other | 0.200\\* | 0.200\\* | **0.500** | **0.250** |"
    costs = dict(
        zip(
            *(
                [cell.strip() for cell in line.split("|")]
                for line in table([own], COSTS, markdown=True).splitlines()[::2]
            ),
            strict=True,
        )
    )
    assert costs["p50 beyond encoding CPU-ms"] == "**3.0**"
    assert costs["disk MB"] == "**4.00**"
    assert costs["characters"] == "3"


def test_settings_are_told_of_what_is_installed() -> None:
    there = replace(HASHED, packages=("numpy",))
    lines = settings([there, replace(there, name="gone", needs=("no_such_package_here",))]).splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("| hashed | numpy ")
    assert lines[2].endswith("| Fajian with its toy encoder |")


def test_a_document_keeps_what_stands_around_the_tables(tmp_path: Path) -> None:
    path = tmp_path / "peers.md"
    path.write_text("before\n\n<!-- a -->\nold\n<!-- /a -->\n\nafter\n", encoding="utf-8")
    put(path, "a", r"new \1")
    put(path, "b", "more")
    assert path.read_text(encoding="utf-8") == (
        "before\n\n<!-- a -->\nnew \\1\n<!-- /a -->\n\nafter\n\n<!-- b -->\nmore\n<!-- /b -->\n"
    )


def test_the_report_names_what_was_left_out() -> None:
    own = _measured(ITSELF, cpu=10, ndcg=0.8)
    collection = Collection("x", (REPORT,), (), ())
    text = report(collection, [replace(own, astray=2)], {"gone": "not installed"}, markdown=True)
    assert "Left out: gone: not installed" in text
    assert f"count as no answer: {ITSELF} 2." in text


@pytest.mark.parametrize(
    "arguments",
    [["--only", "nobody"], ["--rounds", "0"]],
    ids=["peer", "rounds"],
)
def test_wrong_usage_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        program.main(arguments)
    assert ended.value.code == 2


def test_questions_that_are_not_there_are_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--reports", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("bench.peers: ")


def test_a_row_without_its_packages_cannot_be_run(tmp_path: Path) -> None:
    with pytest.raises(LeftOutError, match="is not installed"):
        run(replace(HASHED, needs=("no_such_package_here",)), _set(tmp_path), "", 1)
