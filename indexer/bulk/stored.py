"""Where the shards of an index lie, and how they come into its log: also in a build without a cluster after one that was killed.

The folder is ``bulk`` in the index, or one that all machines share; the index notes the name of that.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from contextlib import suppress
from pathlib import Path

from corpus.durable import write_whole
from embeddings.centring import Means
from embeddings.encoder import Encoder
from errors import EncoderError
from indexer.bulk.files import remove_files
from indexer.bulk.order import header_of
from indexer.bulk.shards import SHARDS, forget_shard, read_shard, shard_names
from indexer.bulk.texts import TEXTS
from indexer.kept import KeptEncodings

_log = logging.getLogger(__name__)

FOLDER = "bulk"
NOTED = "bulk.json"
_OWN = re.compile(r"fajian-bulk-[0-9a-f]{16}")


def take_in_shards(directory: Path, kept: KeptEncodings, encoder: Encoder, means: Means | None) -> None:
    """What workers left behind of a build that was killed goes into the log; shards of another encoder or other means go.

    Args:
        directory: The index.
        kept: Its log.
        encoder: Whose encodings are wanted.
        means: By which tokens must be centred; ``None`` where no tokens are wanted.

    Raises:
        OSError: The disk is full or broken.
    """
    header = header_of(encoder.identity, encoder.dimension, means)
    for folder in folders_of(directory):
        for name in shard_names(folder):
            try:
                take_in_shard(kept, folder, name, header, encoder.dimension)
            except EncoderError as error:
                _log.warning("What a cluster encoded is left aside: %s", error)
                return


def take_in_shard(kept: KeptEncodings, folder: Path, name: str, header: str, dimension: int) -> int:
    """Put what is sound of a shard into the log, then remove the shard; how many encodings it was.

    The other arguments are those of :func:`indexer.bulk.shards.read_shard`.
    """
    fresh = [pair for pair in read_shard(folder, name, header, dimension) if pair[0] not in kept]
    if fresh:
        kept.add(fresh)
        # A shard outlived power cuts, and goes only when the log does.
        kept.sync()
    forget_shard(folder, name)
    return len(fresh)


def open_folder(directory: Path, shared: Path | None) -> Path:
    """The folder for texts and shards, made if it is not there.

    Args:
        directory: The index.
        shared: A folder that all machines see under this name; ``None``: the index itself is such a one.

    Raises:
        EncoderError: The shared folder is not there.
        OSError: The disk is full or broken.
    """
    if shared is None:
        folder = directory.resolve() / FOLDER
    else:
        within = shared.expanduser().resolve()
        if not within.is_dir():
            raise EncoderError(f"{shared} is no folder; name one that all machines share with --ray-folder")
        noted = _noted(directory)
        folder = next((one for one in noted if one.parent == within), within / f"fajian-bulk-{secrets.token_hex(8)}")
        if folder not in noted:
            # Noted before anything lies there, so that nothing is left behind unknown.
            text = json.dumps([str(one) for one in (*noted, folder)], ensure_ascii=False)
            write_whole(directory / NOTED, text.encode("utf-8"), directory / f"{NOTED}.new")
    # Texts of a build that was killed; its shards are in the log by now.
    remove_files(folder / TEXTS)
    for part in (TEXTS, SHARDS):
        (folder / part).mkdir(parents=True, exist_ok=True)
    return folder


def folders_of(directory: Path) -> list[Path]:
    """Where shards of an index may lie."""
    return [directory.resolve() / FOLDER, *_noted(directory)]


def forget_shards(directory: Path) -> None:
    """Remove texts and shards: everything in them was published, or is no longer wanted."""
    for folder in folders_of(directory):
        for part in (folder / TEXTS, folder / SHARDS):
            remove_files(part)
        with suppress(OSError):
            folder.rmdir()
    with suppress(OSError):
        (directory / NOTED).unlink()


def _noted(directory: Path) -> list[Path]:
    """Only names of our own making: whatever a damaged note says, nothing else is read or removed."""
    try:
        names = json.loads((directory / NOTED).read_text(encoding="utf-8"))
        return [path for path in map(Path, names) if path.is_absolute() and _OWN.fullmatch(path.name)]
    except (OSError, ValueError, TypeError, RecursionError):
        return []
