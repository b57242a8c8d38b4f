"""Completeness: which of the parts that a yearly report is expected to have are told, told in a bare sentence only, or not seen."""

from __future__ import annotations
