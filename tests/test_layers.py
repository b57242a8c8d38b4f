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
        set(FLOORS[own + 1 :])
        | ({"terminal"} if FLOORS[own] == "web" else set())
        | {"app", "cli", "tests", "bench", "supply"}
    )
    assert not above & set(_imports(ast.parse(path.read_text(encoding="utf-8"))))


LIGHT = [path for path in FILES if path.relative_to(ROOT).parts[0] != "web" and path.parent.name != "sample_sources"]
"""The page always runs inside Streamlit, and the script that sets the samples is no part of the product."""


@pytest.mark.parametrize("path", LIGHT, ids=lambda path: str(path.relative_to(ROOT)))
def test_heavy_libraries_are_imported_only_when_needed(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    top = ast.Module([node for node in body if isinstance(node, ast.Import | ast.ImportFrom)], [])
    assert not HEAVY & set(_imports(top))


UNPICKLING = {
    "torch.load",
    "joblib.load",
    "numpy.load",
    "np.load",
    "pandas.read_pickle",
    "pd.read_pickle",
    "faiss.read_index",
    "onnx.load",
    "AutoModel.from_pretrained",
    "yaml.load",
    "yaml.unsafe_load",
    "yaml.full_load",
    "eval",
    "exec",
}
"""What runs code out of a file, or may; ``np.load`` only without ``allow_pickle=False``."""


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""


def unpickling(tree: ast.AST) -> Iterator[str]:
    """Imports, calls and options by which a file's code would be run."""
    yield from {"pickle", "cPickle", "marshal", "shelve", "joblib", "dill", "cloudpickle"} & set(_imports(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        options = {word.arg: ast.unparse(word.value) for word in node.keywords}
        plain = options.get("allow_pickle") == "False" or options.get("Loader") in {
            "yaml.BaseLoader",
            "yaml.SafeLoader",
        }
        if _called(node) in UNPICKLING and not plain:
            yield _called(node)
        if options.get("allow_pickle", "False") != "False" or options.get("trust_remote_code", "False") != "False":
            yield f"{_called(node)} with {options}"
        if _called(node) in {"SentenceTransformer", "CrossEncoder"} and not (
            options.get("trust_remote_code") == "False" and "'use_safetensors': True" in options.get("model_kwargs", "")
        ):
            yield f"{_called(node)} that takes more than safetensors"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_unpickled(path: Path) -> None:
    assert list(unpickling(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from joblib import load",
        "torch.load(path, weights_only=True)",
        "np.load(path)",
        "np.load(path, allow_pickle=True)",
        "SentenceTransformer(path)",
        "CrossEncoder(path, trust_remote_code=True, model_kwargs={'use_safetensors': True})",
        "AutoTokenizer.from_pretrained(path, trust_remote_code=True)",
        "yaml.load(text)",
        "eval(text)",
    ],
)
def test_what_would_unpickle_is_seen(line: str) -> None:
    assert list(unpickling(ast.parse(line)))


def test_supply_is_no_part_of_the_house() -> None:
    for path in (ROOT / "supply").glob("*.py"):
        assert not set(FLOORS[1:]) & set(_imports(ast.parse(path.read_text(encoding="utf-8")))), path
