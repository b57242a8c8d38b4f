"""Token codes that a version shares with the one before it: never wrong, few files, and nothing written twice that need not be."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import TOKENS, Index
from indexer.manifest import sha256_of
from indexer.status import find_damage
from indexer.storage import current_version
from indexer.token_codes import CODES, CodeFiles, name_of
from indexer.tokens import Codes, TokenStore, TokenWriter
from tests.indexer.test_tokens import DIMENSION, MEAN

WIDTH = DIMENSION // 2


def codes(rows: int, seed: int) -> Codes:
    return np.random.default_rng(seed).integers(0, 256, size=(rows, WIDTH), dtype=np.uint8)


def files(folder: Path) -> dict[str, int]:
    """Inodes of the files of codes."""
    return {path.name: path.stat().st_ino for path in folder.glob("codes*")}


@settings(max_examples=40, deadline=None)
@given(rounds=st.lists(st.lists(st.integers(0, 40), max_size=6), min_size=1, max_size=8), seed=st.integers(0, 99))
def test_versions_that_share_hold_what_each_would_hold_alone(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[int]], seed: int
) -> None:
    root = tmp_path_factory.mktemp("versions")
    chance = np.random.default_rng(seed)
    held: list[Codes] = []
    before: TokenStore | None = None
    for number, lengths in enumerate(rounds):
        fresh = [codes(length, 100 * number + place) for place, length in enumerate(lengths)]
        stay = np.flatnonzero(chance.random(len(held)) < 0.9)
        folder = root / str(number)
        with TokenWriter(folder, len(stay) + len(fresh), MEAN) as writer:
            if before is not None:
                writer.share(before, np.arange(len(stay)), stay)
            for place, own in enumerate(fresh):
                writer.add([len(stay) + place], own)
        held = [held[place] for place in stay] + fresh
        before = TokenStore.load(folder, len(held), DIMENSION)
        assert all(np.array_equal(before.take(place), own) for place, own in enumerate(held))
        sizes = [len(file.rows) for file in before.codes.files]
        assert all(one >= 2 * two for one, two in pairwise(sizes) if two)
        for name in writer.shared:
            assert (folder / name).stat().st_ino == (root / str(number - 1) / name).stat().st_ino


def test_a_file_that_is_gone_or_cut_off_leaves_the_others_where_they_are(tmp_path: Path) -> None:
    parts = [codes(rows, rows) for rows in (40, 10, 3)]
    first = 0
    for part in parts:
        (tmp_path / name_of(first)).write_bytes(part.tobytes())
        first += len(part)
    (tmp_path / name_of(40)).write_bytes(parts[1].tobytes()[: 4 * WIDTH + 1])
    cut = CodeFiles.load(tmp_path, WIDTH)
    assert not cut.whole
    assert np.array_equal(cut.take(42, 2), parts[1][2:4])
    (tmp_path / name_of(40)).unlink()
    gone = CodeFiles.load(tmp_path, WIDTH)
    assert not gone.whole
    assert np.array_equal(gone.take(50, 3), parts[2])
    assert np.array_equal(gone.take(5, 7), parts[0][5:12])
    assert len(gone.take(41, 2)) == 0


@pytest.fixture
def grown(reports: Path, tmp_path: Path) -> Path:
    """An index to which one report was added."""
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder())
    add(reports, directory, "丁乡")
    return directory


def add(reports: Path, directory: Path, name: str) -> Path:
    """One more report; the folder of the version before."""
    before = current_version(directory)
    assert before is not None
    text = (reports / "甲乡.txt").read_text(encoding="utf-8").replace("甲乡", name).replace("3次", f"{ord(name[0])}次")
    (reports / f"{name}.txt").write_text(text, encoding="utf-8")
    build_index(directory, [reports], HashingEncoder())
    return before


def test_one_more_report_writes_only_its_own_codes(grown: Path, reports: Path) -> None:
    before = add(reports, grown, "戊乡")
    version = Index.open(grown).version
    old, new = files(before / TOKENS), files(version / TOKENS)
    assert new[CODES] == old[CODES]
    assert find_damage(grown) == []


def test_a_disk_without_links_copies(grown: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refused)
    before = add(reports, grown, "戊乡")
    version = Index.open(grown).version
    assert files(before / TOKENS)[CODES] != files(version / TOKENS)[CODES]
    assert find_damage(grown) == []


def test_damage_that_comes_to_a_shared_file_is_never_vouched_for(grown: Path, reports: Path) -> None:
    version = Index.open(grown).version
    path = version / TOKENS / CODES
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert any(CODES in told for told in find_damage(grown))
    add(reports, grown, "戊乡")
    manifest, now = Index.open(grown).manifest, Index.open(grown).version
    assert find_damage(grown) == []
    assert all(sha256_of(now / name) == told.sha256 for name, told in manifest.files.items())


def test_codes_that_nobody_wants_any_more_are_left_behind(grown: Path, reports: Path) -> None:
    before = sum(path.stat().st_size for path in (Index.open(grown).version / TOKENS).glob("codes*"))
    for path in sorted(reports.glob("*.txt"))[1:]:
        path.unlink()
    build_index(grown, [reports], HashingEncoder())
    version = Index.open(grown).version
    assert sum(path.stat().st_size for path in (version / TOKENS).glob("codes*")) < before / 2
    assert find_damage(grown) == []
