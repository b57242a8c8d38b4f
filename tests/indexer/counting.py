"""An encoder that tells what a build had encoded."""

from __future__ import annotations

from collections.abc import Sequence

from embeddings import HashingEncoder, Progress, Vectors


class CountingEncoder(HashingEncoder):
    """Counts the passages it is asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.encoded = 0

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.encoded += len(texts)
        return super().encode_passages(texts, progress)
