"""A damaged file is found, named and mended, whatever it is; in full ``python -m bench.trust.flips``."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from bench.trust.damaging import Damage, How
from bench.trust.flips import run_flips
from bench.trust.flips_index import Whole, make_whole, told_by
from bench.trust.model_checks import WatchedEncoder
from errors import IndexUnusableError
from indexer.build import build_index
from indexer.index import ENCODINGS, Index
from indexer.manifest import COPY, FORMAT_VERSION, MANIFEST
from indexer.status import find_damage


def test_every_damage_is_found_and_mended(tmp_path: Path) -> None:
    figures = run_flips(tmp_path, count=2, repairs=12, unhashed=16, others=3)
    assert figures.broken == ()
    assert set(figures.kinds) == set(How)
    assert sum(figures.kinds.values()) > 90
    assert (figures.repairs, figures.unhashed) == (12, 16)
    assert figures.beside >= 30


@pytest.fixture
def whole(tmp_path: Path) -> Whole:
    return make_whole(tmp_path)


def _to_format_4(whole: Whole) -> None:
    """Make of an index what it was before its manifests had a seal and its rows checksums."""
    path = whole.version / MANIFEST
    fields = json.loads(path.read_text(encoding="utf-8"))
    fields["files"].pop(ENCODINGS)
    del fields["seal"], fields["folders"]
    path.write_text(json.dumps(fields | {"format": 4}, ensure_ascii=False, indent=1), encoding="utf-8")
    (whole.version / COPY).unlink()
    (whole.version / ENCODINGS).unlink()


def test_format_4_opens_and_the_next_build_makes_it_the_newest_without_encoding(whole: Whole) -> None:
    _to_format_4(whole)
    assert find_damage(whole.directory) == []
    assert told_by(whole.directory) == whole.told
    encoder = WatchedEncoder()
    result = build_index(whole.directory, [], encoder)
    assert encoder.asked == []
    assert result.repaired == ()
    assert told_by(whole.directory) == whole.told
    with closing(Index.open(whole.directory)) as index:
        assert index.manifest.format == FORMAT_VERSION
        assert (index.version / ENCODINGS).is_file()


@pytest.mark.parametrize("number", [1, 2, 3, 99])
def test_other_formats_are_refused_in_a_sentence_and_left_as_they_are(whole: Whole, number: int) -> None:
    path = whole.version / MANIFEST
    fields = json.loads(path.read_text(encoding="utf-8"))
    del fields["seal"]
    (whole.version / COPY).unlink()
    path.write_text(json.dumps(fields | {"format": number}), encoding="utf-8")
    before = path.read_bytes()
    for refused in (lambda: Index.open(whole.directory), lambda: build_index(whole.directory, [], WatchedEncoder())):
        with pytest.raises(IndexUnusableError, match=f"has format {number}") as error:
            refused()
        assert "\n" not in str(error.value)
        assert "--rebuild" in str(error.value)
    assert path.read_bytes() == before
    build_index(whole.directory, [_reports(whole)], WatchedEncoder(), rebuild=True)
    assert told_by(whole.directory) == whole.told


def _reports(whole: Whole) -> Path:
    return whole.directory.parent / "reports"


def test_what_a_damage_does_can_be_told() -> None:
    files = {"a": b"12345", "b": b"54321"}
    assert Damage("a", How.FLIP, 0, 1).done_to(files) == b"02345"
    assert Damage("a", How.CUT, 2).done_to(files) == b"12"
    assert Damage("a", How.SWAPPED, other="b").done_to(files) == b"54321"
    assert Damage("a", How.GONE).done_to(files) is None
    assert str(Damage("a", How.FLIP, 3, 4)) == "a flipped at 3 by 4"
