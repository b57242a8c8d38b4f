from __future__ import annotations

from pathlib import Path

import pytest

from embeddings import BundledEncoder
from embeddings.unpacking import file_sha256, unpack
from tests.embeddings.packing import write_packed


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_packed(tmp_path_factory.mktemp("packed") / "tiny.bin")


@pytest.fixture(scope="session")
def tiny_folder(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stock folder of a tiny model with random weights."""
    return unpack(lambda: packed, file_sha256(packed), tmp_path_factory.mktemp("cache") / "tiny")


@pytest.fixture(scope="session")
def bundled() -> BundledEncoder:
    """The real encoder, out of the user's cache, so that only the first run on a machine unpacks it."""
    return BundledEncoder()
