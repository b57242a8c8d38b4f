"""What an index says of its server, and whether the server still holds what was published."""

from __future__ import annotations

from typing import Any

from errors import StoreError
from indexer.index import Index
from indexer.manifest import Placed
from indexer.milvus.schema import Kind
from indexer.milvus.store import MilvusStore

SERVER, INDEX = "server", "index"
"""Who puts passages forward by their words."""


def store_status(placed: Placed | None) -> dict[str, Any] | None:
    """Where the vectors are searched, how, with which recall, and who ranks words; ``None`` for an index without a server."""
    if placed is None:
        return None
    return {
        "address": placed.address,
        "collection": placed.collection,
        "kind": placed.kind,
        "recall": Kind(placed.kind).recall,
        "words": SERVER if placed.words else INDEX,
    }


def find_store_damage(index: Index) -> list[str]:
    """What is wrong at the server, one sentence each; the server is asked only where the index has one."""
    store = index.vectors
    if not isinstance(store, MilvusStore):
        return []
    try:
        held = store.held()
    except StoreError as error:
        return [str(error)]
    return [] if held == store.count else [f"the server counts {held} passages, the index {store.count}; index again"]
