"""Building: what has changed is read, what has not is carried over, what cannot be read is skipped with a reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from embeddings import HashingEncoder
from errors import IndexUnusableError, UnreadableFileError
from indexer.build import build_index
from indexer.index import Index
from indexer.passages import encoded_text
from indexer.status import find_damage, index_status
from search.engine import Engine
from tests.indexer.counting import CountingEncoder


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_every_passage_is_a_verbatim_slice_with_the_vector_of_its_text(reports: Path, directory: Path) -> None:
    result = build_index(directory, [reports], HashingEncoder())
    index = Index.open(directory)
    assert (result.reports, result.added, result.skipped) == (3, 3, ())
    for report in index.catalogue.reports():
        for position, item in index.catalogue.passages_of(report.id):
            assert report.text[item.passage.start : item.passage.end] == item.passage.text
            wanted = HashingEncoder().encode_passages([encoded_text(report, item.passage)])[0]
            assert np.allclose(index.vectors.take(np.array([position]))[0], wanted, atol=1e-6)
    assert find_damage(directory) == []


def test_indexing_again_encodes_nothing(reports: Path, directory: Path) -> None:
    build_index(directory, [reports], HashingEncoder())
    before = list(Index.open(directory).catalogue.reports())
    encoder = CountingEncoder()
    result = build_index(directory, [reports], encoder)
    assert (result.unchanged, result.added, result.replaced, result.removed, encoder.encoded) == (3, 0, 0, 0, 0)
    assert list(Index.open(directory).catalogue.reports()) == before


def test_adding_one_report_costs_one_report(reports: Path, directory: Path) -> None:
    build_index(directory, [reports], HashingEncoder())
    text = (
        (reports / "甲乡.txt")
        .read_text(encoding="utf-8")
        .replace("甲乡", "丁乡")
        .replace("培训执法人员3次", "培训执法人员9次")
    )
    (reports / "丁乡.txt").write_text(text, encoding="utf-8")
    encoder = CountingEncoder()
    result = build_index(directory, [reports], encoder)
    index = Index.open(directory)
    new = next(report for report in index.catalogue.reports() if "丁乡" in report.title)
    assert result.added == 1
    assert 0 < encoder.encoded <= len(index.catalogue.passages_of(new.id))
    assert result.passages == len(index.report_of) == index.vectors.count


def test_a_changed_file_replaces_and_a_gone_file_leaves(reports: Path, directory: Path) -> None:
    build_index(directory, [reports], HashingEncoder())
    path = reports / "乙镇.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("培训执法人员5次", "培训执法人员6次"), encoding="utf-8")
    (reports / "丙街道.txt").unlink()
    result = build_index(directory, [], HashingEncoder())
    texts = "".join(report.text for report in Index.open(directory).catalogue.reports())
    assert (result.replaced, result.removed, result.unchanged, result.reports) == (1, 1, 1, 2)
    assert "培训执法人员6次" in texts
    assert "培训执法人员5次" not in texts
    assert "丙街道" not in texts


def test_other_folders_stay_until_removed(reports: Path, directory: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.move(reports / "丙街道.txt", other)
    build_index(directory, [reports], HashingEncoder())
    assert build_index(directory, [other], HashingEncoder()).reports == 3
    (reports / "甲乡.txt").unlink()
    assert build_index(directory, [other], HashingEncoder()).reports == 3
    assert build_index(directory, [], HashingEncoder(), remove=[reports]).reports == 1
    assert index_status(directory)["folders"] == [str(other)]


def test_removing_an_unknown_folder_is_refused(reports: Path, directory: Path, tmp_path: Path) -> None:
    build_index(directory, [reports], HashingEncoder())
    with pytest.raises(UnreadableFileError, match="not a folder of this index"):
        build_index(directory, [], HashingEncoder(), remove=[tmp_path / "nowhere"])


def test_a_missing_folder_is_refused_and_nothing_is_lost(reports: Path, directory: Path) -> None:
    build_index(directory, [reports], HashingEncoder())
    shutil.rmtree(reports)
    with pytest.raises(UnreadableFileError, match="not a folder"):
        build_index(directory, [], HashingEncoder())
    assert index_status(directory)["reports"] == 3


def test_unreadable_files_are_skipped_with_a_reason_and_the_rest_goes_on(reports: Path, directory: Path) -> None:
    (reports / "empty.txt").write_bytes(b"")
    (reports / "broken.docx").write_bytes(b"PK\x03\x04 not a document")
    (reports / "broken.pdf").write_bytes(b"%PDF-1.7 cut")
    (reports / "noise.txt").write_bytes(bytes(range(256)) * 40)
    result = build_index(directory, [reports], HashingEncoder())
    assert result.reports == 3
    assert {item.name for item in result.skipped} == {"empty.txt", "broken.docx", "broken.pdf", "noise.txt"}
    assert all(len(item.reason) > 10 and "\n" not in item.reason for item in result.skipped)
    assert {item["source"] for item in index_status(directory)["skipped"]} == {
        f"reports/{item.name}" for item in result.skipped
    }


def test_the_same_text_in_two_files_is_one_report(reports: Path, directory: Path) -> None:
    shutil.copy(reports / "甲乡.txt", reports / "甲乡副本.txt")
    assert build_index(directory, [reports], HashingEncoder()).reports == 3
    (reports / "甲乡.txt").unlink()
    build_index(directory, [], HashingEncoder())
    assert any(facts.source == "reports/甲乡副本.txt" for facts in Index.open(directory).reports)


def test_the_sidecar_overrides_and_its_change_is_noticed(reports: Path, directory: Path) -> None:
    build_index(directory, [reports], HashingEncoder())
    (reports / "metadata.csv").write_text(
        "source,county,township,year,fictional\n甲乡.txt,子虚县,甲乡,2021,true\n", encoding="utf-8"
    )
    result = build_index(directory, [], HashingEncoder())
    facts = next(facts for facts in Index.open(directory).reports if facts.source == "reports/甲乡.txt")
    assert (result.replaced, result.unchanged) == (1, 2)
    assert (facts.place.county, facts.year, facts.fictional) == ("子虚县", 2021, True)


def test_another_encoder_is_refused_unless_rebuilding(reports: Path, directory: Path) -> None:
    build_index(directory, [reports], HashingEncoder())
    with pytest.raises(IndexUnusableError, match="--rebuild"):
        build_index(directory, [reports], HashingEncoder(64))
    with pytest.raises(IndexUnusableError, match="was made by the encoder"):
        Engine(Index.open(directory), HashingEncoder(64))
    build_index(directory, [], HashingEncoder(64), rebuild=True)
    assert Index.open(directory).vectors.take(np.array([0])).shape == (1, 64)


def test_a_damaged_index_is_refused_and_can_be_rebuilt(reports: Path, directory: Path) -> None:
    build_index(directory, [reports], HashingEncoder())
    vectors = Index.open(directory).version / "vectors.faiss"
    vectors.write_bytes(vectors.read_bytes()[:100])
    with pytest.raises(IndexUnusableError, match="cut off"):
        Index.open(directory)
    build_index(directory, [reports], HashingEncoder(), rebuild=True)
    assert find_damage(directory) == []


def test_a_flipped_byte_is_found_by_verify(reports: Path, directory: Path) -> None:
    build_index(directory, [reports], HashingEncoder())
    vectors = Index.open(directory).version / "vectors.faiss"
    data = bytearray(vectors.read_bytes())
    data[-5] ^= 1
    vectors.write_bytes(data)
    assert find_damage(directory) == ["vectors.faiss is not what was published"]


def test_a_reader_keeps_the_version_it_opened(reports: Path, directory: Path) -> None:
    build_index(directory, [reports], HashingEncoder())
    engine = Engine(Index.open(directory), HashingEncoder())
    before = engine.search("执法人员不足")
    for name in ("甲乡", "乙镇"):
        (reports / f"{name}.txt").unlink()
        build_index(directory, [], HashingEncoder())
    after = engine.search("执法人员不足")
    assert [hit.passage for hit in after.hits] == [hit.passage for hit in before.hits]


def test_an_empty_folder_gives_an_index_that_answers_nothing(tmp_path: Path, directory: Path) -> None:
    (tmp_path / "void").mkdir()
    assert build_index(directory, [tmp_path / "void"], HashingEncoder()).reports == 0
    answer = Engine(Index.open(directory), HashingEncoder()).search("执法人员不足")
    assert answer.hits == ()
    assert answer.message
