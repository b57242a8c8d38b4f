"""What a format's writer yields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rendered:
    """Bytes of a file, the suffix of its name, and what the format added that a reader should take out or may keep."""

    data: bytes
    suffix: str
    debris: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
