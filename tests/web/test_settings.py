"""Settings of the page: read from a file, every mistake told in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from errors import FajianError
from web.settings import SETTINGS, PageSettings, read_settings


def test_without_a_file_all_is_default(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == PageSettings()


def test_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / SETTINGS).write_text("read_only = true\nupload_files = 3\n", encoding="utf-8")
    assert read_settings(tmp_path) == PageSettings(read_only=True, upload_files=3)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("read_only = ", "cannot be read as TOML"),
        ("readonly = true", "'readonly', which is no setting; the settings are read_only,"),
        ("read_only = 1", "gives read_only the value 1; it must be of the kind bool"),
        ("upload_files = true", "gives upload_files the value True; it must be of the kind int"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / SETTINGS).write_text(written, encoding="utf-8")
    with pytest.raises(FajianError, match=SETTINGS) as raised:
        read_settings(tmp_path)
    assert told in str(raised.value)
