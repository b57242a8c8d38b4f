"""The locks hold what the ranges ask for, with hashes, and nothing of the machine that made them."""

from __future__ import annotations

import re
import sys
import warnings
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from errors import FajianError
from supply.lock import (
    CUDA,
    LOCK,
    LOCK_CUDA,
    LOCK_DEV,
    SEEN,
    Pinned,
    applies_here,
    compile_command,
    differing,
    for_processors,
    read_lock,
    unmet,
)
from supply.packages import REQUIREMENTS, REQUIREMENTS_DEV, installed, read_requirements

LOCKS = {LOCK: REQUIREMENTS, LOCK_CUDA: REQUIREMENTS, LOCK_DEV: REQUIREMENTS_DEV}
HASH = "0" * 64


def _read(path: Path) -> list[Pinned]:
    return read_lock(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_range_has_a_version_with_hashes(lock: Path) -> None:
    packages = _read(lock)
    assert unmet(packages, read_requirements(LOCKS[lock])) == []
    assert all(len(one.hashes) == len(set(one.hashes)) >= 1 for one in packages)
    assert len({(one.name, one.version, one.marker) for one in packages}) == len(packages)


@pytest.mark.parametrize("lock", [LOCK, LOCK_DEV], ids=lambda path: path.name)
def test_what_is_installed_here_is_in_the_lock(lock: Path) -> None:
    """Whatever the ranges bring along has a line: pip refuses to install half of a lock."""
    locked = {one.name for one in _read(lock) if applies_here(one)}
    # Told and no failure: the ranges may give newer versions, and those newer needs, than the lock had when it was made.
    lacking = sorted({one.name for one in installed(LOCKS[lock])} - locked)
    versions = {str(canonicalize_name(one.metadata["Name"])): one.version for one in metadata.distributions()}
    other = differing(_read(lock), {name: versions[name] for name in locked if name in versions})
    if lacking or other:
        warnings.warn(f"{lock.name}: not in it: {lacking}; other versions here: {other}; make lock", stacklevel=1)
    assert len(lacking) < 10


@pytest.mark.parametrize("path", [*LOCKS, SEEN], ids=lambda path: path.name)
def test_no_address_and_no_path(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"(^|\s)(/|--index|--extra|--find|--trusted)", text, re.MULTILINE)
    assert "@" not in text


def test_processors_only() -> None:
    assert not [one.name for one in (*_read(LOCK), *_read(LOCK_DEV)) if CUDA.match(one.name)]
    assert any(CUDA.match(one.name) for one in _read(LOCK_CUDA))
    assert sum(one.name == "torch" and applies_here(one) for one in _read(LOCK)) == 1


def test_builds_that_were_seen_take_the_place_of_the_public_ones_on_linux() -> None:
    public = [
        Pinned("torch", "2.0", "", ("a" * 64,)),
        Pinned("triton", "1", "", (HASH,)),
        Pinned("b", "1", "", (HASH,)),
    ]
    seen = [{"name": "torch", "version": "2.0+cpu", "file": "torch.whl", "sha256": "c" * 64}]
    assert for_processors(public, seen) == [
        Pinned("torch", "2.0+cpu", "sys_platform == 'linux'", ("c" * 64,)),
        Pinned("torch", "2.0", "sys_platform != 'linux'", ("a" * 64,)),
        Pinned("b", "1", "", (HASH,)),
    ]
    assert for_processors(public, [seen[0] | {"version": "1.9+cpu"}])[0] == public[0]


def test_a_lock_is_written_as_it_is_read() -> None:
    packages = _read(LOCK)
    assert read_lock("# of\n" + "\n".join(map(str, packages))) == packages


@pytest.mark.parametrize("line", ["numpy>=2", "numpy==2.4.6", f"numpy --hash=sha256:{HASH}", "-e ."])
def test_a_line_without_version_or_hash_is_refused(line: str) -> None:
    with pytest.raises(FajianError, match="make lock"):
        read_lock(line)


@pytest.mark.parametrize(
    ("requirement", "found"),
    [
        ("numpy>=2,<3", []),
        ("numpy>=3", ["numpy>=3 has 2.4 in the lock"]),
        ("absent", ["absent has no version in the lock"]),
    ],
)
def test_what_the_lock_does_not_meet_is_told(requirement: str, found: list[str]) -> None:
    assert unmet([Pinned("numpy", "2.4", "", (HASH,))], [Requirement(requirement)]) == found


def test_other_versions_are_told() -> None:
    packages = [Pinned("a", "1.0", "", (HASH,)), Pinned("b", "2.0", f"sys_platform != '{sys.platform}'", (HASH,))]
    assert differing(packages, {"a": "1.1", "b": "3.0"}) == ["a 1.1 (lock 1.0)"]
    assert differing(packages, {"a": "1.0"}) == []


def test_uv_is_asked_for_hashes_and_no_address() -> None:
    command = compile_command(REQUIREMENTS, Path("x.lock"), ())
    assert {"--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"} <= set(command)
