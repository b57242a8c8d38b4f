"""From a county to the country: reports, passages, hours, memory and disk of each step, reckoned from what was measured on one machine.

python -m bench.scale

Every constant names the program that measures it; on another machine measure again and change it here. docs/scale.md has the table and says where each step ends.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

PASSAGES_A_REPORT = 30.0
"""Real reports 30, forged ones 26, samples 18; long ones of counties and departments 40 and more."""
ENCODE_SECONDS = 0.050
"""Processor seconds a passage of some 225 tokens, in bytes: ``bench.encode`` (0.045 on a quiet core, 0.060 on a busy one)."""
BUILD_SECONDS = 0.0013
"""Processor seconds a passage for everything else: reading, words, writing: ``bench.build_speed`` (71 s on two cores for 106,096 passages)."""
TOKEN_BYTES, VECTOR_BYTES, OTHER_BYTES = 11_000.0, 1_576.0, 2_700.0
"""On disk, a passage: token codes; the exact vector with its checksum; catalogue, words and columns: ``bench.search_speed``, ``bench.search_scale``."""
MEMORY_FIXED, MEMORY_BYTES = 700e6, 300.0
"""Of a process that searches: encoder, dictionaries and threads; a passage's codes, position and share of arrays that are read: ``bench.search_scale``."""
BUILD_MEMORY_FIXED, BUILD_MEMORY_BYTES = 100e6, 1_250.0
"""Of a build: a process with its libraries; a passage's share of heads, columns and checksums: ``bench.build_speed`` (115 MB at 10,444, 233 MB at 106,096)."""
WORDS_SECONDS, LATE_SECONDS = 22e-9, 0.016
"""Processor seconds of a question: a passage for words and vectors; whatever the size for tokens, hits and understanding: ``bench.search_scale``, p50."""
SERVER_BYTES = 4_000.0
"""Memory at a vector server, a passage. Not measured but reckoned: the vector and its facts, some 2,000 bytes, twice while a collection is filled beside the old one."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is to be held: authorities that report each year, and years."""

    name: str
    authorities: int
    years: int

    @property
    def passages(self) -> float:
        """In all years."""
        return self.authorities * self.years * PASSAGES_A_REPORT


EXTENTS = (
    Extent("a county, one year", 500, 1),
    Extent("a county, 20 years", 500, 20),
    Extent("a prefecture, 10 years", 1_500, 10),
    Extent("a province, 10 years", 4_500, 10),
    Extent("all townships, one year", 41_000, 1),
    Extent("all townships, 20 years", 41_000, 20),
    # 41,000 townships; 2,800 counties with themselves and 30 departments each; 333 prefectures and 31 provinces with as many.
    Extent("the country, 20 years", 41_000 + (2_800 + 333 + 31) * 31, 20),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What an extent takes: hours of one core, gigabytes, and seconds of one core for a question."""

    passages: float
    core_hours: float
    beside: float
    disk: float
    search_memory: float
    build_memory: float
    server_memory: float
    question: float


def cost_of(passages: float) -> Cost:
    """Reckon what so many passages take."""
    return Cost(
        passages,
        passages * ENCODE_SECONDS / 3600,
        passages * BUILD_SECONDS / 3600,
        passages * (TOKEN_BYTES + VECTOR_BYTES + OTHER_BYTES) / 1e9,
        (MEMORY_FIXED + passages * MEMORY_BYTES) / 1e9,
        (BUILD_MEMORY_FIXED + passages * BUILD_MEMORY_BYTES) / 1e9,
        passages * SERVER_BYTES / 1e9,
        LATE_SECONDS + passages * WORDS_SECONDS,
    )


def main() -> None:
    """Print a row for each extent."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None).parse_args()
    print(
        "| | reports | passages | encoding, core hours | beside it | disk GB | memory of a search GB | of a build GB "
        "| at a server GB | a question, core ms |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for extent in EXTENTS:
        cost = cost_of(extent.passages)
        print(
            f"| {extent.name} | {extent.authorities * extent.years:,} | {cost.passages:,.0f} | {cost.core_hours:,.1f} | {cost.beside:,.1f} "
            f"| {cost.disk:,.1f} | {cost.search_memory:,.1f} | {cost.build_memory:,.1f} | {cost.server_memory:,.1f} | {cost.question * 1000:,.0f} |"
        )


if __name__ == "__main__":
    main()
