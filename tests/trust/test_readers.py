"""Readers go on while versions are published, and builders do not get into each other's way; in full ``python -m bench.trust.readers``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.trust.builders import check_builders
from bench.trust.model_checks import WatchedEncoder
from bench.trust.readers import run_readers
from bench.trust.small_reports import write_report
from indexer.build import build_index
from indexer.index import Index


def test_every_answer_is_of_one_version_and_no_reader_is_let_down(tmp_path: Path) -> None:
    figures = run_readers(tmp_path, versions=4, threads=2, processes=1, builders=0)
    assert figures.wrong == ()
    assert figures.published == 5
    assert figures.opened >= 2
    assert figures.answers >= 15


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGSTOP")
def test_builders_are_told_who_is_at_work_and_take_over_from_a_killed_one(tmp_path: Path) -> None:
    assert check_builders(tmp_path, 0, silent=1.5) == (2, [])


@pytest.mark.skipif(os.name == "nt", reason="on Windows an open file keeps its folder")
def test_a_version_goes_when_its_last_reader_goes(tmp_path: Path) -> None:
    readers = []
    for number in range(5):
        write_report(tmp_path / "reports" / "甲.txt", number)
        build_index(tmp_path / "index", [tmp_path / "reports"], WatchedEncoder())
        if number < 2:
            readers += [Index.open(tmp_path / "index"), Index.open(tmp_path / "index")]
    held = {reader.version for reader in readers}
    assert all(version.is_dir() for version in held)
    for reader in readers[1:]:
        reader.close()
    write_report(tmp_path / "reports" / "甲.txt", 6)
    build_index(tmp_path / "index", [tmp_path / "reports"], WatchedEncoder())
    assert [version.is_dir() for version in sorted(held)] == [True, False]
    assert readers[0].vectors.count == readers[0].manifest.passages
    readers[0].close()
