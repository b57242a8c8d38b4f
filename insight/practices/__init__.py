"""From a problem to practice: who reports the same problem, what others did about it, what others plan; and back from a practice to problems."""

from insight.practices.contract import practices_json, problems_json
from insight.practices.view import PER_TOWNSHIP, Column, Practices, Problems, Spread, Wish, practices_for, problems_for

__all__ = [
    "PER_TOWNSHIP",
    "Column",
    "Practices",
    "Problems",
    "Spread",
    "Wish",
    "practices_for",
    "practices_json",
    "problems_for",
    "problems_json",
]
