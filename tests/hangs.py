"""What a hostile input may not do: keep the reader."""

from __future__ import annotations

HANG = 60.0
"""Seconds that count as a hang: hundreds of times what a sound input takes, so that no busy machine fails a test. No measure of speed."""
