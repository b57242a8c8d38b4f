"""The table of indicators, in the order in which they are shown.

To teach a wording, add it to a cue in the part of the table where the indicator stands; examples and counterexamples there are test cases.
"""

from __future__ import annotations

from insight.indicators.indicator import Indicator
from insight.indicators.table_disputes import DISPUTES, NEIGHBOURHOOD
from insight.indicators.table_emergencies import EMERGENCIES
from insight.indicators.table_enforcement import ENFORCEMENT
from insight.indicators.table_publicity import PUBLICITY
from insight.indicators.table_rules import COURTS, OPENNESS, RULES
from insight.indicators.table_safeguards import LEADERSHIP, MONEY
from insight.indicators.table_services import GOVERNMENT_SERVICES, LEGAL_SERVICES

INDICATORS: tuple[Indicator, ...] = (
    *PUBLICITY,
    *DISPUTES,
    *ENFORCEMENT,
    *RULES,
    *COURTS,
    *LEGAL_SERVICES,
    *GOVERNMENT_SERVICES,
    *OPENNESS,
    *LEADERSHIP,
    *EMERGENCIES,
    *NEIGHBOURHOOD,
    *MONEY,
)

BY_KEY = {indicator.key: indicator for indicator in INDICATORS}
"""The same by their keys."""
