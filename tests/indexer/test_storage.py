"""Versions are published in one step, damaged ones are refused with a reason, and unneeded ones go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from errors import IndexBusyError, IndexUnusableError
from indexer import storage


def _publish(directory: Path, content: str) -> Path:
    version = storage.new_version(directory)
    (version / "part").write_text(content, encoding="utf-8")
    storage.publish(directory, version, encoder="toy", dimension=2, reports=1, passages=1)
    return version


def test_a_directory_without_an_index_has_no_version(tmp_path: Path) -> None:
    assert storage.current_version(tmp_path) is None


def test_an_unpublished_version_is_not_current(tmp_path: Path) -> None:
    first = _publish(tmp_path, "one")
    second = storage.new_version(tmp_path)
    (second / "part").write_text("two", encoding="utf-8")
    assert storage.current_version(tmp_path) == first


def test_publishing_keeps_the_version_before_and_sweeps_the_rest(tmp_path: Path) -> None:
    versions = [_publish(tmp_path, str(number)) for number in range(3)]
    assert storage.current_version(tmp_path) == versions[2]
    assert {path.name for path in (tmp_path / storage.VERSIONS).iterdir()} == {versions[1].name, versions[2].name}


def test_the_manifest_knows_every_file(tmp_path: Path) -> None:
    version = _publish(tmp_path, "one")
    manifest = storage.read_manifest(version)
    assert storage.damaged_files(version, manifest) == []
    (version / "part").write_text("eno", encoding="utf-8")
    storage.check_sizes(version, manifest)
    assert storage.damaged_files(version, manifest) == ["part"]
    (version / "part").write_text("cut", encoding="utf-8")
    (version / "part").unlink()
    with pytest.raises(IndexUnusableError, match="missing or cut off"):
        storage.check_sizes(version, manifest)


@pytest.mark.parametrize(
    "content", ["", "nowhere", "../elsewhere", "/etc"], ids=["empty", "unknown", "above", "absolute"]
)
def test_a_wrong_pointer_is_refused(tmp_path: Path, content: str) -> None:
    _publish(tmp_path, "one")
    (tmp_path / storage.CURRENT).write_text(content, encoding="utf-8")
    with pytest.raises(IndexUnusableError, match="not there"):
        storage.current_version(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 1}'])
def test_a_damaged_manifest_is_refused(tmp_path: Path, content: str) -> None:
    version = _publish(tmp_path, "one")
    (version / storage.MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(IndexUnusableError, match="damaged"):
        storage.read_manifest(version)


def test_another_format_is_refused_by_name(tmp_path: Path) -> None:
    version = _publish(tmp_path, "one")
    fields = json.loads((version / storage.MANIFEST).read_text(encoding="utf-8"))
    (version / storage.MANIFEST).write_text(json.dumps(fields | {"format": 99}), encoding="utf-8")
    with pytest.raises(IndexUnusableError, match="format 99"):
        storage.read_manifest(version)


def test_only_one_build_at_a_time(tmp_path: Path) -> None:
    with (
        storage.build_lock(tmp_path),
        pytest.raises(IndexBusyError, match="another program"),
        storage.build_lock(tmp_path),
    ):
        pass
    with storage.build_lock(tmp_path):
        pass
