"""Which words the page needs. Parts in braces are filled in by the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from web.texts.around import AccessTexts, LoginTexts
from web.texts.keeping import CorpusTexts, ExcerptsTexts, ExportTexts
from web.texts.reading import LinkTexts, OverviewTexts, ReaderTexts, SearchTexts
from web.texts.views import (
    CompletenessTexts,
    CopyingTexts,
    FollowupTexts,
    IndicatorsTexts,
    PracticesTexts,
    SimilarTexts,
    ThemesTexts,
)


@dataclass(frozen=True, slots=True)
class Texts:
    """Every text of the page in one language."""

    html_lang: str
    brand: str
    tagline: str
    language_label: str
    nav: Mapping[str, str]

    question_label: str
    question_placeholder: str
    search: str
    searching: str
    examples_title: str
    examples: tuple[str, str, str]
    holdings: str

    filters: str
    clear_filters: str
    everything: str
    role: str
    roles: Mapping[str, str]
    theme: str
    themes: Mapping[str, str]
    places: Mapping[str, str]
    years: tuple[str, str]
    level: str
    levels: Mapping[str, str]
    kind: str
    kinds: Mapping[str, str]
    all_kinds: str
    option: str
    filter_note: str

    results_title: str
    coverage: str
    shown: str
    weaker: str
    carried: str
    between_terms: str
    named: Mapping[str, str]
    named_help: str
    named_role: str
    named_role_help: str
    recognise_again: str
    more: str
    fictional: str
    fictional_notice: str
    unreliable_title: str
    unreliable: str
    nothing: str
    page: str
    year: str
    unknown_year: str
    unknown_place: str
    open_report: str
    folded: str

    why: str
    why_score: str
    why_matched: str
    why_source: str
    not_ranked: str
    no_words: str
    joint: str

    back_to_results: str
    to_search: str
    report_place: str
    report_year: str
    report_level: str
    report_issuer: str
    report_number: str
    report_addressee: str
    report_signed: str
    report_published: str
    report_apart: str
    report_removed: str
    found_at: str
    found_in: str
    recognised: str
    report_source: str
    report_others: str
    report_notes: str
    unstated: str
    place_uncertain: str
    outline: str
    full_text: str
    passage_found: str
    unknown_report: str
    no_report: str
    unknown_passage: str

    no_index_title: str
    no_index_steps: str
    doubts: str
    indicators: IndicatorsTexts

    copying: CopyingTexts
    completeness: CompletenessTexts
    followup: FollowupTexts
    practices: PracticesTexts
    similar: SimilarTexts
    problem_map: ThemesTexts
    links: LinkTexts
    reader: ReaderTexts
    login: LoginTexts
    access: AccessTexts
    overview: OverviewTexts
    excerpts: ExcerptsTexts
    export: ExportTexts
    corpus: CorpusTexts
    search_page: SearchTexts
