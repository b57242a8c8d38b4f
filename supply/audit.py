"""Asks for known faults in what the lock names, by pip-audit of the Python Packaging Authority.

python -m supply.audit [--lock FILE] [PIP-AUDIT OPTIONS, such as --dry-run]

Needs the internet or a service of advisories of one's own (docs/supply.md). Versions for which no answer can be had count as a failure and not as sound.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from supply.lock import LOCK, Pinned, read_lock


def audit_command(lock: Path, more: Sequence[str] = ()) -> list[str]:
    """What is asked: the versions of the lock that are meant for this system, with nothing installed, resolved or run."""
    return [
        *(
            sys.executable,
            "-m",
            "pip_audit",
            "--requirement",
            str(lock),
            "--require-hashes",
            "--disable-pip",
            "--strict",
        ),
        *("--progress-spinner", "off", "--desc", "on", "--aliases", "on", *more),
    ]


def asked_about(packages: Sequence[Pinned]) -> str:
    """The lock as advisories know it: a build of its own ("+cpu") is asked about as the version that it was built from."""
    return "\n".join(str(replace(one, version=one.version.partition("+")[0])) for one in packages) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run pip-audit; its own exit code: 1 where there are findings, or where it could not ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lock", type=Path, default=LOCK, help="which lock; supply/requirements.lock unless given")
    options, more = parser.parse_known_args(arguments)
    missing = "" if options.lock.is_file() else f"{options.lock} is not there; make lock"
    if importlib.util.find_spec("pip_audit") is None:
        missing = "pip-audit is not installed; pip install -r requirements-dev.txt"
    if missing:
        print(missing, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / options.lock.name
        path.write_text(asked_about(read_lock(options.lock.read_text(encoding="utf-8"))), encoding="utf-8")
        return subprocess.run(audit_command(path, more), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
