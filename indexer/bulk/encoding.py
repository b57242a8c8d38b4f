"""A build's texts go to a cluster in blocks, and its encodings come back in shards, as workers get done with them."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Protocol

from embeddings.centring import Means
from embeddings.encoder import Encoder
from errors import EncoderError
from indexer.bulk.address import parse_address
from indexer.bulk.cluster import Cluster, connected
from indexer.bulk.order import Load, LoadModel, Order
from indexer.bulk.pulse import pulsing
from indexer.bulk.stored import open_folder, take_in_shard
from indexer.bulk.texts import forget_texts, write_texts
from indexer.gathering import Progress
from indexer.kept import KeptEncodings

_log = logging.getLogger(__name__)

STAGE = "cluster"
_MOST, _LEAST = 2048, 16
"""Texts of a block: what a worker's death costs, and what outweighs a file and a task."""
_EACH = 16
"""Blocks for a worker, so that all are done at about the same time."""
_ROUNDS = 3
"""Times that a text is sent out; what then still comes back damaged is encoded by the build."""


class FreshTexts(Protocol):
    """Texts that must be encoded, each once."""

    def __len__(self) -> int:
        """How many."""
        ...

    def texts(self) -> Iterator[Mapping[str, str]]:
        """All of them by their SHA-256, some at a time."""
        ...


class BulkEncoder(Protocol):
    """Has many texts encoded elsewhere."""

    def fill(
        self,
        kept: KeptEncodings,
        fresh: FreshTexts,
        encoder: Encoder,
        means: Means | None,
        *,
        directory: Path,
        tell: Progress,
    ) -> None:
        """Put encodings into the log of a build, which encodes itself whatever is not in it afterwards.

        Args:
            kept: The log.
            fresh: The texts; those that are in the log are left out.
            encoder: The build's own.
            means: As in :func:`indexer.batches.encoded_batches`.
            directory: The index.
            tell: Told how many texts are encoded.

        Raises:
            EncoderError: Nobody encodes them; what is done is in the log, or is found by the next build.
            OSError: The disk is full or broken.
        """
        ...


class RayEncoder:
    """Encodes with the processes of a Ray cluster, through a folder that all its machines share."""

    def __init__(
        self, address: str, load: Load | None = None, *, folder: Path | None = None, workers: int | None = None
    ) -> None:
        """Nothing is connected yet.

        Args:
            address: ``auto``, ``local`` or ``host:port``.
            load: Makes the encoder on the workers, the same that the build has; ``None``: as ``load_encoder`` does without arguments.
            folder: Shared by all machines under one name; ``None``: the index folder is.
            workers: Processes with an encoder each; ``None``: one a processor.

        Raises:
            EncoderError: The address is none.
        """
        self._address = parse_address(address)
        self._load = load or LoadModel.of(None, None, None)
        self._folder, self._workers = folder, workers

    def fill(
        self,
        kept: KeptEncodings,
        fresh: FreshTexts,
        encoder: Encoder,
        means: Means | None,
        *,
        directory: Path,
        tell: Progress,
    ) -> None:
        """See `BulkEncoder.fill`."""
        folder = open_folder(directory, self._folder)
        with connected(self._address, self._workers) as cluster:
            workers = min(self._workers or cluster.processors, cluster.processors)
            size = min(_MOST, max(_LEAST, -(-len(fresh) // (workers * _EACH))))
            blocks = _written(folder, fresh, kept, size)
            done = len(fresh) - sum(blocks.values())
            tell(STAGE, done, len(fresh))
            if not blocks:
                return
            order = Order.of(folder, self._load, max(1, cluster.processors // workers), encoder, means)
            for _ in range(_ROUNDS):
                with closing(_shards(cluster, order, list(blocks), workers)) as shards:
                    for block, shard in shards:
                        if shard:
                            found = take_in_shard(kept, folder, shard, order.header, order.dimension)
                            done += found
                            blocks[block] -= found
                            # What was damaged on its way is sent out again.
                            if blocks[block] <= 0:
                                del blocks[block]
                                forget_texts(folder, block)
                        tell(STAGE, done, len(fresh))
                if not blocks:
                    return
        _log.warning(
            "%d texts came back damaged from %s %d times and are encoded here; look after its disk",
            *(sum(blocks.values()), folder, _ROUNDS),
        )


def _written(folder: Path, fresh: FreshTexts, kept: KeptEncodings, size: int) -> dict[str, int]:
    """Write blocks of the texts that are not in the log; by name, how many texts each holds."""
    wanted = (pair for texts in fresh.texts() for pair in texts.items() if pair[0] not in kept)
    blocks = {}
    while chunk := dict(islice(wanted, size)):
        blocks[write_texts(folder, chunk)] = len(chunk)
    return blocks


def _shards(
    cluster: Cluster, order: Order, blocks: Sequence[str], workers: int
) -> Generator[tuple[str, str], None, None]:
    """Blocks, each with its shard; an empty pair while there is none."""
    told: set[str] = set()
    with closing(pulsing(cluster.answers(order, blocks, workers))) as answers:
        for answer in answers:
            if answer is None:
                yield "", ""
                continue
            if answer["fault"]:
                raise EncoderError(answer["fault"])
            if answer["alike"] < 1 and answer["host"] not in told:
                told.add(answer["host"])
                _log.warning(
                    "%s encodes a little differently, as other kinds of processors do (cosine %.5f): its vectors can be compared, but are not the same to the last bit",
                    *(answer["host"], answer["alike"]),
                )
            yield answer["block"], answer["shard"]
