"""The commands of ``insight``, one file a view: its options, its job, and how its result looks."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Run = Callable[[argparse.Namespace], int]
Make = Callable[[str, Run, str], argparse.ArgumentParser]
"""Makes a command of a name, what it runs, and one line of help; ``--index`` and ``--json`` are there already."""


def add_views(make: Make) -> None:
    """Add the command of every view."""
    from terminal.views import completeness, copying, followup, indicators, overview, practices, themes

    overview.add(make)
    practices.add(make)
    themes.add(make)
    followup.add(make)
    indicators.add(make)
    copying.add(make)
    completeness.add(make)
