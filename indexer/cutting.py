"""A report becomes what the index holds of it: its passages, each with the hash of what the encoder sees and with its units."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from corpus.report import Passage, Report
from indexer.catalogue import IndexedPassage
from indexer.passages import cut, encoded_text, indexed_text
from indexer.segmentation import units


def index_passages(report: Report, passages: Sequence[Passage] | None = None) -> list[IndexedPassage]:
    """Passages of a report in document order; ``passages`` where somebody else has cut it."""
    items = []
    for passage in cut(report) if passages is None else passages:
        digest = hashlib.sha256(encoded_text(report, passage).encode("utf-8", "surrogatepass")).hexdigest()
        items.append(IndexedPassage(passage, digest, tuple(units(indexed_text(report, passage)))))
    return items
