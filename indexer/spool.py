"""What a build has read lies on disk until it is written, so that its memory does not grow with the folder."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

Place = tuple[int, int]
"""Where something begins, and how many bytes it takes."""


class Spool:
    """Values by where they were put, in a file without a name that goes with this process."""

    def __init__(self, directory: Path) -> None:
        """Begin.

        Args:
            directory: On whose disk it lies.

        Raises:
            OSError: The disk is full or broken.
        """
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=directory, prefix="reading-")  # noqa: SIM115 -- closed with the spool
        self._end = 0

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, value: Mapping[str, Any]) -> Place:
        """Keep what JSON can say.

        Raises:
            OSError: The disk is full.
        """
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        begin = self._end
        self._file.seek(begin)
        self._file.write(data)
        self._end += len(data)
        return begin, len(data)

    def get(self, place: Place) -> dict[str, Any]:
        """What was put there."""
        begin, length = place
        self._file.seek(begin)
        value: dict[str, Any] = json.loads(self._file.read(length).decode("utf-8", "surrogatepass"))
        return value
