"""What a collection is made of: its fields, its index by size, and the recall that is promised."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from indexer.milvus.facts import LONGEST, NAMED_FIELDS, POSITION, REPORT, ROLE, TEXT, THEME_FIELDS, VECTOR, WORDS

OWNER = "fajian.owner"
"""The property that says which index a collection belongs to."""
EXACT_UP_TO = 50_000
"""Passages up to which every vector is compared; above, they lie in lists of like ones, of which the nearest are looked through."""
ANALYSER = {"tokenizer": "jieba"}
_LONGEST_TEXT = 65_535
_PROBED = 0.15
"""Share of the lists looked through where everything may be found."""
_LEAST_COMPARED = 20_000
"""Passages that are compared at least; that takes a few milliseconds, and in small collections 15 % are few."""
_ALL_PROBED = 0.5
"""Share of passages below which all lists are looked through, which is exact: what may be found is no more than half, and lies as it likes."""
_MOST_LISTS = 4096


class Kind(StrEnum):
    """How a collection is searched.

    A graph (HNSW) would be faster where everything may be found; but where a tenth may, it found 92 % of the nearest however widely it was searched.
    """

    FLAT = "FLAT"
    LISTS = "IVF_FLAT"

    @classmethod
    def for_size(cls, passages: int) -> Kind:
        """The kind for so many passages."""
        return cls.FLAT if passages <= EXACT_UP_TO else cls.LISTS

    @property
    def recall(self) -> float:
        """The share of the ten nearest that is found at least, on the average (docs/milvus.md)."""
        return 1.0 if self is Kind.FLAT else 0.99

    def index_settings(self, passages: int) -> dict[str, object]:
        """Settings of the index of so many passages."""
        return {} if self is Kind.FLAT else {"nlist": lists_for(passages)}

    def search_settings(self, passages: int, share: float) -> dict[str, object]:
        """Settings of a search among the ``share`` of passages that may be found: the fewer, the more lists, down to all of them."""
        if self is Kind.FLAT:
            return {}
        least = min(1.0, max(_PROBED, _LEAST_COMPARED / max(1, passages)))
        narrow = min(1.0, (1 - share) / (1 - _ALL_PROBED))
        return {"nprobe": math.ceil(lists_for(passages) * (least + (1 - least) * narrow))}


def lists_for(passages: int) -> int:
    """How many lists so many passages are shared out to."""
    return max(1, min(_MOST_LISTS, int(4 * math.sqrt(passages))))


@dataclass(frozen=True, slots=True)
class Layout:
    """What a new collection is to be; ``words`` whether the server ranks words too."""

    dimension: int
    kind: Kind
    owner: str
    passages: int
    words: bool = False


def fill_schema(library: Any, layout: Layout) -> Any:  # noqa: ANN401
    """The fields, as the client library has them."""
    types = library.DataType
    schema = library.MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(POSITION, types.INT64, is_primary=True)
    schema.add_field(VECTOR, types.FLOAT_VECTOR, dim=layout.dimension)
    for name in (REPORT, "authority", "year"):
        schema.add_field(name, types.INT64)
    for name in ("passage_id", "report_id", ROLE, *THEME_FIELDS, *NAMED_FIELDS):
        schema.add_field(name, types.VARCHAR, max_length=LONGEST)
    if layout.words:
        schema.add_field(TEXT, types.VARCHAR, max_length=_LONGEST_TEXT, enable_analyzer=True, analyzer_params=ANALYSER)
        schema.add_field(WORDS, types.SPARSE_FLOAT_VECTOR)
        made = library.Function(
            name="words", input_field_names=[TEXT], output_field_names=[WORDS], function_type=library.FunctionType.BM25
        )
        schema.add_function(made)
    return schema


def index_parameters(client: Any, layout: Layout) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """The fields to index, each with how."""
    vectors = client.prepare_index_params()
    vectors.add_index(
        VECTOR, index_type=layout.kind.value, metric_type="IP", params=layout.kind.index_settings(layout.passages)
    )
    yield VECTOR, vectors
    if layout.words:
        words = client.prepare_index_params()
        words.add_index(
            WORDS, index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params={"bm25_k1": 1.5, "bm25_b": 0.75}
        )
        yield WORDS, words
