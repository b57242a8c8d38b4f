"""Tries every hostile model and every spoilt encoder, and says how many were refused in one sentence, before anything of theirs ran.

python -m bench.trust.models [--count N]

A harm is done to a good tiny model (``hostile_models``), in a folder and in a cache like that of a model hub; an encoder goes wrong on each way out
(``hostile_encoders``); the unpacked files of the bundled model are changed. ``--count`` takes only so many of each. What a hostile model may not do
meanwhile: write its canary, or ask the network.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice
from pathlib import Path
from unittest.mock import patch

import numpy as np

from bench.trust.hostile_encoders import BAD, BAD_TOKENS, ORDERS, TEXTS, Forgetful, Spoilt, SpoiltTokens, ways
from bench.trust.hostile_models import CANARY, ENCODER_HARMS, HARMS, RERANKER_HARMS, Harm, write_model
from embeddings import BundledEncoder, TransformerEncoder
from embeddings.bundled import BYTES_SHA256, SOURCE_SHA256, network_folder
from embeddings.checking import check_encoded, checked
from embeddings.onnx_graph import NETWORK_FILE
from embeddings.opening import check_files
from embeddings.reranker import CrossEncoderReranker
from errors import EncoderError


@dataclass(frozen=True, slots=True)
class Figures:
    """How many of each kind were tried; ``failures`` tell of those that were not refused in one sentence, ``ran`` of code or network."""

    folders: int = 0
    rerankers: int = 0
    encoders: int = 0
    caches: int = 0
    failures: tuple[str, ...] = ()
    ran: tuple[str, ...] = ()
    share: float = 0.0

    def __str__(self) -> str:
        tried = self.folders + self.rerankers + self.encoders + self.caches
        return (
            f"{tried - len(self.failures)} of {tried} refused or remade ({self.folders} models, {self.rerankers} rerankers, {self.encoders} ways "
            f"in which encoders go wrong, {self.caches} changed caches); {len(self.ran)} ran code or asked the network; "
            f"checking costs {self.share:.4%} of encoding"
        )


def try_all(count: int | None = None, *, bundled: bool = True) -> Figures:
    """Try all, or ``count`` of each kind; ``bundled`` whether the real model's cache is tried as well."""
    with tempfile.TemporaryDirectory() as name, _watched() as asked:
        home = Path(name)
        figures = _encoders(Figures())
        harms = {**HARMS, **ENCODER_HARMS}
        figures = _folders(figures, home / "encoders", harms, count, reranker=False)
        figures = _folders(figures, home / "rerankers", {**HARMS, **RERANKER_HARMS}, count, reranker=True)
        if bundled:
            figures = _caches(figures, home / "cache")
            figures = replace(figures, share=checking_share())
        return replace(figures, ran=(*figures.ran, *asked))


def _folders(figures: Figures, home: Path, harms: Mapping[str, Harm], count: int | None, *, reranker: bool) -> Figures:
    good = write_model(home / "good", reranker=reranker)
    _use(good, reranker=reranker)  # the harms alone are what is refused
    failures, ran, tried = list(figures.failures), list(figures.ran), 0
    for name, harm in islice(harms.items(), count):
        place = home / f"{tried:02}"
        folder = Path(shutil.copytree(good, place / "model"))
        harm(folder)
        told = _told(lambda folder=folder: _use(folder, reranker=reranker))  # type: ignore[misc]
        if told:
            failures.append(f"{'reranker' if reranker else 'model'}: {name}: {told}")
        ran += [f"{name} ran"] * (place / CANARY).exists()
        tried += 1
    kind = {"rerankers": tried} if reranker else {"folders": tried}
    return replace(figures, failures=tuple(failures), ran=tuple(ran), **kind)


def _use(folder: Path, *, reranker: bool) -> None:
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        if reranker:
            CrossEncoderReranker(str(folder)).score("法治", ["执行", "a"])
        else:
            TransformerEncoder(str(folder)).encode_queries(["法治", "a"])


def _told(attempt: Callable[[], object]) -> str:
    """What is wrong with how an attempt ended; nothing where it was refused in one sentence."""
    try:
        attempt()
    except EncoderError as error:
        return "" if len(str(error).splitlines()) == 1 else f"told in several lines: {error}"
    except Exception as error:  # whatever else comes out is what must not
        return f"{type(error).__name__}: {error}"
    return "not refused"


def _encoders(figures: Figures) -> Figures:
    failures, tried = list(figures.failures), 0
    for name, attempt in _attempts():
        told = _told(attempt)
        failures += [f"encoder: {name}: {told}"] * bool(told)
        tried += 1
    return replace(figures, encoders=tried, failures=tuple(failures))


