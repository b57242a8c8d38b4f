"""Every call to a server ends: in time, with a bounded number of tries, and if it fails in one sentence that says what is wrong and what to do."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from errors import StoreError
from indexer.milvus.address import TOKEN

_log = logging.getLogger(__name__)
_Given = TypeVar("_Given")
_LONGEST_DETAIL = 160


@dataclass(frozen=True, slots=True)
class Patience:
    """``seconds`` for one try, at most ``tries``, and the seconds waited between them: ``wait``, twice as long each time."""

    seconds: float
    tries: int
    wait: float


ASKING = Patience(5.0, 2, 0.5)
"""For a search, for which a person waits."""
BUILDING = Patience(60.0, 3, 2.0)
"""For each step of a build, which is worth waiting for."""
FINISHING = Patience(3600.0, 2, 5.0)
"""For what a server does of its own: its index, the loading."""


class Fault(Enum):
    """What may be wrong with a server or with what it holds."""

    GONE = auto()
    SLOW = auto()
    FULL = auto()
    BUSY = auto()
    REFUSED = auto()
    NO_DATABASE = auto()
    NO_COLLECTION = auto()
    NO_ALIAS = auto()
    UNLOADED = auto()
    OTHER = auto()


_SIGNS: tuple[tuple[str, Fault], ...] = (
    (r"UNAUTHENTICATED|PERMISSION_DENIED|auth check|privilege|permission", Fault.REFUSED),
    (r"DEADLINE_EXCEEDED|FutureTimeout|TimeoutError|[Tt]imed? ?out.*loading", Fault.SLOW),
    (r"UNAVAILABLE|Fail connecting|[Cc]onnection (?:refused|reset)|Socket closed|closed channel", Fault.GONE),
    (r"quota|force ?deny|memory.*(?:insufficient|not enough|exceed|limit)|no space|disk.*(?:full|exceed)|OOM|out of memory", Fault.FULL),
    (r"rate ?limit|RateLimit|service not ready|NotReady|node offline|no available|not available in any replica|channel not", Fault.BUSY),
    (r"alias (?:not found|.* does not exist)", Fault.NO_ALIAS),
    (r"database (?:not found|'.*' does not exist)", Fault.NO_DATABASE),
    (r"not loaded|state 'released'", Fault.UNLOADED),
    (r"(?:can't find collection|collection not found|collection .* does not exist|CollectionNotExists)", Fault.NO_COLLECTION),
)  # fmt: skip
"""By what servers from 2.3 on say, in this order: numbers of faults differ between versions and kinds of server."""
_WORTH_ANOTHER_TRY = {Fault.GONE, Fault.SLOW, Fault.BUSY}


class CallError(Exception):
    """A call failed for good; ``fault`` says how, ``detail`` is what the server said."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(detail)
        self.fault, self.detail = fault, detail


def fault_of(error: BaseException) -> Fault:
    """What an error of the client library means."""
    told = f"{type(error).__name__} {getattr(error, 'code', '')} {getattr(error, 'message', '')} {error}"
    return next((fault for sign, fault in _SIGNS if re.search(sign, told, re.DOTALL | re.IGNORECASE)), Fault.OTHER)


def patiently(
    call: Callable[[float], _Given],
    patience: Patience,
    *,
    secret: str = "",
    sleep: Callable[[float], None] = time.sleep,
) -> _Given:
    """Make a call that may be repeated; it is given the seconds that it has.

    Raises:
        CallError: It failed as often as it may, or in a way that trying again does not mend.
    """
    wait = patience.wait
    for left in range(patience.tries - 1, -1, -1):
        try:
            return call(patience.seconds)
        except Exception as error:
            fault = fault_of(error)
            if fault not in _WORTH_ANOTHER_TRY or not left:
                raise CallError(fault, _detail(error, secret)) from None
            _log.info("a call to Milvus failed (%s); once more in %.1f s", fault.name.lower(), wait)
        sleep(wait)
        wait *= 2
    raise AssertionError("a call is made at least once")


def _detail(error: BaseException, secret: str) -> str:
    """What the server said, on one line and without the token."""
    said = str(getattr(error, "message", "") or error or type(error).__name__)
    details = re.search(r'details = "([^"]*)"', said)
    line = " ".join((details[1] if details else said).split())
    line = line.replace(secret, "…") if secret else line
    return line if len(line) <= _LONGEST_DETAIL else f"{line[:_LONGEST_DETAIL]}…"


def sentence(failed: CallError, where: str, collection: str, seconds: float) -> StoreError:
    """What a person is told: the server by ``where``, the collection that was asked, and the ``seconds`` that a call had."""
    detail = failed.detail
    gone = StoreError(
        f"The collection {collection} is no longer at {where}; index again, which makes it anew without encoding"
    )
    told = {
        Fault.GONE: StoreError(
            f"The Milvus server at {where} does not answer ({detail}); start it or check the address, then try again"
        ),
        Fault.SLOW: StoreError(
            f"The Milvus server at {where} took more than {seconds:g} seconds for one answer; try again when it has less to do"
        ),
        Fault.BUSY: StoreError(f"The Milvus server at {where} is not ready ({detail}); try again in a while"),
        Fault.FULL: StoreError(
            f"The Milvus server at {where} takes no more ({detail}); give it more room, then index again"
        ),
        Fault.REFUSED: StoreError(
            f"The Milvus server at {where} refuses this user ({detail}); put a token with the rights into {TOKEN}"
        ),
        Fault.NO_DATABASE: StoreError(
            f"The Milvus server at {where} has no such database ({detail}); make it, or name another"
        ),
        Fault.NO_COLLECTION: gone,
        Fault.NO_ALIAS: gone,
        Fault.UNLOADED: gone,
    }
    refused = StoreError(f"The Milvus server at {where} refused a call ({detail}); see its log, then index again")
    return told.get(failed.fault, refused)
