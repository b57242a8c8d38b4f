"""Locks beside the ranges: exact versions with the SHA-256 of every file, for installing what was tried and nothing else.

python -m supply.lock [--wheels FOLDER]

Made by uv for all systems at once, from the package index that this machine is set up with; no address stands in the files. On Linux the public index
has torch for graphics cards only, with gigabytes of libraries for them: that is ``requirements-linux-cuda.lock``. Fajian computes on the processor, and
the build of torch for that ("+cpu") comes from an index of its own, whose hashes uv cannot know: ``seen.tsv`` lists those seen, ``--wheels`` adds those
of the files in a folder.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import Version

from errors import FajianError
from supply.packages import REQUIREMENTS, REQUIREMENTS_DEV

HERE = Path(__file__).resolve().parent
LOCK, LOCK_CUDA, LOCK_DEV = (HERE / f"requirements{kind}.lock" for kind in ("", "-linux-cuda", "-dev"))
SEEN = HERE / "seen.tsv"
OLDEST_PYTHON = "3.11"
CUDA = re.compile(r"nvidia-|cuda-|triton$")
"""Packages that only a build of torch for graphics cards asks for."""
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Pinned:
    """One version of a package; ``marker`` says on which systems, "" on all."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    def __str__(self) -> str:
        where = f" ; {self.marker}" if self.marker else ""
        return " \\\n".join(
            [f"{self.name}=={self.version}{where}", *(f"    --hash=sha256:{one}" for one in self.hashes)]
        )


def read_lock(text: str) -> list[Pinned]:
    """The packages of a lock.

    Raises:
        FajianError: A line that is no pinned version with hashes.
    """
    found = []
    for block in re.sub(r"\s*\\\n\s*", " ", text).splitlines():
        stated = block.strip()
        if not stated or stated.startswith("#"):
            continue
        requirement, hashes = _HASH.split(stated)[0].strip(), tuple(_HASH.findall(stated))
        one = re.fullmatch(r"([\w.-]+)==([\w.!+-]+)(?: *; *(.+))?", requirement)
        if one is None or not hashes:
            raise FajianError(f"The lock has a line that is no version with hashes: {stated[:80]}; make lock.")
        found.append(Pinned(canonicalize_name(one[1]), one[2], (one[3] or "").strip(), hashes))
    return found


def write_lock(path: Path, packages: Iterable[Pinned], of: str) -> None:
    """Write a lock for people and pip."""
    head = f"# Made by `make lock` from {of}; not by hand. docs/supply.md\n"
    path.write_text(head + "\n".join(map(str, packages)) + "\n", encoding="utf-8")


def unmet(packages: Sequence[Pinned], requirements: Iterable[Requirement]) -> list[str]:
    """Requirements of which the lock holds no version in their range, in words."""
    versions: dict[str, list[Version]] = {}
    for one in packages:
        versions.setdefault(one.name, []).append(Version(one.version))
    return [
        f"{requirement} has {', '.join(map(str, versions.get(canonicalize_name(requirement.name), ()))) or 'no version'} in the lock"
        for requirement in requirements
        if not any(
            requirement.specifier.contains(version, prereleases=True)
            for version in versions.get(canonicalize_name(requirement.name), ())
        )
    ]


def make_locks() -> None:
    """Make the three locks anew.

    Raises:
        FajianError: uv is missing or finds no versions that fit together.
    """
    with tempfile.TemporaryDirectory() as name:
        made, made_dev = Path(name) / "made.lock", Path(name) / "dev.lock"
        _compile(REQUIREMENTS, made, ())
        _compile(REQUIREMENTS_DEV, made_dev, ("--constraint", str(made)))
        public, dev = (read_lock(path.read_text(encoding="utf-8")) for path in (made, made_dev))
    write_lock(LOCK, for_processors(public, _seen()), REQUIREMENTS.name)
    write_lock(LOCK_CUDA, public, f"{REQUIREMENTS.name} for Linux and the public index alone")
    write_lock(LOCK_DEV, for_processors(dev, _seen()), REQUIREMENTS_DEV.name)


def compile_command(source: Path, target: Path, more: Sequence[str]) -> list[str]:
    """What is asked of uv: all systems, hashes, no address, nothing of this machine's own settings in the file."""
    return [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", OLDEST_PYTHON),
        *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"),
        *("--output-file", str(target), *more, str(source)),
    ]


def _compile(source: Path, target: Path, more: Sequence[str]) -> None:
    done = subprocess.run(compile_command(source, target, more), capture_output=True, text=True, check=False)
    if done.returncode:
        why = done.stderr.strip() or f"uv ended with {done.returncode}"
        raise FajianError(f"{source.name} cannot be locked: {why}")


def for_processors(packages: Sequence[Pinned], seen: Sequence[dict[str, str]]) -> list[Pinned]:
    """The packages without what only graphics cards need, and on Linux with the builds seen in the place of the public index's."""
    found = []
    for one in packages:
        built: dict[str, list[str]] = {}
        for row in seen:
            if row["name"] == one.name and Version(row["version"]).public == one.version:
                built.setdefault(row["version"], []).append(row["sha256"])
        if CUDA.match(one.name):
            continue
        for version, hashes in built.items():
            found.append(Pinned(one.name, version, "sys_platform == 'linux'", tuple(sorted(hashes))))
        found.append(replace(one, marker="sys_platform != 'linux'") if built else one)
    return found


def add_wheels(folder: Path) -> int:
    """Note the wheels of a folder whose version says that they are builds of their own; how many there are.

    Raises:
        OSError: The folder cannot be read.
    """
    rows = {row["file"]: row for row in _seen()}
    before = len(rows)
    for path in sorted(folder.glob("*.whl")):
        try:
            name, version, _, _ = parse_wheel_filename(path.name)
        except InvalidWheelFilename:
            continue
        if version.local is not None:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            values = (str(name), str(version), path.name, digest)
            rows[path.name] = dict(zip(("name", "version", "file", "sha256"), values, strict=True))
    with SEEN.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ("name", "version", "file", "sha256"), delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[file] for file in sorted(rows))
    return len(rows) - before


def _seen() -> list[dict[str, str]]:
    if not SEEN.is_file():
        return []
    with SEEN.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def applies_here(one: Pinned) -> bool:
    """Whether a line of a lock is meant for this system."""
    return not one.marker or Marker(one.marker).evaluate()


def differing(packages: Sequence[Pinned], versions: dict[str, str]) -> list[str]:
    """What is installed in another version than the lock has for this system, in words."""
    pinned = {one.name: one.version for one in packages if applies_here(one)}
    return [
        f"{name} {version} (lock {pinned[name]})"
        for name, version in sorted(versions.items())
        if name in pinned and not SpecifierSet(f"=={pinned[name]}").contains(version, prereleases=True)
    ]


def main() -> int:
    """Make the locks and say what is in them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--wheels", type=Path, help="folder of wheels built for one system whose hashes are to count too"
    )
    options = parser.parse_args()
    try:
        if options.wheels:
            print(f"{add_wheels(options.wheels)} builds noted in {SEEN.name}")
        make_locks()
    except (FajianError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in (LOCK, LOCK_CUDA, LOCK_DEV):
        packages = read_lock(path.read_text(encoding="utf-8"))
        print(f"{os.path.relpath(path)}: {len(packages)} versions, {sum(len(one.hashes) for one in packages)} hashes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
