"""Starting and ending the page's server."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from errors import FajianError
from tests.web.browsing import ROOT
from tests.web.visiting import open_page
from web.server import check_port, command, environment, is_up, serve


def test_a_port_in_use_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(FajianError, match=rf"Port {port} is in use.*--port"):
            serve(tmp_path, port=port, model=None, headless=True)


@pytest.mark.parametrize("port", [-1, 65536])
def test_no_port(port: int) -> None:
    with pytest.raises(FajianError, match="no port"):
        check_port(port)


def test_zero_takes_a_free_port() -> None:
    assert check_port(0) > 0


def test_only_this_machine_is_served() -> None:
    flags = command(8501)
    assert "--server.address=127.0.0.1" in flags
    assert "--browser.gatherUsageStats=false" in flags
    assert "--server.headless=true" in flags


def test_opening_the_page_parses_nothing_that_threads_could_disturb(
    page_environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(*_: object) -> None:
        raise SystemError("AST constructor recursion depth mismatch")

    monkeypatch.setattr("streamlit.runtime.scriptrunner.magic.add_magic", parse)
    assert open_page().text_input(key="question")


def test_paths_are_given_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.chdir(tmp_path)
    chosen = environment(Path("index"), "model")
    assert chosen["FAJIAN_INDEX"] == str(tmp_path / "index")
    assert chosen["FAJIAN_MODEL"] == str(tmp_path / "model")
    assert environment(Path("index"), "a/hub-name")["FAJIAN_MODEL"] == "a/hub-name"
    prompted = environment(Path("index"), None, query_prompt="问：", passage_prompt="")
    assert (prompted["FAJIAN_QUERY_PROMPT"], prompted["FAJIAN_PASSAGE_PROMPT"]) == ("问：", "")


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "kill"])
def test_being_stopped_ends_everything_with_0(tmp_path: Path, number: int) -> None:
    port = check_port(0)
    arguments = [sys.executable, "cli.py", "serve", "--headless", f"--port={port}", f"--index={tmp_path / 'none'}"]
    # A shell's background job ignores ctrl-c, and so would what it starts.
    heeding = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", heeding, *arguments],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 60
        while not is_up(f"http://127.0.0.1:{port}"):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.1)
        process.send_signal(number)
        out, said = process.communicate(timeout=20)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 0
    assert out == ""
    assert f"http://127.0.0.1:{port}" in said and "Traceback" not in said
    assert not is_up(f"http://127.0.0.1:{port}")


def test_threads_share_stores_of_memory_unless_somebody_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    assert environment(tmp_path, None)["MALLOC_ARENA_MAX"] == "4"
    monkeypatch.setenv("MALLOC_ARENA_MAX", "2")
    assert environment(tmp_path, None)["MALLOC_ARENA_MAX"] == "2"
