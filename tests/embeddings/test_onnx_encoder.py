"""The network on ONNX Runtime against the same weights in torch, on a tiny model and on the real one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from embeddings import BundledEncoder, Settings, TransformerEncoder
from embeddings import bundled as bundled_module
from embeddings.byte_products import PRODUCT_FILE, are_exact, write_product
from embeddings.onnx_bytes import Ranges, ranges_of, read_ranges, widths, write_byte_network
from embeddings.onnx_encoder import OnnxEncoder
from embeddings.onnx_graph import NETWORK_FILE, write_network
from embeddings.packed import PackedModel, read_packed, split_q4_0
from embeddings.prompts import Prompts
from embeddings.stock_folder import TOKENIZER_FILE, write_tokenizer
from embeddings.unpacking import MANIFEST, unpack
from errors import EncoderError
from tests.embeddings.packing import HIDDEN, POSITIONS

TEXTS = ["法治", "a法1，2", "法" * 60, "", "～～", "法\x00治\ud800", *(f"法治{'a法' * length}" for length in range(20))]
PROMPTS = Prompts("query: ", "passage: ")


def _write(model: PackedModel, folder: Path) -> None:
    write_network(model, folder / NETWORK_FILE)
    write_tokenizer(model, folder / TOKENIZER_FILE)


def _open(folder: Path, threads: int | None = None) -> OnnxEncoder:
    return OnnxEncoder(folder, "tiny", PROMPTS, positions=POSITIONS, dimension=HIDDEN, threads=threads)


@pytest.fixture(scope="module")
def folder(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("network")
    _write(read_packed(packed.read_bytes()), written)
    return written


@pytest.fixture(scope="module")
def tiny(folder: Path) -> OnnxEncoder:
    return _open(folder)


@pytest.fixture(scope="module")
def torch_tiny(tiny_folder: Path) -> TransformerEncoder:
    return TransformerEncoder(str(tiny_folder))


def test_vectors_are_those_of_torch(tiny: OnnxEncoder, torch_tiny: TransformerEncoder) -> None:
    np.testing.assert_allclose(tiny.encode_queries(TEXTS), torch_tiny.encode_queries(TEXTS), atol=2e-3)
    np.testing.assert_allclose(tiny.encode_passages(TEXTS), torch_tiny.encode_passages(TEXTS), atol=2e-3)


def test_tokens_are_those_of_torch(tiny: OnnxEncoder, torch_tiny: TransformerEncoder) -> None:
    ours, theirs = tiny.encode_query_tokens(TEXTS), torch_tiny.encode_query_tokens(TEXTS)
    assert ours.spans == theirs.spans
    np.testing.assert_allclose(ours.vectors, theirs.vectors, atol=2e-3)
    for own, other in zip(ours.tokens, theirs.tokens, strict=True):
        np.testing.assert_allclose(own, other, atol=2e-2)


def test_passages_come_once_each_whatever_the_threads(folder: Path) -> None:
    texts = TEXTS * 12
    expected = _open(folder, 1).encode_passages(texts)
    np.testing.assert_allclose(_open(folder, 4).encode_passages(texts), expected, atol=1e-5)
    found = np.zeros_like(expected)
    rows: list[int] = []
    for places, encoded in _open(folder, 3).encode_passage_tokens(texts):
        rows += places
        found[places] = encoded.vectors
    assert sorted(rows) == list(range(len(texts)))
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_a_text_alone_is_as_among_others(tiny: OnnxEncoder) -> None:
    together = tiny.encode_passages(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(tiny.encode_passages([text])[0], vector, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_no_texts(tiny: OnnxEncoder) -> None:
    assert tiny.encode_queries([]).shape == (0, HIDDEN)
    assert tiny.encode_query_tokens([]).vectors.shape == (0, HIDDEN)
    assert list(tiny.encode_passage_tokens([])) == []


def test_progress_counts_up_to_all(folder: Path) -> None:
    counts: list[int] = []
    _open(folder).encode_passages(["法"] * 300, counts.append)
    assert counts == sorted(counts)
    assert counts[-1] == 300
    assert len(counts) > 1


def test_many_threads_at_once(tiny: OnnxEncoder) -> None:
    expected = tiny.encode_queries(["法治a"])
    with ThreadPoolExecutor(8) as pool:
        for vectors in pool.map(lambda n: tiny.encode_queries(["法治a"] * n), [1, 2, 5, 1] * 20):
            np.testing.assert_allclose(vectors, np.repeat(expected, len(vectors), axis=0), atol=1e-5)


def test_blocks_are_split_as_they_are_made(packed: Path) -> None:
    model = read_packed(packed.read_bytes())
    halves, scales = model.blocks("l0.fi.w")
    np.testing.assert_array_equal((halves - np.float32(8)).ravel() * np.repeat(scales, 32), model.tensor("l0.fi.w"))
    one = np.frombuffer(np.float16(0.5).tobytes() + bytes(range(16)), np.uint8)
    assert split_q4_0(one)[0].tolist() == [[*range(16), *[0] * 16]]
    with pytest.raises(EncoderError, match="not in 4 bits"):
        model.blocks("emb.pos")


@pytest.mark.parametrize("harm", ["cut", "gone", "no tokenizer"])
def test_a_folder_that_cannot_be_loaded(folder: Path, tmp_path: Path, harm: str) -> None:
    network, tokenizer = (folder / NETWORK_FILE).read_bytes(), (folder / TOKENIZER_FILE).read_bytes()
    if harm != "gone":
        (tmp_path / NETWORK_FILE).write_bytes(network if harm == "no tokenizer" else network[:-100])
    if harm != "no tokenizer":
        (tmp_path / TOKENIZER_FILE).write_bytes(tokenizer)
    with pytest.raises(EncoderError, match=r"cannot be loaded .* delete the folder"):
        _open(tmp_path)


def test_the_network_is_unpacked_and_sealed_like_a_stock_folder(packed: Path, tmp_path: Path) -> None:
    from embeddings.unpacking import file_sha256

    unpack(lambda: packed, file_sha256(packed), tmp_path / "model", _write)
    assert {path.name for path in (tmp_path / "model").iterdir()} == {NETWORK_FILE, TOKENIZER_FILE, MANIFEST}


@pytest.mark.encoder
def test_the_real_vectors_are_those_of_torch() -> None:
    bundled = BundledEncoder(Settings(dtype="float32"))
    stock = unpack(bundled_module.find_source, bundled_module.SOURCE_SHA256, bundled_module.stock_folder())
    reference = TransformerEncoder(str(stock))
    texts = [
        "行政执法人员不足怎么办？",
        "２０２３年，共办理案件１２件。",
        "How many were trained?",
        "法",
        "一、总体情况" * 300,
    ]
    cosines = (bundled.encode_passages(texts) * reference.encode_passages(texts)).sum(axis=1)
    assert cosines.min() > 0.99999
    ours, theirs = bundled.encode_query_tokens(texts), reference.encode_query_tokens(texts)
    assert ours.spans == theirs.spans
    for own, other in zip(ours.tokens, theirs.tokens, strict=True):
        own_unit, other_unit = (rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in (own, other))
        assert (own_unit * other_unit).sum(axis=1).min() > 0.9999


def test_in_sixteen_bits_torch_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert BundledEncoder(Settings(dtype="bfloat16")).identity != BundledEncoder().identity
    asked: list[Path] = []

    def opened(find: object, sha256: str, folder: Path, *how: object) -> None:
        asked.append(folder)
        raise EncoderError("enough")

    monkeypatch.setattr(bundled_module, "open_unpacked", opened)
    for settings in (Settings(dtype="bfloat16"), Settings(dtype="float32"), Settings()):
        with pytest.raises(EncoderError, match="enough"):
            BundledEncoder(settings).encode_queries(["法"])
    network = bundled_module.network_folder
    assert asked == [bundled_module.stock_folder(), network(), network(in_bytes=True)]


def some_ranges(model: PackedModel) -> Ranges:
    """Columns that differ by up to 2 ** 8."""
    largest = np.exp2(np.random.default_rng(1).uniform(-4, 4, (model.sizes.layers, sum(widths(model.sizes).values()))))
    return ranges_of([[row.astype(np.float32)] for row in largest])


@pytest.fixture(scope="module", params=["as they are", "evened"])
def in_bytes(packed: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> OnnxEncoder:
    written = tmp_path_factory.mktemp("bytes")
    model = read_packed(packed.read_bytes())
    write_byte_network(model, written / NETWORK_FILE, some_ranges(model) if request.param == "evened" else None)
    write_tokenizer(model, written / TOKENIZER_FILE)
    return OnnxEncoder(written, "tiny", PROMPTS, positions=POSITIONS, dimension=HIDDEN, threads=None, together=False)


def test_in_bytes_vectors_are_nearly_the_same(in_bytes: OnnxEncoder, tiny: OnnxEncoder) -> None:
    cosines = (in_bytes.encode_passages(TEXTS) * tiny.encode_passages(TEXTS)).sum(axis=1)
    assert 0.98 < cosines.min() < 0.99999


def test_in_bytes_a_vector_depends_on_its_own_text_alone(in_bytes: OnnxEncoder) -> None:
    together = in_bytes.encode_passages(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_array_equal(in_bytes.encode_passages([text])[0], vector)


def test_ranges_are_stored_in_eighths_of_octaves() -> None:
    stored = ranges_of([[np.array([1, 2, 0.5], np.float32), np.array([0, 2**0.125], np.float32)]])
    assert stored.tolist() == [[0, 8, -8, -128, 1]]


@pytest.mark.encoder
def test_the_real_ranges_are_those_of_the_real_network() -> None:
    sizes = read_packed(bundled_module.find_source().read_bytes()).sizes
    assert read_ranges().shape == (sizes.layers, sum(widths(sizes).values()))


def test_products_of_bytes_are_tried_out(tmp_path: Path) -> None:
    write_product(tmp_path / PRODUCT_FILE)
    content = (tmp_path / PRODUCT_FILE).read_bytes()
    # Two products of seven bits and eight fit into sixteen, so that no processor cuts anything off.
    assert are_exact(content) and are_exact(tmp_path / PRODUCT_FILE)
    # Half of the weights' scale: the product is another then, as on a processor that cuts sums off.
    assert not are_exact(content.replace(np.ones(48, np.float32).tobytes(), np.full(48, 0.5, np.float32).tobytes()))
    assert not are_exact(b"no network")


@pytest.mark.encoder
@pytest.mark.parametrize("exact", [True, False])
def test_bytes_are_multiplied_only_where_that_is_exact(monkeypatch: pytest.MonkeyPatch, exact: bool) -> None:
    monkeypatch.setattr(bundled_module, "are_exact", lambda _: exact)
    reference = BundledEncoder(Settings(dtype="float32"))
    chosen = BundledEncoder()
    assert chosen.identity == reference.identity
    texts = ["行政执法人员不足怎么办？", "２０２３年，共办理案件１２件。", "一、总体情况" * 40]
    cosines = (chosen.encode_passages(texts) * reference.encode_passages(texts)).sum(axis=1)
    if exact:
        assert 0.998 < cosines.min() < 0.9999
    else:
        assert cosines.min() > 0.99999
