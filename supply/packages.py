"""The packages that a requirements file asks for, with all that they need in turn, as they are installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from errors import FajianError

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements.txt"
REQUIREMENTS_DEV = ROOT / "requirements-dev.txt"


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package; ``needs`` are names of installed ones."""

    name: str
    version: str
    licence: str
    """As its metadata has it: an SPDX expression, or the words of its author."""
    classifiers: tuple[str, ...]
    summary: str
    home: str
    needs: tuple[str, ...]


def read_requirements(path: Path) -> list[Requirement]:
    """The requirements of a file and of those that it includes, in their order.

    Raises:
        InvalidRequirement: A line is none.
    """
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        stated = line.split(" #")[0].strip()
        if stated.startswith("-r "):
            found += read_requirements(path.parent / stated.removeprefix("-r ").strip())
        elif stated and not stated.startswith("#"):
            found.append(Requirement(stated))
    return found


def installed(path: Path = REQUIREMENTS) -> list[Package]:
    """What the file's requirements brought along here, by name.

    Raises:
        FajianError: One of the file's requirements is not installed.
    """
    found: dict[str, Package] = {}
    asked = [(canonicalize_name(one.name), frozenset(one.extras)) for one in read_requirements(path) if _applies(one)]
    missing = [name for name, _ in asked if _distribution(name) is None]
    if missing:
        raise FajianError(f"{', '.join(missing)} of {path.name} is not installed; pip install -r {path.name}")
    waiting, seen = list(asked), set(asked)
    while waiting:
        name, extras = waiting.pop()
        about = _distribution(name)
        if about is None:  # wanted by a library that does without
            continue
        needs = [(canonicalize_name(one.name), frozenset(one.extras)) for one in _needs(about, extras)]
        names = {need for need, _ in needs if _distribution(need)} | set(found[name].needs if name in found else ())
        found[name] = _package(name, about, sorted(names))
        waiting += [need for need in needs if need not in seen]
        seen.update(needs)
    return [found[name] for name in sorted(found)]


def _applies(requirement: Requirement, extras: frozenset[str] = frozenset()) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in (extras or {""}))


def _needs(about: metadata.Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for text in about.requires or ():
        requirement = Requirement(text)
        if _applies(requirement) or (extras and _applies(requirement, extras)):
            yield requirement


@cache
def _distribution(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def _package(name: str, about: metadata.Distribution, needs: Sequence[str]) -> Package:
    def all_of(key: str) -> list[str]:
        return [str(value) for value in about.metadata.get_all(key) or ()]

    def one_of(*keys: str) -> str:
        return next((value.strip() for key in keys for value in all_of(key) if value.strip()), "")

    classifiers = tuple(text for text in all_of("Classifier") if text.startswith("License :: "))
    urls = [text.partition(", ") for text in all_of("Project-URL")]
    homes = [url for label, _, url in urls if label.casefold() in {"homepage", "source", "repository", "source code"}]
    return Package(
        name=str(name),
        version=about.version,
        licence=one_of("License-Expression", "License"),
        classifiers=classifiers,
        summary=one_of("Summary"),
        home=one_of("Home-page") or next(iter(homes), ""),
        needs=tuple(needs),
    )
