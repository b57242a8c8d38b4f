"""The fake server in the place of any other."""

from __future__ import annotations

import pytest

from indexer.milvus import remote
from tests.indexer.milvus.fake import FakeServer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> FakeServer:
    """A server in memory, which every address leads to."""
    fake = FakeServer()
    monkeypatch.setattr(remote, "connect", lambda *_: fake)
    return fake
