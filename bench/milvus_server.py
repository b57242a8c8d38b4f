"""A real Milvus server for tests and measuring, out of the package ``milvus``, that only this machine can reach.

python -m bench.milvus_server --port 19540 --data DIR

The server itself listens on all interfaces, as it comes. So it runs in a network of its own that has nothing but a loopback, and this
process, which listened on 127.0.0.1 before it went in there, carries what comes to it. Linux, as root or where users may make namespaces.
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

UP_WITHIN = 120.0
"""Seconds in which a server must be up."""
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_GET_FLAGS, _SET_FLAGS, _IS_UP = 0x8913, 0x8914, 1
_DIE_WITH_PARENT = 1
_PIECE = 1 << 18
_INSIDE = 19530
"""The server's port in its own network."""


def missing() -> str:
    """Why no server can be had here; "" where one can."""
    if sys.platform != "linux":
        return "the server runs on Linux only"
    lacking = [name for name in ("milvus", "pymilvus") if find_spec(name) is None]
    if lacking:
        return f"needs pip install {' '.join(lacking)}"
    tried = subprocess.run(["unshare", "--map-root-user", "--net", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 or os.geteuid() == 0 else "this machine allows no network namespaces"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server while the block runs: its process, which takes the server with it when it ends.

    Raises:
        RuntimeError: It does not come up.
    """
    command = [sys.executable, "-m", "bench.milvus_server", "--port", str(port), "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    giving_up = threading.Timer(UP_WITHIN, process.kill)
    giving_up.start()
    try:
        assert process.stdout is not None
        if process.stdout.readline().strip() != b"up":
            raise RuntimeError(f"the Milvus server in {data} did not come up; see its logs there")
        giving_up.cancel()
        yield process
    finally:
        giving_up.cancel()
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _enter_own_network() -> None:
    """Leave all networks but a new loopback; sockets that are open stay where they are.

    Raises:
        OSError: The system does not allow it.
    """
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(_NEW_NET | (0 if os.geteuid() == 0 else _NEW_USER)):
        raise OSError(ctypes.get_errno(), "no network of its own can be had")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        name = struct.pack("16sh", b"lo", 0)
        (flags,) = struct.unpack_from("16xh", fcntl.ioctl(any_socket, _GET_FLAGS, name))
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh", b"lo", flags | _IS_UP))


def _start(data: Path) -> subprocess.Popen[bytes]:
    """The server itself, without its launcher, which would outlive it or leave it behind."""
    import milvus

    data.mkdir(parents=True, exist_ok=True)
    config = milvus.MilvusServerConfig(data_dir=str(data))
    config.set("proxy_port", _INSIDE)
    config.resolve()
    milvus._initialize_data_files(str(data))
    told = {"DEPLOY_MODE": "STANDALONE", "METRICS_PORT": "9091", "MILVUS_RUN_DIR": str(data / "run")}
    told["LD_LIBRARY_PATH"] = f"{data / 'bin'}:{os.environ.get('LD_LIBRARY_PATH', '')}"
    library = ctypes.CDLL(None)
    log = (data / "logs" / "server.log").open("wb")
    return subprocess.Popen(
        [str(data / "bin" / "milvus"), "run", "standalone"],
        cwd=data,
        env={**os.environ, **told},
        stdout=log,
        stderr=log,
        preexec_fn=lambda: library.prctl(_DIE_WITH_PARENT, signal.SIGKILL),  # noqa: PLW1509 - there is one thread
    )


def _wait_until_up(server: subprocess.Popen[bytes]) -> bool:
    import urllib.request

    begun = time.monotonic()
    while time.monotonic() - begun < UP_WITHIN and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen("http://127.0.0.1:9091/healthz", timeout=5) as answer:
            if b"OK" in answer.read():
                return True
        time.sleep(0.1)
    return False


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await source.read(_PIECE):
            target.write(piece)
            await target.drain()
    target.close()


async def _take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        there, back = await asyncio.open_connection("127.0.0.1", _INSIDE)
    except OSError:
        writer.close()
        return
    with suppress(asyncio.CancelledError):  # at the end, which is no fault
        await asyncio.gather(_carry(reader, back), _carry(there, writer))


async def _serve(listening: socket.socket, server: subprocess.Popen[bytes]) -> None:
    await asyncio.start_server(_take, sock=listening)
    print("up", flush=True)
    while server.poll() is None:
        await asyncio.sleep(0.2)


def main() -> int:
    """Run a server until this process is told to end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=19540, help="port on 127.0.0.1 (default 19540)")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="where the server keeps its data")
    options = parser.parse_args()
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    listening = socket.create_server(("127.0.0.1", options.port))
    _enter_own_network()
    server = _start(options.data.resolve())
    try:
        if not _wait_until_up(server):
            return 1
        asyncio.run(_serve(listening, server))
    finally:
        server.kill()
        server.wait()
    return 1


if __name__ == "__main__":
    sys.exit(main())
