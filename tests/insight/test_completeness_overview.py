"""Many reports against the outline: counts out of how many, who has the most gaps, who has no report, and what is kept beside the index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cli
from embeddings import HashingEncoder
from errors import QueryError
from indexer.build import build_index
from indexer.index import Index
from insight.completeness import overview as room
from insight.completeness.contract import overview_json
from insight.completeness.overview import check_report, overview
from insight.completeness.parts import PARTS, PLACES, Group, Status
from insight.completeness.resting import report_check
from search.filters import Filters

_WHOLE = """{county}{name}{year}年法治政府建设年度报告
县司法局：
{year}年，{name}推进法治政府建设，镇情不同，办法也不同，现将全年有关情况报告如下：
一、工作开展情况
镇党委书记主持召开法治工作会议4次。全年办理执法案件12件，调解纠纷30件，发放宣传资料800份。
二、存在的问题
一是持证人员不够，全镇只有2人取得执法证，原因是考试名额少。二是普法课枯燥，9场课到场的多是老人。
三、下一步打算
一是再选派3名干部参加执法资格考试，年底前达到7名。二是把法治夜校办到最远的两个村。
{name}人民政府
{next}年1月12日
"""
_SIDECAR = "source,province,prefecture,county,township,level\n"


def _write(folder: Path, name: str, county: str, year: int, *, problems: bool = True) -> str:
    text = _WHOLE.format(county=county, name=name, year=year, next=year + 1)
    if not problems:
        text = text[: text.index("二、存在")] + text[text.index("三、下一步") :]
    (folder / f"{name}-{year}.txt").write_text(text, encoding="utf-8")
    return f"{name}-{year}.txt,甲省,甲市,{county},{name},township\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three townships of one county, one of which has no report of 2023 and one no shortcomings, and one of another county."""
    found = tmp_path / "reports"
    found.mkdir()
    rows = [
        _write(found, "石板镇", "甲县", 2022),
        _write(found, "石板镇", "甲县", 2023),
        _write(found, "柳树乡", "甲县", 2022),
        _write(found, "河口镇", "甲县", 2023, problems=False),
        _write(found, "河口镇", "甲县", 2022),
        _write(found, "山口镇", "乙县", 2023),
    ]
    (found / "metadata.csv").write_text(_SIDECAR + "".join(rows), encoding="utf-8")
    return found


@pytest.fixture
def index(folder: Path, tmp_path: Path) -> Index:
    """An index of these."""
    build_index(tmp_path / "index", [folder], HashingEncoder())
    return Index.open(tmp_path / "index")


def test_counts_say_out_of_how_many(index: Index) -> None:
    found = overview(index, Filters())
    assert (len(found.rows), found.authorities) == (6, 4)
    assert all(tally.of == 6 for tally in found.tallies)
    shortcomings = found.tallies[PLACES["shortcomings"]]
    assert (shortcomings.full, shortcomings.bare, shortcomings.missing, shortcomings.optional) == (5, 0, 1, 0)
    assert shortcomings.told == 5
    of_2023 = found.by_year[2023][PLACES["shortcomings"]]
    assert (of_2023.told, of_2023.of) == (2, 3)
    assert {names[-1]: tallies[0].of for names, tallies in found.by_county.items()} == {"甲县": 5, "乙县": 1}
    assert found.rows[0].report.place.township == "河口镇" and found.rows[0].report.year == 2023
    assert found.rows[0].count(Status.MISSING, Group.DUTY) == 2


def test_filters_narrow_and_an_empty_one_is_no_error(index: Index) -> None:
    found = overview(index, Filters(county="甲县", years=(2022, 2022)))
    assert {row.report.place.township for row in found.rows} == {"石板镇", "柳树乡", "河口镇"}
    assert all(tally.of == 3 for tally in found.tallies)
    nothing = overview(index, Filters(county="丙县"))
    assert (nothing.rows, nothing.authorities, nothing.silent) == ((), 0, ())


def test_who_has_no_report_while_neighbours_have_one(index: Index) -> None:
    [silent] = overview(index, Filters()).silent
    assert (silent.report.place.township, silent.year) == ("柳树乡", 2023)
    assert (silent.reporting, silent.of) == (2, 3)
    assert overview(index, Filters(years=(2022, 2022))).silent == ()


