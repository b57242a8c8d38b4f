"""The command ``followup``: an overview, everything of a township, and both as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cli
from embeddings import HashingEncoder
from indexer.build import build_index
from tests.insight import following
from tests.insight.following import write_township


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("followup-terminal")
    write_township(root / "reports")
    build_index(root / "index", [root / "reports"], HashingEncoder())
    return root / "index"


def run(directory: Path, *arguments: str) -> int:
    return cli.main(["followup", "--index", str(directory), *arguments])


def test_overview(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(directory) == 0
    out = capsys.readouterr().out
    assert "芦花渡镇 2022→2023  有对应 2 / 3 项打算" in out
    assert "1 of 3 townships have consecutive years" in out
    assert following.BRIDGE not in out


@pytest.mark.parametrize(
    "arguments", [("--township", "芦花渡镇"), ("--township", "芦花渡", "--year", "2022"), ("--full",)]
)
def test_everything(directory: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    assert run(directory, *arguments) == 0
    out = "".join(capsys.readouterr().out.split())
    for said in (following.BRIDGE, following.BRIDGE_DONE, following.HERBS_ADMITTED, following.DUST, following.NEW):
        assert said in out
    for verdict in (
        "有对应做法",
        "部分对应",
        "未见对应",
        "次年未再提及",
        "次年原话重现",
        "最接近的一段",
        "次年说到未完成",
    ):
        assert verdict in out


def test_json(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(directory, "--json", "--township", "芦花渡镇") == 0
    fields = json.loads(capsys.readouterr().out)
    assert [plan["verdict"] for plan in fields["pairs"][0]["plans"]] == ["done", "partly", "not_found"]
    assert run(directory, "--json") == 0
    overview = json.loads(capsys.readouterr().out)
    assert overview["counts"] == fields["counts"]
    assert overview["of"] == 3


@pytest.mark.parametrize("arguments", [("--township", "乌柏岭乡"), ("--year", "2023"), ("--county", "没有县")])
def test_nothing_to_compare(directory: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    assert run(directory, *arguments) == 0
    assert "没有相邻两年的报告" in capsys.readouterr().out


def test_a_year_that_is_none(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(directory, "--year", "soon") == 1
    assert capsys.readouterr().err.count("\n") == 1
