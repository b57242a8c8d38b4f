"""Which words a model wants before a question and before a passage; without them retrieval gets markedly worse."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple


class Prompts(NamedTuple):
    """Put before each question and each passage; empty where the model wants none."""

    query: str
    passage: str

    def overridden(self, query: str | None, passage: str | None) -> Prompts:
        """Return these with those that are given in their place; "" counts as given."""
        return Prompts(self.query if query is None else query, self.passage if passage is None else passage)


# Models whose folders often lack the prompts that their cards ask for. Pattern over the model's name, then the prompts.
FAMILIES: tuple[tuple[str, Prompts], ...] = (
    # Wang et al. 2024, model card of intfloat/multilingual-e5-base; the "instruct" models want other words.
    (r"(^|[/_-])e5-(small|base|large)(?!.*instruct)", Prompts("query: ", "passage: ")),
    # Xiao et al. 2023, model card of BAAI/bge-base-zh-v1.5.
    (r"(^|[/_-])bge-(small|base|large)-zh", Prompts("为这个句子生成表示以用于检索相关文章：", "")),
)


def model_prompts(name: str, folder: Path | None) -> Prompts:
    """Find a model's prompts: those that its own folder states, else those of its known family, else none.

    Args:
        name: Hub name or folder, searched for the names in `FAMILIES`.
        folder: Where the model's files lie, if that is known.
    """
    stated = _stated(folder) if folder else None
    return stated or _of_family(name) or Prompts("", "")


def _stated(folder: Path) -> Prompts | None:
    try:
        config = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
        prompts = dict(config.get("prompts") or {})
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return None
    query = prompts.get("query") or ""
    # sentence-transformers writes an empty "document" into models without one: the first that says something counts.
    passage = next((prompts[key] for key in ("passage", "document", "corpus") if prompts.get(key)), "")
    return Prompts(str(query), str(passage)) if query or passage else None


def _of_family(name: str) -> Prompts | None:
    lowered = name.replace("\\", "/").casefold()
    return next((prompts for pattern, prompts in FAMILIES if re.search(pattern, lowered)), None)
