"""A connection to a Ray cluster, or one of this machine's own that nobody else can reach; the library is imported here and nowhere else."""

from __future__ import annotations

import importlib.util
import logging
import os
import secrets
import shutil
import socket
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from errors import EncoderError
from indexer.bulk.address import AUTO, Address
from indexer.bulk.files import INSTALL
from indexer.bulk.order import Order
from indexer.bulk.worker import EncodingWorker

_MISSING = f"Encoding over a cluster needs the package ray; install it with: {INSTALL}"
_OBJECTS = 80 * 2**20
"""Bytes of shared memory for a cluster of our own, about the least it takes: only names of files travel through it."""
_TRIES = 4
"""Workers that a block may cost before it is given up: it may be what kills them."""
_KNOCKING = 10.0
"""Seconds in which the head of a cluster takes a connection."""
_LOOPBACK = "127.0.0.1"
_PRIVATE = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"}
"""Whoever reaches a port of Ray's can run programs as this user: loopback only (Ray takes it for what it does on Windows), and for other users a secret."""
_TOKEN = secrets.token_hex(32)
"""One for this process, since Ray remembers the first that it saw."""
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal", "RAY_DATA_LOG_LEVEL": "ERROR"}


class Cluster:
    """A cluster that answers; opened by :func:`connected`."""

    def __init__(self, library: Any, address: Address) -> None:  # noqa: ANN401
        self._ray, self._address = library, address

    @property
    def processors(self) -> int:
        """How many it has."""
        return max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def answers(self, order: Order, blocks: Sequence[str], workers: int) -> Iterator[dict[str, Any]]:
        """Have blocks encoded; an answer for each (:class:`indexer.bulk.worker.EncodingWorker`), as they are done.

        Args:
            order: What is to be done with them.
            blocks: Their names.
            workers: How many processes at most, each with an encoder.

        Raises:
            EncoderError: Workers cannot be started, or die again and again.
        """
        from ray.data import ActorPoolStrategy, from_items

        # One task a block: what a worker's death costs, and how often something is told.
        named = from_items([{"block": name} for name in blocks], override_num_blocks=len(blocks))
        pool = ActorPoolStrategy(min_size=1, max_size=workers, initial_size=workers, max_tasks_in_flight_per_actor=2)
        with warnings.catch_warnings():
            # How often a block is tried can be said in no other way as yet; requirements-ray.txt ends before the version in which this goes.
            warnings.simplefilter("ignore", DeprecationWarning)
            done = named.map_batches(
                EncodingWorker,
                fn_constructor_args=(order,),
                batch_size=1,
                compute=pool,
                num_cpus=order.threads,
                max_restarts=-1,
                max_task_retries=_TRIES,
            )
        try:
            yield from done.iter_rows()
        except GeneratorExit:
            raise
        except Exception as error:  # Ray's own kinds of errors share no root but this
            raise EncoderError(self._sentence(error)) from error

    def _sentence(self, error: Exception) -> str:
        words = str(error)
        if "ModuleNotFoundError" in words or "No module named" in words:
            missing = next((line for line in words.splitlines() if "No module named" in line), "").strip()
            return f"A worker of the Ray cluster {self._address.told} has not all of Fajian ({missing}); put Fajian and its packages where they are here on every machine, or name them in PYTHONPATH before ray start"
        told = next((line.strip() for line in reversed(words.splitlines()) if line.strip()), type(error).__name__)
        return f"The workers of the Ray cluster {self._address.told} failed ({told[:300]}); what is encoded is kept: index again, with or without --ray"


@contextmanager
def connected(address: Address, workers: int | None) -> Iterator[Cluster]:
    """A cluster to work with; one of our own is ended afterwards, with all its processes.

    Args:
        address: Which.
        workers: Processors of one of our own; ``None``: all.

    Raises:
        EncoderError: ray is not installed, or the cluster cannot be reached.
    """
    before = dict(os.environ)
    # Ray reads some of this when it is imported, its processes when they begin.
    os.environ.update({name: value for name, value in _QUIET.items() if name not in os.environ})
    if address.is_local:
        os.environ.update(_PRIVATE, RAY_AUTH_TOKEN=_TOKEN)
    folder = (
        tempfile.mkdtemp(prefix="fajian-ray-", dir="/tmp" if sys.platform != "win32" else None)
        if address.is_local
        else ""
    )
    library: Any = None
    try:
        found = _library()
        if found.is_initialized():
            raise EncoderError(
                "This program is connected to a Ray cluster already; disconnect it (ray.shutdown) before a build"
            )
        library = found
        _connect(library, address, workers, folder)
        yield Cluster(library, address)
    finally:
        if library is not None:
            library.shutdown()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        for name in set(os.environ) - set(before):
            del os.environ[name]
        os.environ.update(before)


def check_installed() -> None:
    """Say at once, before reports are read, that the library is missing.

    Raises:
        EncoderError: It is.
    """
    if importlib.util.find_spec("ray") is None:
        raise EncoderError(_MISSING)


def _library() -> Any:  # noqa: ANN401
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise EncoderError(_MISSING) from error
    return ray


def _knock(address: Address) -> None:
    """See whether anybody is there at all; Ray itself would take minutes to find that nobody is."""
    host, port = address.text.rsplit(":", 1)
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_KNOCKING).close()
    except OSError as error:
        raise ConnectionError(str(error)) from error


def _connect(library: Any, address: Address, workers: int | None, folder: str) -> None:  # noqa: ANN401
    silent = {"log_to_driver": False, "logging_level": logging.ERROR}
    try:
        if address.is_local:
            library.init(
                address="local",
                num_cpus=workers or os.cpu_count() or 1,
                include_dashboard=False,
                object_store_memory=_OBJECTS,
                _temp_dir=folder,
                **silent,
            )
        else:
            if address.text != AUTO:
                _knock(address)
            library.init(address=address.text, **silent)
    except (ConnectionError, TimeoutError) as error:
        hint = (
            "start one with ray start --head"
            if address.text == AUTO
            else "check the address, that it runs, and the token where it asks for one"
        )
        raise EncoderError(f"No Ray cluster {address.told} answers; {hint}, then index again") from error
    except Exception as error:  # a version that does not fit, a token that is refused, no room for its processes
        told = next(iter(str(error).strip().splitlines()), type(error).__name__)[:300]
        raise EncoderError(f"The Ray cluster {address.told} cannot be used ({told})") from error
    if address.is_local and library.util.get_node_ip_address() != _LOOPBACK:
        library.shutdown()
        raise EncoderError(
            "Ray would listen to other machines, since this program loaded it before; run the build in a program of its own"
        )
    context = library.data.DataContext.get_current()
    context.enable_progress_bars = False
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
