"""Every package has a licence that somebody has thought about, and the document names all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from supply.data import DATA
from supply.licences import DOCUMENT, PERMISSIVE, READ, REASONED, documented, expression, fault, licensed
from supply.packages import Package, installed

PACKAGES = {one.name: one for one in installed()}
PLAIN = Package("x", "1", "", (), "", "", ())


def test_no_licence_is_unknown_or_asks_for_more_than_was_thought_about() -> None:
    assert [f"{one.package.name} {one.fault}" for one in licensed(list(PACKAGES.values())) if one.fault] == []


def test_the_document_names_every_package_and_all_data() -> None:
    """Write it anew with python -m supply.licences --write."""
    assert set(PACKAGES) - documented() == set()
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [one.name for one in DATA if f"| {one.name} |" not in text] == []


def test_the_tables_hold_nothing_that_is_gone() -> None:
    assert set(REASONED) <= set(PACKAGES)
    assert set(READ) <= set(PACKAGES)
    assert set(READ.values()) <= PERMISSIVE


@pytest.mark.parametrize(
    ("name", "licence", "told"),
    [
        ("x", "MIT", ""),
        ("x", "Apache-2.0 OR GPL-3.0-only", ""),
        ("x", "Apache-2.0 WITH LLVM-exception", ""),
        ("x", "MIT AND GPL-3.0-only", "asks for more than to be named: GPL-3.0-only"),
        ("x", "AGPL-3.0-or-later", "asks for more than to be named: AGPL-3.0-or-later"),
        ("x", "MPL-2.0", "asks for more than to be named: MPL-2.0"),
        ("tqdm", "MPL-2.0 AND MIT", ""),
        ("tqdm", "GPL-2.0-only", "asks for more than to be named: GPL-2.0-only"),
        ("x", "", "says nothing of its licence"),
        ("x", "Proprietary", "has a licence that nobody has looked at: Proprietary"),
    ],
)
def test_licences_are_weighed(name: str, licence: str, told: str) -> None:
    assert fault(name, licence) == told


@pytest.mark.parametrize(
    ("stated", "classifiers", "expected"),
    [
        ("MIT", (), "MIT"),
        ("Apache 2.0", (), "Apache-2.0"),
        ("", ("License :: OSI Approved :: MIT License",), "MIT"),
        ("see LICENSE", ("License :: OSI Approved :: Apache Software License",), "Apache-2.0"),
        ("see LICENSE", (), "see LICENSE"),
        ("", (), ""),
    ],
)
def test_words_become_expressions(stated: str, classifiers: tuple[str, ...], expected: str) -> None:
    assert expression(replace(PLAIN, licence=stated, classifiers=classifiers)) == expected
