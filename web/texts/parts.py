"""Which words the parts of the page need that stand beside its views. Parts in braces are filled in by the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
class LoginTexts:
    """What is said before the login, and of it."""

    title: str
    label: str
    button: str
    wrong: str
    wait: str
    busy: str
    elsewhere: str
    refused: str
    local_only: str
    no_gate: str
    ended: str
    again: str
    logout: str
    logout_title: str
    back: str
    provider: str
    provider_button: str
    provider_missing: str
    not_allowed: str
    nobody: str


@dataclass(frozen=True, slots=True)
class AccessTexts:
    """What screen readers hear of Streamlit's own parts, and the choice of the theme; ``themes`` by the names that Streamlit gives them."""

    theme: str
    themes: Mapping[str, str]
    skip: str
    pages: str
    scroll: str
    open_sidebar: str
    close_sidebar: str


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


@dataclass(frozen=True, slots=True)
class ExcerptsTexts:
    """Of the collection of excerpts and its page."""

    counted_name: str
    collect: str
    collected: str
    collected_help: str
    empty_title: str
    empty_steps: tuple[str, str, str]
    to_search: str
    title_label: str
    title_default: str
    counted: str
    chosen: str
    choose_all: str
    choose: str
    move_to: str
    move_to_none: str
    remove_chosen: str
    clear: str
    up: str
    down: str
    remove: str
    note: str
    note_edit: str
    note_placeholder: str
    noted: str
    gone: str
    headings: str
    headings_note: str
    heading: str
    heading_add: str
    heading_new: str
    heading_placeholder: str
    heading_up: str
    heading_down: str
    heading_remove: str
    undo: str
    undone: Mapping[str, str]
    page_of: str
    earlier: str
    later: str
    for_session: str
    cookieless: str


@dataclass(frozen=True, slots=True)
class ExportTexts:
    """Of the files that lists and excerpts are exported to; ``formats`` by suffix."""

    export: str
    formats: Mapping[str, str]
    found: str
    listed: str
    weaker: str
    weaker_help: str
    all_excerpts: str
    chosen_excerpts: str
    similar_to: str
    filtered: str


@dataclass(frozen=True, slots=True)
class CorpusTexts:
    """Of the page that manages what is in the index; ``refusals`` by why an upload was not kept, ``states`` by the state of a file."""

    title: str
    intro: str
    read_only: str
    held: str
    held_none: str
    latest: str
    broken: str

    add: str
    add_note: str
    upload: str
    drop_here: str
    choose_files: str
    kept: str
    not_kept: str
    refusals: Mapping[str, str]
    understood: str

    staged: str
    staged_note: str
    reading: str
    being_read: str
    unreadable: str
    readable: str
    doubts: str
    no_doubts: str
    take_and_index: str
    take: str
    taken: str
    discard: str
    discard_all: str

    look: str
    close: str
    file: str
    format: str
    found: str
    notes: str
    outline: str
    outline_none: str
    not_heading: str
    given: str

    facts: str
    facts_note: str
    labels: Mapping[str, str]
    save: str
    saved: str
    saved_index: str
    unchanged: str
    unmeant: str
    heading_form: str
    heading_note: str
    heading: str
    heading_role: str
    heading_level: str
    as_read: str
    level_of: str
    given_outline: str
    take_back: str
    elsewhere_note: str

    index: str
    waiting: str
    nothing_waits: str
    index_now: str
    refresh: str
    rebuild: str
    rebuild_note: str
    more_ways: str
    by: Mapping[str, str]
    running: str
    stages: Mapping[str, str]
    counted: str
    left: str
    still: str
    cancel: str
    cancelling: str
    done: str
    skipped_files: str
    failed: str
    cancelled: str
    died: str
    begin_here: str
    samples: str
    running_short: str

    inside: str
    inside_count: str
    search: str
    search_label: str
    state: str
    states: Mapping[str, str]
    every_state: str
    folder: str
    every_folder: str
    nothing_found: str
    page: str
    before: str
    after: str
    open_report: str
    choose: str
    remove: str
    reread: str
    removed: str
    removed_note: str
    put_back: str
    was_put_back: str
    was_removed: str

    folders: str
    folders_note: str
    own_folder: str
    files_of: str
    take_out: str
    reread_folder: str


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
