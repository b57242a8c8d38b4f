"""The audit asks about the lock's own versions and installs nothing; here only up to the asking, which needs the internet."""

from __future__ import annotations

from pathlib import Path

import pytest

from supply.audit import asked_about, audit_command, main
from supply.lock import LOCK, applies_here, read_lock


def test_what_is_asked() -> None:
    command = audit_command(Path("x.lock"), ["--ignore-vuln", "PYSEC-1"])
    assert {"--require-hashes", "--disable-pip", "--strict"} <= set(command)
    assert command[-2:] == ["--ignore-vuln", "PYSEC-1"]


def test_builds_of_ones_own_are_asked_about_as_what_they_were_built_from() -> None:
    assert "+" not in asked_about(read_lock(LOCK.read_text(encoding="utf-8")))


def test_pip_audit_reads_the_lock(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--dry-run"]) == 0
    meant = sum(map(applies_here, read_lock(LOCK.read_text(encoding="utf-8"))))
    assert f"would have audited {meant} packages" in capfd.readouterr().err


def test_a_lock_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lock", str(tmp_path / "no.lock")]) == 2
    assert "make lock" in capsys.readouterr().err
