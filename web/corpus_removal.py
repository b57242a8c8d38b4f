"""Reports that were taken out: moved aside with what was corrected of them, never deleted, so that everything can be put back."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.correcting import correct_sidecar, sidecar_rows
from corpus.durable import make_folder, move, write_whole
from corpus.folder import known_file
from corpus.sidecar import source_key
from errors import FajianError
from web.corpus_names import free_name
from web.corpus_shelf import REPORTS, check_writable, own_shelf

REMOVED = "removed"
_FILES, _RECORD = "files", "record.json"
_ENTRY = re.compile(r"[0-9TZ]+-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Removed:
    """Files that were taken out at once: ``entry`` names them, ``names`` are those they had, ``when`` is in seconds of the clock."""

    entry: str
    names: tuple[str, ...]
    when: float
    rows: Mapping[str, Mapping[str, str]]


def remove(data: Path, names: Sequence[str]) -> Removed:
    """Move reports aside, with what was corrected of them, so that the next build leaves them out. Of a file in an archive, the archive.

    Raises:
        FajianError: The page is read-only, or the disk refuses.
    """
    check_writable(data)
    reports = data / REPORTS
    found = (known_file(reports, name) for name in names)
    paths = sorted({file.path.relative_to(reports).as_posix() for file in found if file is not None})
    entry = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{secrets.token_hex(4)}"
    home = data / REMOVED / entry
    rows = {
        key: {column: cell for column, cell in row.items() if column != "source"}
        for key, row in sidecar_rows(reports).items()
        if any(key == source_key(path) or key.startswith(f"{source_key(path)}/") for path in paths)
    }
    removed = Removed(entry, tuple(paths), time.time(), rows)
    try:
        make_folder(home / _FILES)
        told = {"names": paths, "when": removed.when, "rows": rows}
        # What was removed can be put back only by its record, so that is on disk first.
        write_whole(home / _RECORD, json.dumps(told, ensure_ascii=False).encode("utf-8"), home / f".{_RECORD}")
        for path in paths:
            target = home / _FILES / path
            make_folder(target.parent)
            move(reports / path, target)
    except OSError as error:
        raise FajianError(f"The files cannot be moved to {home} ({error.strerror}); check the disk") from error
    correct_sidecar(reports, dict.fromkeys(rows))
    own_shelf(data).forget(names)
    return removed


def removed_entries(data: Path) -> list[Removed]:
    """What was taken out, the latest first."""
    found: list[Removed] = []
    home = data / REMOVED
    for place in sorted(home.iterdir(), reverse=True) if home.is_dir() else ():
        with suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads((place / _RECORD).read_text(encoding="utf-8"))
            found.append(Removed(place.name, tuple(map(str, told["names"])), float(told["when"]), dict(told["rows"])))
    return found


def put_back(data: Path, entry: str) -> list[str]:
    """Undo a removal; the names under which the files lie among the reports again.

    Raises:
        FajianError: The page is read-only, nothing was removed under this name, or the disk refuses.
    """
    check_writable(data)
    known = next((found for found in removed_entries(data) if found.entry == entry and _ENTRY.fullmatch(entry)), None)
    if known is None:
        raise FajianError(f"Nothing was removed as {entry!r}; it may have been put back already")
    reports, home = data / REPORTS, data / REMOVED / entry
    back: list[str] = []
    try:
        for name in known.names:
            source = home / _FILES / name
            if not source.is_file():
                continue
            target = free_name(reports, PurePosixPath(name))
            make_folder((reports / target).parent)
            rows = {
                target.as_posix() + key[len(source_key(name)) :]: row
                for key, row in known.rows.items()
                if key == source_key(name) or key.startswith(f"{source_key(name)}/")
            }
            correct_sidecar(reports, rows)
            move(source, reports / target)
            back.append(target.as_posix())
    except OSError as error:
        raise FajianError(f"The files cannot be moved back from {home} ({error.strerror}); check the disk") from error
    shutil.rmtree(home, ignore_errors=True)
    return back
