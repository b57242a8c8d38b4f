"""The password as it is kept: never itself, only its scrypt hash, with salt and cost, in one line of the settings."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import tempfile
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from corpus.durable import move
from errors import FajianError

SHORTEST = 10
LONGEST = 1000
"""Characters of a password."""
SETTING = "password"
_NAME = "scrypt"
_COST, _BLOCK, _PARALLEL = 2**15, 8, 3
"""One of the settings that OWASP's Password Storage Cheat Sheet names for scrypt; 32 MB and about a third of a second a try."""
_MOST_MEMORY = 256 * 2**20
_MOST_PARALLEL = 16


@dataclass(frozen=True, slots=True)
class _Hash:
    cost: int
    block: int
    parallel: int
    salt: bytes
    digest: bytes

    def of(self, password: str) -> bytes:
        # Two keyboards may type the same character in two ways.
        typed = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
        return hashlib.scrypt(
            typed, salt=self.salt, n=self.cost, r=self.block, p=self.parallel, maxmem=_MOST_MEMORY, dklen=32
        )


def hash_password(password: str) -> str:
    """The hash of a new password, as it stands in the settings.

    Raises:
        FajianError: It is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise FajianError(
            f"The password has {len(password)} characters; take at least {SHORTEST} and at most {LONGEST}"
        )
    empty = _Hash(_COST, _BLOCK, _PARALLEL, os.urandom(16), b"")
    salt, digest = (base64.b64encode(part).decode("ascii") for part in (empty.salt, empty.of(password)))
    return f"{_NAME}${_COST}${_BLOCK}${_PARALLEL}${salt}${digest}"


def is_password(password: str, written: str) -> bool:
    """Whether this is the password of that hash; takes as long either way.

    Raises:
        FajianError: What is written is no hash.
    """
    kept = _read(written)
    return hmac.compare_digest(kept.of(password[:LONGEST]), kept.digest)


def check_hash(written: str) -> None:
    """Make sure that a line of the settings is a hash.

    Raises:
        FajianError: It is none; the message does not repeat it, since it may be a password.
    """
    _read(written)


def write_password(file: Path, written: str) -> None:
    """Put the hash into the settings and leave their other lines as they are; only the owner may read the file afterwards.

    Raises:
        FajianError: The file cannot be read as TOML, or not be written.
    """
    line = f'{SETTING} = "{written}"'
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines() if file.is_file() else []
        kept = [old for old in lines if old.partition("=")[0].strip().strip("\"'") != SETTING]
        text = "\n".join([line, *kept]) + "\n"
        tomllib.loads(text)
        file.parent.mkdir(parents=True, exist_ok=True)
        # Written beside it and renamed: whoever reads meanwhile sees the old settings or the new ones.
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        move(Path(name), file)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FajianError(
            f"{file} cannot take the password ({error}); mend it, or put the line there by hand"
        ) from error


def _read(written: str) -> _Hash:
    try:
        name, cost, block, parallel, salt, digest = written.split("$")
        kept = _Hash(
            int(cost), int(block), int(parallel), *(base64.b64decode(p, validate=True) for p in (salt, digest))
        )
    except (ValueError, binascii.Error):
        raise FajianError(_NO_HASH) from None
    weak = kept.cost < 2**14 or kept.cost & (kept.cost - 1) or len(kept.salt) < 16 or len(kept.digest) != 32
    heavy = 128 * kept.cost * kept.block > _MOST_MEMORY - 2**20 or not 1 <= kept.parallel <= _MOST_PARALLEL
    if name != _NAME or weak or kept.block < 8 or heavy:
        raise FajianError(_NO_HASH)
    return kept


_NO_HASH = "The setting password is no hash of a password; make one with: python cli.py password"
