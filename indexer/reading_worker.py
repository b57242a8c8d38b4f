"""Reads files in a process of its own, so that one that hangs, crashes or fills a memory costs only itself and nobody waits for it.

A process is started when there is something to read, never forked from a program with threads, and ended with all that it started when a file
takes too long; the next file gets a new one.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from corpus.folder import ReportFile
from corpus.formats import pdf_pictures
from corpus.formats.programs import watched
from errors import ReadingError
from indexer.reading import Taken, file_to_json, taken_of_json
from indexer.reading_process import AT_WORK, READY

MAX_SECONDS = 120.0
"""For one file. Recognising a long scan has its own limit, and gives a sign of life before each page; everything else takes seconds."""
MAX_MEMORY = 4 * 2**30
"""Bytes of address space for one process, where the system can hold it to that; text recognition takes half of it, other files a tenth."""
COMMAND = (sys.executable, "-m", "indexer.reading_process")

_START_SECONDS = 120.0
"""For a process to come up; it takes half a second, and a minute where every file is looked at for viruses."""
_LONGEST_ANSWER = 64 * 2**20
"""Bytes; a report of a million characters gives a third of it."""
_LONGEST_END = 5.0
_MOST_FILES = 2000
"""After which a process is replaced, whatever its libraries have kept meanwhile."""
_ROOT = Path(__file__).resolve().parents[1]
_BROKE = "broke off the program that reads it; save it anew or give its text"

_log = logging.getLogger(__name__)


class ReadingProcess:
    """Reads one file after the other in a process. It is used by one thread at a time; only :meth:`stop` may come from another."""

    def __init__(
        self, command: Sequence[str] = COMMAND, *, seconds: float = MAX_SECONDS, memory: int = MAX_MEMORY
    ) -> None:
        """Nothing is started yet.

        Args:
            command: The program, which gets two arguments more: ``seconds`` and ``memory``.
            seconds: What one file may take.
            memory: Bytes of address space.
        """
        self._command = (*command, str(seconds), str(memory))
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._stopped = False
        self._read = 0

    def read(self, file: ReportFile, *, cut: bool = True) -> Taken:
        """What a file is read as; whatever it does to its parser stands in the answer.

        Raises:
            ReadingError: No process can be started, or :meth:`stop` was called.
        """
        used = self._process is not None
        taken = self._ask(file, cut=cut)
        if taken is None and used:
            # What a file before it has left behind may have ended the process; in a new one it is only the file.
            taken = self._ask(file, cut=cut)
        if self._read >= _MOST_FILES:
            self.end()
        return taken or Taken(refused=f"{file.name} {_BROKE}")

    def stop(self) -> None:
        """End the process under the hands of whoever uses it; nothing is read from then on."""
        self._stopped = True
        self._kill()

    def end(self) -> None:
        """End the process with all that it started; the next file starts another."""
        self._kill()
        with self._lock:
            process, self._process, self._read = self._process, None, 0
        if process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            # One that waits for a dead network drive does not end even so.
            process.wait(_LONGEST_END)
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()

    def _ask(self, file: ReportFile, *, cut: bool) -> Taken | None:
        """The answer; ``None`` where the process ended, or said what is no answer."""
        process = self._started()
        self._read += 1
        watch = _Watch(self._kill, self._seconds, self._seconds + pdf_pictures.MAX_SECONDS)
        try:
            request = json.dumps({"number": self._read, "file": file_to_json(file), "cut": cut})
            assert process.stdin is not None
            process.stdin.write(request.encode() + b"\n")
            process.stdin.flush()
            while (fields := _line(process)) == AT_WORK:
                watch.go_on()
            if fields["number"] != self._read:
                raise ValueError("the answer to another file")
            taken = taken_of_json(fields)
            if fields["spent"]:
                self.end()
            return taken
        except (OSError, ValueError, KeyError, MemoryError, RecursionError) as error:
            self.end()
            if watch.late:
                why = f"takes longer than {self._seconds:.0f} s to read; save it anew or give its text"
                return Taken(refused=f"{file.name} {why}")
            _log.info("the process that read %s ended with %s (%s)", file.path, process.returncode, error)
            return None
        finally:
            watch.cancel()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None:
            return self._process
        try:
            with self._lock:
                if self._stopped:
                    raise ReadingError("Reading was broken off; try again")
                self._process = _start(self._command)
        except OSError as error:
            raise _cannot_start(error) from error
        watch = _Watch(self._kill, _START_SECONDS, _START_SECONDS)
        try:
            if _line(self._process) != READY:
                raise ValueError("it did not say that it is ready")
        except (OSError, ValueError, RecursionError) as error:
            self.end()
            raise _cannot_start(error) from error
        finally:
            watch.cancel()
        return self._process

    def _kill(self) -> None:
        with self._lock:
            # One that was waited for has left this attribute, and its number may be another's.
            if self._process is not None:
                _kill_group(self._process)


class _Watch:
    """Calls for the end of a process after some seconds, unless it gives signs of life; after all of them in any case."""

    def __init__(self, end: Any, seconds: float, most: float) -> None:  # noqa: ANN401
        self.late = False
        self._end = end
        self._seconds = seconds
        self._latest = time.monotonic() + most
        self._timer = self._set(seconds)

    def go_on(self) -> None:
        """It is alive."""
        self._timer.cancel()
        self._timer = self._set(min(self._seconds, self._latest - time.monotonic()))

    def cancel(self) -> None:
        """It is done."""
        self._timer.cancel()

    def _set(self, seconds: float) -> threading.Timer:
        timer = threading.Timer(max(0.0, seconds), self._give_up)
        timer.daemon = True
        timer.start()
        return timer

    def _give_up(self) -> None:
        self.late = True
        self._end()


def _line(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """The next line of a process.

    Raises:
        ValueError: There is none, or it is no JSON object, or has no end.
    """
    assert process.stdout is not None
    line = process.stdout.readline(_LONGEST_ANSWER)
    if not line.endswith(b"\n"):
        raise ValueError("it broke off")
    fields = json.loads(line.decode("utf-8", "surrogatepass"))
    if not isinstance(fields, dict):
        raise ValueError("no answer")
    return fields


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # A group of its own: what it starts ends with it, also when this process is killed, and a Ctrl-C is for us to see to.
    return subprocess.Popen(
        [*watched(keep=True), *command],
        cwd=_ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(tree, capture_output=True, check=False)
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _cannot_start(error: Exception) -> ReadingError:
    return ReadingError(f"The process that reads files cannot be started ({error}); free some memory and try again")
