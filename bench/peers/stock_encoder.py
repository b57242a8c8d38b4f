"""The encoder as sentence-transformers runs it, for peers that take vectors or have no way to be told of prompts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class StockEncoder:
    """A sentence-transformers folder with its own prompts. Vectors are float32 and of unit length."""

    def __init__(self, folder: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model: Any = SentenceTransformer(folder, device="cpu", local_files_only=True)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (n, dimension)."""
        rows: NDArray[np.float32] = self._model.encode_document(list(texts), show_progress_bar=False)
        return rows

    def question(self, text: str) -> list[float]:
        """One row, as most interfaces take it."""
        row: list[float] = self._model.encode_query(text, show_progress_bar=False).tolist()
        return row
