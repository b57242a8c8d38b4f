"""Languages of browsers, numbers and dates."""

from __future__ import annotations

import pytest

from web.locale import date_text, language_of, number_text, percent_text


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("zh-CN", "zh"),
        ("zh", "zh"),
        ("zh-Hant-TW", "zh"),
        ("ZH_cn", "zh"),
        ("en-US", "en"),
        ("fr", "en"),
        ("zhx", "en"),
        (None, "zh"),
        ("", "zh"),
    ],
)
def test_the_language_for_a_browser(locale: str | None, language: str) -> None:
    assert language_of(locale) == language


@pytest.mark.parametrize(
    ("date", "zh", "en"),
    [
        ("2024-03-05", "2024年3月5日", "5 March 2024"),
        ("2024-12-31", "2024年12月31日", "31 December 2024"),
        ("2024-03", "2024年3月", "March 2024"),
        ("2024", "2024", "2024"),
        ("2024-13-01", "2024-13-01", "2024-13-01"),
        ("去年", "去年", "去年"),
        (None, "", ""),
    ],
)
def test_dates(date: str | None, zh: str, en: str) -> None:
    assert date_text(date, "zh") == zh
    assert date_text(date, "en") == en


def test_numbers() -> None:
    assert [number_text(value) for value in (0, 999, 12345, 1234567.5)] == ["0", "999", "12,345", "1,234,567.5"]
    assert [percent_text(0.5), percent_text(0.1234, 1), percent_text(12)] == ["50%", "12.3%", "1200%"]
