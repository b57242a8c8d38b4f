"""How fuzzing damages an input: bytes anywhere, words where words stand, numbers where numbers stand, and parts inside a zip archive.

Everything is drawn from the given ``Random`` alone, so that an input is known by its target, the seed and its number.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

LONGEST = 20_000
"""Bytes of a mutated input: longer ones are slow and find nothing that short ones do not."""
MOST_PARTS = 12
"""Parts of an archive that are packed again."""

_NUMBER = re.compile(rb"\d{1,12}")
_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65535",
    b"2147483648",
    b"4294967295",
    b"9" * 30,
    b"1e308",
    b"-0",
    b"NaN",
    "０".encode(),
)
_DEPTHS = (2, 3, 10, 60, 400)
"""How often a repeated piece stands: deep enough for a stack, short enough to be quick."""
_FAULTS = (zipfile.BadZipFile, zlib.error, ValueError, KeyError, EOFError, OSError, NotImplementedError, RuntimeError)

Mutate = Callable[[bytes, Random], bytes]


def mutated(data: bytes, random: Random, tokens: Sequence[bytes], others: Sequence[bytes]) -> bytes:
    """The bytes after one to six damages.

    Args:
        data: What is damaged.
        random: Decides everything.
        tokens: Pieces that this kind of file is made of, nasty ones among them.
        others: Inputs of the same kind, to splice with.
    """
    out = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 6))):
        random.choice(_DAMAGES)(out, random, tokens, others)
    return bytes(out[:LONGEST])


def mutated_zip(data: bytes, random: Random, tokens: Sequence[bytes], others: Sequence[bytes]) -> bytes:
    """An archive with damage inside its parts, packed again; one in four is damaged as bytes, headers and directory too."""
    if random.random() < 0.25:
        return mutated(data, random, tokens, others)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(info.filename, archive.read(info)) for info in archive.infolist()[:MOST_PARTS]]
    except _FAULTS:
        return mutated(data, random, tokens, others)
    for _ in range(random.choice((1, 1, 2, 3))):
        if not parts:
            break
        place = random.randrange(len(parts))
        name, content = parts[place]
        match random.randrange(12):
            case 0:
                del parts[place]
            case 1:
                parts.append((name, parts[random.randrange(len(parts))][1]))
            case 2:
                parts[place] = (
                    mutated(name.encode(), random, tokens, [b"../", b"\\", b"/"]).decode("utf-8", "replace"),
                    content,
                )
            case _:
                parts[place] = name, mutated(content, random, tokens, [content])
    return packed(parts, zipfile.ZIP_DEFLATED if random.random() < 0.2 else zipfile.ZIP_STORED)


def packed(parts: Sequence[tuple[str, bytes]], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of named parts; a name may come twice."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", packing, compresslevel=1) as archive:
        warnings.simplefilter("ignore", UserWarning)
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name[:60_000] or "x"), content, packing)
    return file.getvalue()


def _place(out: bytearray, random: Random) -> int:
    return random.randrange(len(out) + 1)


def _stretch(out: bytearray, random: Random) -> tuple[int, int]:
    start = _place(out, random)
    return start, min(len(out), start + int(random.expovariate(1 / 40)) + 1)


def _flip(out: bytearray, random: Random, tokens: Sequence[bytes], others: Sequence[bytes]) -> None:
    for _ in range(random.choice((1, 1, 4, 20)) if out else 0):
        out[random.randrange(len(out))] ^= 1 << random.randrange(8)


def _overwrite(out: bytearray, random: Random, tokens: Sequence[bytes], others: Sequence[bytes]) -> None:
    start, end = _stretch(out, random)
    out[start:end] = random.randbytes(min(end - start, 8))


def _insert(out: bytearray, random: Random, tokens: Sequence[bytes], others: Sequence[bytes]) -> None:
    start = _place(out, random)
    out[start:start] = random.choice(tokens)


def _replace(out: bytearray, random: Random, tokens: Sequence[bytes], others: Sequence[bytes]) -> None:
    start, end = _stretch(out, random)
    out[start:end] = random.choice(tokens)


def _delete(out: bytearray, random: Random, tokens: Sequence[bytes], others: Sequence[bytes]) -> None:
    start, end = _stretch(out, random)
    del out[start:end]


def _double(out: bytearray, random: Random, tokens: Sequence[bytes], others: Sequence[bytes]) -> None:
    start, end = _stretch(out, random)
    piece = bytes(out[start:end])
    times = min(random.choice(_DEPTHS), LONGEST // max(1, len(piece)))
    out[start:end] = piece * times


def _repeat(out: bytearray, random: Random, tokens: Sequence[bytes], others: Sequence[bytes]) -> None:
    start, token = _place(out, random), random.choice(tokens)
    out[start:start] = token * min(random.choice(_DEPTHS), LONGEST // max(1, len(token)))


def _truncate(out: bytearray, random: Random, tokens: Sequence[bytes], others: Sequence[bytes]) -> None:
    del out[_place(out, random) :]


def _splice(out: bytearray, random: Random, tokens: Sequence[bytes], others: Sequence[bytes]) -> None:
    other = random.choice(others) if others else b""
    out[_place(out, random) :] = other[random.randrange(len(other) + 1) :]


def _swap(out: bytearray, random: Random, tokens: Sequence[bytes], others: Sequence[bytes]) -> None:
    start, end = _stretch(out, random)
    piece = bytes(out[start:end])
    del out[start:end]
    to = _place(out, random)
    out[to:to] = piece


def _number(out: bytearray, random: Random, tokens: Sequence[bytes], others: Sequence[bytes]) -> None:
    found = list(_NUMBER.finditer(out))
    if found:
        match = random.choice(found)
        out[match.start() : match.end()] = random.choice(_NUMBERS)


Damage = Callable[[bytearray, Random, Sequence[bytes], Sequence[bytes]], None]
_DAMAGES: tuple[Damage, ...] = (
    _flip, _overwrite, _insert, _insert, _replace, _replace, _delete, _double, _repeat, _truncate, _splice, _swap, _number, _number,
)  # fmt: skip
