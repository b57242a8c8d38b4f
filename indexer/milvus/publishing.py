"""How a version comes to a server: a collection of its own, filled, counted and loaded before the version is published; afterwards names and leavings.

Readers go by the collection that their version's manifest names. So the order is: fill; publish the version in one rename, as ever; only then let the
public name stand for the new collection, and drop those of versions that are gone. Killed in between, every reader has one whole version; the name, which
only other programs use, stands for the version before, which is whole and kept; and the next build mends it.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.durable import write_whole
from errors import IndexUnusableError, StoreError
from indexer import storage
from indexer.gathering import Progress
from indexer.index import Index
from indexer.manifest import COPY, FORMAT_VERSION, MANIFEST, Manifest, Placed, read_manifest
from indexer.milvus import remote
from indexer.milvus.address import Address, parse_address
from indexer.milvus.calls import BUILDING
from indexer.milvus.facts import SentFacts, rows
from indexer.milvus.remote import Server
from indexer.milvus.schema import Kind, Layout

_log = logging.getLogger(__name__)

BATCH_BYTES = 4 * 2**20
"""About what is sent at once; servers take 64 MB at most."""
OWNER_FILE = "store.owner"
_OWNER = re.compile(r"[0-9a-f]{16}")
FEWEST = 100
"""Rows that are sent at once at least."""
_OTHER_BYTES = 2048
"""What a row has besides its vector, at most or so."""


def placed_before(directory: Path) -> list[Placed]:
    """Where the versions in an index keep their vectors, the one in force last; versions without a server are left out."""
    manifests = (_manifest_of(version) for version in reversed(_newest_first(directory)))
    return [manifest.store for manifest in manifests if manifest is not None and manifest.store is not None]


def wanted_address(directory: Path, store: str | None) -> Address | None:
    """Where a build is to put its vectors: as asked for, else as before.

    Raises:
        StoreError: What is asked for is no address.
    """
    if store is not None:
        return parse_address(store)
    placed = _placed_now(directory)
    return None if placed is None else parse_address(placed.address)


def _placed_now(directory: Path) -> Placed | None:
    """Where the version in force keeps its vectors, or the newest that can be vouched for; ``None``: at no server."""
    manifests = (_manifest_of(version) for version in _newest_first(directory))
    return next((manifest.store for manifest in manifests if manifest is not None), None)


def _newest_first(directory: Path) -> list[Path]:
    """The versions of an index, the current one before all others."""
    current = storage.current_version_or_none(directory)
    others = [version for version in reversed(storage.versions(directory)) if version != current]
    return others if current is None else [current, *others]


def _manifest_of(version: Path) -> Manifest | None:
    for name in (MANIFEST, COPY):
        with suppress(IndexUnusableError):
            return read_manifest(version, name)
    return None


@dataclass(frozen=True, slots=True)
class Target:
    """A server that a build may write to, and whose the collections are; ``kind`` for one that is not chosen by size."""

    address: Address
    server: Server
    owner: str
    kind: Kind | None = None

    @classmethod
    def open(cls, address: Address, directory: Path, before: Sequence[Placed]) -> Target:
        """Connect, before anything is read or encoded.

        Raises:
            StoreError: The server does not answer, or the name is taken.
        """
        owner = before[-1].owner if before else _owner(directory)
        server = remote.connect(address, BUILDING)
        holder = server.holder(address.collection)
        if holder is not None and server.owners(holder).get(holder, owner) != owner:
            raise StoreError(
                f"{address.collection} at {address.where} belongs to another index or program; name another collection with --store"
            )
        return cls(address, server, owner)

    def fill(self, index: Index, vectors: NDArray[np.float32], tell: Progress) -> Placed:
        """Make the collection of a version that is written and not yet published.

        Args:
            index: The version.
            vectors: Of its passages, shape (passages, dimension).
            tell: Told how many passages are there.

        Raises:
            StoreError: The server fails; nothing that was encoded is lost by it.
        """
        name = self.address.of_version(index.version.name)
        layout = Layout(
            index.manifest.dimension,
            self.kind or Kind.for_size(len(vectors)),
            self.owner,
            len(vectors),
            words=self.address.server_words and self.server.has_words,
        )
        try:
            self._fill(name, layout, index, vectors, tell)
        except StoreError:
            raise  # what is there is dropped by the next build: the server has failed often enough by now
        except BaseException:
            with suppress(StoreError):
                self.server.drop(name)
            raise
        return Placed(str(self.address), name, self.owner, layout.kind.value, words=layout.words)

    def _fill(self, name: str, layout: Layout, index: Index, vectors: NDArray[np.float32], tell: Progress) -> None:
        columns = SentFacts.of(index)
        batch = max(FEWEST, BATCH_BYTES // (4 * layout.dimension + _OTHER_BYTES))
        self.server.create(name, layout)
        tell("store", 0, len(vectors))
        for begin in range(0, len(vectors), batch):
            end = min(begin + batch, len(vectors))
            self.server.upsert(name, rows(index, vectors, begin, end, columns, texts=layout.words))
            tell("store", end, len(vectors))
        self.server.finish(name, layout)
        count = self.server.count(name)
        if count != len(vectors):
            raise StoreError(
                f"The collection {name} at {self.address.where} holds {count} passages instead of {len(vectors)}; index again"
            )


@dataclass(frozen=True, slots=True)
class Placing:
    """What a build does about servers: ``before`` is where versions had their vectors, ``target`` where the new one is to have them, if at a server."""

    directory: Path
    before: tuple[Placed, ...]
    target: Target | None

    def fill(self, version: Path, vectors: NDArray[np.float32], tell: Progress) -> Placed | None:
        """Give the server the vectors of a version that is written and not yet published, shape (passages, dimension).

        Raises:
            StoreError: The server fails; nothing that was encoded is lost by it.
        """
        if self.target is None:
            return None
        unsealed = Manifest(FORMAT_VERSION, "", "", vectors.shape[1], 0, len(vectors), {})
        index = Index.of_version(self.directory, version, unsealed)
        try:
            return self.target.fill(index, vectors, tell)
        finally:
            index.close()

    def settle(self) -> None:
        """After the version was published: let the public name stand for its collection, and drop those of versions that are gone.

        What fails is told in the log and left to the next build: the version is published and whole.
        """
        target, done = self.target, set()
        if target is not None:
            done.add(str(target.address))
            _leniently(target.address, lambda: _point(self.directory, target))
            _leniently(target.address, lambda: sweep(self.directory, target))
        for placed in self.before:
            address = parse_address(placed.address)
            if address is not None and placed.address not in done:
                done.add(placed.address)
                _leniently(address, partial(_sweep_at, self.directory, address, placed.owner))


def open_placing(directory: Path, store: str | None) -> Placing:
    """Where a build is to put its vectors: as asked for, else as before; connected to before anything is read or encoded.

    Raises:
        StoreError: What is asked for is no address, the server does not answer, or the name is taken.
    """
    before = tuple(placed_before(directory))
    address = wanted_address(directory, store)
    return Placing(directory, before, None if address is None else Target.open(address, directory, before))


def _owner(directory: Path) -> str:
    """Whose the collections of an index are that has published none yet: made up once, so that what a first build left behind is known again."""
    path = directory / OWNER_FILE
    with suppress(OSError, UnicodeDecodeError):
        if _OWNER.fullmatch(owner := path.read_text(encoding="ascii")):
            return owner
    owner = secrets.token_hex(8)
    write_whole(path, owner.encode("ascii"), directory / f"{OWNER_FILE}.{owner}.new")
    return owner


def _sweep_at(directory: Path, address: Address, owner: str) -> None:
    sweep(directory, Target(address, remote.connect(address), owner))


def _point(directory: Path, target: Target) -> None:
    placed = _placed_now(directory)
    if placed is not None:
        target.server.point(target.address.collection, placed.collection)


def sweep(directory: Path, target: Target) -> None:
    """Drop the collections of versions that are gone: only those with the prefix and the property of this index.

    Raises:
        StoreError: The server fails.
    """
    address, server = target.address, target.server
    kept = {address.of_version(version.name) for version in storage.versions(directory)}
    gone = [name for name, owner in server.owners(address.prefix).items() if owner == target.owner and name not in kept]
    if gone and server.holder(address.collection) in gone:
        server.forget(address.collection)
    for name in gone:
        server.drop(name)


def _leniently(address: Address, act: Callable[[], None]) -> None:
    try:
        act()
    except StoreError as error:
        _log.warning(
            "The index is published; names and old collections at %s are put in order by the next build (%s)",
            address.where,
            error,
        )
