"""Columns say what the catalogue says, come back as they were written, and are made from the catalogue where they are missing."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.report import Role
from embeddings import HashingEncoder
from errors import IndexUnusableError
from indexer.build import build_index
from indexer.catalogue import Catalogue
from indexer.columns import FACTS, REPORT_OF, ROLE_OF, ROLES, THEMES_OF, Columns, ColumnsInTheMaking
from indexer.index import CATALOGUE, COLUMNS, Index
from indexer.status import find_damage
from search.engine import Engine
from tests.indexer.test_salvage import flip


def parts(columns: Columns) -> tuple[Any, ...]:
    arrays = (columns.report_of, columns.role_of, columns.themes_of)
    return (*(array.tolist() for array in arrays), columns.facts)


@pytest.fixture
def folder(hashing_index: Path, tmp_path: Path) -> Path:
    """A copy of the columns of the samples."""
    return Path(shutil.copytree(Index.open(hashing_index).version / COLUMNS, tmp_path / COLUMNS))


def test_they_say_what_the_catalogue_says(hashing_index: Path) -> None:
    index = Index.open(hashing_index)
    assert parts(index.columns) == parts(Columns.of_catalogue(index.catalogue))
    assert len(set(index.role_of.tolist())) > 2 and index.themes_of.max() > 5


def test_nothing_is_read_of_the_catalogue_for_them(hashing_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Catalogue, "positions")
    monkeypatch.delattr(Catalogue, "facts")
    engine = Engine(Index.open(hashing_index), HashingEncoder())
    assert engine.search("执法人员不足").hits


def test_a_version_without_them_answers_the_same(hashing_index: Path) -> None:
    index = Index.open(hashing_index)
    files = {name: told for name, told in index.manifest.files.items() if not name.startswith(f"{COLUMNS}/")}
    older = replace(index, manifest=replace(index.manifest, files=files))
    assert parts(older.columns) == parts(index.columns)
    new, old = (Engine(one, HashingEncoder()).search("执法人员不足怎么办").hits for one in (index, older))
    assert new == old


def test_names_that_stood_elsewhere_in_their_list(folder: Path, hashing_index: Path) -> None:
    index = Index.open(hashing_index)
    told = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    told["roles"].reverse()
    told["themes"].append(told["themes"].pop(0))
    (folder / FACTS).write_text(json.dumps(told), encoding="utf-8")
    np.save(folder / ROLE_OF, (len(ROLES) - 1 - index.role_of).astype(np.int8))
    themes = np.where(index.themes_of < 0, -1, (index.themes_of - 1) % len(told["themes"])).astype(np.int8)
    np.save(folder / THEMES_OF, themes)
    again = Columns.load(folder, index.manifest.passages, index.manifest.reports)
    assert parts(again) == parts(index.columns)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (REPORT_OF, lambda column: column + 1000),
        (REPORT_OF, lambda column: column[1:]),
        (REPORT_OF, lambda column: column.astype(np.float32)),
        (ROLE_OF, lambda column: column + 100),
        (THEMES_OF, lambda column: column - 2),
        (THEMES_OF, lambda column: column[:, :1]),
    ],
    ids=["no such report", "too few", "other numbers", "no such role", "no such theme", "too narrow"],
)
def test_arrays_that_lead_astray_are_refused(folder: Path, hashing_index: Path, name: str, change: Any) -> None:
    manifest = Index.open(hashing_index).manifest
    np.save(folder / name, change(np.load(folder / name)))
    with pytest.raises(IndexUnusableError, match="index again"):
        Columns.load(folder, manifest.passages, manifest.reports)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"facts": [[1]], "roles": [], "themes": []}', b"\xff{"])
def test_facts_that_are_none_are_refused(folder: Path, hashing_index: Path, content: bytes) -> None:
    manifest = Index.open(hashing_index).manifest
    (folder / FACTS).write_bytes(content)
    with pytest.raises(IndexUnusableError, match="index again"):
        Columns.load(folder, manifest.passages, manifest.reports)


@pytest.mark.parametrize("name", [REPORT_OF, ROLE_OF, THEMES_OF, FACTS])
def test_what_is_damaged_is_made_anew_without_encoding(reports: Path, tmp_path: Path, name: str) -> None:
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder())
    path = Index.open(directory).version / COLUMNS / name
    flip(path, path.stat().st_size - 2)
    assert find_damage(directory) == [f"{COLUMNS}/{name} is not what was published"]
    result = build_index(directory, [], HashingEncoder())
    assert [f"{COLUMNS}/{name}" in told and "made anew" in told for told in result.repaired] == [True]
    assert find_damage(directory) == []


def test_verify_tells_columns_that_say_otherwise(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder())
    other = Columns.of_catalogue(Catalogue(Index.open(directory).version / CATALOGUE))
    roles = np.full_like(other.role_of, ROLES.index(Role.PLAN))
    monkeypatch.setattr(Columns, "load", lambda *_: replace(other, role_of=roles))
    assert any(COLUMNS in told and CATALOGUE in told for told in find_damage(directory))


def test_an_index_of_nothing(tmp_path: Path) -> None:
    ColumnsInTheMaking().made().save(tmp_path / COLUMNS)
    assert parts(Columns.load(tmp_path / COLUMNS, 0, 0)) == ([], [], [], [])
