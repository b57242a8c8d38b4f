"""Hostile models and spoilt encoders are refused, and changed copies of the bundled model are made again: the short form of bench.trust.models."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from bench.trust import models
from bench.trust.hostile_models import CANARY, HARMS
from bench.trust.models import Figures, try_all


def test_every_hostile_model_and_spoilt_encoder_is_refused() -> None:
    figures = try_all(bundled=False)
    assert not figures.failures
    assert not figures.ran
    assert figures.folders > 40
    assert figures.rerankers > 25
    assert figures.encoders > 70


def test_the_pickles_would_run(tmp_path: Path) -> None:
    """Else nothing would be shown by their not having run."""
    (tmp_path / "model").mkdir()
    HARMS["pickled .bin"](tmp_path / "model")
    pickle.loads((tmp_path / "model" / "pytorch_model.bin").read_bytes())
    assert (tmp_path / CANARY).exists()


@pytest.mark.encoder
def test_changed_copies_of_the_bundled_model_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "CACHE_HARMS", dict(list(models.CACHE_HARMS.items())[:2]))
    figures = models._caches(Figures(), tmp_path)
    assert figures.caches == len(models.CACHE_HARMS)
    assert not figures.failures
