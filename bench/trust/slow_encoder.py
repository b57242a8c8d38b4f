"""An encoder slow enough to be killed at its work, which leaves a list of what it gave out."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from embeddings import HashingEncoder
from embeddings.centring import TEXTS
from embeddings.encoder import Encoded

BATCH = 4
"""Texts that it gives at a time."""


class SlowEncoder(HashingEncoder):
    """A hashing encoder that takes its time, and writes down every text that it has given out."""

    def __init__(self, log: Path, pause: float = 0.001) -> None:
        """Write to ``log``; ``pause`` is in seconds a text."""
        super().__init__()
        self._log = log
        self._pause = pause

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        """As the hashing encoder, some texts at a time."""
        if list(texts) == _centring_texts():
            # The means of the encoder are taken anew by every build of a new index.
            yield list(range(len(texts))), self.encode_query_tokens(texts)
            return
        for begin in range(0, len(texts), BATCH):
            batch = texts[begin : begin + BATCH]
            time.sleep(self._pause * len(batch))
            encoded = self.encode_query_tokens(batch)
            with self._log.open("a", encoding="ascii") as log:
                log.writelines(f"{hashlib.sha256(text.encode()).hexdigest()}\n" for text in batch)
            yield list(range(begin, begin + len(batch))), encoded


@cache
def _centring_texts() -> list[str]:
    texts: list[str] = json.loads(TEXTS.read_text(encoding="utf-8"))["passages"]
    return texts


def encoded_texts(log: Path) -> list[str]:
    """The digests of all texts that slow encoders gave out, in order."""
    return log.read_text(encoding="ascii").split() if log.exists() else []
