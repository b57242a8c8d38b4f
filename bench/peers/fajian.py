"""Fajian itself, through its Python interface. Settings: ``encoder``, "onnx" as shipped or "torch" for the folder that the others are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from api import Fajian
from bench.peers.task import Chunk, Text
from corpus.report import Passage
from embeddings import BundledEncoder, Encoder, HashingEncoder, Settings, TransformerEncoder
from indexer.build import build_index, publish_reports
from search.evaluation import Document, found
from search.evaluation.set_index import as_report


class Peer:
    """See :class:`bench.peers.task.Peer`."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._opened: Fajian | None = None

    def warm(self) -> None:
        """Load the encoder."""
        self._encoder.encode_queries(["法"])

    def build(self, texts: Sequence[Text], folder: Path, *, whole: bool) -> None:
        """Read the texts as files, which the others are spared, and index them."""
        if whole:
            publish_reports(folder / "index", [as_report(Document(t.id, "", t.text)) for t in texts], self._encoder)
        else:
            reports = folder.parent / f"{folder.name}-reports"
            reports.mkdir()
            for text in texts:
                (reports / f"{text.id}.txt").write_text(text.text, encoding="utf-8")
            build_index(folder / "index", [reports], self._encoder)

    def passages(self, folder: Path) -> list[Chunk]:
        """Read from the catalogue."""
        self.open(folder)
        index = self._fajian.index
        every = [
            item.passage for report in index.catalogue.reports() for _, item in index.catalogue.passages_in(report)
        ]
        return self._chunks(every)

    def open(self, folder: Path) -> None:
        """Open the index and load what the first search would wait for."""
        self._opened = Fajian.open(folder / "index", model=self._encoder)
        self._opened.warm()
        index = self._opened.index
        self._ids = {report.id: Path(report.source).stem for report in index.catalogue.reports()}

    def encode(self, question: str) -> bool:
        """Encode a question."""
        self._encoder.encode_queries([question])
        return True

    def search(self, question: str, top: int) -> list[Chunk]:
        """The hits as someone reads them who unfolds near-identical ones."""
        return self._chunks(found(self._fajian.search(question, top=top)))

    @property
    def _fajian(self) -> Fajian:
        assert self._opened is not None, "opened first"
        return self._opened

    def _chunks(self, passages: Sequence[Passage]) -> list[Chunk]:
        return [Chunk(self._ids[passage.report_id], passage.text) for passage in passages]


def make(settings: Mapping[str, Any], model: str) -> Peer:
    """One thread, as the others have."""
    encoders: dict[str, Any] = {
        "onnx": lambda: BundledEncoder(Settings(threads=1)),
        "torch": lambda: TransformerEncoder(model, Settings(threads=1)),
        "hashing": HashingEncoder,
    }
    return Peer(encoders[settings["encoder"]]())
