"""Calls end: in time, after a bounded number of tries, in one sentence."""

from __future__ import annotations

import pytest

from indexer.milvus.calls import CallError, Fault, Patience, fault_of, patiently, sentence

PATIENCE = Patience(7.0, 4, 0.5)


class MilvusError(Exception):
    """As the client library raises them."""

    def __init__(self, code: object, message: str) -> None:
        super().__init__()
        self.code, self.message = code, message


@pytest.mark.parametrize(
    ("code", "message", "fault"),
    [
        (2, "Fail connecting to server on db:1, illegal connection params or server unavailable", Fault.GONE),
        ("StatusCode.UNAVAILABLE", '[search] Retry timeout: 5s, details = "Socket closed"', Fault.GONE),
        ("StatusCode.DEADLINE_EXCEEDED", "Deadline Exceeded", Fault.SLOW),
        ("StatusCode.UNAUTHENTICATED", "auth check failure, please check api key is correct", Fault.REFUSED),
        (65535, "permission deny to collection", Fault.REFUSED),
        (9, "quota exceeded[reason=memory quota exceeded, please allocate more resources]", Fault.FULL),
        (8, "request is rejected by grpc RateLimiter middleware, rate limit exceeded", Fault.BUSY),
        (800, "database not found[database=law]", Fault.NO_DATABASE),
        (1, "database 'law' does not exist", Fault.NO_DATABASE),
        (1600, "alias not found[database=default][alias=f]", Fault.NO_ALIAS),
        (100, "alias 'f' does not exist", Fault.NO_ALIAS),
        (100, "can't find collection collection not found[database=default][collection=f]", Fault.NO_COLLECTION),
        (100, "collection 'f' does not exist", Fault.NO_COLLECTION),
        (101, "failed to search: collection not loaded[collection=47]", Fault.UNLOADED),
        (101, "Collection 'f' is in state 'released'; call load() before search/get/query", Fault.UNLOADED),
        (1100, "the length (15) of 0th string exceeds max length (10)", Fault.OTHER),
    ],
)
def test_faults_are_told_apart_by_what_servers_say(code: object, message: str, fault: Fault) -> None:
    assert fault_of(MilvusError(code, message)) is fault


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_one_sentence(fault: Fault) -> None:
    told = str(sentence(CallError(fault, "so it said"), "db:1", "f_v1", 5.0))
    assert "db:1" in told and "\n" not in told and "; " in told


def test_waits_grow_and_tries_are_bounded() -> None:
    waited: list[float] = []
    tried: list[float] = []

    def gone(seconds: float) -> None:
        tried.append(seconds)
        raise MilvusError(2, "Fail connecting")

    with pytest.raises(CallError) as caught:
        patiently(gone, PATIENCE, sleep=waited.append)
    assert (tried, waited, caught.value.fault) == ([7.0] * 4, [0.5, 1.0, 2.0], Fault.GONE)


def test_a_call_that_comes_to_itself_is_answered() -> None:
    answers = [MilvusError(2, "Fail connecting"), MilvusError("StatusCode.DEADLINE_EXCEEDED", ""), 5]

    def call(seconds: float) -> int:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, int)
        return answer

    assert patiently(call, PATIENCE, sleep=lambda _: None) == 5


def test_what_trying_again_does_not_mend_is_not_tried_again() -> None:
    waited: list[float] = []

    def full(seconds: float) -> None:
        raise MilvusError(9, "quota exceeded")

    with pytest.raises(CallError):
        patiently(full, PATIENCE, sleep=waited.append)
    assert waited == []


def test_the_token_is_never_told() -> None:
    def call(seconds: float) -> None:
        raise MilvusError(1, "unknown user root:hunter2\nat line 2 " + "x" * 500)

    with pytest.raises(CallError) as caught:
        patiently(call, PATIENCE, secret="root:hunter2")
    told = str(sentence(caught.value, "db:1", "", 5.0))
    assert "hunter2" not in told and "\n" not in told and len(told) < 400
