"""A real server and a real Chromium for the tests and for the picture in the README."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from web.server import APP, check_port, is_up
from web.server import command as page_command

PATIENCE = 20_000
"""Milliseconds that a page may take on a busy machine."""
ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Visitors are Chinese unless a context says otherwise.
    "--accept-lang=zh-CN",
]


def find_chromium() -> str | None:
    """The system's Chromium."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def running_server(index: Path, model: str | None = None) -> Iterator[str]:
    """``cli.py serve`` on a free port; yields the address once it answers."""
    port = check_port(0)
    command = [sys.executable, "cli.py", "serve", "--headless", f"--port={port}", f"--index={index}"]
    command += [f"--model={model}"] if model else []
    with _running(command, port) as url:
        yield url


@contextmanager
def running_script(script: Path) -> Iterator[str]:
    """A page of its own, to see what Streamlit makes of something."""
    port = check_port(0)
    with _running([part if part != str(APP) else str(script) for part in page_command(port)], port) as url:
        yield url


@contextmanager
def _running(command: list[str], port: int) -> Iterator[str]:
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while not is_up(url):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not come up (exit code {process.poll()})")
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(20)
