"""Attacks on the real server of the page, in short: each must fail, and each must be able to have success where nothing stands in its way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect
from streamlit.web.server.server_util import is_url_from_allowed_origins

from bench.trust import attacks, attacks_login, attacks_open, attacks_uploads
from bench.trust.served import serving
from web.gate.door import Door
from web.gate.middleware import Gate
from web.gate.tokens import Tokens
from web.gate.uploads import GENEROUS, TOGETHER
from web.settings import PageSettings

MEGABYTE = 2**20


@pytest.mark.parametrize("server", list(attacks.ATTACKS))
def test_no_attack_has_success(
    hashing_index: Path, tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attacks_uploads, "NAMES", attacks_uploads.NAMES[::4])
    monkeypatch.setattr(attacks_uploads, "_PAGES", ("", "corpus", "excerpts"))
    monkeypatch.setattr(attacks_login, "_OTHERS", 5)
    # The cheapest hash that the settings take: many passwords are tried here.
    monkeypatch.setattr("web.gate.password._COST", 2**14)
    monkeypatch.setattr("web.gate.password._PARALLEL", 1)
    monkeypatch.setattr(attacks_open, "_STEPS", attacks_open._STEPS[::3])
    found = attacks.run(hashing_index, tmp_path, [server])
    assert found.broken == ()
    assert found.attempts > 15


@pytest.fixture
def naked(hashing_index: Path, tmp_path: Path) -> Iterator[None]:
    """The server without its gate."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bench.trust.served.command", _without_gate)
        yield


def _without_gate(port: int, address: str = "", settings: PageSettings | None = None) -> list[str]:
    from web.server import command

    line = command(port, settings=settings)
    return [*line[:2], "streamlit", "run", *line[3:]]


def test_without_the_gate_other_names_and_origins_come_in(hashing_index: Path, tmp_path: Path, naked: None) -> None:
    """So that these attacks are known to be able to have success."""
    with serving(hashing_index, tmp_path / "log") as served:
        for attack in (attacks_open.other_names, attacks_open.other_origins, attacks_open.open_addresses):
            _, broken = asyncio.run(attack(served, tmp_path))
            assert broken, attack.__name__


def test_streamlit_alone_lets_other_programs_of_this_machine_in() -> None:
    # Why the gate asks itself: any port of localhost counts as the same to Streamlit.
    assert is_url_from_allowed_origins("http://localhost:1")


async def _taken(scope: Scope, receive: Receive, send: Send) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


def _uploader(
    settings: PageSettings, waiting: tuple[int, int, int], patch: pytest.MonkeyPatch
) -> tuple[Door, TestClient]:
    patch.setattr("web.gate.uploads._waiting", lambda session: waiting)
    door = Door(settings, Tokens(1))
    return door, TestClient(Gate(_taken, door), base_url="http://127.0.0.1:8501", client=("127.0.0.1", 5))


@pytest.mark.parametrize(
    ("settings", "waiting", "size", "status"),
    [
        (PageSettings(), (0, 0, 0), 10, 204),
        (PageSettings(read_only=True), (0, 0, 0), 10, 403),
        (PageSettings(upload_files=3), (3 * GENEROUS - 1, 0, 0), 10, 204),
        (PageSettings(upload_files=3), (3 * GENEROUS, 0, 0), 10, 413),
        (PageSettings(upload_megabytes=1), (1, GENEROUS * MEGABYTE, GENEROUS * MEGABYTE), MEGABYTE, 204),
        (PageSettings(upload_megabytes=1), (1, GENEROUS * 2 * MEGABYTE, 0), 10, 413),
        (PageSettings(upload_megabytes=1), (0, 0, TOGETHER * GENEROUS * 2 * MEGABYTE), 10, 503),
    ],
)  # fmt: skip
def test_what_waits_for_the_page_is_bounded(
    settings: PageSettings, waiting: tuple[int, int, int], size: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, client = _uploader(settings, waiting, monkeypatch)
    for method in ("PUT", "POST"):
        answer = client.request(method, "/_stcore/upload_file/abc/1", content=b"x" * size)
        assert answer.status_code == status
    assert door.uploads.turned_away["abc"] == (2 if status == 413 else 0)
    # What came to an end no longer counts.
    assert not door.uploads._files_coming and not door.uploads._bytes_coming
    assert client.get("/_stcore/upload_file/abc/1").status_code == 204


def test_only_so_many_pages_are_open_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def listening(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass

    monkeypatch.setattr("web.gate.middleware.MOST_SOCKETS", 2)
    client = TestClient(
        Gate(listening, Door(PageSettings(), Tokens(1))), base_url="http://127.0.0.1:8501", client=("127.0.0.1", 5)
    )
    address = "ws://127.0.0.1:8501/_stcore/stream"
    for _ in range(2):
        with (
            client.websocket_connect(address),
            client.websocket_connect(address),
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect(address),
        ):
            pass


def test_a_page_of_another_program_of_this_machine_opens_no_websocket() -> None:
    client = TestClient(
        Gate(_taken, Door(PageSettings(), Tokens(1))), base_url="http://127.0.0.1:8501", client=("127.0.0.1", 5)
    )
    for origin in ("http://127.0.0.1:1", "http://localhost:8501", "null", "http://evil.example"):
        assert client.put("/_stcore/upload_file/a/b", headers={"origin": origin}).status_code == 403
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect("/_stcore/stream", headers={"origin": origin}),
        ):
            pass
    assert client.put("/_stcore/upload_file/a/b", headers={"origin": "http://127.0.0.1:8501"}).status_code == 204
