"""Makes an input that breaks a promise as small as it goes, so that it can be kept as a test and understood."""

from __future__ import annotations

import traceback

from bench.trust.fuzz_targets import Target
from errors import FajianError

MOST_TRIES = 4000


def shrunk(target: Target, data: bytes, most: int = MOST_TRIES) -> bytes:
    """The smallest input found that fails as this one does: stretches are left out, the longest first, as long as it still fails.

    Archives stay archives, since what is left out of the packed bytes would be another fault: of those only whole ends go.

    Raises:
        ValueError: The input breaks no promise.
    """
    wanted = symptom(target, data)
    if wanted is None:
        raise ValueError("the input breaks no promise")
    tries, size = 0, max(1, len(data) // 2)
    while size and tries < most:
        at, smaller = 0, False
        while at < len(data) and tries < most:
            shorter = data[:at] + data[at + size :]
            tries += 1
            if symptom(target, shorter) == wanted:
                data, smaller = shorter, True
            else:
                at += size
        if not smaller or size > len(data):
            size //= 2
    return data


def symptom(target: Target, data: bytes) -> tuple[str, int] | None:
    """Of what kind an input's failure is and where it was raised; ``None`` where it is read or refused."""
    try:
        target.run(data)
    except FajianError:
        return None
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} {last.filename}", last.lineno or 0
    return None
