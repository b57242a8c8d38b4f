"""What whoever runs the page may decide: a few settings in ``page.toml`` in the data directory, all with defaults."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from errors import FajianError

SETTINGS = "page.toml"


@dataclass(frozen=True, slots=True)
class PageSettings:
    """How the page is run.

    ``read_only`` takes away everything that changes the index or stores files. ``upload_megabytes`` and ``upload_files`` bound one upload.
    """

    read_only: bool = False
    upload_megabytes: int = 200
    upload_files: int = 500


def read_settings(directory: Path) -> PageSettings:
    """The settings in a data directory; the defaults where there is no file.

    Raises:
        FajianError: The file is no TOML, names an unknown setting, or gives one a value of the wrong kind.
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
        if type(value) is not known[name]:
            raise FajianError(f"{path} gives {name} the value {value!r}; it must be of the kind {known[name].__name__}")
    return PageSettings(**given)
