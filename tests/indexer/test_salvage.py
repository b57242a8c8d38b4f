"""What is damaged is made anew and told, what is sound is carried over, and nothing is guessed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from embeddings import HashingEncoder
from embeddings.encoder import Encoded
from errors import EncoderError, IndexUnusableError
from indexer import storage
from indexer.build import BuildResult, build_index
from indexer.index import CATALOGUE, ENCODINGS, VECTORS, Index
from indexer.kept import LOG
from indexer.manifest import COPY, FORMAT_VERSION, MANIFEST, FileSum, read_manifest, sha256_of
from indexer.status import find_damage, index_status
from tests.indexer.test_kept import Failing


@pytest.fixture
def directory(reports: Path, tmp_path: Path) -> Path:
    build_index(tmp_path / "index", [reports], HashingEncoder())
    return tmp_path / "index"


def content(directory: Path) -> list[tuple[str, str]]:
    return sorted((report.id, report.text) for report in Index.open(directory).catalogue.reports())


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 4
    path.write_bytes(data)


def repaired(directory: Path, folders: list[Path] | None = None) -> tuple[BuildResult, int]:
    """Index again; what was done, and how many passages were encoded."""
    before, encoder = content_before(directory), Failing(-1)
    result = build_index(directory, folders or [], encoder)
    assert find_damage(directory) == []
    assert before is None or content(directory) == before
    assert build_index(directory, [], HashingEncoder()).repaired == ()
    return result, encoder.passages


def content_before(directory: Path) -> list[tuple[str, str]] | None:
    try:
        return content(directory)
    except IndexUnusableError:
        return None


def texts(directory: Path) -> int:
    """How many different texts are encoded; passages may share one."""
    return len(np.unique(Index.open(directory).catalogue.digests(), axis=0))


def damage(directory: Path) -> str:
    try:
        return " ".join(find_damage(directory))
    except IndexUnusableError as error:
        return str(error)


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        (VECTORS, 1),
        (ENCODINGS, 0),
        (CATALOGUE, 0),
        ("words/data.csc.index.npy", 0),
        ("tokens/codes.bin", 1),
        ("tokens/means.npy", 0),
        (MANIFEST, 0),
        (COPY, 0),
    ],
)
def test_only_what_is_damaged_is_made_anew(directory: Path, name: str, encoded: int) -> None:
    before = content(directory)
    path = Index.open(directory).version / name
    flip(path, path.stat().st_size - 30)
    assert Path(name).name in damage(directory)
    result, passages = repaired(directory)
    assert passages == encoded
    assert content(directory) == before
    assert len(result.repaired) == 1 and name in result.repaired[0]
    assert (result.added, result.replaced, result.removed) == ((3, 0, 0) if name == CATALOGUE else (0, 0, 0))


def test_a_header_that_faiss_would_believe_is_not_shown_to_it(directory: Path) -> None:
    path = Index.open(directory).version / VECTORS
    data = bytearray(path.read_bytes())
    data[4:20] = b"\xff" * 16
    path.write_bytes(data)
    assert repaired(directory)[1] == 0


@pytest.mark.parametrize(("name", "share"), [(VECTORS, 0.5), ("tokens/codes.bin", 0.5), (VECTORS, 0.0)])
def test_of_a_file_that_is_cut_off_the_rest_is_kept(directory: Path, name: str, share: float) -> None:
    index = Index.open(directory)
    path, every = index.version / name, texts(directory)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert name in damage(directory)
    encoded = repaired(directory)[1]
    assert 0 < encoded < every if share else encoded == every


def test_spans_that_lead_astray_are_seen_row_by_row(directory: Path) -> None:
    index = Index.open(directory)
    path = index.version / "tokens" / "spans.npy"
    flip(path, path.stat().st_size - 16 * index.manifest.passages + 8)
    assert repaired(directory)[1] == 1


@pytest.mark.parametrize("name", [MANIFEST, COPY, VECTORS, CATALOGUE])
def test_a_file_that_is_gone_is_named_and_made_anew(directory: Path, name: str) -> None:
    before = content(directory)
    (Index.open(directory).version / name).unlink()
    assert name in damage(directory)
    result, _ = repaired(directory)
    assert content(directory) == before
    assert len(result.repaired) == 1 and name in result.repaired[0]


@pytest.mark.parametrize("how", ["gone", "empty", "unknown", "damaged"])
def test_a_pointer_to_nowhere_gives_way_to_the_newest_version(directory: Path, how: str) -> None:
    before = content(directory)
    current = directory / storage.CURRENT
    current.write_text({"unknown": "20200101T000000-x", "damaged": "\0"}.get(how, ""), encoding="utf-8")
    if how == "gone":
        current.unlink()
    with pytest.raises(IndexUnusableError, match="index the folders again"):
        Index.open(directory)
    result, encoded = repaired(directory)
    assert encoded == 0 and content(directory) == before
    assert "CURRENT" in result.repaired[0]


def test_a_damaged_catalogue_gives_way_to_the_version_before_and_what_changed_is_read_again(
    reports: Path, directory: Path, tmp_path: Path
) -> None:
    """The folder of one report is gone from the disk: only the version before still has it."""
    away = tmp_path / "away"
    away.mkdir()
    shutil.move(reports / "丙街道.txt", away)
    build_index(directory, [reports, away], HashingEncoder())
    changed = (reports / "甲乡.txt").read_text(encoding="utf-8").replace("培训执法人员3次", "培训执法人员9次")
    (reports / "甲乡.txt").write_text(changed, encoding="utf-8")
    build_index(directory, [], HashingEncoder())
    before = content(directory)
    shutil.rmtree(away)
    flip(Index.open(directory).version / CATALOGUE, 3000)
    result = build_index(directory, [reports], HashingEncoder())
    assert content(directory) == before
    assert (result.unchanged, result.replaced) == (1, 1)
    assert "catalogue.sqlite was damaged" in result.repaired[0]


def test_a_folder_that_cannot_be_had_any_more_is_named(reports: Path, directory: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    shutil.move(reports / "丙街道.txt", away)
    build_index(directory, [reports, away], HashingEncoder())
    shutil.rmtree(away)
    for version in storage.versions(directory):
        flip(version / CATALOGUE, 3000)
    result = build_index(directory, [reports], HashingEncoder())
    assert result.reports == 2
    assert any(str(away) in sentence and "lost" in sentence for sentence in result.repaired)


def downgrade(directory: Path) -> None:
    """The index as the format before wrote it: no seal, no copy, no folders in the manifest, no file of encodings."""
    version = storage.current_version(directory)
    assert version is not None
    fields = asdict(read_manifest(version))
    del fields["folders"], fields["files"][ENCODINGS]
    (version / ENCODINGS).unlink()
    (version / COPY).unlink()
    (version / MANIFEST).write_text(json.dumps(fields | {"format": 4}, ensure_ascii=False, indent=1), encoding="utf-8")


def test_the_format_before_opens_and_becomes_the_new_one_without_encoding(directory: Path) -> None:
    before = content(directory)
    downgrade(directory)
    assert content(directory) == before
    assert find_damage(directory) == []
    result, encoded = repaired(directory)
    assert (result.repaired, encoded) == ((), 0)
    assert index_status(directory)["reports"] == 3
    assert read_manifest(Index.open(directory).version).format == FORMAT_VERSION


def test_a_damaged_index_of_the_format_before_is_encoded_again_where_nothing_vouches_for_it(directory: Path) -> None:
    downgrade(directory)
    flip(Index.open(directory).version / VECTORS, 3000)
    result, encoded = repaired(directory)
    assert encoded == texts(directory) and VECTORS in result.repaired[0]


@pytest.mark.parametrize("format_", [1, 2, 3, 7, 99])
def test_other_formats_are_refused_and_never_taken_for_an_older_version(directory: Path, format_: int) -> None:
    build_index(directory, [], HashingEncoder())
    version = Index.open(directory).version
    for name in (MANIFEST, COPY):
        fields = json.loads((version / name).read_text(encoding="utf-8"))
        (version / name).write_text(json.dumps(fields | {"format": format_}), encoding="utf-8")
    with pytest.raises(IndexUnusableError, match=f"has format {format_}"):
        Index.open(directory)
    with pytest.raises(IndexUnusableError, match=f"has format {format_}"):
        build_index(directory, [], HashingEncoder())


@pytest.mark.parametrize(
    "change",
    [lambda text: text.replace('"reports": 3', '"reports": 4'), lambda text: text.replace("\n ", "\n\t", 1)],
    ids=["count", "blank"],
)
def test_a_manifest_whose_seal_is_broken_is_refused(directory: Path, change: Callable[[str], str]) -> None:
    path = Index.open(directory).version / MANIFEST
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(IndexUnusableError, match="damaged"):
        Index.open(directory)


def test_rebuilding_reads_everything_and_keeps_sound_vectors(directory: Path) -> None:
    encoder = Failing(-1)
    result = build_index(directory, [], encoder, rebuild=True)
    assert (result.reports, encoder.passages) == (3, 0)
    other = build_index(directory, [], HashingEncoder(64), rebuild=True)
    assert other.reports == 3 and Index.open(directory).manifest.dimension == 64


def test_sums_are_of_what_lies_on_disk(directory: Path) -> None:
    version = Index.open(directory).version
    for name, recorded in read_manifest(version).files.items():
        assert recorded == FileSum((version / name).stat().st_size, sha256_of(version / name))


def test_leaving_out_tokens_keeps_the_vectors(directory: Path) -> None:
    encoder = Failing(-1)
    build_index(directory, [], encoder, late=False)
    assert encoder.passages == 0 and not Index.open(directory).has_tokens
    assert find_damage(directory) == []
    # Codes have to be made then, and the vectors with them.
    build_index(directory, [], encoder, late=True)
    assert encoder.passages == texts(directory)
    assert not (directory / LOG).exists()


def test_an_encoder_of_the_same_name_with_other_vectors_is_refused(directory: Path) -> None:
    class Longer(HashingEncoder):
        @property
        def identity(self) -> str:
            return HashingEncoder().identity

    with pytest.raises(IndexUnusableError, match="holds vectors of 256 numbers instead of 512"):
        Index.open(directory).check_encoder(Longer(512))


def test_vectors_that_were_useless_from_the_beginning_are_found(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Empty(HashingEncoder):
        def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
            made = super().encode_query_tokens(texts)
            return replace(made, vectors=made.vectors * (0 if len(texts) == 1 else 1))

    with pytest.raises(EncoderError):
        build_index(tmp_path / "index", [reports], Empty())
    monkeypatch.setattr("indexer.build.checked", lambda encoder: encoder)
    build_index(tmp_path / "index", [reports], Empty())
    assert "vector of passage 0 is useless" in damage(tmp_path / "index")
