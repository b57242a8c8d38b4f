"""A version goes when nobody reads it any more, and not before."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

from embeddings import HashingEncoder
from indexer import leases, storage
from indexer.build import build_index
from indexer.index import Index
from search.engine import Engine

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there an open file keeps its folder")


@pytest.fixture
def directory(reports: Path, tmp_path: Path) -> Path:
    build_index(tmp_path / "index", [reports], HashingEncoder())
    return tmp_path / "index"


def _again(directory: Path, times: int = 1) -> None:
    for _ in range(times):
        build_index(directory, [], HashingEncoder())


def _versions(directory: Path) -> int:
    return len(list((directory / storage.VERSIONS).iterdir()))


def test_a_version_that_is_read_stays_with_all_its_parts(directory: Path) -> None:
    held = Index.open(directory)
    _again(directory, 3)
    assert _versions(directory) == 3
    assert Engine(held, HashingEncoder()).search("执法人员不足").hits
    held.close()
    _again(directory)
    assert _versions(directory) == 2
    assert not held.version.exists()


def test_a_reader_that_is_forgotten_or_killed_holds_nothing(directory: Path) -> None:
    Index.open(directory)
    code = "import sys, time; from pathlib import Path; from indexer.index import Index\nheld = Index.open(Path(sys.argv[1])); print(held.version, flush=True); time.sleep(60)"
    reader = subprocess.Popen([sys.executable, "-c", code, str(directory)], stdout=subprocess.PIPE, text=True)
    assert reader.stdout is not None
    version = Path(reader.stdout.readline().strip())
    _again(directory, 3)
    assert version.exists()
    reader.kill()
    reader.communicate()
    _again(directory)
    assert not version.exists() and _versions(directory) == 2


def test_several_readers_share_a_version_and_the_remover_waits_for_the_last(directory: Path) -> None:
    first, second = Index.open(directory), Index.open(directory)
    first.close()
    assert leases.remove_unless_held(second.version) is None
    second.close()
    gone = leases.remove_unless_held(second.version)
    assert gone is not None and gone.is_dir() and not second.version.exists()
    assert leases.hold(second.version) is None


def test_a_version_without_a_manifest_is_held_by_nobody(directory: Path) -> None:
    half = directory / storage.VERSIONS / "20200101T000000-half"
    half.mkdir()
    (half / "part").write_bytes(b"")
    assert leases.hold(half) is None
    _again(directory)
    assert not half.exists()


def test_a_disk_without_locks_is_read_all_the_same(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", no_locks)
    index = Index.open(directory)
    assert Engine(index, HashingEncoder()).search("执法人员不足").hits


def test_opening_while_versions_are_swept_away_ends_with_one_that_is_there(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two builds go by between the look at ``CURRENT`` and the hold on what it named."""
    real, calls = storage.current_version, 0

    def late(place: Path) -> Path | None:
        nonlocal calls
        calls += 1
        found = real(place)
        if calls == 1:
            with monkeypatch.context() as undone:
                undone.setattr(storage, "current_version", real)
                _again(directory, 2)
        return found

    monkeypatch.setattr(storage, "current_version", late)
    assert Index.open(directory).version == real(directory)


def test_what_a_fork_inherits_is_let_go_by_closing(directory: Path) -> None:
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("nothing forks here")
    index = Index.open(directory)
    assert index.lease is not None
    index.close()
    index.lease.release()  # twice is no fault
    assert leases.remove_unless_held(index.version) is not None
