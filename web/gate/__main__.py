"""The page's server: Streamlit with the gate before it. Started by ``cli.py serve``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import uvicorn.config
from starlette.middleware import Middleware
from streamlit.starlette import App

from errors import FajianError
from web import session
from web.gate.door import Door, set_door
from web.gate.middleware import Gate
from web.gate.tokens import Tokens
from web.settings import read_settings


def main(arguments: list[str]) -> int:
    """Serve a page until it is stopped: its script, then options of Streamlit as ``--name=value``."""
    script, *flags = arguments
    try:
        settings = read_settings(session.data_directory())
    except FajianError as error:
        sys.stderr.write(f"fajian: {error}\n")
        return 1
    door = Door(settings, Tokens(settings.session_hours))
    set_door(door)
    # As if Streamlit had been started with the script, whose folder it puts before all others to import from.
    sys.argv[:] = [script]
    uvicorn.config.LOGGING_CONFIG["loggers"]["uvicorn"]["level"] = "WARNING"
    App(Path(script), middleware=[Middleware(Gate, door=door)]).run(config=dict(map(_option, flags)))
    return 0


def _option(flag: str) -> tuple[str, Any]:
    name, _, value = flag.removeprefix("--").partition("=")
    if value in {"true", "false"}:
        return name, value == "true"
    if name == "secrets.files":
        return name, value.split("\n")
    return name, int(value) if value.isdecimal() else value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
