"""Why a passage was found: the words it shares with the question, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.index import Index
from indexer.segmentation import spans

# Words that ask or join and say nothing of the matter; they neither explain a hit nor deserve a mark.
FUNCTION_WORDS = frozenset(
    [
        "的",
        "了",
        "和",
        "与",
        "及",
        "或",
        "在",
        "是",
        "有",
        "对",
        "把",
        "被",
        "为",
        "以",
        "之",
        "其",
        "也",
        "都",
        "就",
        "等",
        "中",
        "上",
        "下",
        "不",
        "没有",
        "吗",
        "呢",
        "怎么",
        "怎样",
        "如何",
        "什么",
        "哪些",
        "哪个",
        "哪里",
        "谁",
        "为什么",
        "多少",
        "几",
        "怎么办",
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "and",
        "or",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "by",
        "with",
        "from",
        "how",
        "what",
        "which",
        "who",
        "where",
        "when",
        "why",
        "did",
        "do",
        "does",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "there",
        "their",
        "they",
        "we",
        "you",
        "i",
        "not",
        "no",
    ]
)


@dataclass(frozen=True, slots=True)
class Why:
    """Reasons for one hit. Ranks count from 1; ``None`` where the leg did not find the passage among its candidates."""

    dense_rank: int | None
    words_rank: int | None
    matched: tuple[str, ...]
    similarity: float
    """Cosine of the question's and the passage's vectors."""


def matched_words(index: Index, question_words: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    """Words of the question that stand in any of the texts, the rarest first."""
    wanted = dict.fromkeys(word for word in question_words if word not in FUNCTION_WORDS)
    present = {word for text in texts for word, _, _ in spans(text)}
    return tuple(sorted((word for word in wanted if word in present), key=index.words.idf, reverse=True))


def highlights(text: str, matched: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Start and end of every matched word in a text, whole words only, neighbours joined."""
    wanted = set(matched)
    found: list[tuple[int, int]] = []
    for word, start, end in spans(text):
        if word not in wanted:
            continue
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)
