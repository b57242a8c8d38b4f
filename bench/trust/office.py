"""A day in a county's bureau of justice, as visits to the page: who comes how often, and what each does there.

The day is that of a county with twenty townships, of which every one has somebody at work on this year's report: each looks at the page three times an hour,
asks two questions, reads two reports and one of the views across townships; every third time something is collected and downloaded, and every fourth the
window is closed before anything was drawn. At the bureau's own desk reports come in, are corrected, taken out and put back, and the index is built,
cancelled and built anew, from the page and from a terminal. That is about 300 drawn pages and five builds an hour, some ten times what one such office
does; nobody pauses.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException

from bench.trust.session import PageFaultError, Session
from indexer.journal import read_state

TOWNSHIPS, VISITS = 20, 3
"""Visitors, and how often each comes in an hour."""
AT_ONCE = 4
"""Visits that go on at the same time: more would only wait for each other."""
VIEWS = ("overview", "practices", "themes", "indicators", "followup", "copying", "completeness")
ROOT = Path(__file__).resolve().parents[2]
_LOOKS = 3000
"""Looks at something that is being worked on, a fifth of a second apart, before it counts as hanging."""
_REPORT = (
    "{county}{township}2024年法治政府建设工作报告\n\n2024年，{township}推进法治政府建设，现将有关情况报告如下：\n\n一、主要工作\n"
    "（一）加强执法队伍建设。全年培训执法人员{count}次，{count}人取得行政执法证。\n（二）化解矛盾纠纷。全年调解矛盾纠纷{count}件，成功率98%。\n"
    "二、存在的问题\n一是执法人员不足，{township}持证人员只有{count}名。二是普法形式单一，群众参与不多。\n三、下一步打算\n（一）充实执法力量，再招录{count}名执法人员。\n"
)


@dataclass
class Office:
    """The people, the server that they use, and the folders behind it. ``done`` counts what they did, ``faults`` is what went wrong."""

    port: int
    index: Path
    environment: dict[str, str]
    questions: Sequence[str]
    done: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(8))
    _asked: int = 0
    _uploaded: int = 0
    _reports: list[str] = field(default_factory=list)
    _windows: list[Session] = field(default_factory=list)

    async def hour(self, share: float = 1.0) -> None:
        """An hour of the day, or a share of its visits, as fast as the server can."""
        slots = asyncio.Semaphore(AT_ONCE)
        count = max(round(TOWNSHIPS * VISITS * share), 4)
        visits = [self._guarded(self._visit(number), slots) for number in range(count)]
        await asyncio.gather(self._guarded(self._desk(), asyncio.Semaphore(1)), *visits)
        await self._close()

    async def moment(self) -> None:
        """One visit, and one file that comes in: the least that touches everything of the server but builds in a terminal."""
        await self._guarded(self._visit(0), asyncio.Semaphore(1))
        await self._guarded(self._take_in(), asyncio.Semaphore(1))
        await self._close()

    async def rebuild(self) -> None:
        """The index is built anew in a terminal."""
        await self._terminal("index", "--rebuild")

    async def _open(self, visitor: str | None) -> Session:
        page = await Session.open(self.port, visitor)
        self._windows.append(page)
        return page

    async def _close(self) -> None:
        """Close what is still open, as somebody's window that something went wrong in."""
        while self._windows:
            page = self._windows.pop()
            self.done["downloads pressed again"] += page.pressed_again
            await page.leave()

    async def _guarded(self, visit: Coroutine[Any, Any, object], slots: asyncio.Semaphore) -> None:
        """One visit; what goes wrong in it is kept, and the others go on."""
        async with slots:
            try:
                await visit
            except (PageFaultError, OSError, TimeoutError, WebSocketException) as error:
                self.faults.append(f"{type(error).__name__}: {error}")

    async def _visit(self, number: int) -> None:
        # Two windows in three are those of a known visitor; the third is somebody's who comes without a cookie.
        known = hashlib.sha256(str(number % TOWNSHIPS).encode()).hexdigest()[:40]
        page = await self._open(None if number % 3 == 2 else known)
        if number % 4 == 3:
            await page.walk_away(q=self._question())
            self.done["windows closed at once"] += 1
            return
        await page.see()
        for _ in range(2):
            question = self._question()
            await page.see(q=question)
            self.done["questions"] += 1
            await self._read(page)
            await page.see(q=question, role=self.chance.choice(("practice", "problem", "plan")))
        if number % 3 == 0:
            await self._collect(page)
        await page.see(self.chance.choice(VIEWS), lang=self.chance.choice(("zh", "en")))
        await page.leave()
        self.done["visits"] += 1

    async def _read(self, page: Session) -> None:
        """Open one of the reports that were found, with its original."""
        if not self._reports:
            return
        await page.see("report", report=self.chance.choice(self._reports))
        self.done["reports read"] += 1
        original = next((key for key in page.files if key.startswith("original_")), None)
        if original and self.chance.random() < 0.2:
            await page.download(original)
            self.done["downloads"] += 1

    async def _collect(self, page: Session) -> None:
        """Put a passage into the collection, download it, and take it out again."""
        await page.see(q="执法人员不足怎么解决")
        button = page.key("fj-collect-")
        if button is None:
            raise PageFaultError("nothing to collect was found")
        await page.press(button)
        await page.see("excerpts")
        for file in self.chance.sample(sorted(page.files), k=min(2, len(page.files))):
            if not await page.download(file):
                raise PageFaultError(f"{file} is empty")
            self.done["downloads"] += 1
        remove = page.key("excerpts_remove_")
        if remove:
            await page.press(remove)
        self.done["passages collected"] += 1

    async def _desk(self) -> None:
        """What the bureau itself does: files come in and one stays, one is corrected, one goes and comes back; builds of every kind."""
        page = await self._take_in(3)
        await self._correct(page)
        await self._out_and_back(page)
        await self._build(page, "corpus_index")
        await self._build(page, "corpus_rebuild", cancel=True)
        await page.leave()
        await self._terminal("index")
        await self._terminal("index", "--rebuild", killed=True)
        await self._terminal("index")
        await self._terminal("verify")

    async def _take_in(self, files: int = 1) -> Session:
        """Files are dropped and read; one is taken over, and the index is built. The window stays open."""
        page = await self._open(hashlib.sha256(b"desk").hexdigest()[:40])
        await page.see("corpus")
        for _ in range(files):
            await self._upload(page)
        await self._take_over(page)
        return page

    async def _upload(self, page: Session) -> None:
        box = page.key("corpus_upload_")
        if box is None:
            raise PageFaultError("the corpus page has no place to drop files")
        self._uploaded += 1
        name = f"第{self._uploaded}镇.txt"
        text = _REPORT.format(county="安平县", township=name.removesuffix(".txt"), count=self._uploaded + 2)
        await page.drop(box, name, text.encode())
        self.done["uploads"] += 1

    async def _take_over(self, page: Session) -> None:
        """Throw away all but the last; that is taken over when it has been read, and indexed."""
        for key in [key for key in page.widgets if key.startswith("discard_")][:-1]:
            await page.press(key)
        await self._until(page, lambda: page.key("corpus_take_index") is not None)
        await page.press("corpus_take_index")
        await self._settled(page)

    async def _correct(self, page: Session) -> None:
        """Write another issuer into one of the reports that were taken over."""
        own = page.key("choose_")
        if own is None:
            raise PageFaultError("no report of the page's own is listed")
        identity = own.removeprefix("choose_")
        await page.see("corpus", report=identity)
        await self._until(page, lambda: page.key("corpus_issuer_") is not None, report=identity)
        field_key, button = page.key("corpus_issuer_"), page.key("FormSubmitter:facts_")
        assert field_key is not None and button is not None
        await page.press(button, **{field_key: f"安平县第{self._uploaded}人民政府"})
        self.done["corrections"] += 1

    async def _out_and_back(self, page: Session) -> None:
        await page.see("corpus")
        own = page.key("choose_")
        if own is None:
            raise PageFaultError("no report of the page's own is listed")
        await page.fill(**{own: True})
        await page.press("corpus_remove")
        back = page.key("back_")
        if back is None:
            raise PageFaultError("what was taken out cannot be put back")
        await page.press(back)
        self.done["taken out and put back"] += 1

    async def _build(self, page: Session, button: str, *, cancel: bool = False) -> None:
        await page.see("corpus")
        await page.press(button)
        if cancel:
            await asyncio.sleep(self.chance.random())
            await page.see("corpus")
            if page.key("corpus_cancel"):
                await page.press("corpus_cancel")
                self.done["builds cancelled"] += 1
        await self._settled(page)

    async def _settled(self, page: Session) -> None:
        """Wait for the build that was begun, as a page does that looks at it every second."""
        await self._until(page, lambda: (state := read_state(self.index)) is not None and not state.alive)
        self.done["builds by the page"] += 1

    async def _until(self, page: Session, reached: Callable[[], bool], **params: str) -> None:
        for look in range(_LOOKS):
            if reached():
                return
            await asyncio.sleep(0.2)
            if look % 5 == 0:
                await page.see("corpus", **params)
        raise PageFaultError(f"what the desk waited for never came; the build is {read_state(self.index)}")

    async def _terminal(self, *arguments: str, killed: bool = False) -> None:
        """A command in a process beside the server; a killed one is a build that somebody pulls the plug on."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "cli.py", *arguments, "--index", str(self.index)),
            *(("--model", "hashing") if arguments[0] == "index" else ()),
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        if killed:
            await asyncio.sleep(1 + 3 * self.chance.random())
            if process.returncode is None:
                process.kill()
        _, said = await process.communicate()
        if process.returncode and not killed:
            self.faults.append(f"cli.py {' '.join(arguments)}: {said.decode('utf-8', 'replace').strip()[-300:]}")
        self.done["builds killed" if killed else f"{arguments[0]} in a terminal"] += 1

    def _question(self) -> str:
        """One that nobody asked before, until all were asked."""
        self._asked += 1
        return self.questions[self._asked % len(self.questions)]

    def knows(self, reports: Sequence[str]) -> None:
        """Which reports visitors open."""
        self._reports = list(reports)
