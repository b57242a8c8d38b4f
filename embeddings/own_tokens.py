"""Which of a network's tokens are of a text itself, and where in it they stand."""

from __future__ import annotations

from collections.abc import Sequence

Spans = tuple[tuple[int, int], ...]


def own_tokens(offsets: Sequence[tuple[int, int]], text: str, prompt: str) -> tuple[list[int], Spans]:
    """Leave out the tokens of the prompt, those that mark beginning and end, and those without a letter or digit.

    Args:
        offsets: Where each token stands in ``prompt + text``.
        text: The text.
        prompt: What was put before it.

    Returns:
        The places of the tokens kept, and where each stands in the text.
    """
    own = [
        (place, (max(start - len(prompt), 0), end - len(prompt)))
        for place, (start, end) in enumerate(offsets)
        if end > start >= len(prompt.rstrip())
        and any(char.isalnum() for char in text[max(start - len(prompt), 0) : end - len(prompt)])
    ]
    return [place for place, _ in own], tuple(span for _, span in own)
