"""Texts and shards are whole or count for nothing, whatever happens to the files."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.batches import Batch
from indexer.bulk import shards
from indexer.bulk.shards import SHARDS, forget_shard, read_shard, shard_names, write_shard
from indexer.bulk.texts import TEXTS, forget_texts, read_texts, write_texts

DIMENSION = 8


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def encodings(count: int, *, tokens: bool = True) -> Batch:
    chance = np.random.default_rng(3)
    made = []
    for number in range(count):
        vector = chance.normal(size=DIMENSION).astype(np.float32)
        codes = chance.integers(0, 255, size=(number % 4, DIMENSION // 2), dtype=np.uint8) if tokens else None
        made.append((digest(str(number)), (vector, codes)))
    return made


def assert_equal(found: Batch, wanted: Batch) -> None:
    assert [one for one, _ in found] == [one for one, _ in wanted]
    for (_, (vector, codes)), (_, (other, others)) in zip(found, wanted, strict=True):
        assert vector.dtype == np.float32 and vector.tobytes() == other.tobytes()
        assert (codes is None) == (others is None)
        assert codes is None or (others is not None and codes.shape == others.shape and np.array_equal(codes, others))


@pytest.mark.parametrize("tokens", [True, False])
@pytest.mark.parametrize("count", [1, 5, 200])
def test_a_shard_gives_what_was_put_in_to_the_last_bit(tmp_path: Path, count: int, tokens: bool) -> None:
    name = write_shard(tmp_path, encodings(count, tokens=tokens), "mine")
    assert shard_names(tmp_path) == [name]
    assert_equal(read_shard(tmp_path, name, "mine", DIMENSION), encodings(count, tokens=tokens))
    assert name == write_shard(tmp_path, encodings(count, tokens=tokens), "mine")
    forget_shard(tmp_path, name)
    assert shard_names(tmp_path) == []


def test_a_shard_of_another_encoder_or_length_counts_for_nothing(tmp_path: Path) -> None:
    name = write_shard(tmp_path, encodings(3), "mine")
    assert read_shard(tmp_path, name, "another", DIMENSION) == []
    assert read_shard(tmp_path, name, "mine", DIMENSION + 2) == []


@given(place=st.floats(0, 1), kind=st.sampled_from(["flip", "cut", "more"]), bit=st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_a_shard_that_was_altered_anywhere_counts_for_nothing(
    tmp_path_factory: pytest.TempPathFactory, place: float, kind: str, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("shard")
    name = write_shard(folder, encodings(5), "mine")
    path = folder / SHARDS / name
    data = bytearray(path.read_bytes())
    at = int(place * (len(data) - 1))
    if kind == "flip":
        data[at] ^= 1 << bit
    path.write_bytes({"flip": data, "cut": data[:at], "more": data + b"\0"}[kind])
    assert read_shard(folder, name, "mine", DIMENSION) == []


def test_a_row_that_went_wrong_in_the_workers_memory_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = shards._sum
    monkeypatch.setattr(shards, "_sum", lambda one, own: b"?" * 16 if one == digest("2") else true(one, own))
    name = write_shard(tmp_path, encodings(5), "mine")
    monkeypatch.undo()
    left = [pair for pair in encodings(5) if pair[0] != digest("2")]
    assert_equal(read_shard(tmp_path, name, "mine", DIMENSION), left)


def test_what_is_no_shard_is_not_looked_at(tmp_path: Path) -> None:
    write_shard(tmp_path, encodings(1), "mine")
    for name in ("x.parquet", ".0123.tmp", "0" * 64):
        (tmp_path / SHARDS / name).write_bytes(b"?")
    assert len(shard_names(tmp_path)) == 1
    assert shard_names(tmp_path / "nowhere") == []


TOLD = ("执法人员不足", "", "半个\ud800字", "a\0b")


def test_texts_arrive_as_they_are(tmp_path: Path) -> None:
    texts = {digest(text): text for text in TOLD}
    name = write_texts(tmp_path, texts)
    assert read_texts(tmp_path, name) == texts
    assert [path.suffix for path in (tmp_path / TEXTS).iterdir()] == [".parquet"]
    forget_texts(tmp_path, name)
    assert list((tmp_path / TEXTS).iterdir()) == []


def test_texts_that_are_others_are_refused(tmp_path: Path) -> None:
    name = write_texts(tmp_path, {digest("甲"): "乙"})
    with pytest.raises(ValueError, match="checksum"):
        read_texts(tmp_path, name)
    other = write_texts(tmp_path, {digest("甲"): "甲"})
    wrong = write_texts(tmp_path, {digest("丙"): "丙"})
    (tmp_path / TEXTS / f"{wrong}.parquet").write_bytes((tmp_path / TEXTS / f"{other}.parquet").read_bytes())
    with pytest.raises(ValueError, match="its name"):
        read_texts(tmp_path, wrong)
