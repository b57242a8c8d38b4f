"""What is in the corpus, and what comes in."""

from __future__ import annotations

from web.corpus_page import show

show()
