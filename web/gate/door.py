"""The door of this process: who may come in, who is in, and whom it let wait. The page asks it again at every look."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

from web.gate.patience import Patience
from web.gate.tokens import Tokens
from web.gate.uploads import Uploads
from web.settings import PageSettings

COOKIE = "fajian_login"


@dataclass(frozen=True, slots=True)
class Door:
    """What the gate knows. ``tokens`` are the logins by password, ``patience`` the failures, ``uploads`` what is coming in."""

    settings: PageSettings
    tokens: Tokens
    patience: Patience = field(default_factory=Patience)
    uploads: Uploads = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "uploads", Uploads(self.settings))

    @property
    def base(self) -> str:
        """The path below which the page lies, with a slash at both ends."""
        return f"/{self.settings.base_path}/" if self.settings.base_path else "/"


_open: list[Door] = []


def set_door(door: Door) -> None:
    """Make it the door of this process."""
    _open[:] = [door]


def this_door() -> Door | None:
    """The door of this process; ``None`` where the page runs without a gate, started by Streamlit itself."""
    return _open[0] if _open else None


def is_this_machine(host: str | None) -> bool:
    """Whether a name or an address can only mean the machine itself."""
    name = (host or "").strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
