"""Who may see the page, asked by the page itself: behind the gate a login may end, and without the gate nothing is shown."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from errors import FajianError
from tests.web.browsing import ROOT
from tests.web.visiting import open_page, text
from web.gate import door as doors
from web.gate.door import Door, is_this_machine, set_door
from web.gate.oidc import check_provider, is_allowed, is_fresh
from web.gate.password import hash_password
from web.gate.tokens import Tokens
from web.server import check_login, check_port, command
from web.settings import SETTINGS, PageSettings, data_directory, read_settings

SECRETS = """[auth]
redirect_uri = "https://fajian.example/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "fajian"
client_secret = "a secret of the provider"
server_metadata_url = "https://login.example/.well-known/openid-configuration"
"""


@pytest.fixture
def own_data(page_environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data directory of the test's own, and no gate left behind."""
    monkeypatch.setenv("FAJIAN_DATA", str(tmp_path))
    yield tmp_path
    doors._open.clear()


def visit() -> AppTest:
    return open_page(q="执法人员不足")


def test_without_a_login_the_page_is_shown(own_data: Path) -> None:
    assert visit().text_input(key="question")


def test_a_page_with_a_password_shows_nothing_without_the_gate(own_data: Path) -> None:
    (own_data / SETTINGS).write_text(f'password = "{hash_password("ten or more")}"', encoding="utf-8")
    page = visit()
    assert "没有登录保护" in text(page)
    assert not page.text_input


def test_a_login_that_ended_shows_nothing(own_data: Path) -> None:
    set_door(Door(PageSettings(login="password", password=hash_password("ten or more")), Tokens(1)))
    page = visit()
    assert "登录已到期或已退出" in text(page)
    assert not page.text_input


def test_settings_that_cannot_be_read_show_nothing(own_data: Path) -> None:
    (own_data / SETTINGS).write_text("password = 12345678", encoding="utf-8")
    page = visit()
    assert SETTINGS in text(page) and "12345678" not in text(page)
    assert not page.text_input


def test_a_provider_that_is_not_set_up_is_told_without_paths(own_data: Path) -> None:
    (own_data / SETTINGS).write_text('login = "oidc"\nallowed = ["*"]', encoding="utf-8")
    page = visit()
    assert "单位账号登录没有配置好" in text(page)
    assert str(own_data) not in text(page)
    assert not page.text_input


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('login = "nobody"', "gives login the value 'nobody'"),
        ('login = "password"', "is no hash of a password; make one with"),
        ('password = "correct horse"', "is no hash of a password; make one with"),
        ("password = 123", "gives password a value; it must be of the kind str"),
        ('login = "oidc"', "but not who may come in; add for example"),
        ('allowed = "@a.b"', "must give allowed a list of texts"),
        ("allowed = [1]", "must give allowed a list of texts"),
        ("session_hours = 0", "gives session_hours the value 0; take 1 to 720"),
        ("upload_megabytes = -1", "gives upload_megabytes the value -1; take 1 to"),
        ('base_path = "/fajian/"', "write it like fajian"),
        ('base_path = "../x"', "write it like fajian"),
    ],
    ids=lambda value: value[:24],
)
def test_a_mistake_in_the_settings_is_told(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / SETTINGS).write_text(written, encoding="utf-8")
    with pytest.raises(FajianError, match=re.escape(told)) as raised:
        read_settings(tmp_path)
    assert "correct horse" not in str(raised.value)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "10.1.2.3", "office-pc", "203.0.113.7"])
def test_another_address_without_a_login_is_refused(address: str) -> None:
    with pytest.raises(FajianError, match=re.escape(f"At {address} other computers could open the page")):
        check_login(PageSettings(), address, Path("index"))
    check_login(PageSettings(login="password"), address, Path("index"))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.3.2.1", "::1", "[::1]", "localhost", "LOCALHOST."])
def test_this_machine_needs_none(address: str) -> None:
    assert is_this_machine(address)
    check_login(PageSettings(), address, Path("index"))


@pytest.mark.parametrize("name", [None, "", "localhost.example", "127.0.0.1.example", "0.0.0.0", "0", "2130706433"])
def test_what_may_be_another_machine(name: str | None) -> None:
    assert not is_this_machine(name)


@pytest.mark.parametrize("address", ["203.0.113.7", "nowhere.invalid", "\ud800", "a" * 300])
def test_an_address_of_another_machine_cannot_be_served(address: str) -> None:
    with pytest.raises(FajianError, match="is no address of this machine"):
        check_port(0, address)


