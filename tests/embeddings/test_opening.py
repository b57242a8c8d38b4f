"""A cache that somebody changed is found and made again, whoever it belongs to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings import opening, unpacking
from embeddings.opening import check_files, is_own, open_unpacked
from embeddings.stock_folder import write_stock_folder
from embeddings.unpacking import MANIFEST, file_sha256
from errors import EncoderError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="who may write is asked where files have modes")
WEIGHTS = "model.safetensors"


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    tmp_path.chmod(0o755)
    return Path(shutil.copytree(tiny_folder, tmp_path / "model"))


@pytest.fixture
def known(tiny_folder: Path) -> dict[str, str]:
    paths = [path for path in tiny_folder.rglob("*") if path.is_file() and path.name != MANIFEST]
    return {path.relative_to(tiny_folder).as_posix(): file_sha256(path) for path in paths}


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _open(packed: Path, folder: Path, known: dict[str, str]) -> tuple[Path, dict[str, Path | bytes]]:
    return open_unpacked(lambda: packed, file_sha256(packed), folder, write_stock_folder, known)


def test_a_whole_folder_is_opened_where_it_lies(packed: Path, folder: Path, known: dict[str, str]) -> None:
    place, files = _open(packed, folder, known)
    assert place == folder
    assert files == {name: folder / name for name in known}


@pytest.mark.parametrize("name", [WEIGHTS, "tokenizer.json", "config.json"])
def test_a_flipped_byte_is_mended(packed: Path, folder: Path, known: dict[str, str], name: str) -> None:
    _flip(folder / name)
    for expected in ({}, known):
        assert check_files(folder, file_sha256(packed), expected) is None
    assert _open(packed, folder, {})[0] == folder
    assert file_sha256(folder / name) == known[name]
    assert [path.name for path in folder.parent.iterdir() if path.suffix != ".lock"] == ["model"]


def test_a_manifest_that_was_changed_too_is_not_believed(packed: Path, folder: Path, known: dict[str, str]) -> None:
    before = known[WEIGHTS]
    _flip(folder / WEIGHTS)
    manifest = (folder / MANIFEST).read_text().replace(before, file_sha256(folder / WEIGHTS))
    (folder / MANIFEST).write_text(manifest)
    assert check_files(folder, file_sha256(packed), {})
    assert check_files(folder, file_sha256(packed), known) is None
    _open(packed, folder, known)
    assert file_sha256(folder / WEIGHTS) == before


def test_a_library_that_writes_other_bytes_is_no_hindrance(packed: Path, folder: Path, known: dict[str, str]) -> None:
    place, files = _open(packed, folder, known | {WEIGHTS: "0" * 64})
    assert place == folder
    assert set(files) == set(known)


OPEN: dict[str, Callable[[Path], object]] = {
    "folder": lambda folder: folder.chmod(0o777),
    "file": lambda folder: (folder / WEIGHTS).chmod(0o666),
    "manifest": lambda folder: (folder / MANIFEST).chmod(0o666),
    "cache": lambda folder: folder.parent.chmod(0o777),
}


@pytest.mark.parametrize("widen", OPEN.values(), ids=OPEN)
def test_where_others_can_write_only_what_is_known_counts(
    packed: Path, folder: Path, known: dict[str, str], widen: Callable[[Path], object]
) -> None:
    assert is_own(folder, known)
    widen(folder)
    assert not is_own(folder, [MANIFEST, *known])
    assert check_files(folder, file_sha256(packed), {}) is None
    files = check_files(folder, file_sha256(packed), known)
    assert files is not None
    assert files[WEIGHTS] == (folder / WEIGHTS).read_bytes()
    folder.parent.chmod(0o755)


def test_a_folder_of_a_group_of_ones_own_is_ones_own(folder: Path, known: dict[str, str]) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o020)
    assert is_own(folder, known)


def test_a_common_folder_where_nobody_removes_others_files(folder: Path, known: dict[str, str]) -> None:
    folder.parent.chmod(0o1777)
    assert is_own(folder, known)
    folder.parent.chmod(0o755)


def test_a_folder_of_somebody_else_is_left_and_ones_own_made(
    packed: Path, folder: Path, known: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _flip(folder / WEIGHTS)
    real = Path.rename

    def rename(path: Path, target: Path) -> Path:
        if path == folder:
            raise PermissionError(13, "not yours")
        return real(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    place, _ = _open(packed, folder, known)
    assert place == folder.with_name(f"model-{os.geteuid()}")
    assert file_sha256(place / WEIGHTS) == known[WEIGHTS]


def test_nothing_to_believe_ends_in_a_sentence(packed: Path, folder: Path) -> None:
    folder.parent.chmod(0o777)
    with pytest.raises(EncoderError, match="set FAJIAN_CACHE to a folder that only you can write"):
        _open(packed, folder, {})
    folder.parent.chmod(0o755)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give files away")
def test_a_folder_of_another_account(packed: Path, folder: Path, known: dict[str, str]) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, 12345, 12345)
    assert check_files(folder, file_sha256(packed), {}) is None
    assert check_files(folder, file_sha256(packed), known)
    place, _ = _open(packed, folder, {})
    assert place.stat().st_uid == os.geteuid()


def test_a_link_in_the_place_of_the_folder(packed: Path, folder: Path, known: dict[str, str], tmp_path: Path) -> None:
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert _open(packed, folder, known)[0] == folder
    _flip(tmp_path / "elsewhere" / WEIGHTS)
    assert _open(packed, folder, known)[0] == folder
    assert not folder.is_symlink()
    assert file_sha256(folder / WEIGHTS) == known[WEIGHTS]


def test_what_is_written_is_closed_to_others(packed: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        _open(packed, tmp_path / "new" / "model", {})
    finally:
        os.umask(before)
    assert opening.is_own(tmp_path / "new" / "model", [MANIFEST, WEIGHTS])
    assert unpacking.is_unpacked(tmp_path / "new" / "model", file_sha256(packed))
