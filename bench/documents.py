"""What programs write into documents: the machine that figures are from, and text between two marks."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path


def machine(packages: Sequence[str]) -> str:
    """Processor, cores, system and versions, those of packages that are not installed left out."""
    model = platform.processor() or platform.machine()
    told = Path("/proc/cpuinfo")
    if told.is_file():
        names = [
            line.partition(":")[2].strip() for line in told.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    versions = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for package in packages:
        try:
            versions.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            continue
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}; {', '.join(versions)}"


def write_between(path: Path, text: str, begin: str, end: str) -> None:
    """Put a text between two marks of a document; a file without them, or none, becomes the text alone.

    Raises:
        ValueError: Only one of the marks is there, or they stand the wrong way round.
    """
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    start, stop = before.find(begin), before.find(end)
    if start < 0 and stop < 0:
        path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
        return
    if start < 0 or stop < start:
        raise ValueError(f"{path} has no {begin} before {end}; the table was not written")
    after = f"{before[: start + len(begin)]}\n{text}\n{before[stop:]}"
    path.write_text(after, encoding="utf-8", newline="\n")
