"""Names of files that came from elsewhere, made safe: plain on every system, below the folder they are put in, and shown as what they are."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PurePosixPath

LONGEST_NAME = 150
"""Bytes of one part of a path; file systems take 255, and a number may be put behind it."""
DEEPEST = 6
"""Folders in an archive that are kept; deeper ones become part of the name."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
HIDDEN = re.compile(r"^(?:\.|~\$|__MACOSX$)")
"""Parts of a path that a walk over a folder leaves out."""


def safe_name(name: str) -> str:
    """One part of a path that is a plain file name on every system and shows as what it is."""
    name = _CONTROLS.sub("", unicodedata.normalize("NFC", name))
    name = _FORBIDDEN.sub("_", name.replace("/", "_").replace("\\", "_"))
    # Windows drops dots and blanks at the end; a hidden file would not be read.
    name = " ".join(name.split()).rstrip(". ")
    if not name or HIDDEN.match(name) or _DEVICES.fullmatch(name):
        name = "_" + name.lstrip(".~$")
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = name, ""
    suffix = f".{suffix}" if suffix else ""
    while len((stem + suffix).encode()) > LONGEST_NAME:
        stem = stem[:-1]
    return stem.rstrip(". ") + suffix


def safe_path(name: str) -> PurePosixPath:
    """A path below a folder, whatever the name was: no part leads up, none is hidden, few are nested."""
    parts = [part for part in name.replace("\\", "/").split("/") if part.strip(". ")]
    parts = [safe_name(part) for part in parts] or ["_"]
    return PurePosixPath(*parts[: DEEPEST - 1], parts[-1]) if len(parts) > DEEPEST else PurePosixPath(*parts)


def free_name(folder: Path, name: PurePosixPath) -> PurePosixPath:
    """The name, or with a number where another file has it; case and forms of Unicode do not tell names apart everywhere."""
    place = folder / name.parent
    taken = {_folded(path.name) for path in place.iterdir()} if place.is_dir() else set()
    found, again = name, 1
    while _folded(found.name) in taken:
        again += 1
        found = name.with_name(f"{name.stem} ({again}){name.suffix}")
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
