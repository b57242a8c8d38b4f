"""Splitters of their own documentation for those that need one, set for Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bench.peers.task import Chunk, Text

SEPARATORS = ["\n\n", "\n", "。", "！", "？", "；", "，", "、", " ", ""]
"""LangChain's documentation says to name the marks of languages without spaces; in its own order commas would come before full stops."""


def split_recursively(texts: Sequence[Text], settings: Mapping[str, Any], *, whole: bool) -> list[Chunk]:
    """LangChain's splitter, for those too that have none of their own."""
    if whole:
        return whole_texts(texts)
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=SEPARATORS,
        keep_separator="end",
        chunk_size=int(settings["size"]),
        chunk_overlap=int(settings["overlap"]),
    )
    return [Chunk(text.id, piece) for text in texts for piece in splitter.split_text(text.text)]


def whole_texts(texts: Sequence[Text]) -> list[Chunk]:
    """Texts that are passages already."""
    return [Chunk(text.id, text.text) for text in texts]
