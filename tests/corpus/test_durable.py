"""Files that outlive a power cut: on disk before they have their name, and their folder knows of them (tests/trust/test_power_cut.py shows it)."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from corpus.durable import make_folder, move, sync, write_whole


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of what was synced, in order."""
    names: list[str] = []
    real = os.fsync

    def note(descriptor: int) -> None:
        names.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        real(descriptor)

    monkeypatch.setattr("corpus.durable.os.fsync", note)
    return names


linux = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system does not tell what is open")


@linux
def test_a_file_is_synced_before_it_has_its_name_and_its_folder_after(tmp_path: Path, synced: list[str]) -> None:
    write_whole(tmp_path / "a.txt", b"new", tmp_path / ".pending")
    assert synced == [".pending", tmp_path.name]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.txt": b"new"}


@linux
def test_every_new_folder_is_known_to_the_one_above(tmp_path: Path, synced: list[str]) -> None:
    make_folder(tmp_path / "a" / "b" / "c")
    assert synced == [tmp_path.name, "a", "b"]
    make_folder(tmp_path / "a" / "b" / "c")
    assert len(synced) == 3


@linux
def test_a_file_that_moves_is_known_where_it_comes_and_gone_where_it_was(tmp_path: Path, synced: list[str]) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "to").mkdir()
    (tmp_path / "from" / "a").write_bytes(b"a")
    move(tmp_path / "from" / "a", tmp_path / "to" / "b")
    assert synced == ["to", "from"]
    assert (tmp_path / "to" / "b").read_bytes() == b"a"


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    monkeypatch.setattr("corpus.durable.os.fsync", _refuse(errno.ENOSPC))
    with pytest.raises(OSError, match="refused"):
        write_whole(tmp_path / "a.txt", b"new", tmp_path / ".pending")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.txt": b"old"}


def test_what_lies_under_the_pending_name_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"other")
    (tmp_path / ".pending").symlink_to(tmp_path / "other")
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "a.txt", b"new", tmp_path / ".pending")
    assert (tmp_path / "other").read_bytes() == b"other"


def test_a_disk_that_cannot_sync_folders_is_good_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").touch()
    monkeypatch.setattr("corpus.durable.os.fsync", _refuse(errno.EINVAL))
    sync(tmp_path)
    with pytest.raises(OSError, match="refused"):
        sync(tmp_path / "a.txt")


def _refuse(number: int) -> object:
    def refuse(descriptor: int) -> None:
        raise OSError(number, f"refused {descriptor}")

    return refuse
