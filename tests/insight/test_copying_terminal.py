"""The command ``copying``: its three forms, for people and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cli
from indexer.index import Index
from tests.insight import copied
from tests.insight.copied import id_of


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Where the index lies, and the ids of its reports by name."""
    index = copied.write_index(tmp_path_factory.mktemp("copying-terminal"))
    ids = {name: id_of(index, name) for name in copied.REPORTS}
    index.close()
    return index.directory, ids


def run(held: tuple[Path, dict[str, str]], *arguments: str) -> int:
    named = [held[1].get(argument, argument) for argument in arguments]
    return cli.main(["copying", "--index", str(held[0]), *named])


def test_overview(held: tuple[Path, dict[str, str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(held) == 0
    out = capsys.readouterr().out
    assert f"{len(copied.REPORTS)} reports of 5 townships" in out
    assert all(identity in out for identity in held[1].values())
    assert run(held, "--county", "没有县") == 0
    assert "No report passes" in capsys.readouterr().out


def test_one_report(held: tuple[Path, dict[str, str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(held, "a23") == 0
    out = capsys.readouterr().out
    assert f"↻ {copied.KEPT}" in out
    assert "甲河镇 2022 仅数字或本地名称不同" in out
    assert "另见 7 份报告、4 个单位" in out


def test_two_reports(held: tuple[Path, dict[str, str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(held, "a23", "--with", "a22") == 0
    out = capsys.readouterr().out
    assert "A 全年组织执法人员业务培训【15】次，参加考试人员【140】名全部合格。" in out
    assert "B 全年组织执法人员业务培训【3】次，参加考试人员【12】名全部合格。" in out
    assert run(held, "a21", "--with", "e23") == 0


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        ([], {"filters", "reports", "townships", "compared", "limits", "total", "rows"}),
        (["a23"], {"sentences", "characters", "shares", "counts", "sections", "texts", "partners", "shared_with"}),
        (["a23", "--with", "a22"], {"left", "right", "relation", "aligned"}),
    ],
    ids=["overview", "report", "pair"],
)
def test_json_is_one_object(
    held: tuple[Path, dict[str, str]], capsys: pytest.CaptureFixture[str], arguments: list[str], keys: set[str]
) -> None:
    assert run(held, *arguments, "--json") == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    fields: dict[str, Any] = json.loads(out)
    assert keys <= set(fields)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["0000"], "is the id of no report"),
        (["--with", "a22"], "name the first one too"),
        (["a22", "--with", "a22"], "same report twice"),
        (["--year", "x"], "is not a year"),
    ],
    ids=["unknown", "one of two", "twice", "year"],
)
def test_what_goes_wrong_is_one_line(
    held: tuple[Path, dict[str, str]], capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert run(held, *arguments) == 1
    streams = capsys.readouterr()
    assert says in streams.err and streams.err.count("\n") == 1 and not streams.out


def test_the_index_itself_is_untouched(held: tuple[Path, dict[str, str]]) -> None:
    from indexer.status import find_damage

    assert run(held) == 0
    Index.open(held[0]).close()
    assert not find_damage(held[0])
