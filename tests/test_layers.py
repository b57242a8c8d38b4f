"""The house stands: no floor imports one above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("errors", "embeddings", "corpus", "indexer", "search", "insight", "briefing", "api", "terminal", "web")
"""From the ground up; ``terminal`` and ``web`` lie beside each other."""
HEAVY = {
    "torch",
    "sentence_transformers",
    "transformers",
    "streamlit",
    "faiss",
    "jieba",
    "bm25s",
    "trafilatura",
    "docx",
}


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.split(".")[0]


FILES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_floor_imports_one_above_it(path: Path) -> None:
    own = FLOORS.index(path.relative_to(ROOT).parts[0])
    above = (
        set(FLOORS[own + 1 :]) | ({"terminal"} if FLOORS[own] == "web" else set()) | {"app", "cli", "tests", "bench"}
    )
    assert not above & set(_imports(ast.parse(path.read_text(encoding="utf-8"))))


LIGHT = [path for path in FILES if path.relative_to(ROOT).parts[0] != "web" and path.parent.name != "sample_sources"]
"""The page always runs inside Streamlit, and the script that sets the samples is no part of the product."""


@pytest.mark.parametrize("path", LIGHT, ids=lambda path: str(path.relative_to(ROOT)))
def test_heavy_libraries_are_imported_only_when_needed(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    top = ast.Module([node for node in body if isinstance(node, ast.Import | ast.ImportFrom)], [])
    assert not HEAVY & set(_imports(top))


def test_nothing_is_unpickled() -> None:
    for path in FILES:
        assert not {"pickle", "marshal", "shelve", "joblib", "dill"} & set(
            _imports(ast.parse(path.read_text(encoding="utf-8")))
        ), path
