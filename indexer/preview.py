"""Reads files in a process of its own, so that one that hangs or breaks a parser costs only itself and nobody waits for it.

The process is started anew (never forked from a program with threads), answers one file a line, and ends when it is no longer asked.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from corpus.folder import ReportFile, known_file
from corpus.reader import read_report_bytes
from corpus.report import Report
from errors import FajianError
from indexer.catalogue import display_name
from indexer.gathering import READING
from indexer.rows import report_of, row_of

MAX_SECONDS = 120.0
"""For one file. Text recognition of a long scan has its own limit; everything else takes seconds."""
_MAX_MEMORY = 6 * 2**30
"""Bytes of address space for the process, where the system can hold it to that."""
_ROOT = Path(__file__).resolve().parents[1]
_FAULT = "could not be understood, which is a fault of this program; please report it"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file was read as: the report, or the one sentence why there is none.

    ``key`` changes with the file, with what the sidecar says of it, and with the way it is read.
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

    def __init__(self, *, seconds: float = MAX_SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> PreviewReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, folder: Path, name: str) -> Reading:
        """What the file of this name below a folder is read as; nothing raises, what is wrong stands in the reading."""
        process = self._started()
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps([str(folder), name]) + "\n")
            process.stdin.flush()
            answer = self._answers.get(timeout=self._seconds)
        except (OSError, queue.Empty) as error:
            self._end()
            slow = isinstance(error, queue.Empty)
            why = f"takes longer than {self._seconds:.0f} s to read; save it anew or give its text" if slow else _FAULT
            return self._failed(folder, name, why)
        if not answer:
            # The process ended by itself: no memory, or a bug of a parser, brought on by this file.
            self._end()
            return self._failed(folder, name, "broke off the program that reads it; save it anew or give its text")
        return Reading.from_json(answer)

    @staticmethod
    def _failed(folder: Path, name: str, why: str) -> Reading:
        file = known_file(folder, name)
        with suppress(OSError):
            return Reading(reading_key(file) if file else "", None, f"{name} {why}")
        return Reading("", None, f"{name} {why}")

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._answers = queue.Queue()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "indexer.preview"],
                cwd=_ROOT,
                env={**os.environ, "PYTHONUTF8": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                errors="surrogateescape",
                start_new_session=True,
            )
            threading.Thread(target=_listen, args=(self._process.stdout, self._answers), daemon=True).start()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            # Programs that it asks (PDFium, LibreOffice) belong to its group and end with it.
            os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()


def _listen(stream: IO[str] | None, answers: queue.Queue[str]) -> None:
    with suppress(OSError, ValueError):
        for line in stream or ():
            answers.put(line)
    answers.put("")


def read_one(folder: Path, name: str) -> Reading:
    """What a file is read as, in this process."""
    file = known_file(folder, name)
    key = ""
    try:
        if file is None:
            return Reading("", None, f"{name} is not there any more")
        key = reading_key(file)
        source = display_name(str(folder), name)
        report = read_report_bytes(file.load(), name, source=source, metadata=file.metadata, notes=file.notes)
        return Reading(key, report)
    except (FajianError, OSError) as error:
        return Reading(key, None, str(error))
    except Exception:  # as in a build: one file must not cost the others
        logging.getLogger(__name__).exception("reading %s failed", name)
        return Reading(key, None, f"{name} {_FAULT}")


def _bound_memory() -> None:
    """Let a file that is made to fill memories break off this process, and no other."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, resource.RLIM_INFINITY))


def _end_with_parent(parent: int) -> None:
    """A parser that hangs does not notice that nobody asks any more."""
    while os.getppid() == parent:
        time.sleep(2)
    os._exit(1)


def main() -> None:
    """Answer each line of stdin, a folder and a name as JSON, with a reading."""
    _bound_memory()
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    # What a library prints must not stand among the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogateescape")
    os.dup2(2, 1)
    for line in sys.stdin:
        folder, name = json.loads(line)
        answers.write(read_one(Path(folder), name).to_json() + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
