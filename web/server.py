"""Starts the page: Streamlit in a process of its own, on this machine only."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path
from types import FrameType

from errors import FajianError

ADDRESS = "127.0.0.1"
APP = Path(__file__).resolve().parent.parent / "app.py"
PATIENCE = 5.0
"""Seconds that the server gets to end by itself."""


def serve(
    index: Path,
    *,
    port: int,
    model: str | None,
    headless: bool,
    query_prompt: str | None = None,
    passage_prompt: str | None = None,
) -> int:
    """Run the page until it is stopped and return the exit code.

    Args:
        index: The index directory; it may not be there yet, then the page says how to make one.
        port: On this machine; 0 takes a free one.
        model: The encoder, as in ``load_encoder``; ``None`` leaves the environment's choice.
        headless: Do not open a browser.
        query_prompt: As in ``load_encoder``.
        passage_prompt: As in ``load_encoder``.

    Raises:
        FajianError: The port cannot be had, or Streamlit is not installed.
    """
    port = check_port(port)
    url = f"http://{ADDRESS}:{port}"
    # Not through a shell and in the program's own folder: there lies .streamlit/config.toml.
    process = subprocess.Popen(
        command(port),
        env=environment(index, model, query_prompt=query_prompt, passage_prompt=passage_prompt),
        cwd=APP.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    signal.signal(signal.SIGTERM, _interrupt)
    sys.stderr.write(f"法鉴 Fajian: {url}  (Ctrl-C 停止 stops)\n")
    sys.stderr.flush()
    if not headless:
        threading.Thread(target=_open_browser, args=(url, process), daemon=True).start()
    try:
        code = process.wait()
    except KeyboardInterrupt:
        _end(process)
        return 0
    if code != 0:
        raise FajianError(f"The page's server ended by itself (exit code {code}); what it said stands above")
    return 0


def command(port: int) -> list[str]:
    """The command line that runs Streamlit; never with its own browser, which would ask for an e-mail address first."""
    flags = {
        "server.address": ADDRESS,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "logger.level": "warning",
    }
    return [sys.executable, "-m", "streamlit", "run", str(APP), *(f"--{name}={value}" for name, value in flags.items())]


def environment(
    index: Path, model: str | None, *, query_prompt: str | None = None, passage_prompt: str | None = None
) -> dict[str, str]:
    """The environment of the page's process."""
    chosen = {"FAJIAN_INDEX": str(index.resolve()), "PYTHONUTF8": "1"}
    model = model or os.environ.get("FAJIAN_MODEL")
    if model:
        # A folder is given relative to where the command was typed.
        chosen["FAJIAN_MODEL"] = str(Path(model).resolve()) if Path(model).is_dir() else model
    prompts = {"FAJIAN_QUERY_PROMPT": query_prompt, "FAJIAN_PASSAGE_PROMPT": passage_prompt}
    given = {name: prompt for name, prompt in prompts.items() if prompt is not None}
    return {**os.environ, **chosen, **given}


def check_port(port: int) -> int:
    """The port, or a free one for 0.

    Raises:
        FajianError: It is in use, or no program may have it.
    """
    if not 0 <= port <= 65535:
        raise FajianError(f"{port} is no port; choose one from 1024 to 65535 with --port")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            # A server that ended a moment ago leaves its port waiting, which is no reason to refuse it.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            why = (
                "is in use by another program"
                if error.errno == errno.EADDRINUSE
                else f"cannot be had ({error.strerror})"
            )
            raise FajianError(f"Port {port} {why}; choose another with --port") from error
        return int(probe.getsockname()[1])


def is_up(url: str) -> bool:
    """Whether the server answers; proxies of the system are not asked, the address is our own."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{url}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _open_browser(url: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        if is_up(url):
            webbrowser.open(url)
            return
        time.sleep(0.2)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Being told to end is the same as Ctrl-C: the server must not outlive us."""
    raise KeyboardInterrupt


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
