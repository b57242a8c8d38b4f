"""The opened index behind the tools: loaded while the other program still shakes hands, replaced when a newer version is published."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from api import Fajian, FajianError

_log = logging.getLogger(__name__)


class Keeper:
    """Keeps one index open. May be used by several threads at once.

    Args:
        directory: Of the index; it may not be there yet.
        make: Opens it.
    """

    def __init__(self, directory: Path, make: Callable[[Path], Fajian]) -> None:
        self._directory = directory
        self._make = make
        self._lock = threading.Lock()
        self._fajian: Fajian | None = None

    def load(self) -> threading.Thread:
        """Begin to load everything; whoever asks meanwhile waits."""
        thread = threading.Thread(target=self._load, name="loading", daemon=True)
        thread.start()
        return thread

    def opened(self) -> Fajian:
        """The current version, opened. What went wrong before is tried again, since an index may have been made meanwhile.

        Raises:
            FajianError: It cannot be opened.
        """
        with self._lock:
            if self._fajian is None or not self._fajian.is_current:
                # The version before is not closed: another thread may still read from it.
                self._fajian = self._make(self._directory)
            return self._fajian

    def _load(self) -> None:
        try:
            self.opened().warm()
        except FajianError as error:
            _log.warning("%s", error)
