"""What a build costs beside encoding, how much memory it takes, and how soon one added report is there.

python -m bench.build_speed [--reports 600 6000] [--folder DIR]

Reports come from the forge and are taken in by reading processes, as the terminal does. The encoder gives every character a vector drawn once, so that whatever is
kept is as large as it would be, and nearly nothing is spent on making it; what it spends is taken off. What the bundled encoder would take for the same
texts is measured on some of them in the same run: ``ratio`` is the whole build with it beside encoding alone. Each size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from bench.forge.series import write_folder
from embeddings import BundledEncoder, Encoded, Vectors
from embeddings.encoder import Progress
from indexer.build import build_index
from indexer.index import Index
from indexer.passages import encoded_text
from indexer.reading_pool import ReadingPool

DIMENSION = 384
_ROWS = 4096
_SAMPLED = 96
"""Texts that are encoded for real."""
ADDED = """甲县柳泉镇2023年法治政府建设工作报告

一、工作开展情况
（一）加强执法队伍建设。全年培训执法人员3次，9人取得行政执法证。
二、存在的问题
一是执法人员不足，只有3名执法人员。
三、下一步打算
（一）充实执法力量。计划再招录2名执法人员。
"""


class DrawnEncoder:
    """Every character has a vector; a text's is their mean. Three tokens for four characters, as the bundled encoder has."""

    def __init__(self) -> None:
        rows = np.random.default_rng(0).normal(size=(_ROWS, DIMENSION)).astype(np.float32)
        self._rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        self.seconds = 0.0
        """Spent in here so far."""

    @property
    def identity(self) -> str:
        """A name of its own."""
        return "drawn"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return DIMENSION

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode_queries`."""
        return self._encoded(texts).vectors

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.encode_passages`."""
        return self._encoded(texts).vectors

    def encode_query_tokens(self, texts: Sequence[str]) -> Encoded:
        """See `TokenEncoder.encode_query_tokens`."""
        return self._encoded(texts)

    def encode_passage_tokens(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Encoded]]:
        """See `TokenEncoder.encode_passage_tokens`."""
        for place, text in enumerate(texts):
            yield [place], self._encoded([text])

    def _encoded(self, texts: Sequence[str]) -> Encoded:
        began = time.perf_counter()
        tokens = tuple(self._tokens(text) for text in texts)
        means = np.stack([own.mean(axis=0) for own in tokens]) if tokens else np.zeros((0, DIMENSION), np.float32)
        vectors = means / np.linalg.norm(means, axis=1, keepdims=True)
        self.seconds += time.perf_counter() - began
        return Encoded(vectors, tokens, tuple(((0, 1),) * len(own) for own in tokens))

    def _tokens(self, text: str) -> NDArray[np.float32]:
        codes = np.frombuffer((text or " ").encode("utf-32-le", "replace"), dtype=np.uint32) % _ROWS
        own: NDArray[np.float32] = self._rows[codes[np.arange(len(codes)) % 4 != 3]]
        return own


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds by the clock unless said otherwise; ``beside`` is the build without its encoder, ``encoding`` what the bundled encoder would take."""

    reports: int
    passages: int
    beside: float
    encoding: float
    ratio: float
    stages: dict[str, float]
    added: float
    megabytes: float


class Stages:
    """Seconds by the clock between what a build tells of."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stage, self._since = "open", time.perf_counter()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Told by the build."""
        now = time.perf_counter()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = stage, now


def measure(folder: Path, reports: int) -> Figures:
    """Build an index of so many forged reports below a folder, and add one to it."""
    source, directory = folder / f"reports-{reports}", folder / f"index-{reports}"
    if not source.is_dir():
        write_folder(source, reports)
    encoder, stages = DrawnEncoder(), Stages()
    began = time.perf_counter()
    with Memory() as memory:
        build_index(directory, [source], encoder, reader=ReadingPool(), progress=stages)
    beside = time.perf_counter() - began - encoder.seconds
    stages("end", 0, 0)
    added = [_add(source / f"added{number}.txt", directory) for number in range(3)]
    index = Index.open(directory)
    passages = index.manifest.passages
    encoding = passages * _seconds_a_text(index)
    index.close()
    return Figures(
        reports,
        passages,
        beside,
        encoding,
        (beside + encoding) / encoding,
        stages.seconds,
        min(added),
        round(memory.megabytes, 1),
    )


def _add(file: Path, directory: Path) -> float:
    """Seconds until one more report can be found, without its encoding."""
    file.write_text(ADDED.replace("柳泉", f"柳{file.stem}泉"), encoding="utf-8")
    encoder = DrawnEncoder()
    began = time.perf_counter()
    build_index(directory, [file.parent], encoder, reader=ReadingPool())
    Index.open(directory).close()
    return time.perf_counter() - began - encoder.seconds


def _seconds_a_text(index: Index) -> float:
    """What the bundled encoder takes for a passage of the index, on all cores."""
    count = index.manifest.passages
    places = np.random.default_rng(0).permutation(count)[:_SAMPLED]
    texts = []
    for passage in index.catalogue.passages([int(place) for place in places]):
        report = index.catalogue.report(passage.report_id)
        assert report is not None
        texts.append(encoded_text(report, passage))
    encoder = BundledEncoder()
    encoder.encode_queries(["法"])
    began = time.perf_counter()
    for _ in encoder.encode_passage_tokens(texts):
        pass
    return (time.perf_counter() - began) / len(texts)


class Memory:
    """The most memory that this process has while it is watched, without files that are mapped: those give way to whoever needs the room.

    Where the system does not tell that (all but Linux), the most it ever had, mapped files included.
    """

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._done = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Memory:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._watch.join()

    def _look(self) -> None:
        while True:
            self.megabytes = max(self.megabytes, _megabytes())
            if self._done.wait(0.05):
                return


def _megabytes() -> float:
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return next(int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("RssAnon"))
    except (OSError, StopIteration):
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def main() -> None:
    """Print a row for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=int, nargs="+", default=[600, 6000])
    parser.add_argument("--folder", type=Path, help="keep reports and indexes here")
    parser.add_argument("--run", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if options.run:
            print(json.dumps(asdict(measure(folder, options.run))))
            return
        print(f"{os.cpu_count()} cores")
        print("| reports | passages | beside encoding s | encoding s | ratio | one more report s | MB | stages s |")
        print("|---|---|---|---|---|---|---|---|")
        for count in options.reports:
            command = [sys.executable, "-m", "bench.build_speed", "--folder", str(folder), "--run", str(count)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            one = Figures(**json.loads(done.stdout.splitlines()[-1]))
            stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in one.stages.items())
            print(
                f"| {one.reports:,} | {one.passages:,} | {one.beside:.1f} | {one.encoding:.0f} | {one.ratio:.3f} | {one.added:.2f} "
                f"| {one.megabytes:.0f} | {stages} |"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
