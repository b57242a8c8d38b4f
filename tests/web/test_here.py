"""Links from a page to itself, as the browser tells of them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from web import here


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("?q=普法&report=0a1b&passage=2c3d", {"q": "普法", "report": "0a1b", "passage": "2c3d"}),
        ("?q=&n=20", {"q": "", "n": "20"}),
        ("?", {}),
        ("", {}),
        ("?embed=true&passage=<script>&n=0&role=mixed&unknown=1", {}),
        ("?q=a%20b+c&year=2023-2021", {"q": "a b c", "year": "2021-2023"}),
        (None, None),
        ({"q": 1}, None),
    ],
)
def test_an_address_is_understood_like_every_link(
    monkeypatch: pytest.MonkeyPatch, told: object, address: dict[str, str] | None
) -> None:
    written: list[dict[str, str]] = []
    query_params = SimpleNamespace(from_dict=written.append)
    page = SimpleNamespace(session_state={here.KEY: {"followed": told}}, query_params=query_params)
    monkeypatch.setattr(here, "st", page)
    here.follow()
    assert written == ([] if address is None else [address])
