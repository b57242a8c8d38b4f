"""Sets the plain texts of this folder as the docx, pdf and html files that offices publish.

The reader is tried on real file formats, but a sample report is written, proofread and compared as plain text. So the
text in this folder is the master (one paragraph a line, blank lines between, table rows as ``| a | b |``) and this
script sets it::

    python -m corpus.sample_sources.render             # all of them
    python -m corpus.sample_sources.render NAME …      # only these, for example xinduwan-2023

The pdf needs Chromium and the Noto CJK fonts. Dates inside the files are fixed, so that an unchanged text gives the
same docx and html again, byte for byte.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from corpus.sample_sources.lines import read_lines
from corpus.sample_sources.printed import to_pdf
from corpus.sample_sources.site import to_html
from corpus.sample_sources.word import to_docx

log = logging.getLogger("render")

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "samples"

FORMATS = {
    "beiluliang-2023": "pdf",
    "beiluliang-2024": "html",
    "hemingwan-2022": "docx",
    "shiliping-2023": "docx",
    "shiliping-2024": "pdf",
    "shuangliuxi-2023": "html",
    "tongwuling-2023": "docx",
    "weitangpo-2023": "docx",
    "xinduwan-2022": "html",
    "xinduwan-2023": "pdf",
    "xinduwan-2024": "docx",
    "yanbutou-2024": "docx",
}
"""Which format each source is published in."""

RENDERERS = {"docx": to_docx, "html": to_html, "pdf": to_pdf}


def render(name: str) -> Path:
    """Renders one source into the folder of the samples.

    Args:
        name: File name without its ending, a key of :data:`FORMATS`.

    Returns:
        The file written.
    """
    ending = FORMATS[name]
    lines = read_lines((HERE / f"{name}.txt").read_text(encoding="utf-8"))
    target = SAMPLES / f"{name}.{ending}"
    target.write_bytes(RENDERERS[ending](name, lines))
    return target


def main(names: list[str]) -> int:
    """Renders the named sources, or all; returns the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    unknown = [name for name in names if name not in FORMATS]
    missing = [name for name in names or FORMATS if name in FORMATS and not (HERE / f"{name}.txt").exists()]
    for name in unknown:
        log.error("%s: not in the table of formats", name)
    for name in missing:
        log.error("%s: no such text here", name)
    for name in names or FORMATS:
        if name not in unknown and name not in missing:
            log.info("wrote %s", render(name).name)
    return 1 if unknown or missing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
