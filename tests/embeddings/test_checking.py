"""Whatever an encoder gives that is not what it promised is refused in one sentence, on every way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.trust.hostile_encoders import BAD, BAD_TOKENS, ORDERS, TEXTS, Forgetful, Spoilt, SpoiltTokens, changed, ways
from embeddings import Encoded, Encoder, HashingEncoder, TokenEncoder
from embeddings.checking import CheckedEncoder, CheckedTokenEncoder, check_vectors, checked
from embeddings.remembering import remembering
from errors import EncoderError
from indexer.index import Index
from search.engine import Engine

DIMENSION = HashingEncoder().dimension


@pytest.mark.parametrize("spoil", BAD.values(), ids=BAD)
@pytest.mark.parametrize("way", ["queries", "passages", "query tokens", "passage tokens"])
def test_unusable_vectors_are_refused_on_every_way(way: str, spoil: Callable[[Any], Any]) -> None:
    with pytest.raises(EncoderError) as caught:
        ways(checked(Spoilt(spoil)))[way]()
    assert str(caught.value).startswith("The encoder gave ")
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith("mend the encoder or choose another.")


@pytest.mark.parametrize("spoil", BAD_TOKENS.values(), ids=BAD_TOKENS)
@pytest.mark.parametrize("way", ["query tokens", "passage tokens"])
def test_unusable_tokens_are_refused(way: str, spoil: Callable[[Encoded], Any]) -> None:
    with np.errstate(invalid="ignore"), pytest.raises(EncoderError, match=r"^The encoder gave .*another\.$"):
        ways(checked(SpoiltTokens(spoil)))[way]()


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_a_text_left_out_or_given_twice_is_noticed(order: tuple[int, ...]) -> None:
    with pytest.raises(EncoderError):
        list(_tokens(Forgetful(order)))
    assert sorted(place for places, _ in _tokens(Forgetful([2, 0, 1])) for place in places) == [0, 1, 2]


def _tokens(encoder: Encoder) -> Iterator[tuple[list[int], Encoded]]:
    wrapped = checked(encoder)
    assert isinstance(wrapped, TokenEncoder)
    return wrapped.encode_passage_tokens(TEXTS)


@pytest.mark.parametrize("dimension", [0, -1, 1 << 20, 2.5, None, True, "384"], ids=str)
def test_a_length_that_is_none(dimension: object) -> None:
    encoder = HashingEncoder()
    encoder._dimension = dimension  # type: ignore[assignment]
    with pytest.raises(EncoderError):
        _ = checked(encoder).dimension


@pytest.mark.parametrize("identity", ["", "  ", None, 7], ids=repr)
def test_a_name_that_is_none(identity: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HashingEncoder, "identity", identity)
    with pytest.raises(EncoderError):
        _ = checked(HashingEncoder()).identity


@given(st.lists(st.text(max_size=40), max_size=5))
def test_good_vectors_pass_as_they_are(texts: list[str]) -> None:
    encoder, wrapped = HashingEncoder(), checked(HashingEncoder())
    assert isinstance(wrapped, CheckedTokenEncoder)
    np.testing.assert_array_equal(wrapped.encode_queries(texts), encoder.encode_queries(texts))
    np.testing.assert_array_equal(wrapped.encode_passages(texts), encoder.encode_passages(texts))
    assert wrapped.encode_query_tokens(texts).spans == encoder.encode_query_tokens(texts).spans
    assert len(list(wrapped.encode_passage_tokens(texts))) == len(texts)


def test_a_checked_encoder_is_not_checked_twice() -> None:
    wrapped = checked(HashingEncoder())
    assert checked(wrapped) is wrapped
    assert wrapped.identity == HashingEncoder().identity
    assert isinstance(checked(remembering(HashingEncoder())), TokenEncoder)


def test_sixteen_bits_are_near_enough() -> None:
    rows = HashingEncoder().encode_passages(TEXTS).astype(np.float16).astype(np.float32)
    assert check_vectors(rows, 3, DIMENSION) is rows


def test_a_search_with_such_an_encoder_ends_in_a_sentence(hashing_index: Path) -> None:
    engine = Engine(Index.open(hashing_index), Spoilt(changed(np.nan)))
    assert isinstance(engine.encoder, CheckedEncoder)
    with pytest.raises(EncoderError, match="NaN"):
        engine.search("执法人员不足怎么解决")