def test_one_report_opens_what_it_rests_on(index: Index) -> None:
    [facts] = [r for r in index.reports if r.place.township == "河口镇" and r.year == 2023]
    checked = report_check(index, facts.id)
    report = index.catalogue.report(facts.id)
    assert report is not None
    by_key = {told.part.key: told for told in checked.told}
    assert by_key["shortcomings"].finding.status is Status.MISSING and by_key["shortcomings"].rests == ()
    assert [label for _, label in checked.outline] == ["一、工作开展情况", "三、下一步打算"]
    [rest] = by_key["first_person"].rests
    assert rest.cited is not None and rest.text == "镇党委书记主持召开法治工作会议4次。"
    assert report.text[rest.cited.start : rest.cited.end] == rest.text
    assert by_key["date"].rests[0].text == "2024年1月12日"


def test_an_unknown_report_is_one_sentence(index: Index) -> None:
    with pytest.raises(QueryError, match="holds no report 0123"):
        check_report(index, "0123")


def test_what_was_worked_out_is_kept_and_a_change_of_the_file_is_seen(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    real = room._make

    def make(index: Index, report_id: str) -> dict[str, Any]:
        made.append(report_id)
        return real(index, report_id)

    monkeypatch.setattr(room, "_make", make)
    first = overview(index, Filters())
    assert len(made) == 6
    assert overview(index, Filters()) == first and len(made) == 6
    _write(folder, "河口镇", "甲县", 2023)
    build_index(index.directory, [], HashingEncoder())
    anew = overview(Index.open(index.directory), Filters())
    assert len(made) == 7
    assert anew.tallies[PLACES["shortcomings"]].missing == 0


def test_the_same_text_read_otherwise_is_judged_anew(index: Index, folder: Path) -> None:
    technology = PLACES["technology"]
    assert overview(index, Filters()).tallies[technology].missing == 0
    sidecar = folder / "metadata.csv"
    sidecar.write_text(sidecar.read_text(encoding="utf-8").replace("township\n", "county\n", 1), encoding="utf-8")
    build_index(index.directory, [], HashingEncoder())
    again = Index.open(index.directory)
    assert {report.id for report in again.reports} == {report.id for report in index.reports}
    assert overview(again, Filters()).tallies[technology].missing == 1


def test_json_has_every_part_of_every_report(index: Index) -> None:
    fields = overview_json(overview(index, Filters()), Filters())
    assert [part["key"] for part in fields["parts"]] == [part.key for part in PARTS]
    for row in fields["rows"]:
        assert list(row["statuses"]) == [part.key for part in PARTS]
    for part in fields["parts"]:
        assert part["full"] + part["bare"] + part["missing"] + part["optional"] == part["of"] == 6
        assert sum(row["statuses"][part["key"]] == "missing" for row in fields["rows"]) == part["missing"]


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["completeness", *arguments])
    done = capsys.readouterr()
    return code, done.out, done.err


def test_the_command_for_people_and_for_programs(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--index", str(index.directory))
    code, out, _ = _run(capsys, *where)
    assert code == 0
    assert "6 reports of 4 townships" in out and "柳树乡 2023（本县 3 个中有 2 个 2 of 3）" in out
    code, out, _ = _run(capsys, *where, "--year", "2023", "--json")
    fields: dict[str, Any] = json.loads(out)
    assert (code, fields["reports"], fields["filters"]) == (0, 3, {"year": 2023})
    worst = fields["rows"][0]
    code, out, _ = _run(capsys, *where, worst["report_id"])
    assert "○ 存在的不足 Shortcomings: 未见 not seen" in out and "一、工作开展情况" in out
    code, out, _ = _run(capsys, *where, worst["report_id"], "--json")
    one = json.loads(out)
    assert {part["key"]: part["status"] for part in one["parts"]} == worst["statuses"]
    code, out, err = _run(capsys, *where, "0123", "--json")
    assert (code, out, err.count("\n")) == (1, "", 1) and err.startswith("fajian: ")
    code, out, _ = _run(capsys, *where, "--county", "丙县")
    assert code == 0 and "No report passes" in out
