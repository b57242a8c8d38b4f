"""How good the ranking is: nDCG, recall and MRR, per language, per leg and per question, and whether two settings differ.

``quotations`` reads questions whose answers are quoted from reports, ``retrieval`` reads plain retrieval sets and ``set_index`` indexes their documents,
``measuring`` asks and measures, ``significance`` compares.
"""

from search.evaluation.measuring import (
    DEPTH,
    MAIN_MEASURE,
    MEASURES,
    Questions,
    Scores,
    asked_in,
    evaluate,
    found,
    legs_of,
)
from search.evaluation.questions import LANGUAGES, Asked
from search.evaluation.quotations import Candidate, GradedQuestion, Quotation, judge, read_questions, reduce_text
from search.evaluation.retrieval import Document, RetrievalSet, read_set
from search.evaluation.significance import Comparison, compare

__all__ = [
    "DEPTH",
    "LANGUAGES",
    "MAIN_MEASURE",
    "MEASURES",
    "Asked",
    "Candidate",
    "Comparison",
    "Document",
    "GradedQuestion",
    "Questions",
    "Quotation",
    "RetrievalSet",
    "Scores",
    "asked_in",
    "compare",
    "evaluate",
    "found",
    "judge",
    "legs_of",
    "read_questions",
    "read_set",
    "reduce_text",
]