def _attempts() -> Iterator[tuple[str, Callable[[], object]]]:
    for name, spoil in BAD.items():
        for way, attempt in ways(checked(Spoilt(spoil))).items():
            yield f"{way}: {name}", attempt
    for name, tokens in BAD_TOKENS.items():
        for way, attempt in ways(checked(SpoiltTokens(tokens))).items():
            if "tokens" in way:
                yield f"{way}: {name}", attempt
    for order in ORDERS:
        yield f"order {order}", ways(checked(Forgetful(order)))["passage tokens"]


def _caches(figures: Figures, home: Path) -> Figures:
    """Change the unpacked bundled model in every way; its vectors must come out the same, from a folder that is whole."""
    failures, source = list(figures.failures), network_folder(in_bytes=True)
    expected = BundledEncoder().encode_queries(TEXTS)
    for number, (name, harm) in enumerate(CACHE_HARMS.items()):
        cache = home / f"{number:02}"
        harm(Path(shutil.copytree(source, cache / source.name)))
        with patch.dict("os.environ", {"FAJIAN_CACHE": str(cache)}):
            try:
                same = np.array_equal(BundledEncoder().encode_queries(TEXTS), expected)
                told = "" if same else "other vectors"
            except EncoderError as error:
                told = str(error)
        if not told and not any(check_files(place, SOURCE_SHA256, BYTES_SHA256) for place in cache.iterdir()):
            told = "no whole folder afterwards"
        failures += [f"cache: {name}: {told}"] * bool(told)
    return replace(figures, caches=len(CACHE_HARMS), failures=tuple(failures))


def _flipped(folder: Path) -> None:
    path = folder / NETWORK_FILE
    with path.open("rb+") as stream:
        stream.seek(path.stat().st_size // 2)
        byte = stream.read(1)[0]
        stream.seek(-1, 1)
        stream.write(bytes([byte ^ 1]))


def _flipped_and_sealed(folder: Path) -> None:
    """As somebody would who knows the manifest."""
    from embeddings.unpacking import MANIFEST, file_sha256

    before = file_sha256(folder / NETWORK_FILE)
    _flipped(folder)
    manifest = (folder / MANIFEST).read_text(encoding="utf-8")
    (folder / MANIFEST).write_text(manifest.replace(before, file_sha256(folder / NETWORK_FILE)), encoding="utf-8")


def _open_to_all(folder: Path) -> None:
    _flipped_and_sealed(folder)
    for path in (folder.parent, folder, *folder.iterdir()):
        path.chmod(0o777)


def _behind_a_link(folder: Path) -> None:
    _flipped_and_sealed(folder)
    elsewhere = folder.parent / "elsewhere" / folder.name
    elsewhere.parent.mkdir()
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere, target_is_directory=True)


CACHE_HARMS: Mapping[str, Harm] = {
    "a byte": _flipped,
    "a byte and the manifest": _flipped_and_sealed,
    "open to all": _open_to_all,
    "behind a link": _behind_a_link,
    "a file more": lambda folder: (folder / "more.bin").write_bytes(b"x"),
    "a file gone": lambda folder: (folder / NETWORK_FILE).unlink(),
    "a file cut off": lambda folder: (folder / NETWORK_FILE).write_bytes(b"x"),
}
"""What is done to the bundled model's unpacked files."""


def checking_share(texts: int = 24, rounds: int = 200) -> float:
    """How much of the time that the bundled encoder takes for passages with their tokens the check of what it gave takes."""
    encoder = BundledEncoder()
    encoder.encode_queries(["法"])
    passages = [f"{place}。{'加强行政执法队伍建设，' * 12}" for place in range(texts)]
    began = time.perf_counter()
    given = list(encoder.encode_passage_tokens(passages))
    encoding = time.perf_counter() - began
    began = time.perf_counter()
    for _ in range(rounds):
        for places, encoded in given:
            check_encoded(encoded, [passages[place] for place in places], encoder.dimension)
    return (time.perf_counter() - began) / rounds / encoding


@contextmanager
def _watched() -> Iterator[list[str]]:
    """Collects whatever asks the network meanwhile, and refuses it."""
    asked: list[str] = []

    def refuse(*given: object, **_: object) -> None:
        asked.append(f"the network was asked: {given[-1]}")
        raise OSError("no network here")

    with (
        patch.object(socket.socket, "connect", refuse),
        patch.object(socket, "create_connection", refuse),
        patch.object(socket, "getaddrinfo", refuse),
    ):
        yield asked


def main() -> int:
    """Print the figures; 1 where something was not refused or ran."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, help="models and rerankers to try; all unless given")
    figures = try_all(parser.parse_args().count)
    for line in (*figures.failures, *figures.ran):
        print(line)
    print(f"models: {figures}")
    return 1 if figures.failures or figures.ran else 0


if __name__ == "__main__":
    sys.exit(main())
