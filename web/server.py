"""Starts the page: Streamlit behind its gate, in a process of its own; on this machine only, unless a login is set and another address asked for."""

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
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from errors import FajianError
from web.gate.door import is_this_machine
from web.gate.oidc import check_provider, secrets_files
from web.settings import PageSettings, data_directory, read_settings

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
    address: str = ADDRESS,
    query_prompt: str | None = None,
    passage_prompt: str | None = None,
) -> int:
    """Run the page until it is stopped and return the exit code.

    Args:
        index: The index directory; it may not be there yet, then the page says how to make one.
        port: On this machine; 0 takes a free one.
        model: The encoder, as in ``load_encoder``; ``None`` leaves the environment's choice.
        headless: Do not open a browser.
        address: Of this machine, under which the page is served; one that others can reach needs a login.
        query_prompt: As in ``load_encoder``.
        passage_prompt: As in ``load_encoder``.

    Raises:
        FajianError: The port or the address cannot be had, a setting is wrong, or others could open the page without a login.
    """
    settings = read_settings(data_directory(index))
    check_login(settings, address, index)
    port = check_port(port, address)
    url = f"http://{_host(address)}:{port}{'/' if settings.base_path else ''}{settings.base_path}"
    # Not through a shell and in the program's own folder: there lies .streamlit/config.toml.
    process = subprocess.Popen(
        command(port, address, settings, secrets_files(data_directory(index).resolve(), APP.parent)),
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


def check_login(settings: PageSettings, address: str, index: Path) -> None:
    """Make sure that the login can work, and that there is one where others could open the page.

    Raises:
        FajianError: There is none, or a provider is not wholly described.
    """
    if settings.login == "oidc":
        data = data_directory(index)
        check_provider(secrets_files(data, APP.parent), data)
    elif not settings.login and not is_this_machine(address):
        raise FajianError(
            f"At {address} other computers could open the page, and no login is set; set a password with: "
            f"python cli.py password --index {index}, or leave out --address"
        )


def command(
    port: int, address: str = ADDRESS, settings: PageSettings | None = None, secrets: Sequence[Path] = ()
) -> list[str]:
    """The command line that runs Streamlit; never with its own browser, which would ask for an e-mail address first."""
    settings = settings or PageSettings()
    flags = {
        "server.address": address,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "logger.level": "warning",
        "server.maxUploadSize": str(settings.upload_megabytes),
    }
    if settings.base_path:
        flags["server.baseUrlPath"] = settings.base_path
    if secrets:
        flags["secrets.files"] = "\n".join(map(str, secrets))
    return [sys.executable, "-m", "web.gate", str(APP), *(f"--{name}={value}" for name, value in flags.items())]


def environment(
    index: Path, model: str | None, *, query_prompt: str | None = None, passage_prompt: str | None = None
) -> dict[str, str]:
    """The environment of the page's process."""
    chosen = {"FAJIAN_INDEX": str(index.resolve()), "PYTHONUTF8": "1"}
    if os.environ.get("FAJIAN_DATA"):
        chosen["FAJIAN_DATA"] = str(Path(os.environ["FAJIAN_DATA"]).resolve())
    model = model or os.environ.get("FAJIAN_MODEL")
    if model:
        # A folder is given relative to where the command was typed.
        chosen["FAJIAN_MODEL"] = str(Path(model).resolve()) if Path(model).is_dir() else model
    prompts = {"FAJIAN_QUERY_PROMPT": query_prompt, "FAJIAN_PASSAGE_PROMPT": passage_prompt}
    given = {name: prompt for name, prompt in prompts.items() if prompt is not None}
    # Many visitors share the cores already; threads of their own for the products of one search only make all of them wait.
    # Linux' allocator keeps a store for each thread that was ever busy, eight to a core, and gives little of it back: with four a day's memory is a quarter less.
    return {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "4", **os.environ, **chosen, **given}


def check_port(port: int, address: str = ADDRESS) -> int:
    """The port, or a free one for 0.

    Raises:
        FajianError: It is in use, or no program may have it, or the address is not one of this machine.
    """
    if not 0 <= port <= 65535:
        raise FajianError(f"{port} is no port; choose one from 1024 to 65535 with --port")
    try:
        family, kind, _, _, where = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise FajianError(
            f"{address} is no address of this machine; take 127.0.0.1, 0.0.0.0 or one of its own"
        ) from error
    with socket.socket(family, kind) as probe:
        if os.name == "posix":
            # A server that ended a moment ago leaves its port waiting, which is no reason to refuse it.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
        except OSError as error:
            why = (
                "is in use by another program"
                if error.errno == errno.EADDRINUSE
                else f"cannot be had ({error.strerror})"
            )
            if error.errno == errno.EADDRNOTAVAIL:
                raise FajianError(f"{address} is no address of this machine; take 127.0.0.1 or 0.0.0.0") from error
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


def _host(address: str) -> str:
    """The name by which this machine reaches a server that listens at the address."""
    everywhere = {"0.0.0.0": ADDRESS, "::": "[::1]"}
    return everywhere.get(address, f"[{address}]" if ":" in address else address)


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
