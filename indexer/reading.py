"""What a build takes in of one file: its report, cut into passages, or the one sentence why there is none.

The same in this process and in one of its own (:mod:`indexer.reading_process`), from where it comes as JSON; nothing that is unpickled crosses over.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from corpus.folder import ReportFile
from corpus.reader import READER_VERSION, read_report_bytes
from corpus.report import Passage, Report, Role
from errors import FajianError, MissingFileError
from indexer.catalogue import IndexedPassage, display_name
from indexer.cutting import index_passages
from indexer.passages import CUTTER_VERSION
from indexer.rows import report_of, row_of
from indexer.segmentation import SEGMENTATION_VERSION

READING = f"reader {READER_VERSION}, cutter {CUTTER_VERSION}, segmentation {SEGMENTATION_VERSION}"

NO_MEMORY = "needs too much memory to read; save it anew or give its text"
_FAULT = "could not be understood, which is a fault of this program; please report it"
_LONGEST_TRACE = 4000


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file was read as: the report with its passages, or in ``refused`` why there is none.

    ``fingerprint`` is of the bytes that were read, ``""`` where they could not be had; ``missing`` says that the file was not there. ``trace`` is where our own
    fault lies, if it is one.
    """

    fingerprint: str = ""
    report: Report | None = None
    passages: tuple[IndexedPassage, ...] = ()
    refused: str = ""
    trace: str = ""
    missing: bool = False


class FileReader(Protocol):
    """Reads files for a build, here or elsewhere."""

    @property
    def window(self) -> int:
        """Files that are begun before the result of the first is asked for."""

    def begin(self, file: ReportFile) -> Future[Taken]:
        """Have a file read; the future raises only where files cannot be read at all."""

    def end(self) -> None:
        """Give up what is under way, and everything that was kept for reading; the next file starts it again."""


class InThisProcess:
    """Reads each file at once and here: whatever a file does to its parser, it does to the caller."""

    window = 0

    def begin(self, file: ReportFile) -> Future[Taken]:
        """Read a file."""
        done: Future[Taken] = Future()
        done.set_result(take(file))
        return done

    def end(self) -> None:
        """Nothing is kept."""


def fingerprint_of(file: ReportFile, data: bytes) -> str:
    """Changes with the file's bytes, with what the sidecar says of it, and with the way it is read."""
    digest = hashlib.sha256(data)
    digest.update(READING.encode())
    digest.update("".join(file.notes).encode())
    digest.update(json.dumps(dict(file.metadata), sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()


def take(file: ReportFile, *, cut: bool = True) -> Taken:
    """Read a file in this process, and cut it if that is wanted; nothing raises, one file must not cost the user the other thousand."""
    fingerprint = ""
    try:
        data = file.load()
        fingerprint = fingerprint_of(file, data)
        source = display_name(str(file.folder), file.name)
        report = read_report_bytes(data, file.name, source=source, metadata=file.metadata, notes=file.notes)
        return Taken(fingerprint, report, tuple(index_passages(report)) if cut else ())
    except (FajianError, OSError) as error:
        return Taken(fingerprint, refused=str(error), missing=isinstance(error, (MissingFileError, FileNotFoundError)))
    except MemoryError:
        return Taken(fingerprint, refused=f"{file.name} {NO_MEMORY}")
    except Exception:  # a fault of ours
        return Taken(fingerprint, refused=f"{file.name} {_FAULT}", trace=traceback.format_exc()[-_LONGEST_TRACE:])


def file_to_json(file: ReportFile) -> dict[str, Any]:
    """A file to read, for :func:`file_of_json`; its folder must be absolute, since the other process stands elsewhere."""
    return {
        "folder": str(file.folder.absolute()),
        "name": file.name,
        "metadata": dict(file.metadata),
        "member": file.member,
        "notes": file.notes,
    }


def file_of_json(fields: Mapping[str, Any]) -> ReportFile:
    """The file again."""
    return ReportFile(
        Path(fields["folder"]), fields["name"], fields["metadata"], fields["member"], tuple(fields["notes"])
    )


def taken_to_json(taken: Taken) -> dict[str, Any]:
    """What was taken in, for :func:`taken_of_json`. Of a passage what follows from its report stays behind."""
    return {
        "fingerprint": taken.fingerprint,
        "report": None if taken.report is None else row_of(taken.report),
        "passages": [_passage_row(item) for item in taken.passages],
        "refused": taken.refused,
        "trace": taken.trace,
        "missing": taken.missing,
    }


def taken_of_json(fields: Mapping[str, Any]) -> Taken:
    """What was taken in again.

    Raises:
        ValueError: The fields are none.
    """
    try:
        row = fields["report"]
        report = None if row is None else report_of(tuple(row))
        passages = tuple(_passage_of(report, *item) for item in fields["passages"]) if report else ()
        told = (str(fields[name]) for name in ("fingerprint", "refused", "trace"))
        fingerprint, refused, trace = told
        if (report is None) != bool(refused):
            raise ValueError("neither a report nor a reason")
        return Taken(fingerprint, report, passages, refused, trace, bool(fields["missing"]))
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError("no reading") from error


def _passage_row(item: IndexedPassage) -> tuple[object, ...]:
    p = item.passage
    return p.id, p.section, p.role, p.start, p.end, p.themes, item.encoded, "\n".join(item.units)


def _passage_of(  # noqa: PLR0917
    report: Report,
    identity: str,
    section: int,
    role: str,
    start: int,
    end: int,
    themes: list[str],
    encoded: str,
    units: str,
) -> IndexedPassage:
    text = report.text[start:end]
    passage = Passage(identity, report.id, section, Role(role), text, start, end, tuple(themes))
    return IndexedPassage(passage, encoded, tuple(units.split("\n")) if units else ())
