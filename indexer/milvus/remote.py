"""A Milvus server behind the few things an index asks of it; the client library is imported here and nowhere else."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from errors import StoreError
from indexer.milvus.address import TOKEN, Address
from indexer.milvus.calls import ASKING, BUILDING, FINISHING, CallError, Fault, Patience, patiently, sentence
from indexer.milvus.facts import VECTOR, WORDS
from indexer.milvus.schema import OWNER, Layout, fill_schema, index_parameters

INSTALL = "pip install -r requirements-milvus.txt"
OLDEST = (2, 3)
"""The first version that has all that is used: upsert, counting, properties of collections."""
WITH_WORDS = (2, 5)
"""The first with BM25."""
_CHANNEL = {
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 1000,
    "grpc.use_local_subchannel_pool": 1,
    "grpc.keepalive_permit_without_calls": 0,
}
"""A server that is back is found again within a second, one connection's failures do not hold up another, and one that rests sends nothing."""
_Given = TypeVar("_Given")


class Server(Protocol):
    """What an index asks of a server; every method raises :class:`errors.StoreError` with one sentence."""

    @property
    def has_words(self) -> bool:
        """Whether it ranks by words itself."""
        ...

    def owners(self, prefix: str) -> dict[str, str]:
        """The collections whose names begin so, and whose each is; "" for one of nobody's."""
        ...

    def holder(self, alias: str) -> str | None:
        """The collection that a name stands for, or the name itself where it is a collection; ``None`` where it is neither."""
        ...

    def create(self, name: str, layout: Layout) -> None:
        """Make an empty collection."""
        ...

    def upsert(self, name: str, rows: Sequence[dict[str, object]]) -> None:
        """Put rows in; the same ones again change nothing."""
        ...

    def finish(self, name: str, layout: Layout) -> None:
        """Make its index and load it."""
        ...

    def count(self, name: str) -> int:
        """Rows of a collection, with all that was put in so far."""
        ...

    def search(self, name: str, asked: Asked) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Positions and scores, best first."""
        ...

    def point(self, alias: str, name: str) -> None:
        """Have a name stand for a collection, from one moment to the next."""
        ...

    def forget(self, alias: str) -> None:
        """Have a name stand for nothing."""
        ...

    def drop(self, name: str) -> None:
        """Remove a collection, if it is there."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One search for the ``k`` best, by a vector, or by a text where the server ranks words.

    ``expression`` says among which passages, ``settings`` how lists are searched.
    """

    by: NDArray[np.float32] | str
    k: int
    expression: str
    settings: Mapping[str, object] = field(default_factory=dict)


def connect(address: Address, patience: Patience = ASKING) -> Server:
    """A connection to a server that is there and new enough.

    Raises:
        StoreError: It is not, refuses the token, or the client library is not installed.
    """
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    try:
        import pymilvus
    except ImportError as error:
        raise StoreError(
            f"An index at a Milvus server needs the package pymilvus; install it with: {INSTALL}"
        ) from error
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("pymilvus"):  # it logs every fault with a stack trace besides raising it
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return Remote(address, pymilvus, patience)


class Remote:
    """A server, by the library pymilvus."""

    def __init__(self, address: Address, library: Any, patience: Patience) -> None:  # noqa: ANN401
        self._address, self._library, self._patience = address, library, patience
        self._token = os.environ.get(TOKEN, "")
        self._client = self._call(
            lambda seconds: library.MilvusClient(
                address.uri,
                token=self._token,
                db_name=address.database,
                timeout=seconds,
                dedicated=True,
                grpc_options=_CHANNEL,
            )
        )
        told = str(self._call(lambda seconds: self._client.get_server_version(timeout=seconds)))
        found = re.search(r"(\d+)\.(\d+)", told)
        self.version = told
        self._number = (int(found[1]), int(found[2])) if found else (0, 0)
        if self._number < OLDEST:
            raise StoreError(f"The Milvus server at {address.where} is {told}; Fajian needs version 2.3 or later")

    @property
    def has_words(self) -> bool:
        """See :class:`Server`."""
        return self._number >= WITH_WORDS

    def owners(self, prefix: str) -> dict[str, str]:
        """See :class:`Server`."""
        names = self._call(lambda seconds: self._client.list_collections(timeout=seconds))
        found = {}
        for name in sorted(name for name in names if name.startswith(prefix)):
            told = self._quietly(Fault.NO_COLLECTION, self._described(name))
            if told is not None:
                found[name] = str(told.get("properties", {}).get(OWNER, ""))
        return found

    def holder(self, alias: str) -> str | None:
        """See :class:`Server`."""
        names = self._call(lambda seconds: self._client.list_collections(timeout=seconds))
        if alias in names:
            return alias
        try:
            told = self._tried(lambda seconds: self._client.describe_alias(alias, timeout=seconds))
        except CallError as error:
            if error.fault in {Fault.NO_ALIAS, Fault.NO_COLLECTION}:
                return None
            raise self._sentence(error, alias, self._patience) from None
        return str(told["collection_name"])

    def create(self, name: str, layout: Layout) -> None:
        """See :class:`Server`."""
        schema = fill_schema(self._library, layout)

        def made(seconds: float) -> None:
            self._client.create_collection(
                name, schema=schema, properties={OWNER: layout.owner}, consistency_level="Bounded", timeout=seconds
            )

        self._call(made, name)

    def upsert(self, name: str, rows: Sequence[dict[str, object]]) -> None:
        """See :class:`Server`."""
        self._call(lambda seconds: self._client.upsert(name, list(rows), timeout=seconds), name)

    def finish(self, name: str, layout: Layout) -> None:
        """See :class:`Server`."""
        client = self._client
        self._call(lambda seconds: client.flush(name, timeout=seconds), name, FINISHING)
        there = set(self._call(lambda seconds: client.list_indexes(name, timeout=seconds), name))
        for indexed, parameters in index_parameters(client, layout):
            if indexed not in there:
                self._call(partial(self._index, name, parameters), name, FINISHING)
        self._load(name, FINISHING)

    def count(self, name: str) -> int:
        """See :class:`Server`."""

        def counted(seconds: float) -> int:
            found = self._client.query(
                name, filter="", output_fields=["count(*)"], consistency_level="Strong", timeout=seconds
            )
            return int(found[0]["count(*)"])

        return self._loaded(name, counted)

    def search(self, name: str, asked: Asked) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """See :class:`Server`."""
        by_words = isinstance(asked.by, str)
        given = asked.by if isinstance(asked.by, str) else asked.by.tolist()

        def found(seconds: float) -> Any:  # noqa: ANN401
            return self._client.search(
                name,
                data=[given],
                anns_field=WORDS if by_words else VECTOR,
                limit=asked.k,
                filter=asked.expression,
                search_params={"metric_type": "BM25" if by_words else "IP", "params": dict(asked.settings)},
                timeout=seconds,
            )[0]

        hits = self._loaded(name, found)
        return np.array(hits.ids, dtype=np.int64), np.array(hits.distances, dtype=np.float32)

    def point(self, alias: str, name: str) -> None:
        """See :class:`Server`."""
        try:
            self._tried(lambda seconds: self._client.alter_alias(name, alias, timeout=seconds))
        except CallError as error:
            if error.fault not in {Fault.NO_ALIAS, Fault.NO_COLLECTION}:
                raise self._sentence(error, name, self._patience) from None
            self._call(lambda seconds: self._client.create_alias(name, alias, timeout=seconds), name)

    def forget(self, alias: str) -> None:
        """See :class:`Server`."""
        self._call(lambda seconds: self._client.drop_alias(alias, timeout=seconds), alias)

    def drop(self, name: str) -> None:
        """See :class:`Server`."""
        self._call(lambda seconds: self._client.drop_collection(name, timeout=seconds), name)

    def _index(self, name: str, parameters: object, seconds: float) -> None:
        self._client.create_index(name, parameters, timeout=seconds)

    def _described(self, name: str) -> Callable[[float], dict[str, Any]]:
        return lambda seconds: self._client.describe_collection(name, timeout=seconds)

    def _load(self, name: str, patience: Patience) -> None:
        self._call(lambda seconds: self._client.load_collection(name, timeout=seconds), name, patience)

    def _loaded(self, name: str, call: Callable[[float], _Given]) -> _Given:
        """The answer of a collection, which is loaded first where somebody has released it."""
        try:
            return self._tried(call)
        except CallError as error:
            if error.fault is not Fault.UNLOADED:
                raise self._sentence(error, name, self._patience) from None
        self._load(name, BUILDING)
        return self._call(call, name)

    def _quietly(self, passed_by: Fault, call: Callable[[float], _Given]) -> _Given | None:
        try:
            return self._tried(call)
        except CallError as error:
            if error.fault is passed_by:
                return None
            raise self._sentence(error, "", self._patience) from None

    def _tried(self, call: Callable[[float], _Given]) -> _Given:
        return patiently(call, self._patience, secret=self._token)

    def _call(self, call: Callable[[float], _Given], name: str = "", patience: Patience | None = None) -> _Given:
        patience = patience or self._patience
        try:
            return patiently(call, patience, secret=self._token)
        except CallError as error:
            raise self._sentence(error, name, patience) from None

    def _sentence(self, error: CallError, name: str, patience: Patience) -> StoreError:
        return sentence(error, self._address.where, name, patience.seconds)
