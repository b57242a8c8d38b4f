"""What loading and running any of the libraries' models needs: a folder that is safe to open, quiet, and the right number of threads."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from embeddings.model_folder import FETCHED, check_fetched, check_folder
from embeddings.model_source import ModelSource

if TYPE_CHECKING:
    from torch import Tensor

T = TypeVar("T")

_HUB_SECONDS = 10.0


def reach_hub() -> None:
    """Fail at once where the hub cannot be reached; its own client tries each of several files six times over."""
    from huggingface_hub import get_session
    from huggingface_hub.constants import ENDPOINT, HF_HUB_OFFLINE

    if not HF_HUB_OFFLINE:
        get_session().head(ENDPOINT, timeout=_HUB_SECONDS)


def folder_to_open(source: ModelSource) -> Path:
    """The model's folder, fetched first if need be, after :func:`check_folder`.

    Only settings, vocabularies and safetensors are fetched. A model that is on this machine is opened from its folder: by name the hub's client would
    go to the network even then.

    Raises:
        ValueError: The folder holds what could run code, or weights that are not those fetched.
        OSError: The hub or a file cannot be reached; so do the kinds of errors of the hub's client.
    """
    folder = source.folder() if source.is_at_hand() else None
    if folder is None:
        reach_hub()
        folder = _fetch(source.hub_names)
    check_folder(folder)
    if source.given_folder is None:
        check_fetched(folder)
    return folder


def _fetch(names: tuple[str, ...]) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import RepositoryNotFoundError

    for name in names[:-1]:
        with contextlib.suppress(RepositoryNotFoundError):
            return Path(snapshot_download(name, allow_patterns=list(FETCHED)))
    return Path(snapshot_download(names[-1], allow_patterns=list(FETCHED)))


def load_whole(load: Callable[[], T], run: Callable[[T], Tensor]) -> T:
    """Load a model and run it once; refuse one whose weights are not all there, since the libraries fill the rest up by chance.

    Args:
        load: Loads the model.
        run: Has it compute something.

    Raises:
        ValueError: What it computes differs from one loading to the next.
    """
    import torch

    before = torch.get_rng_state()
    model = load()
    if torch.equal(before, torch.get_rng_state()):
        run(model)
        return model
    # Chance was asked. Often for a part that does not matter, or for what was then read from the file: a second model tells.
    first, second = run(model).float(), run(load()).float()
    if not torch.allclose(first, second, atol=1e-4, equal_nan=True):
        raise ValueError("its weights are not all there, and chance would fill them up: fetch or save it again")
    return model


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
