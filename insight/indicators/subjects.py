"""What indicators are about, so that seventy of them can be chosen from in groups: the themes of :mod:`corpus.themes`."""

from __future__ import annotations

from insight.indicators.indicator import Indicator

SUBJECTS: dict[str, str] = {
    "publicity": "publicity_events law_lectures publicity_materials publicity_reached publicity_posts publicity_sites publicity_volunteers law_versed_villagers law_model_households",
    "disputes": "disputes_found disputes_settled settlement_rate dispute_checks mediators mediation_bodies petitions petition_rate reconsiderations lawsuits court_appearances",
    "enforcement": "inspections enforcement_training enforcement_trainees licensed_officers enforcement_officers powers_received cases_filed cases_closed penalties fines case_reviews "
    "hazards_found hazards_fixed illegal_buildings",
    "rules": "normative_documents documents_cleared legality_reviews review_opinions",
    "decisions": "contracts_reviewed major_decisions",
    "legal_services": "legal_advisers advised_villages legal_consultations legal_aid legal_documents",
    "functions": "service_items services_handled hotline_cases hotline_closing_rate hotline_satisfaction",
    "supervision": "disclosures disclosure_requests proposals",
    "leadership": "law_meetings duty_accounts",
    "safeguards": "official_study official_training official_trainees exam_rate funds",
    "emergencies": "drills emergency_plans emergency_staff",
    "governance": "village_rules grid_members corrections released",
}
"""Theme and keys of its indicators."""
_SUBJECT_OF = {key: theme for theme, keys in SUBJECTS.items() for key in keys.split()}


def subject_of(indicator: Indicator) -> str:
    """Name of the theme that an indicator of the table belongs to."""
    return _SUBJECT_OF[indicator.key]
