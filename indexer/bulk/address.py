"""Which cluster is to encode: what ``--ray`` says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from errors import EncoderError, echoed

AUTO, LOCAL = "auto", "local"
_CLUSTER = re.compile(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):(\d{1,5})")


@dataclass(frozen=True, slots=True)
class Address:
    """``auto``: the cluster that this machine is part of; ``local``: processes of this machine, started for the build; else host and port."""

    text: str

    @property
    def is_local(self) -> bool:
        """Whether the cluster is one of its own."""
        return self.text == LOCAL

    @property
    def told(self) -> str:
        """As sentences name it."""
        return "of this machine" if self.text in {AUTO, LOCAL} else f"at {self.text}"


def parse_address(text: str) -> Address:
    """The cluster that ``--ray`` names.

    Raises:
        EncoderError: It names none.
    """
    found = _CLUSTER.fullmatch(text)
    if text not in {AUTO, LOCAL} and (found is None or not 0 < int(found[2]) < 1 << 16):
        raise EncoderError(
            f"{echoed(text)!r} is no Ray cluster; write auto (the one this machine is part of), host:port of its head, or local"
        )
    return Address(text)
