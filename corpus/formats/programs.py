"""Other programs that read old files, and how one is run so that it can do no harm.

Nothing is done by a shell, no macro runs, and a program is stopped, with all it started, when it takes too long, writes too much, or
when the process that waits for it is gone.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TIMEOUT = 60.0
"""Seconds one file may take. LibreOffice needs 2 s (5 s the first time), catdoc 10 ms."""
MAX_OUTPUT_BYTES = 100 * 2**20
_MAX_MEMORY = 4 * 2**30
_POLL = 0.02
_WATCH = Path(__file__).with_name("program_watch.py")

# LibreOffice asks no one and runs nothing: no macros, no pictures or links fetched from elsewhere.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that reads old files.

    ``commands`` are names or paths it goes by, ``kinds`` what it reads (``doc``, ``rtf``, ``odt``, ``xml``), ``arguments`` how it is called with
    ``{file}``, ``{folder}`` and ``{profile}`` filled in, ``output`` what it makes (``docx`` in the folder, or ``text`` in UTF-8 on its
    standard output), ``loses`` what gets lost, in Chinese.
    """

    name: str
    commands: tuple[str, ...]
    kinds: frozenset[str]
    arguments: tuple[str, ...]
    output: str
    loses: str = ""


TOOLS = (
    Tool(
        "LibreOffice",
        (
            "soffice",
            "libreoffice",
            "/Applications/LibreOffice.app/Contents/MacOS/soffice",
            "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
        ),
        frozenset({"doc", "rtf", "odt", "xml"}),
        (
            "-env:UserInstallation={profile}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", "{folder}", "{file}"),
        ),
        "docx",
    ),
    Tool(
        "catdoc",
        ("catdoc",),
        frozenset({"doc"}),
        ("-d", "utf-8", "-w", "{file}"),
        "text",
        "自动编号、页眉和文本框",
    ),
    Tool(
        "antiword",
        ("antiword",),
        frozenset({"doc"}),
        ("-m", "UTF-8.txt", "-w", "0", "{file}"),
        "text",
        "自动编号、页眉和文本框（表格的长单元格会拆成几行）",
    ),
)
"""The best first: LibreOffice keeps tables and automatic numbers, catdoc whole cells, antiword neither."""


def convert(tool: Tool, command: str, data: bytes, kind: str) -> bytes | None:
    """What a program makes of a file: the bytes of a docx, or of a text; ``None`` where it fails.

    Args:
        tool: The program.
        command: Where it lies.
        data: The file.
        kind: What the file is, one of the tool's kinds.
    """
    with tempfile.TemporaryDirectory(prefix="fajian-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        profile, out = folder / "profile", folder / "out"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        out.mkdir()
        file = folder / f"report.{kind}"
        file.write_bytes(data)
        filled = {"file": str(file), "folder": str(out), "profile": profile.as_uri()}
        printed = out / "printed.txt"
        if not _run([command, *(argument.format(**filled) for argument in tool.arguments)], folder, printed):
            return None
        made = out / "report.docx" if tool.output == "docx" else printed
        return made.read_bytes() if made.is_file() else None


def _run(command: Sequence[str], folder: Path, printed: Path) -> bool:
    """Run a program to its end; ``False`` where it fails, takes too long or writes too much."""
    # Its own group, so that what it starts ends with it; its own home, so that nothing of the user's is touched.
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}
    with printed.open("wb") as output:
        try:
            process = subprocess.Popen(
                [*watched(memory=_MAX_MEMORY, size=MAX_OUTPUT_BYTES), *command],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL if sys.platform == "win32" else subprocess.PIPE,
                stdout=output,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            return False
        ends = time.monotonic() + TIMEOUT
        try:
            while process.poll() is None:
                if time.monotonic() > ends or _written(folder) > MAX_OUTPUT_BYTES:
                    return False
                time.sleep(_POLL)
        finally:
            _end(process)
    return process.returncode == 0


def watched(*, keep: bool = False, memory: int = 0, size: int = 0) -> tuple[str, ...]:
    """What stands before a command line, so that the program ends, with all it started, when this process does; nothing where the system cannot do that.

    It needs a pipe for its standard input and a session of its own. Arguments are those of ``program_watch.py``.
    """
    if sys.platform == "win32":
        return ()
    return sys.executable, "-I", "-S", str(_WATCH), "keep" if keep else "empty", str(memory), str(size)


def _written(folder: Path) -> int:
    """Bytes below the output folder, as far as they are there already."""
    size = 0
    for path in (folder / "out").iterdir():
        try:
            size += path.stat().st_size
        except OSError:
            continue
    return size


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdin is not None:
        process.stdin.close()
