"""Asks for a secret on the terminal, where nobody can read it over a shoulder or in a list of processes."""

from __future__ import annotations

import getpass
import sys
import warnings

from errors import FajianError


def ask_new_password() -> str:
    """A new password, asked for twice. Where stdin is no terminal its first line is taken, so that a program may set one.

    Raises:
        FajianError: The two differ, or nothing was given.
    """
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
        if not given:
            raise FajianError("No password was given; type it on a terminal, or give it as the first line of stdin")
        return given
    with warnings.catch_warnings():
        # A terminal that cannot hide what is typed must not show it.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            first = getpass.getpass("新密码 new password: ", stream=sys.stderr)
            second = getpass.getpass("再输一次 once more: ", stream=sys.stderr)
        except (getpass.GetPassWarning, EOFError) as error:
            raise FajianError(
                "This terminal cannot hide what is typed; give the password as the first line of stdin"
            ) from error
    if first != second:
        raise FajianError("The two passwords differ, and nothing was changed; start again")
    return first
