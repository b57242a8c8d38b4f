"""An opened index: one published version, read-only, with its three parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from errors import IndexUnusableError
from indexer import leases, storage
from indexer.catalogue import Catalogue, ReportFacts
from indexer.columns import ROLES, Columns
from indexer.leases import Lease
from indexer.manifest import Manifest, check_files, read_manifest
from indexer.report_columns import ReportColumns
from indexer.tokens import TokenStore
from indexer.vectors import FaissStore, VectorStore
from indexer.vectors_nearest import Lists, NearestStore
from indexer.words import WordIndex

__all__ = ["ROLES", "Index"]

CATALOGUE = "catalogue.sqlite"
VECTORS = "vectors.faiss"
WORDS = "words"
TOKENS = "tokens"
ENCODINGS = "encodings.npy"
COLUMNS = "columns"
NEAREST = "nearest"

_ATTEMPTS = 5
"""How often an index is opened anew when the version is taken away meanwhile."""


@dataclass(frozen=True)
class Index:
    """A version of an index. ``vectors`` and ``words`` are read when first used; until it is closed or forgotten, the version stays on disk."""

    directory: Path
    version: Path
    manifest: Manifest
    catalogue: Catalogue
    lease: Lease | None = None

    @classmethod
    def open(cls, directory: Path) -> Index:
        """Open the current version.

        Raises:
            IndexUnusableError: There is no index, or it is damaged or of another format.
        """
        attempts = 0
        while True:
            version = storage.current_version(directory)
            if version is None:
                raise IndexUnusableError(f"{directory} holds no index; make one with: python cli.py index FOLDER")
            lease = leases.hold(version)
            try:
                manifest = read_manifest(version)
                check_files(version, manifest)
                return cls(directory, version, manifest, Catalogue(version / CATALOGUE), lease)
            except BaseException as error:
                if lease is not None:
                    lease.release()
                # Builds may have gone by since CURRENT was read, and the second took this version away.
                attempts += 1
                gone = lease is None or storage.current_version(directory) != version
                if not isinstance(error, IndexUnusableError) or not gone or attempts > _ATTEMPTS:
                    raise

    @classmethod
    def of_version(cls, directory: Path, version: Path, manifest: Manifest) -> Index:
        """Open a certain version, unchecked: for a build, which holds the lock and knows what is damaged.

        Raises:
            IndexUnusableError: It has no catalogue.
        """
        return cls(directory, version, manifest, Catalogue(version / CATALOGUE))

    def close(self) -> None:
        """Release the catalogue, and the version."""
        self.catalogue.close()
        if self.lease is not None:
            self.lease.release()

    def check_encoder(self, encoder: Encoder) -> None:
        """Refuse an encoder whose vectors cannot be compared with those stored.

        Raises:
            IndexUnusableError: The index was made by another encoder.
        """
        if self.manifest.encoder != encoder.identity:
            raise IndexUnusableError(
                f"{self.directory} was made by the encoder {self.manifest.encoder}, not by {encoder.identity}; "
                "use that encoder (--model), or index again with --rebuild"
            )
        if self.manifest.dimension != encoder.dimension:
            raise IndexUnusableError(
                f"{self.directory} holds vectors of {self.manifest.dimension} numbers instead of {encoder.dimension}; index again with --rebuild"
            )

    @cached_property
    def vectors(self) -> VectorStore:
        """Vectors by position: in memory, or on disk with an approximate kind beside them, or at the server that the manifest names."""
        if self.manifest.store is not None:
            from indexer.milvus.store import open_store

            return open_store(self, self.manifest.store)
        path, count, dimension = self.version / VECTORS, self.manifest.passages, self.manifest.dimension
        if any(name.startswith(f"{NEAREST}/") for name in self.manifest.files):
            vectors = FaissStore.stored(path, count, dimension, self.manifest.files[VECTORS].bytes)
            return NearestStore(vectors, Lists.load(self.version / NEAREST, count, dimension))
        return FaissStore.load(path, dimension)

    @cached_property
    def words(self) -> WordIndex:
        """BM25 by position; passages are put forward by the server that the manifest names, if it ranks words."""
        if self.manifest.store is not None and self.manifest.store.words:
            from indexer.milvus.words import open_words

            return open_words(self)
        return WordIndex.load(self.version / WORDS, self.manifest.passages)

    @cached_property
    def tokens(self) -> TokenStore | None:
        """Token vectors by position; ``None`` where the index was made without."""
        if not self.has_tokens:
            return None
        return TokenStore.load(self.version / TOKENS, self.manifest.passages, self.manifest.dimension)

    @property
    def has_tokens(self) -> bool:
        """Whether the index holds token vectors."""
        return any(name.startswith(f"{TOKENS}/") for name in self.manifest.files)

    @cached_property
    def reports(self) -> list[ReportFacts]:
        """Facts of every report, by number."""
        return self.columns.facts

    @cached_property
    def authority_of(self) -> NDArray[np.int64]:
        """A number for the authority behind each report, shape (reports,)."""
        numbers: dict[tuple[str, ...], int] = {}
        found = [numbers.setdefault(report.authority, len(numbers)) for report in self.reports]
        return np.array(found, dtype=np.int64)

    @cached_property
    def report_of(self) -> NDArray[np.int32]:
        """Number of the report that each passage belongs to, shape (passages,)."""
        return self.columns.report_of

    @cached_property
    def role_of(self) -> NDArray[np.int8]:
        """Role of each passage as its place in ``ROLES``, shape (passages,)."""
        return self.columns.role_of

    @cached_property
    def themes_of(self) -> NDArray[np.int8]:
        """The themes of each passage as their places in ``corpus.themes.THEMES``, -1 for none, shape (passages, 2)."""
        return self.columns.themes_of

    @cached_property
    def report_columns(self) -> ReportColumns:
        """Facts of every report as numbers, by number."""
        return ReportColumns.of(self.reports)

    @cached_property
    def columns(self) -> Columns:
        """Facts of reports and columns of passages, as they are stored."""
        # Versions that were made before there were such files have them only in the catalogue.
        if any(name.startswith(f"{COLUMNS}/") for name in self.manifest.files):
            return Columns.load(self.version / COLUMNS, self.manifest.passages, self.manifest.reports)
        return Columns.of_catalogue(self.catalogue)
