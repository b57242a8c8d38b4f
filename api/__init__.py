"""Fajian for Python programs: open an index, ask, and get the same frozen records that the terminal and the page show.

>>> from api import Fajian
>>> with Fajian.open("index") as fajian:
...     answer = fajian.search("执法人员不足怎么解决")
"""

from api.fajian import Fajian
from api.filtering import make_filters
from corpus.report import Kind, Level, Passage, Place, Report, Role, Section
from errors import EncoderError, FajianError, IndexUnusableError, QueryError, StoreError
from insight.indicators.matrix import Coverage as IndicatorCoverage
from insight.indicators.matrix import Matrix
from insight.practices import Column, Practices, Problems, Wish
from search.answer import Answer, Coverage, Folded, Hit
from search.filters import Filters

__all__ = [
    "Answer",
    "Column",
    "Coverage",
    "EncoderError",
    "Fajian",
    "FajianError",
    "Filters",
    "Folded",
    "Hit",
    "IndexUnusableError",
    "IndicatorCoverage",
    "Kind",
    "Level",
    "Matrix",
    "Passage",
    "Place",
    "Practices",
    "Problems",
    "QueryError",
    "Report",
    "Role",
    "Section",
    "StoreError",
    "Wish",
    "make_filters",
]
