"""Sets a source as a pdf, printed by Chromium."""

from __future__ import annotations

import datetime as dt
import html
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from string import Template

from corpus.sample_sources.blocks import block_html
from corpus.sample_sources.lines import Kind, Line, blocks, joined, signed

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")

PRINT_MARKUP = {kind: f'<p class="{kind}">{{}}</p>' for kind in Kind}

PRINT_PAGE = Template("""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>$title</title><style>
@page { size: A4; margin: 30mm 26mm 30mm 28mm; @bottom-center { content: "— " counter(page) " —"; font-size: 12pt } }
body { font-family: "Noto Serif CJK SC", "Noto Serif SC", serif; font-size: 16pt; line-height: 1.75 }
p { margin: 0; text-indent: 2em; text-align: justify }
p.letterhead { text-align: center; text-indent: 0; font-size: 34pt; font-weight: bold; color: #c00 }
p.number { text-align: center; text-indent: 0 }
p.signer { text-align: right; text-indent: 0; border-bottom: 2px solid #c00; margin-bottom: 1em }
p.title { text-align: center; text-indent: 0; font-size: 22pt; font-weight: bold; line-height: 1.5 }
p.addressee { text-indent: 0; margin-top: 1em }
p.heading_1 { font-family: "Noto Sans CJK SC", "Noto Sans SC", sans-serif; break-after: avoid }
p.heading_2 { font-weight: bold; break-after: avoid }
p.signature { text-align: right; padding-right: 3em }
table { border-collapse: collapse; width: 100% } td { border: 1px solid #000; padding: 2pt 6pt; font-size: 14pt }
</style></head><body>
$body
</body></html>
""")


def _find_chromium() -> str:
    """The path of an installed Chromium.

    Raises:
        SystemExit: There is none.
    """
    found = next((path for path in map(shutil.which, CHROMIUM) if path), None)
    if found is None:
        raise SystemExit("No Chromium found for the pdf samples: install it, for example by apt-get install chromium.")
    return found


def _print_pdf(page: str) -> bytes:
    """Prints an html page with a headless Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}")
        command = [_find_chromium(), *options, f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target.read_bytes()


def to_pdf(name: str, lines: list[Line]) -> bytes:
    """Sets a report as a paged pdf with a text layer.

    Args:
        name: File name without its ending, ``<slug>-<year>``.
        lines: The report's lines.

    Returns:
        The bytes of the file.
    """
    body = "\n".join(block_html(block, PRINT_MARKUP) for block in blocks(lines))
    printed = _print_pdf(PRINT_PAGE.substitute(title=html.escape(joined(lines, Kind.TITLE)), body=body))
    day = signed(lines, dt.date(int(name.rsplit("-", 1)[1]) + 1, 1, 15))
    stamp = f"Date (D:{day:%Y%m%d}093000".encode()
    return re.sub(rb"Date \(D:\d{14}", stamp, printed)  # as long as what it replaces, so that offsets in the file hold
