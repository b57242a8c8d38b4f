"""What the page of practices is asked besides the problem, as it stands in the link: which way round, and whose reports are left out."""

from __future__ import annotations

from dataclasses import dataclass

_OWN, _REVERSE, _WITHOUT = "own", "reverse", "without:"
_JOINT = ","


@dataclass(frozen=True, slots=True)
class Choice:
    """``reverse`` asks from a practice to problems, ``own`` keeps the reports of whose passage is asked about, ``without`` names a township to leave out."""

    reverse: bool = False
    own: bool = False
    without: str | None = None

    @classmethod
    def parse(cls, pick: str | None) -> Choice:
        """Read what :meth:`pick` wrote; anything else chooses nothing."""
        parts = [part.strip() for part in (pick or "").split(_JOINT)]
        without = next((part.removeprefix(_WITHOUT) for part in parts if part.startswith(_WITHOUT)), None)
        return cls(_REVERSE in parts, _OWN in parts, without or None)

    @property
    def pick(self) -> str | None:
        """The choice as it stands in the link; ``None`` where nothing is chosen."""
        parts = [_REVERSE] * self.reverse + [_OWN] * self.own
        parts += [_WITHOUT + self.without] if self.without else []
        return _JOINT.join(parts) or None
