"""The same against a real Ray of this machine's own: processes that are started, killed, and gone afterwards."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from embeddings import HashingEncoder, load_encoder
from errors import EncoderError
from indexer.build import build_index
from indexer.bulk.address import parse_address
from indexer.bulk.cluster import connected
from indexer.bulk.encoding import RayEncoder
from indexer.bulk.order import LoadModel
from indexer.bulk.shards import shard_names
from indexer.bulk.stored import FOLDER
from tests.conftest import ROOT
from tests.indexer.bulk.encoders import LoadNoting, assert_same, encoded, texts_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="ray is not installed (requirements-ray.txt)"),
]


def started() -> list[psutil.Process]:
    """Ray's own processes below this one."""
    found = psutil.Process().children(recursive=True)
    return [one for one in found if any(name in " ".join(one.cmdline()) for name in ("raylet", "gcs_server", "ray::"))]


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """No process of Ray's outlives its build, nor does what was said to it in the environment."""
    before = dict(os.environ)
    yield
    assert started() == []
    after = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    assert after == {name: value for name, value in before.items() if name != "PYTEST_CURRENT_TEST"}


@pytest.fixture
def local(samples: Path, tmp_path: Path) -> Path:
    """The sample reports, encoded without a cluster."""
    build_index(tmp_path / "local", [samples], HashingEncoder())
    return tmp_path / "local"


def build(tmp_path: Path, samples: Path, load: LoadNoting) -> None:
    bulk = RayEncoder("local", load, workers=2)
    build_index(tmp_path / "index", [samples], HashingEncoder(load.dimension), bulk=bulk)


def test_the_index_is_the_same(samples: Path, local: Path, tmp_path: Path) -> None:
    build(tmp_path, samples, LoadNoting(tmp_path))
    assert_same(tmp_path / "index", local)
    assert encoded(tmp_path) == texts_of(local)
    noted = {int(path.name.removeprefix("encoded-")) for path in tmp_path.glob("encoded-*")}
    assert os.getpid() not in noted
    assert not (tmp_path / "index" / FOLDER).exists()


def test_a_worker_that_dies_in_the_middle_loses_nothing(samples: Path, local: Path, tmp_path: Path) -> None:
    build(tmp_path, samples, LoadNoting(tmp_path, deaths=2))
    assert len(list(tmp_path.glob("death-*"))) == 2
    assert_same(tmp_path / "index", local)


def test_a_text_that_kills_every_worker_ends_the_build_in_a_sentence(
    samples: Path, local: Path, tmp_path: Path
) -> None:
    with pytest.raises(
        EncoderError, match=r"workers of the Ray cluster of this machine failed .*index again"
    ) as caught:
        build(tmp_path, samples, LoadNoting(tmp_path, deaths=100))
    assert "\n" not in str(caught.value)
    assert 4 <= len(list(tmp_path.glob("death-*"))) < 100
    build_index(tmp_path / "index", [samples], HashingEncoder())
    assert_same(tmp_path / "index", local)


DRIVER = """
import sys
from pathlib import Path
from tests.conftest import SAMPLES
from tests.indexer.bulk import test_ray
from tests.indexer.bulk.encoders import LoadNoting
folder = Path(sys.argv[1])
test_ray.build(folder, SAMPLES, LoadNoting(folder, pause=0.1))
"""


@pytest.mark.parametrize("with_cluster", [True, False])
def test_a_build_that_is_killed_goes_on_where_it_was(
    samples: Path, local: Path, tmp_path: Path, with_cluster: bool
) -> None:
    driver = subprocess.Popen([sys.executable, "-c", DRIVER, str(tmp_path)], cwd=ROOT)
    shards = tmp_path / "index" / FOLDER
    log = tmp_path / "index" / "encodings.log"
    until = time.monotonic() + 120
    while not shard_names(shards) and (not log.exists() or log.stat().st_size < 1000) and time.monotonic() < until:
        time.sleep(0.02)
    # Ray's agents, which only report, see a minute or two later that nobody is left.
    below = [one for one in psutil.Process(driver.pid).children(recursive=True) if "Agent" not in one.name()]
    driver.send_signal(signal.SIGKILL)
    driver.wait()
    assert below and psutil.wait_procs(below, timeout=60)[1] == []
    before = encoded(tmp_path)
    assert 0 < before < texts_of(local)
    (tmp_path / "again").mkdir()
    again = LoadNoting(tmp_path / "again")
    if with_cluster:
        build(tmp_path, samples, again)
    else:
        build_index(tmp_path / "index", [samples], again(1))
    # The two blocks that stood in no shard when their workers went down with the build are done again, nothing else.
    left = texts_of(local) - before
    assert left <= encoded(tmp_path / "again") <= left + 2 * 16
    assert_same(tmp_path / "index", local)


def test_workers_with_another_encoder_are_refused(reports: Path, tmp_path: Path) -> None:
    bulk = RayEncoder("local", LoadNoting(tmp_path, dimension=128), workers=1)
    with pytest.raises(EncoderError, match="has the encoder hashing-1@128, this build hashing-1@256"):
        build_index(tmp_path / "index", [reports], HashingEncoder(), bulk=bulk)


def test_nobody_else_reaches_a_cluster_of_our_own() -> None:
    with connected(parse_address("local"), 1):
        listening = [
            connection.laddr.ip
            for process in [psutil.Process(), *psutil.Process().children(recursive=True)]
            for connection in process.net_connections("inet")
            if connection.status == psutil.CONN_LISTEN
        ]
        stranger = {name: value for name, value in os.environ.items() if not name.startswith("RAY_AUTH")}
        import ray

        head = ray.get_runtime_context().gcs_address
        program = f"import ray; ray.init({head!r}, log_to_driver=False); print(ray.cluster_resources())"
        asked = subprocess.run(
            [sys.executable, "-c", program], env=stranger, capture_output=True, text=True, check=False, timeout=120
        )
    assert listening and {ip.removeprefix("::ffff:") for ip in listening} == {"127.0.0.1"}
    assert asked.returncode != 0 and "uthentication" in asked.stderr


def test_a_cluster_that_is_not_there_is_a_sentence(reports: Path, tmp_path: Path) -> None:
    for address in ("auto", "127.0.0.1:1"):
        with pytest.raises(EncoderError, match=r"No Ray cluster .* answers") as caught:
            build_index(tmp_path / "index", [reports], HashingEncoder(), bulk=RayEncoder(address, LoadModel("hashing")))
        assert "\n" not in str(caught.value)


@pytest.mark.encoder
def test_the_bundled_encoder_gives_the_same_bits(reports: Path, tmp_path: Path) -> None:
    build_index(tmp_path / "local", [reports], load_encoder("bundled"))
    bulk = RayEncoder("local", LoadModel("bundled"), workers=2)
    build_index(tmp_path / "index", [reports], load_encoder("bundled"), bulk=bulk)
    assert_same(tmp_path / "index", tmp_path / "local")
