"""What comparing needs of one report: it depends on the report alone and is kept beside the index, so that a new report costs one report."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.report import Passage, Report
from insight.copying.minhash import BANDS, band_keys, shingles
from insight.copying.nouns import PARTS, SHORTEST
from insight.copying.sentences import Sentence, sentences_of

VERSION = 1
"""Raised whenever the same report would give another digest, or the same digests another survey."""

Number = TypeVar("Number", bound=np.generic)

_LONGEST = 65_535


@dataclass(frozen=True, slots=True)
class Digest:
    """The sentences of one report as columns, shape (sentences,) unless told otherwise.

    ``start`` and ``end`` are offsets into the report's text, ``part`` places in ``PARTS``, ``length`` the characters of the exact form, ``exact`` and ``masked``
    hashes of the two forms, ``keys`` the band keys of the masked form, shape (sentences, ``BANDS``), ``shingles`` its distinct shingles one sentence behind the other,
    ``shingle_counts`` how many are whose. Sentences that are not judged have keys of 0 and no shingles.
    """

    start: NDArray[np.uint32]
    end: NDArray[np.uint32]
    part: NDArray[np.uint8]
    length: NDArray[np.uint16]
    exact: NDArray[np.uint64]
    masked: NDArray[np.uint64]
    keys: NDArray[np.uint32]
    shingles: NDArray[np.uint32]
    shingle_counts: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.start)


def digest_of(report: Report, passages: Sequence[Passage]) -> Digest:
    """The digest of a report that was cut into these passages."""
    sentences = sentences_of(report, passages)
    judged = np.array([is_judged(sentence) for sentence in sentences], dtype=bool)
    hashes, bounds = shingles([sentence.masked for sentence in sentences if is_judged(sentence)])
    keys = np.zeros((len(sentences), BANDS), dtype=np.uint32)
    counts = np.zeros(len(sentences), dtype=np.uint16)
    if judged.any():
        keys[judged] = band_keys(hashes, bounds)
        counts[judged] = np.minimum(np.diff(bounds), _LONGEST)
    return Digest(
        start=np.array([sentence.start for sentence in sentences], dtype=np.uint32),
        end=np.array([sentence.end for sentence in sentences], dtype=np.uint32),
        part=np.array([PARTS.index(sentence.part) for sentence in sentences], dtype=np.uint8),
        length=np.array([min(len(sentence.exact), _LONGEST) for sentence in sentences], dtype=np.uint16),
        exact=_hashes([sentence.exact for sentence in sentences]),
        masked=_hashes([sentence.masked for sentence in sentences]),
        keys=keys,
        shingles=hashes,
        shingle_counts=counts,
    )


def is_judged(sentence: Sentence) -> bool:
    """Whether a sentence is long enough to be compared."""
    return len(sentence.masked) >= SHORTEST


def packed(digest: Digest) -> dict[str, str]:
    """The digest as JSON values."""
    return {field.name: pack(getattr(digest, field.name)) for field in fields(Digest)}


def unpacked(values: dict[str, str]) -> Digest:
    """The digest out of such values."""
    return Digest(
        start=unpack(values["start"], np.uint32),
        end=unpack(values["end"], np.uint32),
        part=unpack(values["part"], np.uint8),
        length=unpack(values["length"], np.uint16),
        exact=unpack(values["exact"], np.uint64),
        masked=unpack(values["masked"], np.uint64),
        keys=unpack(values["keys"], np.uint32).reshape(-1, BANDS),
        shingles=unpack(values["shingles"], np.uint32),
        shingle_counts=unpack(values["shingle_counts"], np.uint16),
    )


def pack(array: NDArray[Number]) -> str:
    """An array as text, its numbers with the smallest part first whatever machine this is."""
    return base64.b64encode(array.astype(array.dtype.newbyteorder("<")).tobytes()).decode("ascii")


def unpack(text: str, kind: type[Number]) -> NDArray[Number]:
    """An array out of such text."""
    return np.frombuffer(base64.b64decode(text), dtype=np.dtype(kind).newbyteorder("<")).astype(kind)


def _hashes(forms: Sequence[str]) -> NDArray[np.uint64]:
    """64 bits of each: among a hundred million sentences two different ones seem the same with a chance of one in four thousand."""
    digests = b"".join(hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8).digest() for form in forms)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)
