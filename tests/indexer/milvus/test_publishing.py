"""A version at a server is published whole or not at all, and what is left over goes, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from embeddings import HashingEncoder
from embeddings.centring import Means
from errors import StoreError
from indexer.build import build_index
from indexer.index import Index
from indexer.manifest import COPY, MANIFEST, Placed
from indexer.milvus import publishing
from indexer.milvus.remote import Asked
from indexer.milvus.schema import Kind, Layout
from indexer.status import find_damage, index_status
from search.engine import Engine
from tests.indexer.counting import CountingEncoder
from tests.indexer.milvus.fake import Collection, FakeServer

ADDRESS = "milvus://db/fajian"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "index"


def build(directory: Path, reports: Path, store: str | None = None) -> int:
    """Index; how many passages were encoded."""
    encoder = CountingEncoder()
    build_index(directory, [reports], encoder, store=store)
    return encoder.encoded


def placed(directory: Path) -> Placed:
    found = Index.open(directory).manifest.store
    assert found is not None
    return found


def answers(directory: Path) -> list[str]:
    """What a reader finds in the index as it stands."""
    return [hit.passage.id for hit in Engine(Index.open(directory), HashingEncoder()).search("执法人员不足怎么办").hits]


def add_report(reports: Path, name: str) -> None:
    text = (reports / "甲乡.txt").read_text(encoding="utf-8").replace("甲乡", name).replace("3次", f"{len(name)}7次")
    (reports / f"{name}.txt").write_text(text, encoding="utf-8")


def test_a_build_fills_counts_loads_publishes_and_names(reports: Path, directory: Path, server: FakeServer) -> None:
    build(directory, reports, ADDRESS)
    made = placed(directory)
    index = Index.open(directory)
    assert (
        made.collection == f"fajian_v{index.version.name.replace('-', '_')}"
        and made.address == "milvus://db:19530/fajian"
    )
    assert server.aliases == {"fajian": made.collection}
    assert len(server.collections[made.collection].rows) == index.manifest.passages
    steps = [call for call in server.calls if call not in {"owners", "holder", "search"}]
    assert steps == ["create", "upsert", "finish", "count", "point"]
    row = server.collections[made.collection].rows[0]
    assert (row["county"], row["township"], row["year"], row["kind"], row["level"]) == ("甲县", "丙街道", 2023, "report", "township") or row["year"] == 2023  # fmt: skip
    assert find_damage(directory) == []


def test_the_index_remembers_its_store(reports: Path, directory: Path, server: FakeServer) -> None:
    build(directory, reports, ADDRESS)
    first = placed(directory)
    add_report(reports, "丁丁乡")
    build(directory, reports)
    second = placed(directory)
    assert second.owner == first.owner and second.collection != first.collection
    assert set(server.collections) == {first.collection, second.collection}, (
        "readers about to open it keep the version before"
    )
    build(directory, reports)
    assert set(server.collections) == {second.collection, placed(directory).collection}


def test_a_reader_keeps_its_collection(reports: Path, directory: Path, server: FakeServer) -> None:
    build(directory, reports, ADDRESS)
    reader = Engine(Index.open(directory), HashingEncoder())
    before = [hit.passage.id for hit in reader.search("执法人员不足").hits]
    for name in ("丁丁乡", "戊戊戊乡", "己己己己乡"):
        add_report(reports, name)
        build(directory, reports)
    assert [hit.passage.id for hit in reader.search("执法人员不足").hits] == before
    reader.index.close()
    build(directory, reports)
    assert len(server.collections) == 2


@pytest.mark.parametrize("step", ["create", "upsert", "finish", "count"])
@pytest.mark.parametrize(
    "fault", [StoreError("The Milvus server at db:19530 does not answer (gone); start it"), KeyboardInterrupt()], ids=["gone", "stopped"]
)  # fmt: skip
def test_a_build_that_fails_at_the_server_loses_nothing(
    step: str, fault: BaseException, reports: Path, directory: Path, server: FakeServer
) -> None:
    build(directory, reports, ADDRESS)
    before, answer = placed(directory), answers(directory)
    add_report(reports, "丁丁乡")
    server.faults[step] = [fault]
    with pytest.raises(type(fault)):
        build(directory, reports)
    assert (
        placed(directory) == before and answers(directory) == answer and server.aliases["fajian"] == before.collection
    )
    assert build(directory, reports) == 0, "what the first try encoded is kept"
    assert set(server.collections) == {before.collection, placed(directory).collection}
    assert len(server.collections[placed(directory).collection].rows) == Index.open(directory).manifest.passages


def test_the_first_build_that_fails_at_the_server_loses_nothing(
    reports: Path, directory: Path, server: FakeServer
) -> None:
    server.faults["finish"] = [StoreError("The Milvus server at db:19530 takes no more (full); give it room")]
    with pytest.raises(StoreError, match="takes no more"):
        build(directory, reports, ADDRESS)
    means = CountingEncoder()
    Means.of(means)
    assert build(directory, reports, ADDRESS) == means.encoded, (
        "no passage is encoded again, only what tokens are centred by"
    )
    assert set(server.collections) == {placed(directory).collection}, "what the first try left is known and gone"
    assert answers(directory)


@pytest.mark.parametrize("fault", [SystemExit(9), StoreError("The Milvus server at db:19530 does not answer (gone); start it")], ids=["killed", "gone"])  # fmt: skip
def test_between_publishing_and_naming_every_reader_has_one_whole_version(
    fault: BaseException, reports: Path, directory: Path, server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    build(directory, reports, ADDRESS)
    before = placed(directory)
    old = Engine(Index.open(directory), HashingEncoder())
    add_report(reports, "丁丁乡")
    server.faults["point"] = [fault]
    try:
        build(directory, reports)
        assert "put in order by the next build" in caplog.text
    except SystemExit:
        pass
    after = placed(directory)
    assert after != before and server.aliases["fajian"] == before.collection
    for name in (before.collection, after.collection):
        assert server.collections[name].finished and server.collections[name].rows
    assert old.search("执法人员不足").hits and answers(directory)
    old.index.close()
    build(directory, reports)
    assert server.aliases["fajian"] == placed(directory).collection
    assert set(server.collections) == {after.collection, placed(directory).collection}


def test_a_server_that_is_away_is_told_before_anything_is_encoded(
    reports: Path, directory: Path, server: FakeServer
) -> None:
    server.faults["holder"] = [StoreError("The Milvus server at db:19530 does not answer (gone); start it")]
    encoder = CountingEncoder()
    with pytest.raises(StoreError, match="does not answer"):
        build_index(directory, [reports], encoder, store=ADDRESS)
    assert encoder.encoded == 0


def test_rows_that_do_not_arrive_are_counted(
    reports: Path, directory: Path, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeServer, "upsert", lambda *_: None)
    with pytest.raises(StoreError, match=r"holds 0 passages instead of \d+; index again"):
        build(directory, reports, ADDRESS)


def test_batches_are_bounded(
    reports: Path, directory: Path, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "FEWEST", 4)
    monkeypatch.setattr(publishing, "BATCH_BYTES", 1)
    build(directory, reports, ADDRESS)
    assert server.calls.count("upsert") == -(-Index.open(directory).manifest.passages // 4)


def test_the_sweep_takes_only_what_is_ours(reports: Path, directory: Path, server: FakeServer) -> None:
    build(directory, reports, ADDRESS)
    owner = placed(directory).owner
    layout = Layout(64, Kind.FLAT, owner, 1)
    for name in ("fajian_vold", "fajianer_v1", "other"):
        server.collections[name] = Collection(layout)
    server.collections["fajian_vtheirs"] = Collection(Layout(64, Kind.FLAT, "another", 1))
    server.collections["fajian_vnobody"] = Collection(Layout(64, Kind.FLAT, "", 1))
    build(directory, reports)
    assert "fajian_vold" not in server.collections
    assert {"fajianer_v1", "other", "fajian_vtheirs", "fajian_vnobody"} <= set(server.collections)


@pytest.mark.parametrize("owner", ["another", ""])
@pytest.mark.parametrize("alias", [True, False])
def test_a_name_that_is_taken_is_refused(
    owner: str, alias: bool, reports: Path, directory: Path, server: FakeServer
) -> None:
    name = "theirs_v1" if alias else "fajian"
    server.collections[name] = Collection(Layout(64, Kind.FLAT, owner, 1))
    server.aliases.update({"fajian": name} if alias else {})
    with pytest.raises(StoreError, match="belongs to another index or program; name another collection"):
        build(directory, reports, ADDRESS)
    assert set(server.collections) == {name}


@pytest.mark.parametrize("name", ["CURRENT", MANIFEST])
def test_a_damaged_index_remembers_its_store(name: str, reports: Path, directory: Path, server: FakeServer) -> None:
    build(directory, reports, ADDRESS)
    before = placed(directory)
    (directory / name if name == "CURRENT" else Index.open(directory).version / name).unlink()
    assert build(directory, reports) == 0
    assert placed(directory).owner == before.owner and answers(directory)


def test_back_to_files_of_its_own(reports: Path, directory: Path, server: FakeServer) -> None:
    build(directory, reports, ADDRESS)
    answer = answers(directory)
    assert build(directory, reports, "local") == 0
    assert Index.open(directory).manifest.store is None and answers(directory) == answer
    assert len(server.collections) == 1, "the version before is kept"
    build(directory, reports)
    assert server.collections == {} and server.aliases == {}


def test_to_another_collection(reports: Path, directory: Path, server: FakeServer) -> None:
    build(directory, reports, ADDRESS)
    assert build(directory, reports, "milvus://db/another") == 0
    build(directory, reports)
    assert {name.rpartition("_v")[0] for name in server.collections} == {"another"}
    assert set(server.aliases) == {"another"}


def test_an_empty_index(tmp_path: Path, directory: Path, server: FakeServer) -> None:
    (tmp_path / "none").mkdir()
    build_index(directory, [tmp_path / "none"], HashingEncoder(), store=ADDRESS)
    assert Engine(Index.open(directory), HashingEncoder()).search("执法").hits == ()


def test_status_says_where_the_vectors_are_and_who_ranks_words(
    reports: Path, directory: Path, server: FakeServer
) -> None:
    build(directory, reports, f"{ADDRESS}?words=server")
    told = index_status(directory)["store"]
    assert told["collection"] == placed(directory).collection and (told["kind"], told["recall"]) == ("FLAT", 1.0)
    assert told["words"] == "index", "this server has no BM25"
    server.has_words = True
    build(directory, reports)
    assert index_status(directory)["store"]["words"] == "server"
    build(directory, reports, "local")
    assert index_status(directory)["store"] is None


def test_verify_counts_the_rows_at_the_server(reports: Path, directory: Path, server: FakeServer) -> None:
    build(directory, reports, ADDRESS)
    server.collections[placed(directory).collection].rows.pop(0)
    assert any("the server counts" in line for line in find_damage(directory))
    server.collections.clear()
    assert any("no longer at" in line for line in find_damage(directory))


def test_the_manifest_of_an_index_without_a_server_is_as_it_was(reports: Path, directory: Path) -> None:
    build(directory, reports)
    version = Index.open(directory).version
    assert all("store" not in json.loads((version / name).read_text(encoding="utf-8")) for name in (MANIFEST, COPY))


def test_the_token_is_nowhere_on_disk(
    reports: Path, directory: Path, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAJIAN_MILVUS_TOKEN", "root:hunter2")
    build(directory, reports, ADDRESS)
    for path in directory.rglob("*"):
        assert not path.is_file() or b"hunter2" not in path.read_bytes()


def test_words_at_the_server_put_passages_forward(reports: Path, directory: Path, server: FakeServer) -> None:
    server.has_words = True
    build(directory, reports, f"{ADDRESS}?words=server")
    asked: list[Asked] = []
    search = server.search

    def noted(name: str, one: Asked) -> object:
        asked.append(one)
        return search(name, one)

    server.search = noted  # type: ignore[method-assign, assignment]
    hits = Engine(Index.open(directory), HashingEncoder()).search("执法人员不足怎么办").hits
    assert hits and [one for one in asked if isinstance(one.by, str)]
    assert answers(directory)
