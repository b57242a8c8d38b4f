"""Login through an OpenID Connect provider: what Streamlit needs for it, and who may come in."""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from errors import FajianError

SECRETS = "secrets.toml"
ANYBODY = "*"
INSTALL = 'python -m pip install "Authlib>=1.3.2"'
_SHARED = ("redirect_uri", "cookie_secret")
_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_SHORTEST_SECRET = 32


def secrets_files(data: Path, program: Path) -> list[Path]:
    """Where the provider may be described: in the data directory, or where Streamlit looks by itself."""
    folders = (data, program / ".streamlit", Path.home() / ".streamlit")
    return [folder / SECRETS for folder in folders if (folder / SECRETS).is_file()]


def check_provider(files: Sequence[Path], data: Path) -> None:
    """Make sure that a login can work before anybody is sent to it.

    Raises:
        FajianError: Authlib is missing, or the provider is not or not wholly described.
    """
    if importlib.util.find_spec("authlib") is None:
        raise FajianError(f'login = "oidc" needs the package Authlib; install it with: {INSTALL}')
    if not files:
        raise FajianError(
            f'login = "oidc" needs a section [auth] in {data / SECRETS}; docs/serving.md shows what stands in it'
        )
    path = files[0]
    try:
        auth = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("auth")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FajianError(f"{path} cannot be read as TOML ({type(error).__name__}); mend it") from error
    given: Mapping[str, Any] = auth if isinstance(auth, dict) else {}
    missing = [name for name in (*_SHARED, *_PROVIDER) if not (isinstance(given.get(name), str) and given[name])]
    if missing:
        raise FajianError(f"{path} lacks {', '.join(missing)} in its section [auth]; docs/serving.md shows all of them")
    if not given["redirect_uri"].endswith("/oauth2callback"):
        raise FajianError(f"{path} gives a redirect_uri that does not end with /oauth2callback")
    if len(given["cookie_secret"]) < _SHORTEST_SECRET:
        raise FajianError(f"{path} has a cookie_secret of fewer than {_SHORTEST_SECRET} characters; take a random one")


def is_allowed(user: Mapping[str, Any], allowed: Sequence[str]) -> bool:
    """Whether the person whom a provider vouches for is on the list of addresses and domains."""
    if ANYBODY in allowed:
        return True
    address = user.get("email")
    # Some providers let people write any address and say that it is not theirs for sure.
    if not isinstance(address, str) or user.get("email_verified") is False:
        return False
    address = address.strip().lower()
    name, _, domain = address.rpartition("@")
    return bool(name) and any(entry.strip().lower() in {address, f"@{domain}"} for entry in allowed)


def is_fresh(user: Mapping[str, Any], now: float, hours: int) -> bool:
    """Whether the login is not older than a session may be; Streamlit itself keeps it for 30 days. A provider that gives no time is believed."""
    given = user.get("iat")
    return not isinstance(given, int | float) or now - given <= hours * 3600
