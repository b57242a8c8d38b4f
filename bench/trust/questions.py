"""Asks everything that was ever typed to break a search, in every way that a question may be asked, and 1,000 questions at once.

python -m bench.trust.questions [--count N] [--index DIR --model MODEL]

The promise: each question is answered or refused by one clear sentence, in time that grows no faster than the question; what is quoted stands in its report word
for word; and questions asked at once get the answers that they get one by one. ``--count`` is how many columns of Unicode are tried, of 69,632 (sixteen code
points each); 0 tries all. Without ``--index`` the samples are asked, by the toy encoder: what it makes of a text does not matter here.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import threading
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from api import Fajian, make_filters
from bench.trust import question_texts
from errors import FajianError
from search.completion import Terms, alike, terms_of
from search.contract import answer_json
from search.question import LONGEST_QUESTION

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
HANGS = 60.0
"""Seconds after which a question counts as never answered; one takes a hundredth of that."""
LONGEST_TOLD = 1200
"""Characters of a refusal; the longest lists all themes."""
STEEP = 3.0
"""How much longer a question of twice the length may take: in proportion would be 2, by the square 4."""
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of the text around them."""
_LENGTHS = (LONGEST_QUESTION // 4, LONGEST_QUESTION // 2, LONGEST_QUESTION)
_LEAST = 0.02
"""Seconds below which times are noise."""
Way = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it. ``broken`` names everything that was neither answered nor refused as promised; ``steepest`` is the worst growth at twice the length."""

    asked: int
    refused: int
    ways: int
    steepest: float
    at_once: int
    differing: int
    broken: tuple[str, ...]


def ways_to_ask(fajian: Fajian, terms: Terms) -> dict[str, Way]:
    """Every way in which a text of a visitor's reaches the engine: as the question, as a name, as an id."""
    return {
        "search": lambda text: _checked(fajian, text),
        "practices": fajian.practices,
        "problems": fajian.problems,
        "similar": fajian.similar,
        "indicators": fajian.indicators,
        "completion": lambda text: alike(terms, text, 5),
        "report": fajian.read_report,
        "place": lambda text: fajian.search("执法", make_filters(township=text, county=text), top=3),
        "year": lambda text: make_filters(year=text),
        "theme": lambda text: make_filters(theme=text),
        "role": lambda text: make_filters(role=text),
    }


def ask(ways: dict[str, Way], questions: Iterable[str]) -> tuple[int, int, list[str]]:
    """Ask each question in each way.

    Returns:
        How many were asked, how many refused by one clear sentence, and what broke.
    """
    counted: Counter[str] = Counter()
    broken: list[str] = []
    for question in questions:
        for name, way in ways.items():
            counted["asked"] += 1
            try:
                with limited():
                    way(question)
            except FajianError as error:
                counted["refused"] += 1
                if not is_clear(str(error)):
                    broken.append(f"{name}: {question[:40]!r} is refused by {str(error)[:80]!r}")
            except Exception as error:
                broken.append(f"{name}: {question[:40]!r} ended in {type(error).__name__}: {str(error)[:80]}")
    return counted["asked"], counted["refused"], broken


def is_clear(told: str) -> bool:
    """Whether a refusal is one sentence that a person can read."""
    return bool(told.strip()) and "\n" not in told and len(told) <= LONGEST_TOLD and "Traceback" not in told


def growth(ask_one: Way, patterns: dict[str, Callable[[int], str]]) -> tuple[float, list[str]]:
    """How much longer the longest question of each pattern takes than one of half its length, at worst, and what grows too fast.

    Processor time, the least of several; a pattern counts as steep only where it stays so when it is measured again.
    """
    worst, broken = 1.0, []
    for name, make in patterns.items():
        ratio = 0.0
        for _ in range(3):
            times = [_least_time(ask_one, make(length)) for length in _LENGTHS]
            ratio = times[-1] / max(times[-2], _LEAST)
            if ratio <= STEEP:
                break
        worst = max(worst, ratio)
        if ratio > STEEP:
            broken.append(f"{name}: twice the length takes {ratio:.1f} times as long")
    return worst, broken


def at_once(fajian: Fajian, questions: Sequence[str], count: int) -> tuple[int, list[str]]:
    """Ask so many questions from as many threads, and compare with the answers given one by one.

    Returns:
        How many answers differ, and what else broke.
    """
    expected = {question: _told(fajian, question) for question in questions}
    before = threading.active_count()
    wrong: list[str] = []
    broken: list[str] = []
    start = threading.Barrier(count)

    def one(question: str) -> None:
        start.wait()
        try:
            if _told(fajian, question) != expected[question]:
                wrong.append(question)
        except Exception as error:
            broken.append(f"at once: {question!r} ended in {type(error).__name__}: {error}")

    threads = [threading.Thread(target=one, args=(questions[number % len(questions)],)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if threading.active_count() > before:
        broken.append(f"{threading.active_count() - before} threads are left")
    return len(wrong), broken


def run(fajian: Fajian, *, columns: int, long: int, threads: int, patterns: Sequence[str] = ()) -> Figures:
    """Everything.

    Args:
        fajian: What is asked; only read.
        columns: Of Unicode.
        long: Characters of the longest questions.
        threads: Questions asked at once.
        patterns: Which of the growing ones, all if empty.
    """
    ways = ways_to_ask(fajian, terms_of(fajian.engine.index))
    longest = {pattern: make(LONGEST_QUESTION) for pattern, make in question_texts.GROWING.items()}
    asked, refused, broken = ask(
        ways,
        [
            *(*question_texts.SYNTAX, *question_texts.ODD, *question_texts.nested(), *longest.values()),
            *(*question_texts.long_ones(LONGEST_QUESTION + 1), *question_texts.long_ones(long)),
        ],
    )
    # Through the way that makes most of a text; the others are asked the same kinds of characters above.
    more = ask({"search": ways["search"]}, question_texts.of_every_block(columns))
    chosen = {name: make for name, make in question_texts.GROWING.items() if not patterns or name in patterns}
    steepest, steep = growth(ways["search"], chosen)
    questions = [
        f"{wish}{matter}"
        for wish in ("怎么解决", "2023年的", "")
        for matter in ("执法人员不足", "普法形式单一", "矛盾纠纷", "lack of staff")
    ]
    differing, crowded = at_once(fajian, questions, threads)
    return Figures(
        asked + more[0], refused + more[1], len(ways), round(steepest, 1), threads, differing, (*broken, *more[2], *steep, *crowded)
    )  # fmt: skip


@contextmanager
def limited(seconds: float = HANGS) -> Iterator[None]:
    """Give up after that time, where the system and the thread allow it; a pattern that never ends is else never told."""

    def give_up(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"no answer in {seconds:.0f} seconds")

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _checked(fajian: Fajian, question: str) -> None:
    answer = fajian.search(question, top=3)
    for hit in answer.hits:
        text = fajian.read_report(hit.passage.report_id).text
        assert text[hit.passage.start : hit.passage.end] == hit.passage.text, "a quotation is not the report's own"
    # What is asked is told back, and must be text that a file and a page can hold.
    unseen = {char for char in answer.question.text if unicodedata.category(char) in {"Cc", "Cs"} or char in TURNING}
    assert not unseen, f"{unseen} is told back of a question"


def _told(fajian: Fajian, question: str) -> dict[str, object]:
    return answer_json(fajian.search(question)) | {"took_ms": 0}


def _least_time(ask_one: Way, question: str) -> float:
    times = []
    for _ in range(2):
        began = time.process_time()
        with suppress(FajianError), limited():
            ask_one(question)
        times.append(time.process_time() - began)
    return min(times)


@contextmanager
def _opened(index: Path | None, model: str) -> Iterator[Fajian]:
    from embeddings import load_encoder
    from indexer.build import build_index

    with tempfile.TemporaryDirectory() as folder:
        if index is None:
            index = Path(folder) / "index"
            build_index(index, [SAMPLES], load_encoder(model))
        with Fajian.open(index, model=model) as fajian:
            yield fajian


def main() -> int:
    """Ask, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=0, help="columns of Unicode; 0 are all")
    parser.add_argument("--long", type=int, default=10_000_000, help="characters of the longest questions")
    parser.add_argument("--threads", type=int, default=1000, help="questions asked at once")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--model", default="hashing")
    options = parser.parse_args()
    columns = options.count or question_texts.COLUMNS
    with _opened(options.index, options.model) as fajian:
        found = run(fajian, columns=columns, long=options.long, threads=options.threads)
    for line in found.broken:
        sys.stdout.write(f"BROKEN {line}\n")
    sys.stdout.write(
        f"questions: {found.asked:,} asked in {found.ways} ways, {found.refused:,} refused by a sentence, {len(found.broken)} broken; twice the length takes at most "
        f"{found.steepest} times as long; {found.at_once:,} at once, {found.differing} answered otherwise than alone\n"
    )
    return 1 if found.broken or found.differing else 0


if __name__ == "__main__":
    sys.exit(main())
