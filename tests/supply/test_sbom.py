"""The list of parts is valid CycloneDX and names every package and all data, with hashes."""

from __future__ import annotations

import hashlib
import json

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from embeddings.bundled import SOURCE_SHA256
from supply.data import DATA
from supply.packages import ROOT, installed
from supply.sbom import make_sbom


@pytest.fixture(scope="module")
def text() -> str:
    return make_sbom()


def test_it_is_valid(text: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text.replace('"library"', '"book"')) is not None


def test_every_part_with_licence_and_hash(text: str) -> None:
    parts = {part["bom-ref"]: part for part in json.loads(text)["components"]}
    packages = installed()
    assert len(parts) == len(packages) + len(DATA)
    assert all(part["licenses"] for part in parts.values())
    for one in packages:
        assert f"pkg:pypi/{one.name}@{one.version}".replace("+", "%2B") in parts
    for held in DATA:
        (digest,) = parts[f"data:{held.file}"]["hashes"]
        assert digest["alg"] == "SHA-256"
        if not held.package:
            assert digest["content"] == hashlib.sha256((ROOT / held.file).read_bytes()).hexdigest()
    assert parts["data:e5-small-q4.bin"]["hashes"][0]["content"] == SOURCE_SHA256
    assert parts["data:e5-small-q4.bin"]["type"] == "machine-learning-model"


def test_what_needs_what(text: str) -> None:
    needs = {one["ref"].partition("@")[0]: one.get("dependsOn", []) for one in json.loads(text)["dependencies"]}
    assert any(ref.startswith("pkg:pypi/transformers@") for ref in needs["pkg:pypi/sentence-transformers"])
    assert len(needs["fajian"]) == len(installed()) + len(DATA)


def test_nothing_of_this_machine(text: str) -> None:
    assert str(ROOT) not in text


def test_the_same_parts_have_the_same_number(text: str) -> None:
    assert json.loads(make_sbom())["serialNumber"] == json.loads(text)["serialNumber"]
