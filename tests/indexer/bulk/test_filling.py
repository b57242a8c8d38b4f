"""A build over a cluster, with workers in the test's own process in the cluster's place: what they may do, and what becomes of it."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import indexer.bulk.encoding as filling
from cli import main
from embeddings import HashingEncoder
from errors import EncoderError, FajianError
from indexer.build import build_index
from indexer.bulk import files, shards, worker
from indexer.bulk.address import Address, parse_address
from indexer.bulk.encoding import RayEncoder
from indexer.bulk.order import LoadModel, Order
from indexer.bulk.shards import SHARDS, shard_names
from indexer.bulk.stored import FOLDER, NOTED
from indexer.bulk.texts import forget_texts, write_texts
from indexer.bulk.worker import EncodingWorker
from indexer.index import Index
from indexer.journal import BuildCancelledError
from indexer.kept import LOG
from tests.indexer.bulk.encoders import LoadNoting, assert_same, encoded, texts_of

Answer = dict[str, Any]


class Cluster:
    """Workers that are asked one after another; ``meddle`` sees each answer."""

    processors = 2

    def __init__(self, meddle: Callable[[Order, Answer], Iterator[Answer]]) -> None:
        self.meddle = meddle
        self.rounds: list[list[str]] = []

    def answers(self, order: Order, blocks: Sequence[str], workers: int) -> Iterator[Answer]:
        self.rounds.append(list(blocks))
        encoding = EncodingWorker(order)
        for block in blocks:
            answer = {name: column[0] for name, column in encoding({"block": [block]}).items()}
            yield from self.meddle(order, answer)


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Cluster:
    made = Cluster(lambda order, answer: iter([answer]))

    @contextmanager
    def connected(address: Address, workers: int | None) -> Iterator[Cluster]:
        yield made

    monkeypatch.setattr(filling, "connected", connected)
    monkeypatch.setattr(filling, "_LEAST", 2)
    monkeypatch.setattr(files, "_ARRIVAL", 0.0)
    monkeypatch.setattr(files.read_arrived, "__defaults__", (0.0,))
    return made


@pytest.fixture
def local(reports: Path, tmp_path: Path) -> Path:
    """The same reports, encoded without a cluster."""
    build_index(tmp_path / "local", [reports], HashingEncoder())
    return tmp_path / "local"


def build(tmp_path: Path, reports: Path, load: Any = None, folder: Path | None = None) -> None:
    bulk = RayEncoder("local", load or LoadModel("hashing"), folder=folder)
    build_index(tmp_path / "index", [reports], HashingEncoder(), bulk=bulk)


def test_the_index_is_the_same_and_nothing_is_left_over(
    cluster: Cluster, reports: Path, local: Path, tmp_path: Path
) -> None:
    build(tmp_path, reports, LoadNoting(tmp_path))
    assert encoded(tmp_path) == texts_of(local)
    assert_same(tmp_path / "index", local)
    assert not (tmp_path / "index" / FOLDER).exists() and not (tmp_path / "index" / LOG).exists()


def test_without_tokens_too(cluster: Cluster, reports: Path, tmp_path: Path) -> None:
    bulk = RayEncoder("local", LoadModel("hashing"))
    build_index(tmp_path / "index", [reports], HashingEncoder(), bulk=bulk, late=False)
    build_index(tmp_path / "local", [reports], HashingEncoder(), late=False)
    mine, other = (Index.open(tmp_path / name).version / "vectors.faiss" for name in ("index", "local"))
    assert cluster.rounds and mine.read_bytes() == other.read_bytes()


def test_a_shared_folder_keeps_what_is_others(cluster: Cluster, reports: Path, local: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "others.parquet").write_bytes(b"mine")
    seen: list[Path] = []
    cluster.meddle = lambda order, answer: iter([seen.append(order.folder) or answer])  # type: ignore[func-returns-value]
    build(tmp_path, reports, folder=shared)
    assert seen[0].parent == shared and seen[0].name.startswith("fajian-bulk-")
    assert [path.name for path in shared.iterdir()] == ["others.parquet"]
    assert not (tmp_path / "index" / NOTED).exists()
    assert_same(tmp_path / "index", local)


@pytest.mark.parametrize("noted", ['["{}"]', '["{}", 7]', '{{"{}": 1}}', "[", "\udcff"])
def test_a_note_of_folders_that_was_altered_removes_nothing(reports: Path, tmp_path: Path, noted: str) -> None:
    precious = tmp_path / "precious" / SHARDS
    precious.mkdir(parents=True)
    (precious / "x.parquet").write_bytes(b"mine")
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / NOTED).write_bytes(noted.format(precious.parent).encode("utf-8", "surrogateescape"))
    build_index(tmp_path / "index", [reports], HashingEncoder())
    assert (precious / "x.parquet").read_bytes() == b"mine"


@pytest.mark.parametrize("with_cluster", [True, False])
@pytest.mark.parametrize("shared", [True, False])
def test_a_build_that_was_killed_goes_on_from_its_shards(
    cluster: Cluster, reports: Path, local: Path, tmp_path: Path, with_cluster: bool, shared: bool
) -> None:
    folder = tmp_path if shared else None

    def killed(order: Order, answer: Answer) -> Iterator[Answer]:
        # The second shard is written, and nobody hears of it.
        if answered:
            raise KeyboardInterrupt
        answered.append(answer)
        yield answer

    answered: list[Answer] = []
    cluster.meddle = killed
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path, reports, LoadNoting(tmp_path), folder)
    assert 0 < encoded(tmp_path) < texts_of(local)
    left = next(tmp_path.glob("fajian-bulk-*")) if shared else tmp_path / "index" / FOLDER
    assert len(shard_names(left)) == 1
    cluster.meddle = lambda order, answer: iter([answer])
    if with_cluster:
        build(tmp_path, reports, LoadNoting(tmp_path), folder)
    else:
        build_index(tmp_path / "index", [reports], LoadNoting(tmp_path)(1))
    # Nothing was encoded twice.
    assert encoded(tmp_path) == texts_of(local)
    assert_same(tmp_path / "index", local)
    assert not any(tmp_path.glob("fajian-bulk-*")) and not (tmp_path / "index" / FOLDER).exists()


def test_a_shard_that_is_damaged_is_encoded_again(cluster: Cluster, reports: Path, local: Path, tmp_path: Path) -> None:
    def damage_first(order: Order, answer: Answer) -> Iterator[Answer]:
        if not damaged:
            damaged.append(answer["block"])
            path = order.folder / SHARDS / answer["shard"]
            path.write_bytes(path.read_bytes()[:-9] + b"scratched")
        yield answer

    damaged: list[str] = []
    cluster.meddle = damage_first
    build(tmp_path, reports)
    assert cluster.rounds[1:] == [damaged]
    assert_same(tmp_path / "index", local)


def test_where_all_shards_are_damaged_the_build_encodes_itself(
    cluster: Cluster, reports: Path, local: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def lose(order: Order, answer: Answer) -> Iterator[Answer]:
        (order.folder / SHARDS / answer["shard"]).unlink()
        yield answer

    cluster.meddle = lose
    with caplog.at_level(logging.WARNING):
        build(tmp_path, reports)
    assert len(cluster.rounds) == 3 and "came back damaged" in caplog.text
    assert_same(tmp_path / "index", local)


def test_a_build_that_is_asked_to_stop_does_so_while_it_waits(
    cluster: Cluster, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    release = threading.Event()

    def hang(order: Order, answer: Answer) -> Iterator[Answer]:
        release.wait(60)
        yield answer

    def stop(stage: str, done: int, total: int) -> None:
        told.append(stage)
        if told.count(filling.STAGE) > 2:
            raise BuildCancelledError("stop")

    told: list[str] = []
    cluster.meddle = hang
    with pytest.raises(BuildCancelledError):
        build_index(
            tmp_path / "index",
            [reports],
            HashingEncoder(),
            bulk=RayEncoder("local", LoadModel("hashing")),
            progress=stop,
        )
    release.set()


class Other(HashingEncoder):
    """Says that it is another, or does not say so."""

    def __init__(self, identity: str) -> None:
        super().__init__()
        self._identity = identity

    @property
    def identity(self) -> str:
        return self._identity

    def _add_features(self, vector: Any, text: str) -> None:
        super()._add_features(vector, text[::2])


def test_workers_with_another_encoder_are_refused(cluster: Cluster, reports: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="has the encoder hashing-1@128, this build hashing-1@256"):
        build(tmp_path, reports, lambda threads: HashingEncoder(128))
    with pytest.raises(EncoderError, match="gives other vectors for the same text"):
        build(tmp_path, reports, lambda threads: Other("hashing-1@256"))
    assert not (tmp_path / "index" / "CURRENT").exists()


class Nearly(HashingEncoder):
    """As another kind of processor computes."""

    def encode_query_tokens(self, texts: Sequence[str]) -> Any:
        encoded = super().encode_query_tokens(texts)
        encoded.vectors[:, 0] += 1e-3
        return encoded


def test_workers_that_differ_a_little_are_told_of_once(
    cluster: Cluster, reports: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        build(tmp_path, reports, lambda threads: Nearly())
    assert caplog.text.count("encodes a little differently") == 1


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOENT, "does not see what lies in .* with --ray-folder"),
        (errno.ENOSPC, "is full, as the worker on .* make room"),
        (errno.EACCES, "cannot use .* the rights on it"),
    ],
)
def test_what_is_wrong_with_the_folder_is_one_sentence(
    cluster: Cluster,
    reports: Path,
    local: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    told: str,
) -> None:
    def fail(*given: object) -> str:
        raise OSError(number, "no")

    monkeypatch.setattr(worker, "write_shard", fail)
    with pytest.raises(EncoderError, match=told) as caught:
        build(tmp_path, reports)
    assert "\n" not in str(caught.value)
    monkeypatch.undo()
    build_index(tmp_path / "index", [reports], HashingEncoder())
    assert_same(tmp_path / "index", local)


def test_texts_that_a_worker_does_not_see_are_told_of(cluster: Cluster, reports: Path, tmp_path: Path) -> None:
    def elsewhere(folder: Path, texts: Mapping[str, str]) -> str:
        name = write_texts(folder, texts)
        forget_texts(folder, name)
        return name

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(filling, "write_texts", elsewhere)
        with pytest.raises(EncoderError, match="does not see what lies in"):
            build(tmp_path, reports)


def test_shards_without_pyarrow_are_left_aside(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import sys

    name = shards.write_shard(
        tmp_path / "index" / FOLDER, [("00" * 32, (HashingEncoder().encode_queries(["法"])[0], None))], "?"
    )
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with caplog.at_level(logging.WARNING):
        build_index(tmp_path / "index", [reports], HashingEncoder())
    assert name and "pip install -r requirements-ray.txt" in caplog.text


@pytest.mark.parametrize("text", ["", "cluster", "ray://", "host:0", "host:99999", "http://host:1", "a b:1", "local:"])
def test_what_is_no_cluster(text: str) -> None:
    with pytest.raises(EncoderError, match="is no Ray cluster; write auto"):
        parse_address(text)


@pytest.mark.parametrize("text", ["auto", "local", "head:6379", "10.0.0.1:6379", "[::1]:6379"])
def test_what_is_a_cluster(text: str) -> None:
    assert parse_address(text).text == text


def test_what_the_environment_says_is_settled_by_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FAJIAN_MODEL", "model")
    monkeypatch.setenv("FAJIAN_PASSAGE_PROMPT", "p:")
    monkeypatch.setenv("FAJIAN_DTYPE", "float32")
    assert LoadModel.of(None, "q:", None) == LoadModel(str(tmp_path / "model"), "q:", "p:", "float32")
    monkeypatch.setenv("FAJIAN_DTYPE", "bfloat16")
    assert "bfloat16" not in LoadModel("bundled", dtype="float32")(1).identity


def test_the_terminal_says_what_goes_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["index", "--index", str(tmp_path / "index"), "--model", "hashing", str(tmp_path)]
    assert main([*given, "--ray-workers", "2"]) == 1
    assert main([*given, "--ray", "local", "--ray-workers", "0"]) == 1
    assert main([*given, "--ray", "nowhere"]) == 1
    said = capsys.readouterr().err
    assert "go with --ray" in said and "at least 1" in said and "is no Ray cluster" in said


def test_without_ray_it_says_what_to_install(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(FajianError, match="pip install -r requirements-ray"):
        build(tmp_path, reports)
    assert (
        main(["index", str(reports), "--index", str(tmp_path / "other"), "--model", "hashing", "--ray", "local"]) == 1
    )
    assert "pip install -r requirements-ray.txt" in capsys.readouterr().err
    assert not (tmp_path / "other").exists()
