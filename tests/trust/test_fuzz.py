"""The short form of fuzzing: some inputs for every target in this process, and the machinery that makes crashes, hangs and leaks known."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.trust import fuzz as program
from bench.trust import fuzz_questions
from bench.trust.fuzz import Figures, fuzz, spread
from bench.trust.fuzz_checks import read_through
from bench.trust.fuzz_mutate import LONGEST, mutated, mutated_zip, packed
from bench.trust.fuzz_process import Fault, attempts, run_target
from bench.trust.fuzz_seeds import words
from bench.trust.fuzz_shrink import shrunk
from bench.trust.fuzz_targets import TARGETS, Target, target_named
from bench.trust.fuzz_tokens import REPORT, TEXT
from corpus.formats.zip_directory import MOST_BYTES, has_long_directory
from corpus.report import Document
from errors import FajianError
from search.engine import Engine

INPUTS = (
    {"tools": 4, "html": 30, "mht": 30, "txt": 60, "md": 60, "arguments": 80, "question": 60, "search": 3}
    | dict.fromkeys(("docx", "pdf", "ofd", "structure"), 80)
    | dict.fromkeys(("encoding", "sidecar", "link", "address", "figures", "front"), 400)
)
"""Of slow targets; the others get 150."""
FOUND = Path(__file__).parent / "found"


@pytest.fixture
def _shared_index(hashing_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("engine", "_warmed"):
        monkeypatch.setattr(fuzz_questions, name, lambda: hashing_engine)


@pytest.mark.usefixtures("_shared_index")
@pytest.mark.parametrize("target", [target for target in TARGETS if not target.extra], ids=lambda target: target.name)
def test_damaged_input_is_read_or_refused_in_a_sentence(target: Target) -> None:
    numbers = range(INPUTS.get(target.name, 150))
    faults = [str(fault) for _, fault, _, _ in attempts(target, numbers, seed=2, limit=20) if fault is not None]
    assert faults == []


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_what_fuzzing_begins_with_is_sound_and_inputs_come_again(target: Target) -> None:
    assert target.seeds()
    assert target.make(1, 7) == target.make(1, 7)
    assert len({target.make(1, number) for number in range(20)}) > 10
    assert all(len(target.make(1, number)) <= 4 * LONGEST for number in range(20))


def test_shares_make_a_thousand() -> None:
    assert sum(target.share for target in TARGETS if not target.extra) == 1000
    assert sum(count for _, count in spread(5000, [t for t in TARGETS if not t.extra])) == pytest.approx(5000, abs=25)


@pytest.mark.parametrize("path", sorted(FOUND.glob("*-*")), ids=lambda path: path.name)
def test_what_fuzzing_found_stays_mended(path: Path) -> None:
    target_named(path.name.partition("-")[0]).attempt(path.read_bytes())


def _misbehave(how: str, data: bytes) -> None:
    """A reader that goes wrong on one input in three."""
    if sum(data) % 3:
        return
    if how == "raises":
        raise KeyError(how)
    if how == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "leaks":
        _LEAKED.append(b"x" * 400_000)
    while how == "hangs":
        pass


_LEAKED: list[bytes] = []


def _seeds() -> list[bytes]:
    return [b"abcdefgh"]


def wrong(how: str) -> Target:
    return Target("wrong", 1, _seeds, (b"x",), partial(_misbehave, how))


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no clock of the processor there")
def test_what_raises_dies_or_hangs_is_known_and_costs_only_itself() -> None:
    raising = run_target(wrong("raises"), 40, 1, 5)
    [fault] = raising.faults
    assert raising.inputs == 40 and 0 < raising.taken < 40 and "KeyError" in fault.what
    hanging = run_target(wrong("hangs"), 5, 1, 0.2)
    # On a busy machine whoever waits may lose patience first.
    assert hanging.inputs == 5 and {fault.what for fault in hanging.faults} <= {"takes longer than 0.2 s", "hangs"}
    assert hanging.faults
    contained = run_target(replace(wrong("dies"), contained=True), 6, 1, 5)
    assert contained.inputs == 6 and contained.ended > 0 and contained.faults == ()
    dying = run_target(wrong("dies"), 6, 1, 5)
    assert dying.inputs == 6 and "ends the process" in dying.faults[0].what
    assert not Figures((dying,), ()).kept


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told there")
def test_what_leaks_is_known() -> None:
    figures = fuzz(1000, targets=[wrong("leaks")], growth=64)
    assert figures.leaking == ("wrong",) and not figures.kept and "1 leaks" in str(figures)


def test_an_input_that_breaks_a_promise_is_made_small() -> None:
    target = Target("broken", 1, _seeds, (b"x",), _breaks_on_two)
    assert shrunk(target, b"a" * 500 + b"<" + b"b" * 300 + b">" + b"c" * 200) == b"<>"
    with pytest.raises(ValueError, match="breaks no promise"):
        shrunk(target, b"sound")


def _breaks_on_two(data: bytes) -> None:
    if b"<" in data and b">" in data:
        raise RuntimeError


def test_one_input_can_be_tried_again(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["fuzz", "--input", "address:3"])
    assert program.main() == 0
    assert "in 0." in capsys.readouterr().out


@given(st.binary(max_size=300), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_damage_is_bounded_and_follows_from_its_seed(data: bytes, seed: int) -> None:
    for damage in (mutated, mutated_zip):
        made = damage(data, Random(seed), TEXT, [data])
        assert made == damage(data, Random(seed), TEXT, [data]) and len(made) <= LONGEST + 200


def test_archives_stay_archives_most_of_the_time() -> None:
    made = [mutated_zip(words()[0], Random(seed), TEXT, [words()[0]]) for seed in range(60)]
    assert sum(data.startswith(b"PK\x03\x04") for data in made) > 40


@given(
    st.lists(st.one_of(st.sampled_from(REPORT), st.text(max_size=20)), max_size=40).map("".join),
    st.text(max_size=60),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_any_text_with_any_corrections_keeps_every_promise(text: str, outline: str, wrapped: bool) -> None:
    try:
        read_through(Document(text, "txt", hard_wrapped=wrapped), "a", {"outline": outline, "title": outline})
    except FajianError as error:
        assert str(error).startswith("a ")


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60), max_size=30),
    st.binary(max_size=99),
)
@settings(max_examples=60, deadline=None)
def test_directories_of_ordinary_archives_are_not_long(names: list[str], content: bytes) -> None:
    import io

    data = packed([(name, content) for name in names])
    assert not has_long_directory(io.BytesIO(data))
    end = data.rindex(b"PK\x05\x06")
    for ahead in (b"", b"PK\x05\x06"):
        stated = data[: end + 12] + (MOST_BYTES + 1).to_bytes(4, "little") + data[end + 16 :]
        assert has_long_directory(io.BytesIO(ahead + stated))


def test_faults_are_told_by_what_and_where() -> None:
    assert str(Fault("docx", 7, "KeyError: x", "corpus/a.py:3")) == "docx:7 KeyError: x at corpus/a.py:3"
