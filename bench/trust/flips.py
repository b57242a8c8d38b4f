"""A file of an index damaged in every way: it is found and named, no search takes it for sound, and the next build mends just that.

python -m bench.trust.flips                                  # a bit of every byte, every length
python -m bench.trust.flips --count 40 --repairs 30 --unhashed 200

Large files are not hashed when an index is opened; so with that hashing turned off everything is read and searched too, in a process of its own: it may
end in one sentence, or go on until ``verify`` finds the damage, but neither crash nor hang.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random

from bench.trust.damaging import Damage, How, damages
from bench.trust.flips_beside import damage_beside
from bench.trust.flips_index import Whole, make_whole, told_by
from bench.trust.model_checks import DIMENSION, WatchedEncoder
from errors import FajianError, IndexUnusableError
from indexer import manifest
from indexer.build import build_index
from indexer.index import CATALOGUE, TOKENS, VECTORS
from indexer.manifest import COPY, MANIFEST
from indexer.status import find_damage
from indexer.storage import CURRENT
from indexer.tokens import MEANS, SPANS

_NUMPY_HEAD = 128
_HANGS = 60.0
"""Seconds after which a search hangs; on a busy machine it takes one."""


@dataclass(frozen=True, slots=True)
class FlipFigures:
    """What was done.

    ``kinds`` and ``files`` count damages by what was done and to which file; ``repairs`` those that a build mended, ``encoded`` the texts encoded again
    meanwhile; ``unhashed`` those that were searched without checksums, ``answered`` how many of these gave an answer; ``beside`` those to files beside the
    versions. ``broken`` has a sentence for each promise that was not kept.
    """

    kinds: dict[str, int]
    files: dict[str, int]
    repairs: int
    encoded: int
    unhashed: int
    answered: int
    beside: int
    broken: tuple[str, ...]


def run_flips(
    home: Path, *, count: int | None, repairs: int, unhashed: int, others: int, seed: int = 2026
) -> FlipFigures:
    """Damage an index, again and again.

    Args:
        home: An empty folder.
        count: Flipped bytes a file; ``None``: all.
        repairs: Damages that a build is to mend.
        unhashed: Damages to search without hashes.
        others: Flipped bytes of each file beside the versions.
        seed: Of what is chosen at random.
    """
    whole, chance = make_whole(home), Random(seed)
    broken: list[str] = []
    kinds: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for damage in damages(whole.files, count, chance):
        broken += _found(whole, damage)
        kinds[damage.how] += 1
        files[damage.name] += 1
    mended, encoded = _sample(whole.files, repairs, chance), 0
    for damage in mended:
        texts, said = _mended(whole, damage)
        encoded += texts
        broken += said
    tried = _large(whole, unhashed, chance)
    answered, said = _searched(whole, tried)
    beside, told = damage_beside(home, whole, others, chance)
    broken += said + told
    return FlipFigures(dict(kinds), dict(files), len(mended), encoded, len(tried), answered, beside, tuple(broken))


def _sample(files: Mapping[str, bytes], count: int, chance: Random) -> list[Damage]:
    """So many damages, of all kinds and files about equally."""
    found = list(damages(files, max(3, count // len(files)), chance))
    return chance.sample(found, min(count, len(found)))


def _large(whole: Whole, count: int, chance: Random) -> list[Damage]:
    """Damages to files that are large in a real index, half of them to the catalogue."""
    catalogue = {CATALOGUE: whole.files[CATALOGUE]}
    others = {name: data for name, data in whole.files.items() if name not in (CATALOGUE, CURRENT, MANIFEST, COPY)}
    return _sample(catalogue, count // 2, chance) + _sample(others, count - count // 2, chance)


def _found(whole: Whole, damage: Damage) -> list[str]:
    """What is wrong with how a damage is found: by ``verify``, which names the file, and by opening the index."""
    whole.damage(damage)
    wrong = []
    try:
        try:
            said = find_damage(whole.directory)
        except IndexUnusableError as error:
            said = [str(error)]
        if not any(damage.name in sentence for sentence in said):
            wrong.append(f"{damage}: verify says {said}")
        try:
            # The copy of the manifest is looked at by nobody but a build and verify.
            if told_by(whole.directory) != whole.told or damage.name != COPY:
                wrong.append(f"{damage}: it was opened")
        except IndexUnusableError as error:
            if damage.name not in str(error):
                wrong.append(f"{damage}: opening says {error}")
    except Exception as error:  # anything but a sentence is what is looked for here
        wrong.append(f"{damage}: {type(error).__name__}: {error}")
    finally:
        whole.mend(damage)
    return wrong


def _mended(whole: Whole, damage: Damage) -> tuple[int, list[str]]:
    """How many texts a build encoded again to mend a damage, and what is wrong with how it did."""
    whole.reset()
    whole.damage(damage)
    encoder = WatchedEncoder()
    try:
        result = build_index(whole.directory, [whole.directory.parent / "reports"], encoder)
        wrong = []
        if not any(damage.name in sentence for sentence in result.repaired):
            wrong.append(f"{damage}: the build says {result.repaired}")
        if (said := find_damage(whole.directory)) or told_by(whole.directory) != whole.told:
            wrong.append(f"{damage}: after the repair verify says {said}")
        # Those by which tokens are centred are no texts of the index.
        encoded = len(set(encoder.asked) & whole.texts)
        if encoded > (most := _most_encoded(whole, damage)):
            wrong.append(f"{damage}: {encoded} texts were encoded instead of at most {most}")
        return encoded, wrong
    except Exception as error:  # the same
        return 0, [f"{damage}: {type(error).__name__}: {error}"]
    finally:
        whole.reset()


def _most_encoded(whole: Whole, damage: Damage) -> int:
    """Texts that a damage may cost: none where it is in no file of vectors, those cut off, one where it flips a bit of one."""
    if not damage.name.startswith((VECTORS, TOKENS)) or damage.name == f"{TOKENS}/{MEANS}":
        return 0
    if damage.name == f"{TOKENS}/{SPANS}" and damage.place < _NUMPY_HEAD:
        return len(whole.texts)
    if damage.how is How.CUT and damage.name == VECTORS:
        return -(-(len(whole.files[VECTORS]) - damage.place) // (4 * DIMENSION))
    return 1 if damage.how is How.FLIP else len(whole.texts)


def _searched(whole: Whole, tried: list[Damage]) -> tuple[int, list[str]]:
    """How many damaged indexes gave an answer although nothing was hashed, and which crashed or hung."""
    answered, wrong = 0, []
    pool = _worker()
    for damage in tried:
        whole.damage(damage)
        try:
            said = pool.submit(_search_unhashed, whole.directory).result(_HANGS)
            answered += said == ""
            if said.startswith("!"):
                wrong.append(f"{damage}, not hashed: {said[1:]}")
        except (BrokenProcessPool, TimeoutError) as error:
            wrong.append(f"{damage}, not hashed: {type(error).__name__}")
            for process in list(pool._processes.values()):
                process.kill()
            pool = _worker()
        finally:
            whole.mend(damage)
    pool.shutdown()
    return answered, wrong


def _worker() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def _search_unhashed(directory: Path) -> str:
    """Read and search an index without looking at checksums: ``""`` where that went through, a sentence, or one that begins with ``!`` for any other error."""
    manifest.SMALL = -1
    try:
        told_by(directory)
    except FajianError as error:
        return str(error)
    except Exception as error:  # the same
        return f"!{type(error).__name__}: {error}"
    return ""


def main() -> int:
    """Print what was damaged and found, file by file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, help="flipped bytes a file; all if not given")
    parser.add_argument("--repairs", type=int, default=600, help="damages that a build is to mend")
    parser.add_argument("--unhashed", type=int, default=3000, help="damages to search without hashes")
    parser.add_argument("--others", type=int, default=2000, help="flipped bytes of each file beside the versions")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fajian-flips-") as home:
        where = Path(home).resolve()
        figures = run_flips(
            where, count=options.count, repairs=options.repairs, unhashed=options.unhashed, others=options.others
        )
    for name, tried in figures.files.items():
        sys.stdout.write(f"{name}: {tried:,} damages\n")
    for sentence in figures.broken:
        sys.stdout.write(f"BROKEN: {sentence}\n")
    told = ", ".join(f"{count:,} {kind}" for kind, count in figures.kinds.items())
    sys.stdout.write(
        f"flips: {sum(figures.kinds.values()):,} damages ({told}) found and named; {figures.repairs:,} repaired by encoding "
        f"{figures.encoded:,} texts again; {figures.unhashed:,} searched without hashes, {figures.answered:,} of which gave an answer; {figures.beside:,} damages "
        f"beside the versions; {len(figures.broken):,} promises broken; "
        f"{time.monotonic() - began:.0f} s\n"
    )
    return 1 if figures.broken else 0


if __name__ == "__main__":
    sys.exit(main())
