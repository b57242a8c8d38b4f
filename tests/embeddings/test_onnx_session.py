"""ONNX Runtime is opened by one door, and says nothing to anybody through it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from embeddings.onnx_session import SILENCE
from tests.test_layers import FILES, ROOT

_PRODUCT = (
    "import numpy as np; from indexer.token_scores import TokenScores; "
    "TokenScores(np.eye(4, dtype=np.float32), np.ones((4, 1), np.float32)).of(np.full((3, 2), 136, np.uint8), np.array([3]))"
)
_EXACT = "import sys; from pathlib import Path; from embeddings.byte_products import are_exact; assert are_exact(Path(sys.argv[1]).read_bytes()) in (True, False)"


def test_there_is_one_door() -> None:
    loading = re.compile(
        r"^ +import onnxruntime|\bonnxruntime\.InferenceSession\(|^ +from rapidocr import (?!RapidOCR$)", re.MULTILINE
    )
    opening = [path for path in FILES if loading.search(path.read_text(encoding="utf-8"))]
    assert opening == [ROOT / "embeddings" / "onnx_session.py"]


_PICTURES = "from corpus.formats.ocr import _load; _load()"


@pytest.mark.parametrize("program", [_PRODUCT, _EXACT, _PICTURES], ids=["late leg", "bytes", "pictures"])
def test_the_library_leaves_no_file_and_no_identifier_behind(program: str, tmp_path: Path) -> None:
    if program == _PICTURES:
        pytest.importorskip("rapidocr")
    temporary, home = tmp_path / "temporary", tmp_path / "home"
    temporary.mkdir()
    home.mkdir()
    places = {name: str(temporary) for name in ("TMPDIR", "TEMP", "TMP")}
    places |= {name: str(home) for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    # Which the suites of many projects are known by, and which silence it as well.
    outside = {name: value for name, value in os.environ.items() if name not in {"CI", "GITHUB_ACTIONS", *SILENCE}}
    network = tmp_path / "product.onnx"
    subprocess.run(
        [
            sys.executable,
            "-c",
            f"from pathlib import Path; from embeddings.byte_products import write_product; write_product(Path({str(network)!r}))",
        ],
        cwd=ROOT,
        check=True,
    )
    subprocess.run([sys.executable, "-c", program, str(network)], cwd=ROOT, env={**outside, **places}, check=True)
    assert [*temporary.iterdir(), *home.rglob("*icrosoft*")] == []
