"""Collections of excerpts by visitor, in the data directory, or in memory for one visit.

A visitor is known by a random id, of which only a hash is kept: whoever reads the file cannot become a visitor. Every change is one transaction on
what it changes, so that several windows at once lose nothing. Every method may raise a ``FajianError``: the file cannot be used.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence

from briefing.plain import one_line, safe_text
from errors import FajianError
from web.excerpts.basket import Basket, Heading, Kept, read, stepped, written
from web.excerpts.database import Database

FILE = "excerpts.sqlite"
MOST_EXCERPTS, MOST_HEADINGS = 500, 50
LONGEST_TITLE, LONGEST_NOTE = 120, 2_000
"""Characters of a title or heading, and of a note."""
LONGEST_CONTENT = 200_000
"""Characters of an excerpt as it is written down; passages have about a hundredth of that."""
_DAY = 24 * 3600
_FULL = "摘录夹最多放{most}条，请先移除一些再加入。The collection holds at most {most} excerpts; remove some, then add again."
_TOO_LONG = "这个段落太长，无法加入摘录夹。This passage is too long to be collected."
_MANY_HEADINGS = "最多{most}个小标题，请先删去一些。There can be at most {most} headings; remove some first."


class ExcerptStore:
    """What visitors collected."""

    def __init__(self, database: Database) -> None:
        """Keep collections in a database."""
        self.database = database

    def basket(self, visitor: str) -> Basket:
        """The whole collection of a visitor; looking at it keeps it for another year."""
        if self.database.absent:
            return Basket()
        with self.database.transaction() as db:
            key, now = _key(db, visitor), self.database.clock()
            db.execute("UPDATE baskets SET touched = ? WHERE visitor = ? AND touched < ?", (now, key, now - _DAY))
            title = db.execute("SELECT title FROM baskets WHERE visitor = ?", (key,)).fetchone()
            found = db.execute("SELECT number, title FROM headings WHERE visitor = ? ORDER BY position, number", (key,))
            headings = tuple(Heading(*row) for row in found)
            numbers = {heading.number for heading in headings}
            asked = "SELECT content, note, heading FROM excerpts WHERE visitor = ? ORDER BY position, rowid"
            kept = tuple(
                Kept(excerpt, heading if heading in numbers else None)
                for content, note, heading in db.execute(asked, (key,))
                if (excerpt := read(content, note)) is not None
            )
            return Basket(title[0] if title else "", headings, kept)

    def count(self, visitor: str) -> int:
        """How many excerpts a visitor has."""
        if self.database.absent:
            return 0
        with self.database.transaction() as db:
            return _count(db, "excerpts", _key(db, visitor))

    def holds(self, visitor: str, passage: str) -> bool:
        """Whether a visitor has this passage."""
        if self.database.absent:
            return False
        with self.database.transaction() as db:
            asked = "SELECT 1 FROM excerpts WHERE visitor = ? AND passage = ?"
            return db.execute(asked, (_key(db, visitor), passage)).fetchone() is not None

    def add(self, visitor: str, items: Sequence[Kept]) -> None:
        """Put excerpts at the end; what is there already stays as it is.

        Raises:
            FajianError: There would be too many, or one is too long; then none is added.
        """
        with self.database.transaction() as db:
            key = self._begun(db, visitor)
            end = _end(db, key)
            for number, item in enumerate(items):
                content = written(item.excerpt)
                if len(content) > LONGEST_CONTENT:
                    raise FajianError(_TOO_LONG)
                note = safe_text(item.excerpt.note)[:LONGEST_NOTE]
                row = (key, item.excerpt.passage_id, item.heading, end + number, note, content)
                db.execute("INSERT OR IGNORE INTO excerpts VALUES (?, ?, ?, ?, ?, ?)", row)
            if _count(db, "excerpts", key) > MOST_EXCERPTS:
                raise FajianError(_FULL.format(most=MOST_EXCERPTS))

    def remove(self, visitor: str, passages: Sequence[str]) -> None:
        """Take excerpts out."""
        with self.database.transaction() as db:
            key = self._begun(db, visitor)
            rows = [(key, passage) for passage in passages]
            db.executemany("DELETE FROM excerpts WHERE visitor = ? AND passage = ?", rows)

    def annotate(self, visitor: str, passage: str, note: str) -> None:
        """Write the note of an excerpt; one that is too long is cut."""
        tidy = safe_text(note).strip()[:LONGEST_NOTE]
        with self.database.transaction() as db:
            key = self._begun(db, visitor)
            db.execute("UPDATE excerpts SET note = ? WHERE visitor = ? AND passage = ?", (tidy, key, passage))

    def name(self, visitor: str, title: str) -> None:
        """Give the briefing a title."""
        with self.database.transaction() as db:
            key = self._begun(db, visitor)
            db.execute("UPDATE baskets SET title = ? WHERE visitor = ?", (_title(title), key))

    def place(self, visitor: str, passages: Sequence[str], heading: int | None) -> None:
        """Put excerpts under a heading, at its end, in the order given."""
        with self.database.transaction() as db:
            key = self._begun(db, visitor)
            end = _end(db, key)
            rows = [(heading, end + number, key, passage) for number, passage in enumerate(passages)]
            db.executemany("UPDATE excerpts SET heading = ?, position = ? WHERE visitor = ? AND passage = ?", rows)

    def move(self, visitor: str, passage: str, step: int) -> None:
        """Move an excerpt up (-1) or down (1), over the edge of its heading to the next one."""
        with self.database.transaction() as db:
            key = self._begun(db, visitor)
            _arrange(db, key, stepped(self.basket(visitor), passage, step))

    def add_heading(self, visitor: str, title: str) -> None:
        """A new heading at the end; an empty one is none.

        Raises:
            FajianError: There are too many.
        """
        tidy = _title(title)
        if not tidy:
            return
        with self.database.transaction() as db:
            key = self._begun(db, visitor)
            if _count(db, "headings", key) >= MOST_HEADINGS:
                raise FajianError(_MANY_HEADINGS.format(most=MOST_HEADINGS))
            last = "SELECT COALESCE(MAX(number), 0), COALESCE(MAX(position), 0) FROM headings WHERE visitor = ?"
            number, position = db.execute(last, (key,)).fetchone()
            # By the clock, so that the number of a heading taken away, which may be put back, is not given again.
            number = max(number + 1, int(self.database.clock() * 1000))
            db.execute("INSERT INTO headings VALUES (?, ?, ?, ?)", (key, number, tidy, position + 1))

    def rename_heading(self, visitor: str, number: int, title: str) -> None:
        """Give a heading another title; an empty one changes nothing."""
        tidy = _title(title)
        if not tidy:
            return
        with self.database.transaction() as db:
            key = self._begun(db, visitor)
            db.execute("UPDATE headings SET title = ? WHERE visitor = ? AND number = ?", (tidy, key, number))

    def move_heading(self, visitor: str, number: int, step: int) -> None:
        """Move a heading with its excerpts up (-1) or down (1)."""
        with self.database.transaction() as db:
            key = self._begun(db, visitor)
            numbers = [heading.number for heading in self.basket(visitor).headings]
            place = numbers.index(number) if number in numbers else -1
            if place >= 0 and 0 <= place + step < len(numbers):
                numbers[place], numbers[place + step] = numbers[place + step], number
            rows = [(position, key, number) for position, number in enumerate(numbers, 1)]
            db.executemany("UPDATE headings SET position = ? WHERE visitor = ? AND number = ?", rows)

    def remove_heading(self, visitor: str, number: int) -> None:
        """Take a heading away; its excerpts stay, under none."""
        with self.database.transaction() as db:
            key = self._begun(db, visitor)
            db.execute("DELETE FROM headings WHERE visitor = ? AND number = ?", (key, number))
            db.execute("UPDATE excerpts SET heading = NULL WHERE visitor = ? AND heading = ?", (key, number))

    def clear(self, visitor: str) -> None:
        """Take everything away."""
        with self.database.transaction() as db:
            key = _key(db, visitor)
            for table in ("excerpts", "headings", "baskets"):
                db.execute(f"DELETE FROM {table} WHERE visitor = ?", (key,))

    def restore(self, visitor: str, before: Basket) -> None:
        """Put back what was taken away, in its old order; what has come since stays, after it."""
        with self.database.transaction() as db:
            key = self._begun(db, visitor)
            db.execute("UPDATE baskets SET title = ? WHERE visitor = ? AND title = ''", (before.title, key))
            rows = [(key, item.number, item.title, place) for place, item in enumerate(before.headings, 1)]
            db.executemany("INSERT OR IGNORE INTO headings VALUES (?, ?, ?, ?)", rows)
            self.add(visitor, before.kept)
            _arrange(db, key, before.kept)

    def join(self, visitor: str, others: Sequence[str]) -> None:
        """Put other collections of the same person into one, for good: windows that still use their ids see it too."""
        for other in () if self.database.absent else others:
            with self.database.transaction() as db:
                into, key = self._begun(db, visitor), _key(db, other)
                if into != key:
                    _move(db, key, into)

    def _begun(self, db: sqlite3.Connection, visitor: str) -> str:
        """The key of a visitor whose collection is there now."""
        key = _key(db, visitor)
        now = self.database.clock()
        asked = "INSERT INTO baskets (visitor, touched) VALUES (?, ?) ON CONFLICT (visitor) DO UPDATE SET touched = ?"
        db.execute(asked, (key, now, now))
        return key


def _key(db: sqlite3.Connection, visitor: str) -> str:
    """Under what the collection of a visitor is kept: a hash of the id, or of the one that it was joined to."""
    key = hashlib.sha256(visitor.encode("utf-8", "replace")).hexdigest()
    joined = db.execute("SELECT into_visitor FROM joined WHERE visitor = ?", (key,)).fetchone()
    return joined[0] if joined else key


def _count(db: sqlite3.Connection, table: str, key: str) -> int:
    return int(db.execute(f"SELECT COUNT(*) FROM {table} WHERE visitor = ?", (key,)).fetchone()[0])


def _end(db: sqlite3.Connection, key: str) -> int:
    asked = "SELECT COALESCE(MAX(position), -1) + 1 FROM excerpts WHERE visitor = ?"
    return int(db.execute(asked, (key,)).fetchone()[0])


def _arrange(db: sqlite3.Connection, key: str, kept: Sequence[Kept]) -> None:
    """Put excerpts in this order and under these headings, before any other."""
    db.execute("UPDATE excerpts SET position = position + ? WHERE visitor = ?", (len(kept), key))
    rows = [(item.heading, place, key, item.excerpt.passage_id) for place, item in enumerate(kept)]
    db.executemany("UPDATE excerpts SET heading = ?, position = ? WHERE visitor = ? AND passage = ?", rows)


def _move(db: sqlite3.Connection, key: str, into: str) -> None:
    """Everything of one collection to the end of another; a passage that both hold stays as the other has it."""
    asked = "SELECT COALESCE(MAX(number), 0), COALESCE(MAX(position), 0) FROM headings WHERE visitor = ?"
    number, place = db.execute(asked, (into,)).fetchone()
    title = "UPDATE baskets SET title = (SELECT title FROM baskets WHERE visitor = ?) WHERE visitor = ? AND title = ''"
    if _count(db, "baskets", key):
        db.execute(title, (key, into))
    headings = "UPDATE headings SET visitor = ?, number = number + ?, position = position + ? WHERE visitor = ?"
    db.execute(headings, (into, number, place, key))
    excerpts = (
        "UPDATE OR IGNORE excerpts SET visitor = ?, heading = heading + ?, position = position + ? WHERE visitor = ?"
    )
    db.execute(excerpts, (into, number, _end(db, into), key))
    for table in ("excerpts", "baskets"):
        db.execute(f"DELETE FROM {table} WHERE visitor = ?", (key,))
    db.execute("UPDATE joined SET into_visitor = ? WHERE into_visitor = ?", (into, key))
    db.execute("INSERT OR REPLACE INTO joined VALUES (?, ?)", (key, into))


def _title(text: str) -> str:
    return one_line(text)[:LONGEST_TITLE]
