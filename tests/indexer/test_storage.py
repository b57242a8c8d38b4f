"""Versions are published in one step, damaged ones are refused with a reason, and unneeded ones go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from errors import IndexBusyError, IndexUnusableError
from indexer import manifest as manifests
from indexer import storage


def _publish(directory: Path, content: str) -> Path:
    with storage.new_version(directory) as version:
        (version / "part").write_text(content, encoding="utf-8")
        storage.publish(directory, version, encoder="toy", dimension=2, reports=1, passages=1)
    return version


def test_a_directory_without_an_index_has_no_version(tmp_path: Path) -> None:
    assert storage.current_version(tmp_path) is None


def test_an_unpublished_version_is_not_current(tmp_path: Path) -> None:
    first = _publish(tmp_path, "one")
    with storage.new_version(tmp_path) as second:
        (second / "part").write_text("two", encoding="utf-8")
    assert storage.current_version(tmp_path) == first


@pytest.mark.parametrize("left", [b"", b"{", bytes(300)], ids=["empty", "cut", "zeros"])
def test_the_first_version_cut_off_while_it_was_sealed_is_no_index(tmp_path: Path, left: bytes) -> None:
    with storage.new_version(tmp_path) as version:
        (version / manifests.COPY).write_bytes(left)
        assert storage.current_version(tmp_path) is None
        (version / manifests.COPY).unlink()
        storage.publish(tmp_path, version, encoder="toy", dimension=2, reports=1, passages=1)
    (tmp_path / storage.CURRENT).unlink()
    with pytest.raises(IndexUnusableError, match="CURRENT is missing"):
        storage.current_version(tmp_path)


@pytest.mark.parametrize("error", [OSError("No space left on device"), KeyboardInterrupt()], ids=["full", "ctrl-c"])
def test_what_could_not_be_written_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    first = _publish(tmp_path, "one")
    with pytest.raises(type(error)), storage.new_version(tmp_path) as second:
        (second / "part").write_text("tw", encoding="utf-8")
        raise error
    assert list((tmp_path / storage.VERSIONS).iterdir()) == [first]


def test_ctrl_c_after_publishing_keeps_what_was_published(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), storage.new_version(tmp_path) as version:
        (version / "part").write_text("one", encoding="utf-8")
        storage.publish(tmp_path, version, encoder="toy", dimension=2, reports=1, passages=1)
        raise KeyboardInterrupt
    assert storage.current_version(tmp_path) == version


def test_bytes_that_are_no_text_in_current_are_one_clear_sentence(tmp_path: Path) -> None:
    _publish(tmp_path, "one")
    (tmp_path / storage.CURRENT).write_bytes(b"\xab\xff\x00")
    with pytest.raises(IndexUnusableError, match="which is not there"):
        storage.current_version(tmp_path)


def test_a_file_in_the_place_of_the_index_is_one_clear_sentence(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("", encoding="utf-8")
    with pytest.raises(IndexUnusableError, match="is a file"):
        storage.current_version(taken)
    with pytest.raises(IndexUnusableError, match="is a file"), storage.build_lock(taken):
        pass


def test_publishing_keeps_the_version_before_and_sweeps_the_rest(tmp_path: Path) -> None:
    versions = [_publish(tmp_path, str(number)) for number in range(3)]
    assert storage.current_version(tmp_path) == versions[2]
    assert {path.name for path in (tmp_path / storage.VERSIONS).iterdir()} == {versions[1].name, versions[2].name}


def test_the_manifest_knows_every_file(tmp_path: Path) -> None:
    version = _publish(tmp_path, "one")
    manifest = manifests.read_manifest(version)
    assert manifests.damaged_files(version, manifest) == []
    (version / "part").write_text("eno", encoding="utf-8")
    assert manifests.damaged_files(version, manifest) == ["part"]
    with pytest.raises(IndexUnusableError, match="not what was published"):
        manifests.check_files(version, manifest)
    (version / "part").write_text("cut", encoding="utf-8")
    (version / "part").unlink()
    with pytest.raises(IndexUnusableError, match="missing or cut off"):
        manifests.check_files(version, manifest)


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
    (version / manifests.MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(IndexUnusableError, match="damaged"):
        manifests.read_manifest(version)


def test_another_format_is_refused_by_name(tmp_path: Path) -> None:
    version = _publish(tmp_path, "one")
    fields = json.loads((version / manifests.MANIFEST).read_text(encoding="utf-8"))
    (version / manifests.MANIFEST).write_text(json.dumps(fields | {"format": 99}), encoding="utf-8")
    with pytest.raises(IndexUnusableError, match="format 99"):
        manifests.read_manifest(version)


def test_only_one_build_at_a_time(tmp_path: Path) -> None:
    with (
        storage.build_lock(tmp_path),
        pytest.raises(IndexBusyError, match="another program"),
        storage.build_lock(tmp_path),
    ):
        pass
    with storage.build_lock(tmp_path):
        pass


def test_damage_that_comes_to_a_shared_file_while_a_version_is_written_stays_damage(tmp_path: Path) -> None:
    before = _publish(tmp_path, "one")
    told = manifests.read_manifest(before).files["part"]
    with storage.new_version(tmp_path) as version:
        assert storage.share_file(before / "part", version / "part")
        (version / "part").write_text("eno", encoding="utf-8")
        manifest = storage.publish(
            tmp_path, version, encoder="toy", dimension=2, reports=1, passages=1, shared={"part": told}
        )
    assert manifest.files["part"] == told
    assert manifests.damaged_files(version, manifest) == ["part"]
