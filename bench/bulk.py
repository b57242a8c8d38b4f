"""What encoding over a cluster costs beside encoding: a build here, and the same over a Ray of this machine's own, in one run.

python -m bench.bulk [--reports 60] [--workers 2] [--model bundled]

Reports come from the forge. The cluster has the machine's processors to itself, as many processes as ``--workers``; the build without it uses the encoder's own threads on the
same processors. What is measured is the seam: starting Ray and its workers, writing texts, shards and the log. More machines are not measured here.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.forge.series import write_folder
from embeddings import Encoder, load_encoder
from indexer.build import build_index
from indexer.bulk.encoding import STAGE, BulkEncoder, RayEncoder
from indexer.bulk.order import LoadModel
from indexer.index import ENCODINGS, Index


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock: of the whole build, of its encoding, and of that before the first text was done."""

    whole: float
    encoding: float
    waiting: float
    passages: int
    texts: int

    @property
    def rate(self) -> float:
        """Texts a second, with all that goes before the first."""
        return self.texts / self.encoding


class Watch:
    """Notes when a build begins to encode, has done its first texts, and has done all."""

    def __init__(self, stage: str) -> None:
        self._stage = stage
        self.begun = self.first = self.last = 0.0
        self.texts = 0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Told by the build."""
        now = time.perf_counter()
        if stage == "read":
            self.begun = now
        elif stage == self._stage:
            self.texts = total
            self.first = self.first or (now if done else 0.0)
            self.last = self.last or (now if done == total else 0.0)


def measure(directory: Path, reports: Path, encoder: Encoder, bulk: BulkEncoder | None) -> Run:
    """Build an index of a folder."""
    watch = Watch("encode" if bulk is None else STAGE)
    began = time.perf_counter()
    result = build_index(directory, [reports], encoder, bulk=bulk, progress=watch)
    whole = time.perf_counter() - began
    return Run(whole, watch.last - watch.begun, watch.first - watch.begun, result.passages, watch.texts)


def same(one: Path, other: Path) -> bool:
    """Whether two indexes of the same reports hold the same vectors and token codes for each text, by their checksums."""
    mine, others = _rows(one), _rows(other)
    return np.array_equal(mine, others)


def _rows(directory: Path) -> NDArray[np.uint8]:
    index = Index.open(directory)
    rows: NDArray[np.uint8] = np.unique(np.load(index.version / ENCODINGS, allow_pickle=False), axis=0)
    index.close()
    return rows


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--model", default="bundled")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = folder / "reports"
        write_folder(reports, options.reports)
        encoder = load_encoder(options.model)
        encoder.encode_queries(["法"])
        cluster = RayEncoder("local", LoadModel.of(options.model, None, None), workers=options.workers)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, encoder {encoder.identity}")
        runs = {
            "here": measure(folder / "here", reports, encoder, None),
            f"--ray local, {options.workers} workers": measure(folder / "ray", reports, encoder, cluster),
        }
        print(f"{'':26}{'texts':>8}{'build s':>10}{'encoding s':>12}{'to the first s':>16}{'texts/s':>10}")
        for label, run in runs.items():
            print(f"{label:26}{run.texts:8}{run.whole:10.1f}{run.encoding:12.1f}{run.waiting:16.1f}{run.rate:10.1f}")
        print(f"same vectors and token codes to the last bit: {same(folder / 'here', folder / 'ray')}")


if __name__ == "__main__":
    main()
