"""Which words the views across townships need, one class a view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndicatorsTexts:
    """Of the page of figures. The wordings of flags stand in ``insight/indicators/wording.py``."""

    modes: Mapping[str, str]
    mode_label: str
    choose: str
    all: str
    option: str
    title: str
    intro: str
    working: str
    indicator: str
    townships: str
    share: str
    township: str
    rule: str
    unstated: str
    no_report: str
    others: str
    total: str
    total_share: str
    total_sum: str
    total_median: str
    more: str
    shown_rows: str
    nothing: str
    unknown: str
    chart: str
    chart_one: str
    chart_year: str
    chart_many: str
    flags: str
    flags_intro: str
    no_flags: str
    shown_flags: str
    figures: str
    figures_intro: str
    figures_choose: str
    figures_none: str
    figures_of: str
    figure: str
    counted: str
    remarks: str
    sentence: str
    planned: str
    part: str
    download: str
    csv: str
    xlsx: str


@dataclass(frozen=True, slots=True)
class CopyingTexts:
    """The page of what reports have in common; ``standings`` by :class:`insight.copying.nouns.Standing`, ``alike`` by its ``Alike``."""

    title: str
    intro: str
    limits_title: str
    limits: tuple[str, str, str, str, str, str]
    standings: Mapping[str, str]
    alike: Mapping[str, str]
    relations: Mapping[str, str]
    preparing: str
    no_reports: str
    counted: str
    report: str
    composition: str
    shared: str
    own: str
    sentences: str
    before: str
    no_before: str
    shown: str
    more: str
    back: str
    report_title: str
    report_counted: str
    no_earlier: str
    sections: str
    section: str
    partners: str
    partner_line: str
    compare: str
    full_text: str
    full_text_note: str
    where_else: str
    others: str
    common: str
    back_to_report: str
    pair_title: str
    pair_counted: str
    pair_note: str
    nothing_shared: str
    unknown: str


@dataclass(frozen=True, slots=True)
class CompletenessTexts:
    """Of the page of completeness. Names of parts, and how each is found, stand in ``insight/completeness/parts.py``."""

    title: str
    intro: str
    careful: str
    working: str
    groups: Mapping[str, str]
    group_label: str
    group_notes: Mapping[str, str]
    statuses: Mapping[str, str]
    marks_doubtful: str
    counted: str
    nothing: str
    part: str
    told: str
    bare: str
    missing: str
    optional: str
    share: str
    year_share: str
    parts_title: str
    parts_note: str
    matrix_title: str
    matrix_note: str
    report: str
    counties_title: str
    counties_note: str
    county: str
    silent_title: str
    silent_note: str
    silent: str
    back: str
    open_report: str
    basis: str
    found: str
    others: str
    concrete: str
    from_where: str
    looked_at: str
    outline_title: str
    no_outline: str
    doubt_title: str
    doubts: Mapping[str, str]
    unknown: str


@dataclass(frozen=True, slots=True)
class FollowupTexts:
    """The page of follow-through; ``verdicts`` by the values of both verdicts of :mod:`insight.followup.verdict`."""

    title: str
    intro: str
    careful: str
    working: str
    nothing: str
    counted: str
    shown: str
    order_label: str
    orders: Mapping[str, str]
    township: str
    years: str
    plans: str
    problems: str
    new: str
    pair: str
    found: str
    common: str
    remaining: str
    back: str
    pair_label: str
    year_report: str
    verdicts: Mapping[str, str]
    verdict_label: str
    all: str
    option: str
    plans_title: str
    problems_title: str
    new_title: str
    none_of_kind: str
    planned: str
    named: str
    next_report: str
    closeness: str
    scale: str
    nearest: str
    nothing_to_compare: str
    admitted: str
    repeated: str
    elsewhere: str
    elsewhere_common: str
    more: str


@dataclass(frozen=True, slots=True)
class ThemesTexts:
    """The map of problems; ``trends`` by :class:`insight.themes.trend.Trend`, ``ways`` by ``insight.themes.answer.WAYS``."""

    title: str
    intro: str
    ways: Mapping[str, str]
    way_label: str
    way_notes: Mapping[str, str]
    working: str
    nothing: str
    counted: str
    left_over: str
    theme: str
    townships: str
    share: str
    by_year: str
    trend: str
    trends: Mapping[str, str]
    rule: str
    passages: str
    shown: str
    all_themes: str
    unknown: str
    named: str
    none_here: str
    counted_theme: str
    year: str
    county: str
    elsewhere: str
    chronic_title: str
    chronic: str
    chronic_none: str
    chronic_more: str
    passages_title: str
    passages_note: str
    practices: str


@dataclass(frozen=True, slots=True)
class SimilarTexts:
    """Of the page of what is said alike elsewhere, and the link that leads there."""

    link: str
    title: str
    found: str
    shown: str
    folded: str
    no_passage: str
    unknown: str


@dataclass(frozen=True, slots=True)
class PracticesTexts:
    """Of the page from a problem to practice, and the link that leads there. What goes both ways round is by ``problem`` and ``practice``."""

    link: str
    title: str
    way_label: str
    ways: Mapping[str, str]
    intro: Mapping[str, str]
    labels: Mapping[str, str]
    placeholders: Mapping[str, str]
    submit: str
    examples_title: str
    examples: Mapping[str, tuple[str, str, str]]
    own: str
    own_help: str
    without: str
    without_nobody: str
    head: str
    columns: Mapping[str, str]
    notes: Mapping[str, str]
    none: Mapping[str, str]
    nothing: str
    coverage: str
    coverage_others: str
    spread: str
    county: str
    year: str
    townships: str
    share: str
    silent: str
