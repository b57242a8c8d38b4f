"""Something that hostile files point at: a file with a secret, a pipe that tells when it is opened, and a server that tells when it is called."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SECRET = "机密八四二七"


@dataclass
class Canary:
    """Where hostile files may point, and what was touched so far."""

    url: str
    secret: Path
    pipe: Path
    touched: list[str] = field(default_factory=list)

    @property
    def targets(self) -> tuple[str, ...]:
        """Addresses that a file may name."""
        return (
            f"{self.url}/x",
            self.secret.as_uri(),
            self.pipe.as_uri(),
            str(self.secret),
            f"\\\\127.0.0.1{self.secret}",
        )


@contextmanager
def canary(folder: Path) -> Iterator[Canary]:
    """A canary below a folder, as long as the block lasts."""
    secret, pipe = folder / "secret.txt", folder / "pipe.txt"
    secret.write_text(f"{SECRET}。" * 20, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        bird = Canary(f"http://127.0.0.1:{server.getsockname()[1]}", secret, pipe)
        done = threading.Event()
        watchers = [threading.Thread(target=_listen, args=(server, bird, done), daemon=True)]
        if hasattr(os, "mkfifo"):
            os.mkfifo(pipe)
            watchers.append(threading.Thread(target=_wait_for_reader, args=(bird, done), daemon=True))
        for watcher in watchers:
            watcher.start()
        try:
            yield bird
        finally:
            done.set()
            # Whoever still waits is let go: by a call, and by a reader of the pipe.
            with socket.create_connection(server.getsockname()):
                pass
            if pipe.exists():
                reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
                for watcher in watchers:
                    watcher.join(5)
                os.close(reader)


def _listen(server: socket.socket, bird: Canary, done: threading.Event) -> None:
    while not done.is_set():
        connection, _ = server.accept()
        with connection:
            if not done.is_set():
                bird.touched.append("called")


def _wait_for_reader(bird: Canary, done: threading.Event) -> None:
    # Opening a pipe for writing waits until somebody opens it for reading.
    writer = os.open(bird.pipe, os.O_WRONLY)
    os.close(writer)
    if not done.is_set():
        bird.touched.append("opened")
