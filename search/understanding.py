"""A question becomes what the legs look for: words for BM25, texts for the encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.text.script import is_traditional, plain, simplified
from embeddings.encoder import Encoder
from indexer.index import Index
from indexer.segmentation import words
from search.bridge import Carried, carry_over
from search.question import Question

CHINESE_WEIGHT = 2.0
"""Weight of an English question's Chinese wordings beside the question itself: the reports are Chinese, and the encoder compares Chinese with
Chinese far better; the question itself still speaks for what the glossary does not know."""

# Words that ask or join and say nothing of the matter; they neither rank, nor explain a hit, nor deserve a mark.
_FUNCTION_WORDS = """
的 了 和 与 及 或 在 是 有 对 把 被 为 以 之 其 也 都 就 等 中 上 下 不 没有 吗 呢 怎么 怎样 如何 什么 哪些 哪个 哪里 谁 为什么 多少 几 怎么办
a an of in on at to for and or is are was were be been by with from how what which who where when why did do does has have had
the it its this that these those there their they them we you i not no
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())

FRAME_WORDS = frozenset(("应对", "解决", "处理", "处置", "乡镇"))
"""What a question asks *about* its subject: who dealt with it, and that it was dealt with. In the words leg they find every passage that deals with
anything (应急处置), so they are left to the vector, unless the question holds nothing else."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What to look for. ``terms`` are Chinese words and what else the index may know; ``texts`` are encoded, each with its weight."""

    terms: tuple[str, ...]
    texts: tuple[tuple[str, float], ...]
    carried: tuple[Carried, ...] = ()


def understand(question: Question, index: Index) -> Understood:
    """Words and texts of a question; an English one is carried over to Chinese first."""
    if question.language == "zh":
        # The words of the index are in simplified characters and half-width digits, whatever the reports are written in.
        asked = simplified(question.text) if is_traditional(question.text) else question.text
        return Understood(_content(words(plain(asked))), ((asked, 1.0),))
    crossing = carry_over(question.text)
    wordings = [word for term in crossing.carried for wording in term.chinese for word in words(wording)]
    names = [word for word in crossing.left if index.words.knows(word)]
    texts = [(question.text, 1.0)] + ([(crossing.chinese, CHINESE_WEIGHT)] if crossing.carried else [])
    return Understood(_content([*wordings, *names]), tuple(texts), crossing.carried)


def encode(understood: Understood, encoder: Encoder) -> NDArray[np.float32]:
    """The question's vector, shape (dimension,), unit length: the weighted mean over its texts."""
    vectors = encoder.encode_queries([text for text, _ in understood.texts])
    mean = np.average(vectors, axis=0, weights=[weight for _, weight in understood.texts])
    norm = float(np.linalg.norm(mean))
    vector: NDArray[np.float32] = (mean / norm if norm > 0 else vectors[0]).astype(np.float32)
    return vector


def _content(found: Sequence[str]) -> tuple[str, ...]:
    """The words that say something, each once."""
    content = dict.fromkeys(word for word in found if word not in FUNCTION_WORDS)
    return tuple(word for word in content if word not in FRAME_WORDS) or tuple(content)
