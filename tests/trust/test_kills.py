"""Two hundred kills: what was published opens and answers, the next run finishes, and nothing encoded is encoded again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.trust import kills
from bench.trust.apart import CAN_FORK, BrokenPromiseError, Child, in_own_process, must_end
from bench.trust.stage import SCENES, Stage, warm_up
from embeddings import HashingEncoder

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system cannot fork")
KILLS = 200


@pytest.mark.slow
def test_two_hundred_kills_are_survived() -> None:
    found = kills.kill_builds(KILLS)
    assert found.broken == ()
    assert found.survived == found.at_random + found.at_steps >= KILLS
    assert found.published > 0  # some came after the new version was current
    assert found.encoded > 0


@pytest.mark.slow
def test_what_is_neither_before_nor_after_is_seen(tmp_path: Path) -> None:
    assert in_own_process(_wrong_states, tmp_path) == ["neither", "does not open", "lies about", "hung"]


def _wrong_states(home: Path) -> list[str]:
    """What the judges say of an index with another report in it, of a damaged one, of litter, and of a child that hangs."""
    warm_up(home / "warm")
    stage = Stage(SCENES[1], home / "stage")
    seen = []
    (stage.home / "reports" / "甲乡.txt").write_text(
        "甲县甲乡2023年法治政府建设工作报告\n\n一、工作\n另一份。\n", "utf-8"
    )
    stage.scene.work(stage.home, HashingEncoder())
    seen.append(_said(stage.standing, "neither"))
    stage.reset()
    for vectors in stage.index.glob("versions/*/vectors.faiss"):
        vectors.write_bytes(vectors.read_bytes()[:-1])
    seen.append(_said(stage.standing, "does not open"))
    stage = Stage(SCENES[0], home / "other")
    must_end(lambda: stage.work(home / "log"))
    (stage.index / "left.tmp").touch()
    seen.append(_said(stage.check_finished, "lies about", "in the way ['left.tmp']"))
    seen.append(_said(lambda: Child(_sleep).wait(0.2), "hung"))
    return seen


def _said(judge: object, name: str, words: str = "") -> str:
    assert callable(judge)
    try:
        judge()
    except BrokenPromiseError as error:
        return name if (words or name) in str(error) else str(error)
    return "nothing"


def _sleep() -> None:
    import time

    time.sleep(60)
