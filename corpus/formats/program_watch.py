"""Becomes another program, beside which a watch stands that ends it, with all it started, once whoever asked is gone.

Run as a script that leads a process group, with the bytes of memory and of one file that the program may have (0: as many as it likes) and its
command line. Standard input is a pipe from whoever asks: it breaks when that process ends, however it ends, and nothing is left working for nobody.
The program gets an empty standard input, or, where ``keep`` is the first argument, that pipe itself.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import suppress


def main(memory: int, size: int, command: list[str], *, keep: bool) -> None:
    """Set the watch and be the program.

    Raises:
        OSError: It cannot be started.
    """
    if not os.fork():
        _watch()
    if not keep:
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
    _restrict(memory, size)
    os.execvp(command[0], command)


def _watch() -> None:
    # Whoever waits for the program's output must not wait for this process.
    os.closerange(1, 64)
    broken = select.poll()
    broken.register(0, 0)
    broken.poll()
    os.killpg(0, signal.SIGKILL)


def _restrict(memory: int, size: int) -> None:
    if sys.platform == "linux":
        import resource

        for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, size)):
            with suppress(OSError, ValueError):
                if most:
                    resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    _keep, *_rest = sys.argv[1:]
    main(int(_rest[0]), int(_rest[1]), _rest[2:], keep=_keep == "keep")
