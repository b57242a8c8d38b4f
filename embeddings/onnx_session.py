"""The one door to ONNX Runtime: one thread, nothing on the console, and no word to anybody about what it is used for.

From version 1.29 on its builds for Linux and macOS, too, send reports of their use to their maker, with an identifier that they keep in the user's cache. Only a
variable that is set before the library is loaded ends that; what the library itself offers comes too late for both.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from onnxruntime import InferenceSession

SILENCE = ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED")
"""The name in released versions, and the one that it had before."""


def silence() -> None:
    """Have ONNX Runtime report nothing, whoever in this process loads it after this."""
    os.environ.update(dict.fromkeys(SILENCE, "1"))


def runtime() -> ModuleType:
    """The library, silenced.

    Raises:
        ImportError: It is not installed.
    """
    silence()
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    module: ModuleType = onnxruntime
    return module


def open_session(network: Path | bytes, *, arena: bool = True) -> InferenceSession:
    """Open a network for one thread at a time.

    Args:
        network: A file, or what would stand in it.
        arena: Whether memory that a run took is kept for the next; it would be that of the most that were ever at work at once.

    Raises:
        ImportError: ONNX Runtime is not installed.
        Exception: It cannot open the network; its own kinds of errors share no root but this.
    """
    library = runtime()
    options = library.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = arena
    given = network if isinstance(network, bytes) else str(network)
    session: InferenceSession = library.InferenceSession(given, options, providers=["CPUExecutionProvider"])
    return session
