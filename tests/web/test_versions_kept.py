"""The page keeps one opened version of the index: what was made of another goes when a newer one is opened, whichever views were looked at."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
import streamlit as st

from embeddings import HashingEncoder
from indexer.build import build_index
from indexer.index import Index
from tests.web.visiting import open_page
from web.routes import VIEWS


def opened(directory: Path) -> set[str]:
    """Names of the versions of this index that some object holds open."""
    gc.collect()
    return {found.version.name for found in gc.get_objects() if type(found) is Index and found.directory == directory}


@pytest.mark.slow
def test_a_new_version_lets_go_of_those_before(
    reports: Path, tmp_path: Path, page_environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "index"
    build_index(directory, [reports], HashingEncoder())
    monkeypatch.setenv("FAJIAN_INDEX", str(directory))
    st.cache_resource.clear()
    for view in VIEWS:
        page = open_page()
        page.switch_page(f"web/pages/{view}.py").run()
        assert not page.exception
    assert len(opened(directory)) == 1
    before = opened(directory)
    (reports / "甲乡.txt").unlink()
    build_index(directory, [reports], HashingEncoder())
    page = open_page(q="普法")
    assert not page.exception
    del page
    after = opened(directory)
    assert len(after) == 1 and after != before
