"""Guessing gets slower, memory stays bounded, and whoever knows the password is never locked out for long by others."""

from __future__ import annotations

import pytest

from web.gate.patience import ADDRESSES, FORGOTTEN, LONGEST, PAUSE, WINDOW, Patience
from web.gate.tokens import MOST, Tokens


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_waits_double_for_an_address_and_end(clock: Clock) -> None:
    patience = Patience(clock)
    waits = []
    for _ in range(14):
        clock.now += (wait := patience.try_now("10.0.0.1"))
        assert not wait or patience.try_now("10.0.0.1") == 0
        waits.append(wait)
    assert waits[:7] == [0, 0, 0, 2, 4, 8, 16]
    assert waits[-1] == LONGEST
    clock.now += FORGOTTEN + 1
    assert [patience.try_now("10.0.0.1") for _ in range(3)] == [0, 0, 0]


def test_tries_at_once_count_before_they_are_looked_at(clock: Clock) -> None:
    patience = Patience(clock)
    assert [patience.try_now("10.0.0.1") > 0 for _ in range(6)] == [False] * 3 + [True] * 3


def test_another_address_does_not_wait(clock: Clock) -> None:
    patience = Patience(clock)
    for _ in range(5):
        patience.try_now("10.0.0.1")
    assert patience.try_now("10.0.0.2") == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("<script>", "' OR 1=1", True),
    ],
)
def test_who_counts_as_one(clock: Clock, one: str, other: str, same: bool) -> None:
    patience = Patience(clock)
    for _ in range(4):
        patience.try_now(one)
    assert (patience.try_now(other) > 0) is same


def test_success_is_forgiven(clock: Clock) -> None:
    patience = Patience(clock)
    for _ in range(20):
        assert patience.try_now("10.0.0.1") == 0
        patience.forgive("10.0.0.1")
    assert patience.pause() == 0
    assert len(patience) == 0


def test_many_addresses_slow_everybody_a_little_and_take_bounded_memory(clock: Clock) -> None:
    patience = Patience(clock)
    for number in range(3 * ADDRESSES):
        patience.try_now(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(patience) == ADDRESSES
    assert patience.pause() == PAUSE
    assert patience.try_now("192.168.0.1") == 0
    clock.now += WINDOW + 1
    assert patience.pause() == 0


def test_a_token_holds_until_it_expires_or_is_taken_back(clock: Clock) -> None:
    tokens = Tokens(2, clock)
    token, other = tokens.give(), tokens.give()
    assert token != other and len(token) >= 43
    assert tokens.holds(token) and tokens.holds(other)
    for forged in (None, "", token[:-1], token + "A", token.swapcase(), "\ud800"):
        assert not tokens.holds(forged)
    tokens.take_back(other)
    tokens.take_back(None)
    assert not tokens.holds(other)
    clock.now += 2 * 3600 - 1
    assert tokens.holds(token)
    clock.now += 1
    assert not tokens.holds(token)
    assert len(tokens) == 0


def test_the_server_keeps_no_token_that_could_be_stolen(clock: Clock) -> None:
    tokens = Tokens(2, clock)
    token = tokens.give()
    assert token not in repr(vars(tokens))


def test_tokens_take_bounded_memory(clock: Clock) -> None:
    tokens = Tokens(2, clock)
    first = tokens.give()
    for _ in range(MOST):
        last = tokens.give()
    assert len(tokens) == MOST
    assert tokens.holds(last) and not tokens.holds(first)
