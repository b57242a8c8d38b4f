"""Progress bars with rate and time left, on stderr, for whatever lasts over a second."""

from __future__ import annotations

import sys
from types import TracebackType

from tqdm import tqdm

_LABELS = {
    "read": ("读取 read", "report"),
    "encode": ("编码 encode", "passage"),
    "cluster": ("集群编码 cluster", "passage"),
    "write": ("写入 write", "step"),
    "store": ("送往服务器 store", "passage"),
    "ask": ("提问 ask", "question"),
}


class Bars:
    """One bar a stage; a stage that is over within a second shows nothing."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None
        self._stage = ""

    def __enter__(self) -> Bars:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def tell(self, stage: str, done: int, total: int) -> None:
        """Show that ``done`` out of ``total`` of a stage is done."""
        if self._bar is None or stage != self._stage:
            self._close()
            label, unit = _LABELS.get(stage, (stage, "step"))
            self._bar = tqdm(total=total, desc=label, unit=unit, file=sys.stderr, delay=1, mininterval=0.5)
            self._stage = stage
        self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
