"""Many visitors at once get the answers that each would get alone; how many, and in which time, is for ``python -m bench.trust.page`` to say."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bench.trust import page
from bench.trust.served import Client, Seen
from search import turns
from search.turns import AT_ONCE, in_turn
from web import drawing


def test_the_short_form(hashing_index: Path, tmp_path: Path) -> None:
    found = page.run(hashing_index, tmp_path / "log", sessions=6, asked=2)
    assert (found.asked, found.differing, found.broken) == (12, 0, ())


def test_an_answer_of_another_question_is_noticed(
    hashing_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, asked = Client.see, 0

    async def mixed_up(client: Client, path: str = "", params: dict[str, str] | None = None) -> Seen:
        nonlocal asked
        asked += "q" in (params or {})
        return await right(client, path, {"q": page.QUESTIONS[0]} if asked > len(page.QUESTIONS) else params)

    monkeypatch.setattr(page, "QUESTIONS", page.QUESTIONS[:2])
    monkeypatch.setattr(Client, "see", mixed_up)
    assert page.run(hashing_index, tmp_path / "log", sessions=3, asked=1).differing > 0


def test_only_so_many_are_at_work_and_nobody_waits_for_themselves() -> None:
    lock, start = threading.Lock(), threading.Barrier(4 * AT_ONCE)
    working = most = done = 0

    @in_turn
    def inner() -> None:
        nonlocal working, most, done
        with lock:
            working += 1
            most = max(most, working)
        threading.Event().wait(0.005)
        with lock:
            working -= 1
            done += 1

    @in_turn
    def outer() -> None:
        inner()

    def one() -> None:
        start.wait()
        outer()

    threads = [threading.Thread(target=one) for _ in range(4 * AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert done == 4 * AT_ONCE
    assert 1 < most <= AT_ONCE


def test_a_turn_is_given_back_after_an_error() -> None:
    @in_turn
    def fails() -> None:
        raise ValueError

    for _ in range(AT_ONCE + 1):
        with pytest.raises(ValueError):
            fails()
    assert turns._turns.acquire(blocking=False)
    turns._turns.release()


def test_a_page_gives_its_place_to_the_next_however_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_turns", threading.BoundedSemaphore(1))
    for error in (RuntimeError, KeyboardInterrupt, SystemExit):
        with pytest.raises(error), drawing.in_turn():
            assert not drawing._turns.acquire(blocking=False)
            raise error
    assert drawing._turns.acquire(blocking=False)
