"""Attacks the real server of the page from outside a browser: what a hostile page elsewhere, a raw client or a visitor who ignores the widgets can send.

python -m bench.trust.attacks [--index DIR]

The promise: other names and origins are refused, no path leads to a file that is not meant to be served, uploads stay within the bounds and in their session, a
read-only page changes no file, nothing of the corpus is told before the login, and no secret is in what the server writes. What runs in a browser is tried by
``tests/web/test_browser_attacks.py``.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.trust import attacks_login, attacks_open, attacks_uploads
from bench.trust.served import Served, serving
from embeddings import HashingEncoder
from indexer.build import build_index
from web.gate.password import hash_password

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"

MARK = "MARK-9f31c6-in-the-settings"
"""A word that stands in the settings and may not stand in any answer."""
_SETTINGS = {
    "open": "upload_megabytes = 1\nupload_files = 3\n",
    "read_only": "read_only = true\n",
    "login": 'login = "password"\npassword = "{password}"\n',
}
Attack = Callable[[Served, Path], Coroutine[None, None, tuple[int, list[str]]]]
ATTACKS: dict[str, tuple[Attack, ...]] = {
    "open": (*attacks_open.ATTACKS, *attacks_uploads.ATTACKS),
    "read_only": attacks_uploads.READ_ONLY,
    "login": attacks_login.ATTACKS,
}
"""By the settings of the server that they are tried on."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many attempts of how many kinds were made, and which had success."""

    kinds: int
    attempts: int
    broken: tuple[str, ...]


def run(index: Path, folder: Path, servers: Sequence[str] = tuple(ATTACKS)) -> Figures:
    """Try every attack.

    Args:
        index: An index made by the toy encoder; copied.
        folder: Takes the copy, settings and logs.
        servers: Which of the settings to try.
    """
    kinds, attempts = 0, 0
    broken: list[str] = []
    for name in servers:
        copy, data = folder / name / "index", folder / name / "index-data"
        shutil.copytree(index, copy)
        data.mkdir()
        hashed = hash_password(attacks_login.PASSWORD) if name == "login" else ""
        (data / "page.toml").write_text(f"# {MARK}\n{_SETTINGS[name].format(password=hashed)}", encoding="utf-8")
        with serving(copy, folder / f"{name}.log", level="debug" if name == "login" else "warning") as served:
            for attack in ATTACKS[name]:
                tried, successes = asyncio.run(attack(served, data))
                kinds, attempts = kinds + 1, attempts + tried
                broken += [f"{name}, {attack.__name__}: {told}" for told in successes]
            broken += [f"{name}: the server wrote {line!r}" for line in _complaints(served.logged())]
        if MARK in served.logged():
            broken.append(f"{name}: the settings are in the log")
    return Figures(kinds, attempts, tuple(broken))


def _complaints(log: str) -> list[str]:
    """Lines of a traceback; nothing that a stranger sends may end in one."""
    return [line for line in log.splitlines() if line.startswith(("Traceback", "ERROR:"))][:5]


def main() -> int:
    """Attack, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, help="made by the toy encoder (--model hashing)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = options.index or Path(folder) / "index"
        if options.index is None:
            build_index(index, [SAMPLES], HashingEncoder())
        found = run(index, Path(folder))
    for line in found.broken:
        sys.stdout.write(f"BROKEN {line}\n")
    sys.stdout.write(
        f"attacks: {found.attempts:,} attempts of {found.kinds} kinds on the page's server, {len(found.broken)} with success\n"
    )
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main())
