"""The files that a report was read from, given out again as they lie on disk; nothing but what the catalogue names, and only while it is what was indexed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.folder import ReportFile, known_file
from errors import UnreadableFileError
from indexer.catalogue import Catalogue, FileEntry, display_name
from indexer.gathering import fingerprint_of


@dataclass(frozen=True, slots=True)
class Original:
    """A file that a report was read from."""

    entry: FileEntry

    @property
    def source(self) -> str:
        """The name that a person knows it by, its folder included."""
        return display_name(self.entry.folder, self.entry.name)

    @property
    def file_name(self) -> str:
        """The name to save it under: the last part of its own."""
        return PurePosixPath(self.entry.name).name

    def load(self) -> bytes:
        """Its bytes.

        Raises:
            UnreadableFileError: It is gone, or it, what the sidecar says of it, or the way it is read is not what was indexed.
        """
        file = self._found()
        data = file.load()
        if fingerprint_of(file, data) != self.entry.fingerprint:
            # The fingerprint holds the versions of the reading code too, so a new program may know no file as it was.
            raise UnreadableFileError(
                f"{self.source} is not as it was indexed, or this program reads it in another way now; index its folder again"
            )
        return data

    def stamp(self) -> tuple[int, int] | None:
        """What changes when the file on disk does, without reading it: its time of change and its size; ``None`` where it is gone."""
        try:
            status = self._found().path.stat()
        except (UnreadableFileError, OSError):
            return None
        return status.st_mtime_ns, status.st_size

    def _found(self) -> ReportFile:
        file = known_file(Path(self.entry.folder), self.entry.name)
        if file is None:
            raise UnreadableFileError(f"{self.source} is no longer where it was indexed; index its folder again")
        return file


def originals(catalogue: Catalogue, report_id: str) -> list[Original]:
    """The files that the report of this id was read from, in the order of their names."""
    return [Original(entry) for entry in catalogue.files() if entry.report_id == report_id]
