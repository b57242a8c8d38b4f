"""A report becomes what the index holds of it: its passages, each with the hash of what the encoder sees and with its words."""

from __future__ import annotations

import hashlib

from corpus.report import Report
from indexer.catalogue import IndexedPassage
from indexer.passages import cut, encoded_text, indexed_text
from indexer.segmentation import words


def index_passages(report: Report) -> list[IndexedPassage]:
    """Passages of a report in document order."""
    items = []
    for passage in cut(report):
        digest = hashlib.sha256(encoded_text(report, passage).encode("utf-8", "surrogatepass")).hexdigest()
        items.append(IndexedPassage(passage, digest, tuple(words(indexed_text(report, passage)))))
    return items
