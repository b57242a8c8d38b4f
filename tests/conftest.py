"""What tests of several floors share: the sample reports, and an index of them made in seconds without a model."""

from __future__ import annotations

import os
from pathlib import Path

# Before numpy is loaded: OpenBLAS ends its threads when a process forks, and a thread that is multiplying meanwhile would wait for them forever.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from search.engine import Engine

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "corpus" / "samples"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample reports."""
    return SAMPLES


@pytest.fixture(scope="session")
def hashing_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the samples whose vectors know characters only."""
    directory = tmp_path_factory.mktemp("hashing") / "index"
    build_index(directory, [SAMPLES], HashingEncoder())
    return directory


@pytest.fixture(scope="session")
def hashing_engine(hashing_index: Path) -> Engine:
    """An engine on that index."""
    return Engine(Index.open(hashing_index), HashingEncoder())


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder of three small reports that a test may change."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, county, staff in (("甲乡", "甲县", 3), ("乙镇", "甲县", 5), ("丙街道", "丙区", 7)):
        (folder / f"{name}.txt").write_text(
            f"{county}{name}2023年法治政府建设工作报告\n\n2023年，{name}认真推进法治政府建设，现将有关情况报告如下：\n\n"
            f"一、工作开展情况\n（一）加强执法队伍建设。全年培训执法人员{staff}次，{staff}人取得行政执法证。\n"
            f"（二）化解矛盾纠纷。全年调解矛盾纠纷{staff * 10}件，调解成功率100%。\n"
            f"二、存在的问题\n一是执法人员不足，{name}只有{staff}名执法人员。二是普法形式单一，群众参与的积极性不高。\n"
            f"三、下一步打算\n（一）充实执法力量。计划再招录{staff}名执法人员。\n",
            encoding="utf-8",
        )
    return folder
