"""Fresh encodings outlive the build that made them, and only what is whole is believed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import HashingEncoder
from embeddings.centring import Means
from embeddings.encoder import Encoded
from indexer.build import build_index
from indexer.index import Index
from indexer.kept import LOG, KeptEncodings
from indexer.status import find_damage

DIMENSION = 32
MEANS = Means.of(HashingEncoder(DIMENSION))


def digest(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def kept(directory: Path, means: Means | None = MEANS, dimension: int = DIMENSION) -> KeptEncodings:
    return KeptEncodings(directory, HashingEncoder(dimension), means)


def fill(directory: Path, count: int) -> None:
    chance = np.random.default_rng(7)
    with kept(directory) as log:
        for number in range(count):
            vector = chance.normal(size=DIMENSION).astype(np.float32)
            codes = chance.integers(0, 255, size=(number % 4, DIMENSION // 2), dtype=np.uint8)
            log.add([(digest(number), (vector, codes))])


def whole(directory: Path, count: int) -> list[bool]:
    """Which of the first entries are there, each exactly as it was put in."""
    chance = np.random.default_rng(7)
    there = []
    with kept(directory) as log:
        for number in range(count):
            vector = chance.normal(size=DIMENSION).astype(np.float32)
            codes = chance.integers(0, 255, size=(number % 4, DIMENSION // 2), dtype=np.uint8)
            found = log.take(digest(number))
            there.append(found is not None)
            if found is not None:
                assert np.array_equal(found[0], vector)
                assert found[1] is not None and np.array_equal(found[1], codes)
    return there


def test_what_was_added_is_there_when_the_log_is_opened_again(tmp_path: Path) -> None:
    fill(tmp_path, 9)
    assert whole(tmp_path, 10) == [True] * 9 + [False]


@given(cut=st.floats(0, 1), seed=st.integers(0, 2**16))
@settings(max_examples=60, deadline=None)
def test_a_log_cut_off_or_flipped_anywhere_gives_its_sound_beginning(
    tmp_path_factory: pytest.TempPathFactory, cut: float, seed: int
) -> None:
    directory = tmp_path_factory.mktemp("log")
    fill(directory, 9)
    data = bytearray((directory / LOG).read_bytes())
    place = int(cut * (len(data) - 1))
    if seed % 2:
        data = data[:place]
    else:
        data[place] ^= 1 << seed % 8
    (directory / LOG).write_bytes(data)
    there = whole(directory, 9)
    assert there == sorted(there, reverse=True)
    assert sum(there) < 9
    # What follows is appended behind the sound part, and found.
    with kept(directory) as log:
        log.add([(digest(99), (np.ones(DIMENSION, np.float32), np.zeros((1, DIMENSION // 2), np.uint8)))])
    with kept(directory) as log:
        assert digest(99) in log


def test_a_log_of_another_encoder_or_of_other_means_is_begun_anew(tmp_path: Path) -> None:
    fill(tmp_path, 3)
    with kept(tmp_path, None) as log:
        assert digest(0) not in log
    fill(tmp_path, 3)
    with kept(tmp_path, Means(MEANS.passages + 1, MEANS.questions)) as log:
        assert digest(0) not in log
    fill(tmp_path, 3)
    with kept(tmp_path, None, DIMENSION * 2) as log:
        assert digest(0) not in log


class Failing(HashingEncoder):
    """Breaks down after so many passages."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after
        self.passages = 0

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        for places, encoded in super().encode_passage_tokens(texts):
            # The means are taken over other texts, sixty of them.
            if len(texts) != 60:
                if self.left == 0:
                    raise KeyboardInterrupt
                self.left -= 1
                self.passages += 1
            yield places, encoded


def test_a_build_that_was_broken_off_goes_on_where_it_was(reports: Path, tmp_path: Path) -> None:
    directory = tmp_path / "index"
    with pytest.raises(KeyboardInterrupt):
        build_index(directory, [reports], Failing(4))
    encoder = Failing(-1)
    build_index(directory, [reports], encoder)
    assert encoder.passages == len(np.unique(Index.open(directory).catalogue.digests(), axis=0)) - 4
    assert not (directory / LOG).exists()
    build_index(tmp_path / "other", [reports], HashingEncoder())
    for name in ("vectors.faiss", "encodings.npy", "tokens/means.npy"):
        mine, other = (Index.open(place).version / name for place in (directory, tmp_path / "other"))
        assert mine.read_bytes() == other.read_bytes()
    assert find_damage(directory) == []
