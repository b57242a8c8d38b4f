"""What loading and running any of the libraries' models needs: quiet, a hub that answers, and the right number of threads."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import lru_cache

_HUB_SECONDS = 10.0


def reach_hub() -> None:
    """Fail at once where the hub cannot be reached; its own client tries each of several files six times over."""
    from huggingface_hub import get_session
    from huggingface_hub.constants import ENDPOINT, HF_HUB_OFFLINE

    if not HF_HUB_OFFLINE:
        get_session().head(ENDPOINT, timeout=_HUB_SECONDS)


def first_line(error: Exception) -> str:
    """What an error of a library says first; its name where it says nothing."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:200]


@lru_cache(maxsize=1)
def torch_threads() -> int:
    """Torch's own choice, read before `use_threads` changes it; it heeds OMP_NUM_THREADS."""
    import torch

    return int(torch.get_num_threads())


def use_threads(count: int) -> None:
    """Have torch compute with this many threads from now on."""
    # Set before each call and never restored: restoring would race with other threads' calls.
    import torch

    if torch.get_num_threads() != count:
        torch.set_num_threads(count)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep transformers' bars and advice off the terminal while a model loads; the bar of a download stays."""
    from transformers.utils import logging as transformers_logging

    verbosity, bars = transformers_logging.get_verbosity(), transformers_logging.is_progress_bar_enabled()
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    try:
        yield
    finally:
        transformers_logging.set_verbosity(verbosity)
        if bars:
            transformers_logging.enable_progress_bar()
