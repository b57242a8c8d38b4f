"""Which words finding and reading need: search, one report, links and citations, the overview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchTexts:
    """Of the search page: what helps with the question, the filters, the order of the hits; ``keys`` are keys and what they do."""

    place: str
    find_place: str
    find_place_hint: str
    everywhere: str
    no_place: str
    more_places: str
    open_place: str
    close_place: str
    chosen: str
    years: str
    year_bar: str
    chip: str
    chip_help: str
    each_chip: str
    tab: str
    tab_wished: str
    all_roles: str
    layout: str
    flat: str
    grouped: str
    each: str
    each_option: str
    group_count: str
    further: str
    further_only: str
    more_townships: str
    weak: str
    found_by: str
    by_meaning: str
    by_words: str
    no_shared_words: str
    nearness: str
    nearness_of: str
    its_role: str
    as_asked: str
    nothing_title: str
    tried: str
    tried_words: str
    tried_carried: str
    tried_filters: str
    tried_everything: str
    tried_townships: str
    townships_of: str
    take_back: str
    way_out: str
    all_filters: str
    no_way_out: str
    other_wordings: str
    word_otherwise: str
    nearest: str
    suggestions: str
    past: str
    term_count: str
    clear_past: str
    keys_button: str
    keys_title: str
    keys_close: str
    keys: tuple[tuple[tuple[str, ...], str], ...]


@dataclass(frozen=True, slots=True)
class ReaderTexts:
    """Of the page of one report."""

    doubt: str
    choose: str
    chosen: str
    unchoose: str
    line: str
    open_outline: str
    figures: str
    figures_help: str
    figures_key: str
    figure_title: str
    figure_unnamed: str
    planned: str
    part: str
    years: str
    only_year: str
    this_year: str
    before: str
    after: str
    views: str
    view_links: Mapping[str, str]
    followed: str
    download: str
    original_gone: str
    original_changed: str


@dataclass(frozen=True, slots=True)
class LinkTexts:
    """Citing a passage, links that find it again, and the titles of browser tabs; ``tabs`` by the path of a page that is in no navigation."""

    cite: str
    cite_of: str
    plain: str
    reference: str
    address: str
    original: str
    copied: str
    by_hand: str
    moved: str
    elsewhere: str
    lost: str
    lost_search: str
    tab: str
    tabs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OverviewTexts:
    """Of the overview; ``by`` names rows of the table by level."""

    title: str
    intro: str
    counted: str
    nothing: str
    fictional_some: str
    tiles: Mapping[str, str]
    roles_title: str
    roles_note: str
    role_share: str
    levels: str
    kinds: str
    undated: str
    map_title: str
    map_note: str
    map_coarse: str
    map_alt: str
    map_whole: str
    map_sketch: str
    map_table: str
    map_more: str
    map_none: str
    inset: str
    spot: str
    spot_years: str
    no_year: str
    area: str
    area_none: str
    legend_size: str
    legend_colour: str
    legend_years: tuple[str, str, str, str]
    place: str
    reports: str
    authorities: str
    years: str
    unplaced: str
    unplaced_fictional: str
    unplaced_open: str
    unplaced_item: str
    unplaced_more: str
    matrix_title: str
    matrix_note: str
    matrix_years: str
    by_label: str
    by: Mapping[str, str]
    by_itself: str
    ever: str
    listed: str
    listed_note: str
    listed_share: str
    all: str
    cell: str
    gap: str
    silent: str
    gap_one: str
    silent_one: str
    has: str
    has_not: str
    unknown: str
    shown_rows: str
    pages: str
    earlier: str
    later: str
    newest_title: str
    newest_note: str
    published: str
    signed: str
    no_date: str
    reading_title: str
    reading_note: str
    index_facts: tuple[str, str, str, str, str]
    files: str
    folders: str
    folder: tuple[str, str, str]
    skipped: str
    skipped_none: str
    skipped_columns: tuple[str, str]
    shown: str
    doubts: str
    doubts_none: str
    reasons: Mapping[str, str]
    reason: str
    mend: str
