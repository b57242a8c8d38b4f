"""The password as it is kept: hashed, checked, written into the settings without touching the rest."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from errors import FajianError
from web.gate.password import check_hash, hash_password, is_password, write_password
from web.settings import SETTINGS, read_settings

PASSWORD = "一二三四 five six"


@pytest.fixture(scope="module")
def hashed() -> str:
    return hash_password(PASSWORD)


def test_only_the_password_opens(hashed: str) -> None:
    assert is_password(PASSWORD, hashed)
    assert not is_password(PASSWORD + " ", hashed)
    assert not is_password("", hashed)
    assert not is_password("法" * 5000, hashed)


def test_two_hashes_of_one_password_differ(hashed: str) -> None:
    assert hash_password(PASSWORD) != hashed
    assert PASSWORD not in hashed


def test_the_same_character_typed_in_two_ways_is_the_same() -> None:
    assert is_password("cafe\u0301 au lait", hash_password("caf\u00e9 au lait"))


@pytest.mark.parametrize("password", ["short", "x" * 1001], ids=["short", "long"])
def test_a_password_too_short_or_too_long_is_refused(password: str) -> None:
    with pytest.raises(FajianError, match="characters; take at least 10"):
        hash_password(password)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "my real password",
        "scrypt$32768$8$3$YWJj$ZGVm",
        "bcrypt$32768$8$3$" + "A" * 24 + "$" + "A" * 44,
        "scrypt$2$8$1$/XK+83Nh68xfPJYVDqCewA==$jBHdxkGFFG/VKhXkubm0AYhqgRCRIdSHo+FsCrUq+XA=",
        "scrypt$1099511627776$8$1$/XK+83Nh68xfPJYVDqCewA==$jBHdxkGFFG/VKhXkubm0AYhqgRCRIdSHo+FsCrUq+XA=",
        "scrypt$32768$8$1000000$/XK+83Nh68xfPJYVDqCewA==$jBHdxkGFFG/VKhXkubm0AYhqgRCRIdSHo+FsCrUq+XA=",
        "scrypt$-1$8$1$/XK+83Nh68xfPJYVDqCewA==$jBHdxkGFFG/VKhXkubm0AYhqgRCRIdSHo+FsCrUq+XA=",
    ],
    ids=["nothing", "plain", "short", "other", "cheap", "memory", "time", "negative"],
)
def test_what_is_no_hash_is_told_and_not_repeated(written: str) -> None:
    with pytest.raises(FajianError, match="is no hash of a password; make one with") as raised:
        check_hash(written)
    assert not written or written not in str(raised.value)


def test_writing_keeps_the_other_settings(tmp_path: Path, hashed: str) -> None:
    file = tmp_path / "data" / SETTINGS
    write_password(file, hashed)
    assert read_settings(file.parent).login == "password"
    file.write_text(f'# ours\nread_only = true\npassword = "{hashed}"\nupload_files = 3\n', encoding="utf-8")
    again = hash_password("another password")
    write_password(file, again)
    settings = read_settings(file.parent)
    assert (settings.password, settings.read_only, settings.upload_files) == (again, True, 3)
    assert "# ours" in file.read_text(encoding="utf-8")
    assert [path.name for path in file.parent.iterdir()] == [SETTINGS]
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_broken_file_is_left_alone(tmp_path: Path, hashed: str) -> None:
    file = tmp_path / SETTINGS
    file.write_text("read_only = ", encoding="utf-8")
    with pytest.raises(FajianError, match="cannot take the password"):
        write_password(file, hashed)
    assert file.read_text(encoding="utf-8") == "read_only = "
