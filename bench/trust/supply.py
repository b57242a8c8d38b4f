"""Looks over what the product is made of that others wrote: locks, licences, the list of parts, and the unpacked model's checksums.

python -m bench.trust.supply

The audit for known faults asks the internet and is no part of this (make audit); only that its program reads the lock is tried.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass

from embeddings.bundled import SOURCE_SHA256
from supply.audit import audit_command
from supply.data import DATA
from supply.licences import documented, licensed
from supply.lock import LOCK, LOCK_CUDA, LOCK_DEV, read_lock, unmet
from supply.packages import REQUIREMENTS, REQUIREMENTS_DEV, installed, read_requirements
from supply.sbom import make_sbom


@dataclass(frozen=True, slots=True)
class Figures:
    """Versions and hashes in the locks, packages with their licences, parts listed; ``faults`` are whatever breaks the promise."""

    versions: int
    hashes: int
    packages: int
    parts: int
    faults: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.versions} versions pinned with {self.hashes} hashes, {self.packages} packages with {self.packages} licences, "
            f"{self.parts} parts listed, {len(self.faults)} faults"
        )


def look_over() -> Figures:
    """Look everything over; asks nothing of the network."""
    faults: list[str] = []
    for path, asked in ((LOCK, REQUIREMENTS), (LOCK_CUDA, REQUIREMENTS), (LOCK_DEV, REQUIREMENTS_DEV)):
        faults += [
            f"{path.name}: {line}" for line in unmet(read_lock(path.read_text("utf-8")), read_requirements(asked))
        ]
    locked = read_lock(LOCK.read_text(encoding="utf-8"))
    found = licensed(installed())
    faults += [f"{one.package.name} {one.fault}" for one in found if one.fault]
    faults += [f"docs/licences.md lacks {name}" for name in sorted({one.package.name for one in found} - documented())]
    parts = json.loads(make_sbom())["components"]
    faults += [f"{one.name} cannot be found" for one in DATA if one.sha256 is None]
    faults += ["the bundled model is not the one known"] * all(one.sha256 != SOURCE_SHA256 for one in DATA)
    dry = subprocess.run(audit_command(LOCK_CUDA, ["--dry-run"]), capture_output=True, text=True, check=False)
    faults += [f"pip-audit cannot read the lock: {dry.stderr.strip()[-200:]}"] * bool(dry.returncode)
    return Figures(len(locked), sum(len(one.hashes) for one in locked), len(found), len(parts), tuple(faults))


def main() -> int:
    """Print the figures; 1 where there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    figures = look_over()
    for line in figures.faults:
        print(line)
    print(f"supply: {figures}")
    return 1 if figures.faults else 0


if __name__ == "__main__":
    sys.exit(main())