def test_the_command_serve_refuses_before_anything_starts(tmp_path: Path) -> None:
    arguments = ["cli.py", "serve", "--headless", "--port=0", "--address=0.0.0.0", f"--index={tmp_path / 'index'}"]
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("fajian: At 0.0.0.0") and done.stderr.count("\n") == 1
    assert "python cli.py password --index" in done.stderr


def test_the_server_is_told_the_settings(tmp_path: Path) -> None:
    flags = command(8501, "0.0.0.0", PageSettings(upload_megabytes=7, base_path="fajian"), [tmp_path / "secrets.toml"])
    assert {"--server.address=0.0.0.0", "--server.maxUploadSize=7", "--server.baseUrlPath=fajian"} <= set(flags)
    assert f"--secrets.files={tmp_path / 'secrets.toml'}" in flags


def test_the_command_password_writes_the_hash_alone(tmp_path: Path) -> None:
    def run(*more: str, typed: str = "correct horse battery\n") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "cli.py", "password", "--index", str(tmp_path / "index"), *more], cwd=ROOT,
            input=typed, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip

    printed = run("--print")
    assert printed.stdout.startswith('password = "scrypt$') and not list(tmp_path.iterdir())
    done = run()
    assert done.returncode == 0
    assert "correct horse" not in printed.stdout + done.stdout + done.stderr and "scrypt$" not in done.stdout
    data = data_directory(tmp_path / "index")
    assert read_settings(data).login == "password"
    for wrong in ("\n", "short\n", ""):
        refused = run(typed=wrong)
        assert refused.returncode == 1
        assert refused.stderr.startswith("fajian: ") and refused.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("user", "allowed"),
    [
        ({"email": "wang@county.gov.cn"}, True),
        ({"email": " WANG@County.gov.cn "}, True),
        ({"email": "li@elsewhere.cn"}, True),
        ({"email": "wang@county.gov.cn", "email_verified": False}, False),
        ({"email": "wang@evil.example"}, False),
        ({"email": "wang@county.gov.cn@evil.example"}, False),
        ({"email": "wang@sub.county.gov.cn"}, False),
        ({"email": "@county.gov.cn"}, False),
        ({"email": "county.gov.cn"}, False),
        ({"email": ["wang@county.gov.cn"]}, False),
        ({}, False),
    ],
)
def test_only_those_on_the_list_come_in(user: dict[str, object], allowed: bool) -> None:
    assert is_allowed(user, ["@county.gov.cn", "li@elsewhere.cn"]) is allowed


def test_everybody_of_the_provider_if_so_wished() -> None:
    assert is_allowed({"sub": "1"}, ["*"])
    assert not is_allowed({"email": "a@b.c"}, [])


def test_an_old_login_is_asked_for_again() -> None:
    assert is_fresh({"iat": 1000}, 1000 + 12 * 3600, 12)
    assert not is_fresh({"iat": 1000}, 1001 + 12 * 3600, 12)
    assert is_fresh({}, 1e10, 12)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("", ""), None),
        (("[auth]", "[other]"), "lacks redirect_uri, cookie_secret, client_id"),
        (('client_id = "fajian"', ""), "lacks client_id in its section"),
        (('"fajian"', "7"), "lacks client_id in its section"),
        (("oauth2callback", "callback"), "does not end with /oauth2callback"),
        (("0123456789abcdef0123", ""), "fewer than 32 characters"),
        (("[auth]", "[auth"), "cannot be read as TOML"),
    ],
    ids=["whole", "section", "missing", "number", "callback", "secret", "broken"],
)
def test_a_provider_not_wholly_described_is_told(tmp_path: Path, change: tuple[str, str], told: str | None) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text(SECRETS.replace(*change), encoding="utf-8")
    if told is None:
        check_provider([file], tmp_path)
        return
    with pytest.raises(FajianError, match=re.escape(told)) as raised:
        check_provider([file], tmp_path)
    assert "a secret of the provider" not in str(raised.value)


def test_without_secrets_or_authlib_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FajianError, match=r"needs a section \[auth\] in"):
        check_provider([], tmp_path)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(FajianError, match="needs the package Authlib; install it with"):
        check_provider([tmp_path / "secrets.toml"], tmp_path)


def test_the_data_directory_lies_beside_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAJIAN_DATA", raising=False)
    assert data_directory(Path("/srv/index")) == Path("/srv/index-data")
    monkeypatch.setenv("FAJIAN_DATA", "/srv/given")
    assert data_directory(Path("/srv/index")) == Path("/srv/given")
