"""What a build can carry over from what lies on disk, however damaged: as much as is sound, and nothing that is not.

The newest version that can be vouched for is gone by. Where its catalogue is damaged, reports come from an older one or are read again; where vectors
are, only the rows that are damaged are encoded again (:mod:`indexer.known`); damaged words, columns and lists are made anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from embeddings.encoder import Encoder
from errors import IndexUnusableError
from indexer import storage
from indexer.index import CATALOGUE, COLUMNS, ENCODINGS, NEAREST, TOKENS, VECTORS, WORDS, Index
from indexer.known import KnownEncodings, Stored
from indexer.manifest import (
    COPY,
    MANIFEST,
    SEALED,
    Manifest,
    OtherFormatError,
    copy_is_sound,
    damaged_files,
    read_manifest,
)

_MADE_ANEW = tuple(f"{folder}/" for folder in (WORDS, COLUMNS, NEAREST))
"""Folders that every build makes of the rest."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a build starts from.

    ``reports`` is the index whose reports and passages are carried over, ``None`` where there is none. ``folders`` are those that are known.
    ``everything`` says that all of these are looked at again, since the reports carried over are not the latest. ``repaired`` tells what
    was damaged and what is done about it, one sentence each. ``with_tokens`` is ``None`` where nothing was published before. ``base`` is the version of
    ``reports``.
    """

    reports: Index | None
    encodings: KnownEncodings
    folders: tuple[str, ...]
    everything: bool
    repaired: tuple[str, ...]
    with_tokens: bool | None
    base: Stored | None = None

    @classmethod
    def nothing(cls, encoder: Encoder, repaired: Sequence[str] = ()) -> Carried:
        """Where there is no version yet, or none that can be vouched for."""
        known = KnownEncodings(None, encoder)
        return cls(None, known, (), everything=False, repaired=tuple(repaired), with_tokens=None)


@contextmanager
def carry_over(directory: Path, encoder: Encoder, *, rebuild: bool) -> Iterator[Carried]:
    """What the versions in an index give to a build; call only while holding the lock.

    Args:
        directory: The index.
        encoder: Who encodes; vectors of another are no use.
        rebuild: Read all reports again, whatever is known of them, and take any encoder.

    Raises:
        IndexUnusableError: The index was made by another encoder, or nothing of it can be vouched for (and ``rebuild`` is not set).
    """
    told: list[str] = []
    newest, latest = _newest(directory, told, rebuild=rebuild)
    if newest is None:
        yield Carried.nothing(encoder, told)
        return
    manifest = newest.manifest
    if not rebuild and manifest.encoder != encoder.identity:
        raise IndexUnusableError(
            f"{directory} was made by the encoder {manifest.encoder}, not by {encoder.identity}; "
            "use that encoder (--model), or index again with --rebuild"
        )
    encodings = KnownEncodings(newest, encoder)
    told += _told(newest, encodings)
    base = newest if CATALOGUE not in newest.damaged else _older(directory, newest)
    reports = None if base is None else Index.of_version(directory, base.version, _without_damaged_columns(base))
    try:
        folders = _folders(newest, reports)
        if folders is None and not rebuild:
            raise IndexUnusableError(
                f"{newest.version / CATALOGUE} is damaged, and nothing else says which folders it was made from; index them again with --rebuild"
            )
        yield Carried(
            reports,
            encodings,
            folders or (),
            everything=base is not newest or not latest,
            repaired=tuple(told),
            with_tokens=newest.has_tokens if manifest.passages else None,
            base=base,
        )
    finally:
        if reports is not None:
            reports.close()


def _without_damaged_columns(stored: Stored) -> Manifest:
    """The manifest of a version as if it had none, so that they come from the catalogue."""
    files = stored.manifest.files
    damaged = any(name.startswith(f"{COLUMNS}/") for name in stored.damaged)
    kept = {name: own for name, own in files.items() if not (damaged and name.startswith(f"{COLUMNS}/"))}
    return replace(stored.manifest, files=kept)


def _newest(directory: Path, told: list[str], *, rebuild: bool) -> tuple[Stored | None, bool]:
    """The current version, ``True``; where it cannot be vouched for, the newest that can, ``False``."""
    try:
        current = storage.current_version(directory)
        return (None if current is None else _stored(current, told)), True
    except OtherFormatError:
        if rebuild:
            return None, True
        raise
    except IndexUnusableError as error:
        for version in reversed(storage.versions(directory)):
            try:
                found = _stored(version, [])
            except IndexUnusableError:
                continue
            told.append(
                f"{_before_semicolon(error)}; the version {version.name} was taken instead, so folders added after it must be named again"
            )
            return found, False
        if rebuild:
            return None, True
        raise IndexUnusableError(
            f"{directory} is damaged beyond what can be repaired ({_before_semicolon(error)}); index the folders again with --rebuild"
        ) from error


def _stored(version: Path, told: list[str]) -> Stored:
    """A version with what is damaged in it; a damaged manifest gives way to its copy.

    Raises:
        IndexUnusableError: Both are damaged, or of another format.
    """
    try:
        manifest = read_manifest(version)
    except IndexUnusableError as error:
        try:
            manifest = read_manifest(version, COPY)
        except IndexUnusableError:
            raise error from None
        told.append(f"{version / MANIFEST} was damaged; its copy was taken")
    else:
        if manifest.format >= SEALED and not copy_is_sound(version):
            told.append(f"{version / COPY} was damaged; it was made anew")
    return Stored(version, manifest, tuple(damaged_files(version, manifest)))


def _older(directory: Path, newest: Stored) -> Stored | None:
    """The latest version before whose catalogue is sound and of the same making."""
    for version in reversed(storage.versions(directory)):
        if version == newest.version:
            continue
        try:
            found = _stored(version, [])
        except IndexUnusableError:
            continue
        if CATALOGUE not in found.damaged:
            return found
    return None


def _folders(newest: Stored, reports: Index | None) -> tuple[str, ...] | None:
    if newest.manifest.folders is not None:
        return newest.manifest.folders
    return tuple(reports.catalogue.folders()) if reports is not None and reports.version == newest.version else None


def _told(newest: Stored, encodings: KnownEncodings) -> list[str]:
    """What is damaged and what follows from it."""
    told = []
    for name in newest.damaged:
        path = newest.version / name
        if name == CATALOGUE:
            told.append(f"{path} was damaged; its reports were read again")
        elif name == VECTORS or name.startswith(f"{TOKENS}/"):
            told.append(f"{path} was damaged; {encodings.lost} passages were encoded again")
        elif name == ENCODINGS or name.startswith(_MADE_ANEW):
            told.append(f"{path} was damaged; it was made anew")
    return told


def _before_semicolon(error: IndexUnusableError) -> str:
    return str(error).rpartition("; ")[0] or str(error)


def lost_folders(carried: Carried) -> list[str]:
    """Sentences on folders whose reports cannot be had any more: they are not there, and what was known of them is damaged."""
    if not carried.everything:
        return []
    held = set(carried.reports.catalogue.folders()) if carried.reports else set()
    return [
        f"the reports of {folder} are lost: what was known of them is damaged, and the folder is not there"
        for folder in carried.folders
        if folder not in held and not Path(folder).is_dir()
    ]
