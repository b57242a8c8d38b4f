"""A build that fails at any step of publishing leaves the last published index as it was; killed builds: ``tests/trust/test_kills.py``."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings import HashingEncoder
from indexer import storage
from indexer.build import build_index
from indexer.index import Index
from indexer.status import find_damage


@pytest.mark.parametrize("step", ["sha256_of", "_write_durably", "_sync", "sweep"])
@pytest.mark.parametrize("after", [0, 1, 3])
def test_failing_at_every_step_of_publishing(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: int
) -> None:
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder())
    (reports / "甲乡.txt").unlink()
    real, calls = getattr(storage, step), 0

    def fail(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls > after:
            raise OSError("no space left on device")
        return real(*arguments, **options)

    with monkeypatch.context() as broken:
        broken.setattr(storage, step, fail)
        try:
            build_index(directory, [reports], HashingEncoder())
        except OSError:
            failed = True
        else:
            failed = False
    assert find_damage(directory) == []
    assert len(Index.open(directory).reports) in ({2, 3} if failed else {2})
    build_index(directory, [reports], HashingEncoder())
    assert len(Index.open(directory).reports) == 2
    assert len(list((directory / storage.VERSIONS).iterdir())) <= 2


def test_failing_in_the_last_step_leaves_the_old_version_current(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder())
    (reports / "甲乡.txt").unlink()

    def fail(self: Path, target: Path) -> Path:
        raise OSError(f"cannot rename {self} to {target}")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", fail)
        with pytest.raises(OSError, match="cannot rename"):
            build_index(directory, [reports], HashingEncoder())
    assert find_damage(directory) == []
    assert len(Index.open(directory).reports) == 3
