"""What the corpus page is asked to list, as it stands in the link: which state, which folder, which page of the list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from web.corpus_files import STATES

_PART = re.compile(r"(?P<name>state|folder|page):(?P<value>[0-9a-z]{1,16})")


@dataclass(frozen=True, slots=True)
class Choice:
    """``state`` and ``folder`` (a folder's short name) narrow the list where they are set; ``page`` counts from 1."""

    state: str = ""
    folder: str = ""
    page: int = 1

    @classmethod
    def parse(cls, pick: str | None) -> Choice:
        """Read what :meth:`pick` wrote; anything else chooses nothing."""
        parts = {match["name"]: match["value"] for match in _PART.finditer(pick or "")}
        state, page = parts.get("state", ""), parts.get("page", "")
        return cls(
            state if state in STATES else "",
            parts.get("folder", ""),
            int(page) if page.isdecimal() and len(page) < 7 else 1,
        )

    @property
    def pick(self) -> str | None:
        """The choice as it stands in the link; ``None`` where nothing is chosen."""
        parts = [f"state:{self.state}"] * bool(self.state) + [f"folder:{self.folder}"] * bool(self.folder)
        parts += [f"page:{self.page}"] * (self.page > 1)
        return ",".join(parts) or None
