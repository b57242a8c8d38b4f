"""Power cuts: whatever was not synced is lost, and what was published or acknowledged is not."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from bench.trust import power_cut
from bench.trust.apart import CAN_FORK, in_own_process, must_end
from bench.trust.unsynced import PAGE, Recorder, Tree, read_recording, some_disk

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system cannot fork")
DISKS = 20


@pytest.mark.slow
def test_whatever_the_disk_kept_the_index_opens_and_is_finished() -> None:
    found = power_cut.cut_power(DISKS)
    assert found.broken == ()
    assert found.disks > DISKS // 2
    assert found.published > 0


def test_only_what_was_synced_is_certain(tmp_path: Path) -> None:
    seen = in_own_process(_disks_of_a_small_work, tmp_path)
    ends = [tree for step, tree in seen if step == "the end"]
    # Synced, with its folder: there on every disk.
    assert all(tree["safe"] == b"s" * PAGE for tree in ends)
    # Never synced: lost, cut, zeroed or whole.
    assert {_kind(tree.get("loose")) for tree in ends} >= {"lost", "empty", "zeros", "whole"}
    # Renamed without its folder being synced: under the old name or the new one, and its bytes as they are.
    assert {("old" in tree, "new" in tree) for tree in ends} == {(False, True), (True, False)}
    assert {tree.get("new", b"n") for tree in ends} == {b"n"}
    # What is appended to a durable file may be lost, what was durable of it not.
    logs = {bytes(tree["log"]) for tree in ends if isinstance(tree["log"], bytes)}
    assert {len(log) for log in logs} >= {PAGE, 3 * PAGE}
    assert all(log[:PAGE] == b"d" * PAGE for log in logs)
    # In a folder that was synced itself, but whose parent was not.
    assert {"folder" in tree for tree in ends} == {True, False}


def _kind(data: bytes | Tree | None) -> str:
    names: dict[object, str] = {None: "lost", b"": "empty", bytes(2 * PAGE): "zeros", b"l" * 2 * PAGE: "whole"}
    return names.get(data, "part")


def _disks_of_a_small_work(home: Path) -> list[tuple[str, Tree]]:
    root, kept = home / "root", home / "recording"
    root.mkdir()
    (root / "old").write_bytes(b"n")
    (root / "log").write_bytes(b"d" * PAGE)

    def work() -> None:
        recorder = Recorder(root)
        _write(root / "safe", b"s" * PAGE, synced=True)
        _sync(root)
        _write(root / "loose", b"l" * 2 * PAGE)
        with (root / "log").open("ab") as log:
            log.write(b"a" * 2 * PAGE)
        (root / "old").rename(root / "new")
        (root / "folder").mkdir()
        _sync(root / "folder")
        recorder.finish(kept)

    must_end(work)
    recording, chance = read_recording(kept), random.Random(1)
    return [(moment.step, some_disk(recording, moment, chance)) for moment in recording.moments for _ in range(150)]


def _write(path: Path, data: bytes, *, synced: bool = False) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        if synced:
            os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
