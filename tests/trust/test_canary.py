"""The canary itself: it must see what it is there to see."""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.trust.canary import SECRET, canary


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes among files there")
def test_it_sees_a_call_and_an_open_file(tmp_path: Path) -> None:
    with canary(tmp_path) as bird:
        assert bird.touched == []
        with socket.create_connection(("127.0.0.1", urlsplit(bird.url).port or 0)):
            pass
        with bird.pipe.open("rb") as pipe:
            pipe.read()
        for _ in range(100):
            if len(bird.touched) == 2:
                break
            time.sleep(0.02)
        assert sorted(bird.touched) == ["called", "opened"]
        assert SECRET in bird.secret.read_text(encoding="utf-8")


def test_it_is_silent_where_nothing_is_touched(tmp_path: Path) -> None:
    with canary(tmp_path) as bird:
        pass
    assert bird.touched == []
