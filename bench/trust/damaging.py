"""What can happen to a file on an old disk: a flipped bit, a lost end, a lost sector, something added, the file gone or another in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations
from pathlib import Path
from random import Random

_SECTOR = 512


class How(StrEnum):
    """Kinds of damage."""

    FLIP = "flipped"
    CUT = "cut"
    LOST = "lost sector"
    EXTENDED = "extended"
    GONE = "gone"
    SWAPPED = "swapped"


@dataclass(frozen=True, slots=True)
class Damage:
    """One damage to the file ``name``: at the byte ``place``, by the bits ``bits``; ``other`` is the file that stands in its place."""

    name: str
    how: How
    place: int = 0
    bits: int = 1
    other: str = ""

    def __str__(self) -> str:
        at = {How.FLIP: f" at {self.place} by {self.bits}", How.CUT: f" to {self.place}", How.LOST: f" at {self.place}"}
        return f"{self.name} {self.how}{at.get(self.how, self.other and f' with {self.other}')}"

    def done_to(self, files: Mapping[str, bytes]) -> bytes | None:
        """What the file holds afterwards; ``None`` where it is gone."""
        data = bytearray(files[self.name])
        match self.how:
            case How.FLIP:
                data[self.place] ^= self.bits
            case How.CUT:
                del data[self.place :]
            case How.LOST:
                data[self.place : self.place + _SECTOR] = bytes(len(data[self.place : self.place + _SECTOR]))
            case How.EXTENDED:
                data += b"\x00x"
            case How.SWAPPED:
                return files[self.other]
            case How.GONE:
                return None
        return bytes(data)


def put(path: Path, data: bytes | None) -> None:
    """Write a file as it is after a damage, or take it away."""
    if data is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(data)


def damages(files: Mapping[str, bytes], at_most: int | None, chance: Random) -> Iterator[Damage]:
    """Damages to every file, each of which changes something.

    Args:
        files: What the files hold.
        at_most: So many flipped bytes a file, and a third as many cuts, at random; ``None``: a bit of every byte flipped, every length cut to.
        chance: Chooses places and bits.
    """
    for name, data in files.items():
        places = range(len(data)) if at_most is None else _some(len(data), at_most, chance)
        for place in places:
            yield Damage(name, How.FLIP, place, 1 << chance.randrange(8))
        for length in range(len(data)) if at_most is None else {0, *_some(len(data), max(1, at_most // 3), chance)}:
            yield Damage(name, How.CUT, length)
        for place in range(0, len(data), _SECTOR) if at_most is None else _some(len(data), 1, chance):
            if any(data[place : place + _SECTOR]):
                yield Damage(name, How.LOST, place)
        yield Damage(name, How.EXTENDED)
        yield Damage(name, How.GONE)
    for one, other in permutations(files, 2):
        if len(files[one]) == len(files[other]) and files[one] != files[other]:
            yield Damage(one, How.SWAPPED, other=other)


def _some(length: int, count: int, chance: Random) -> list[int]:
    return sorted(chance.sample(range(length), min(count, length)))
