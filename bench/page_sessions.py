"""How fast the page answers, alone and with twenty visitors at once, and what a visitor costs in memory.

python -m bench.page_sessions --passages 100000
python -m bench.page_sessions --index DIR --sessions 20

Visitors are real sessions of the real server: they speak Streamlit's own protocol over its websocket, as the browser does, and a time is that from asking
until the server has drawn the whole page. What a browser needs to show it comes on top. Questions are the samples' own, each with another theme, so that
none is answered from memory unless it says so. The index is that of :mod:`bench.crowded`, or one that is given.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.crowded import make_crowded
from bench.speed import SAMPLES
from corpus.themes import THEMES
from embeddings import BundledEncoder
from indexer.index import Index
from search.evaluation import read_questions
from web.server import APP, check_port, command, environment, is_up

PATIENCE = 120.0
"""Seconds that a page may take."""
HIT = b'<article class="fj-hit">'


@dataclass
class Visitor:
    """A session of the server."""

    socket: ClientConnection

    async def see(self, path: str = "", **params: str) -> tuple[float, int]:
        """Ask for a page by its link.

        Returns:
            Seconds until it was drawn, and how many hits were among what was sent anew.
        """
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(params)
        asked.rerun_script.page_name = path
        began = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        hits = 0
        while True:
            raw = await asyncio.wait_for(self.socket.recv(), PATIENCE)
            assert isinstance(raw, bytes)
            hits += HIT in raw
            message = ForwardMsg()
            message.ParseFromString(raw)
            if message.HasField("script_finished") and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return time.perf_counter() - began, hits


def main() -> None:
    """Start the server and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--index", type=Path, help="an index made by the bundled encoder, instead of a crowded one")
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--asked", type=int, default=5, help="questions of each visitor")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        directory = options.index or make_crowded(Path(folder), options.passages, BundledEncoder())[0]
        index = Index.open(directory)
        held = f"{index.manifest.passages:,} passages of {index.manifest.reports:,} reports"
        index.close()
        sys.stdout.write(f"{os.cpu_count()} cores, {held}; milliseconds of the server, p50 / p95\n")
        with _server(directory) as (port, process):
            asyncio.run(_measure(port, process, options.sessions, options.asked))


async def _measure(port: int, process: int, sessions: int, asked: int) -> None:
    questions = _questions()
    alone = await _visit(port)
    first, _ = await alone.see()
    sys.stdout.write(f"first page of the first visitor        {first * 1000:8.0f}\n")
    # Until everything is loaded; both languages.
    for question in [next(questions) for _ in range(4)]:
        await alone.see(q=question)
    before = _memory(process)
    _told("first page of another visitor", [(await (await _visit(port)).see())[0] for _ in range(5)])
    _told("a question", [(await _found(alone, q=next(questions))) for _ in range(20)])
    known = next(questions)
    await alone.see(q=known)
    filters: list[dict[str, str]] = [{"role": "practice"}, {"role": "problem"}, {"year": "2023"}, {"year": "2022-2024"}]
    _told("another filter, the same question", [(await alone.see(q=known, **chosen))[0] for chosen in filters])
    _told("more hits of the same question", [(await alone.see(q=known, n=str(top)))[0] for top in (20, 30, 40)])
    _told("drawn again, nothing changed", [(await alone.see(q=known))[0] for _ in range(10)])
    visitors = [await _visit(port) for _ in range(sessions)]
    await asyncio.gather(*(visitor.see() for visitor in visitors))
    each = [[next(questions) for _ in range(asked)] for _ in visitors]
    began = time.perf_counter()
    times = await asyncio.gather(*(_ask_all(visitor, own) for visitor, own in zip(visitors, each, strict=True)))
    seconds = time.perf_counter() - began
    _told(f"a question, {sessions} visitors at once", [took for own in times for took in own])
    sys.stdout.write(f"questions answered a second            {sessions * asked / seconds:8.1f}\n")
    sys.stdout.write(f"memory of the server, one visitor      {before:8.0f} MB\n")
    after = _memory(process)
    sys.stdout.write(f"for each visitor more                  {(after - before) / (sessions + 5):8.1f} MB\n")


async def _ask_all(visitor: Visitor, questions: Sequence[str]) -> list[float]:
    return [await _found(visitor, q=question) for question in questions]


async def _found(visitor: Visitor, **params: str) -> float:
    """Seconds of a page that must show hits."""
    seconds, hits = await visitor.see(**params)
    if not hits:
        raise SystemExit(f"nothing was shown for {params}; the figures would be of nothing")
    return seconds


async def _visit(port: int) -> Visitor:
    socket = await connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]
    return Visitor(socket)


def _questions() -> Iterator[str]:
    """Questions that nobody asked before, Chinese and English in turn."""
    own = read_questions(SAMPLES / "queries.jsonl")
    for theme in THEMES:
        for question in own:
            yield f"{theme.zh}：{question.zh}"
            yield f"{theme.en}: {question.en}"


def _told(name: str, seconds: Sequence[float]) -> None:
    middle, high = np.percentile(np.array(seconds) * 1000, (50, 95))
    sys.stdout.write(f"{name:<39}{middle:8.0f} /{high:6.0f}\n")
    sys.stdout.flush()


def _memory(process: int) -> float:
    """Megabytes of a process that lie in memory."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True)
    return int(told.stdout) / 1024


@contextmanager
def _server(index: Path) -> Iterator[tuple[int, int]]:
    """The page's server; its port and its process."""
    port = check_port(0)
    process = subprocess.Popen(
        command(port),
        env=environment(index, None),
        cwd=APP.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not is_up(f"http://127.0.0.1:{port}"):
            if process.poll() is not None:
                raise SystemExit("the server did not come up")
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()
