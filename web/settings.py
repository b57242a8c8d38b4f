"""What whoever runs the page may decide: a few settings in ``page.toml`` in the data directory, all with defaults."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from errors import FajianError
from web.gate.password import check_hash

SETTINGS = "page.toml"
LOGINS = ("", "password", "oidc")
_RANGES = {"upload_megabytes": (1, 10_000), "upload_files": (1, 100_000), "session_hours": (1, 720)}
_BASE_PATH = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")


@dataclass(frozen=True, slots=True)
class PageSettings:
    """How the page is run.

    ``read_only`` takes away everything that changes the index or stores files. ``upload_megabytes`` and ``upload_files`` bound one upload.
    ``login`` says who may see the page: everybody on this machine (``""``), whoever knows the password whose hash ``password`` is, or with ``oidc``
    whoever a provider vouches for and ``allowed`` names: e-mail addresses, domains (``@example.gov.cn``), or ``*``. A login lasts ``session_hours``.
    ``base_path`` is the folder of the address under which a proxy serves the page.
    """

    read_only: bool = False
    upload_megabytes: int = 200
    upload_files: int = 500
    login: str = ""
    password: str = ""
    allowed: tuple[str, ...] = ()
    session_hours: int = 12
    base_path: str = ""


def data_directory(index: Path) -> Path:
    """Where the page of an index keeps what people gave it. Beside the index, since an index can be made again and this cannot."""
    chosen = os.environ.get("FAJIAN_DATA")
    return Path(chosen) if chosen else index.with_name(index.name + "-data")


def read_settings(directory: Path) -> PageSettings:
    """The settings in a data directory; the defaults where there is no file.

    Raises:
        FajianError: The file is no TOML, names an unknown setting, or gives one a value that it cannot have.
    """
    path = directory / SETTINGS
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return PageSettings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FajianError(
            f"{path} cannot be read as TOML ({error}); mend it, or take it away for the defaults"
        ) from error
    known = {spec.name: type(getattr(PageSettings(), spec.name)) for spec in fields(PageSettings)}
    for name, value in given.items():
        if name not in known:
            raise FajianError(f"{path} names {name!r}, which is no setting; the settings are {', '.join(known)}")
        _check_kind(path, name, value, known[name])
    # A password without a word about the login is meant to be asked for.
    given.setdefault("login", "password" if given.get("password") else "")
    values: dict[str, Any] = {name: tuple(value) if type(value) is list else value for name, value in given.items()}
    settings = PageSettings(**values)
    _check_values(path, settings)
    return settings


def _check_kind(path: Path, name: str, value: Any, kind: type) -> None:  # noqa: ANN401
    if kind is tuple:
        if type(value) is not list or not all(type(part) is str for part in value):
            raise FajianError(f'{path} must give {name} a list of texts, for example ["@example.gov.cn"]')
    elif type(value) is not kind:
        # A password in the wrong place must not turn up in a log.
        told = "a value" if name == "password" else f"the value {value!r}"
        raise FajianError(f"{path} gives {name} {told}; it must be of the kind {kind.__name__}")


def _check_values(path: Path, settings: PageSettings) -> None:
    for name, (least, most) in _RANGES.items():
        if not least <= getattr(settings, name) <= most:
            raise FajianError(f"{path} gives {name} the value {getattr(settings, name)}; take {least} to {most}")
    if settings.login not in LOGINS:
        raise FajianError(f'{path} gives login the value {settings.login!r}; it can be "password" or "oidc"')
    if settings.login == "password":
        check_hash(settings.password)
    if settings.login == "oidc" and not settings.allowed:
        raise FajianError(
            f'{path} says login = "oidc" but not who may come in; add for example allowed = ["@example.gov.cn"]'
        )
    if settings.base_path and not _BASE_PATH.fullmatch(settings.base_path):
        raise FajianError(f"{path} gives base_path the value {settings.base_path!r}; write it like fajian, without /")
