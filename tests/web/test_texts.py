"""The page's words: everything there in both languages."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

import pytest

from web.texts import EN, ZH


def _parts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        return [part for field in fields(value) for part in _parts(getattr(value, field.name))]
    return [part for item in (value.values() if isinstance(value, dict) else value) for part in _parts(item)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", [field.name for field in fields(ZH)])
def test_texts_are_complete(name: str) -> None:
    chinese, english = getattr(ZH, name), getattr(EN, name)
    if isinstance(chinese, dict):
        assert list(chinese) == list(english)
    assert len(_parts(chinese)) == len(_parts(english))
    for zh, en in zip(_parts(chinese), _parts(english), strict=True):
        assert zh.strip() and en.strip()
        assert sorted(re.findall(r"{\w+(?::,)?}", zh)) == sorted(re.findall(r"{\w+(?::,)?}", en))
        assert not re.search("[\u3400-\u9fff]", en)
