"""What NumPy raises where a file of arrays is damaged: its header is written as Python, and parsed as such."""

from __future__ import annotations

from tokenize import TokenError

UNREADABLE = (OSError, ValueError, TypeError, KeyError, EOFError, SyntaxError, TokenError, MemoryError, OverflowError)
