"""What runs on the machines of the cluster: one encoder a process, a block of texts in, a shard out."""

from __future__ import annotations

import errno
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from embeddings.checking import checked
from embeddings.encoder import Encoder
from errors import FajianError
from indexer.batches import encoded_batches
from indexer.bulk.order import Order
from indexer.bulk.shards import write_shard
from indexer.bulk.texts import read_texts

Answers = dict[str, list[object]]
"""A column for each of: ``block`` and ``shard``, names; ``alike``, as ``Order.check`` gives it; ``host``; ``fault``, a sentence where there is no shard."""


class EncodingWorker:
    """Encodes blocks. A fault is an answer, not an exception: so the build can tell it in the words in which it was said."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._host = platform.node() or "a machine without a name"
        self._encoder: Encoder | None = None
        self._alike = 1.0

    def __call__(self, blocks: Mapping[str, Sequence[object]]) -> Answers:
        """Encode blocks, by the names in the column ``block``."""
        answers: Answers = {name: [] for name in ("block", "shard", "alike", "host", "fault")}
        for block in blocks["block"]:
            shard, fault = "", ""
            try:
                shard = self.encode(str(block))
            except FajianError as error:
                fault = str(error)
            except OSError as error:
                fault = told_of_disk(error, self._order.folder, self._host)
            except ValueError as error:
                fault = f"A block of texts in {self._order.folder} is damaged as {self._host} reads it ({error}); look after the disk, then index again"
            for name, value in zip(answers, (str(block), shard, self._alike, self._host, fault), strict=True):
                answers[name].append(value)
        return answers

    def encode(self, block: str) -> str:
        """Encode a block; the name of its shard.

        Raises:
            EncoderError: The model cannot be had here, or is another than the build's.
            OSError: The folder is not shared, full or broken.
            ValueError: The texts are damaged.
        """
        # Texts before the model: a folder that is not shared should show at once.
        texts = read_texts(self._order.folder, block)
        encoder = self._opened()
        encodings = [pair for batch in encoded_batches(texts, encoder, self._order.means) for pair in batch]
        return write_shard(self._order.folder, encodings, self._order.header)

    def _opened(self) -> Encoder:
        if self._encoder is None:
            encoder = checked(self._order.load(self._order.threads))
            self._alike = self._order.check(encoder, self._host)
            self._encoder = encoder
        return self._encoder


def told_of_disk(error: OSError, folder: Path, host: str) -> str:
    """What is wrong with the folder on a worker's machine, in one sentence."""
    if isinstance(error, FileNotFoundError):
        return f"The worker on {host} does not see what lies in {folder}; name a folder that all machines share under one name with --ray-folder"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"{folder} is full, as the worker on {host} found; make room, then index again: what is encoded is kept"
    return f"The worker on {host} cannot use {folder} ({error.strerror or error}); look after the disk and the rights on it, then index again"
