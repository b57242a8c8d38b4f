"""Reads single files ahead of a build, in a process of its own, so that a page can show what they are read as."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from corpus.folder import ReportFile, known_file
from corpus.report import Report
from errors import FajianError
from indexer.reading import READING, Taken, take
from indexer.reading_worker import COMMAND, MAX_SECONDS, ReadingProcess
from indexer.rows import report_of, row_of

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file was read as: the report, or the one sentence why there is none.

    ``key`` changes with the file, with what the sidecar says of it, and with the way it is read; ``""`` where the file was not there, which is true of
    no file that is.
    """

    key: str
    report: Report | None = None
    refused: str = ""

    def to_json(self) -> str:
        """As text, for :meth:`from_json`."""
        row = None if self.report is None else row_of(self.report)
        return json.dumps({"key": self.key, "report": row, "refused": self.refused})

    @classmethod
    def from_json(cls, text: str) -> Reading:
        """The reading again.

        Raises:
            ValueError: The text is none.
        """
        try:
            fields: Mapping[str, Any] = json.loads(text)
            row = fields["report"]
            return cls(str(fields["key"]), None if row is None else report_of(tuple(row)), str(fields["refused"]))
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            raise ValueError("no reading") from error


def reading_key(file: ReportFile) -> str:
    """What a reading of this file is known by; it follows from the file's size and time, not from its bytes.

    Raises:
        OSError: The file is not there.
    """
    told = file.path.stat()
    row = json.dumps(dict(file.metadata), sort_keys=True, ensure_ascii=False)
    return f"{READING} {told.st_size} {told.st_mtime_ns} {''.join(file.notes)} {row}"


class PreviewReader:
    """Reads one file after the other in a process, which is ended and replaced when a file takes too long."""

    def __init__(self, *, seconds: float = MAX_SECONDS, command: Sequence[str] = COMMAND) -> None:
        """Nothing is started before there is a file; arguments as in :class:`indexer.reading_worker.ReadingProcess`."""
        self._process = ReadingProcess(command, seconds=seconds)

    def __enter__(self) -> PreviewReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.end()

    def read(self, folder: Path, name: str) -> Reading:
        """What the file of this name below a folder is read as; nothing raises, what is wrong stands in the reading."""
        return _read(folder, name, lambda file: self._process.read(file, cut=False))


def read_one(folder: Path, name: str) -> Reading:
    """What a file is read as, in this process."""
    return _read(folder, name, lambda file: take(file, cut=False))


def _read(folder: Path, name: str, take_it: Callable[[ReportFile], Taken]) -> Reading:
    key = ""
    try:
        file = known_file(folder, name)
        if file is None:
            return Reading("", None, f"{name} is not there any more")
        key = reading_key(file)
        taken = take_it(file)
    except (FajianError, OSError) as error:
        return Reading(key, None, str(error))
    if taken.missing:
        # Whoever took it out may put it back as it was: then this must not be what it was read as.
        return Reading("", None, taken.refused)
    if taken.trace:
        _log.error("reading %s failed\n%s", name, taken.trace)
    return Reading(key, taken.report, taken.refused)
