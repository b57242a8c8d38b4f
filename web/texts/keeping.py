"""Which words the pages need on which people keep something: excerpts, files to send, the corpus itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
    repaired: str
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
