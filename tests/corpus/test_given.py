"""What users give: every example of the table, and what is told of values that cannot be meant."""

from __future__ import annotations

import pytest

from corpus.given import FIELDS, field_name, settle

EXAMPLES = [
    pytest.param(known.name, value, form, id=f"{known.name}-{value.strip()}")
    for known in FIELDS
    for value, form in known.examples
]


@pytest.mark.parametrize(("name", "value", "form"), EXAMPLES)
def test_examples(name: str, value: str, form: str | None) -> None:
    values, notes = settle({name: value}, "附表")
    assert values.get(name) == form
    assert bool(notes) == (form is None)
    assert form is not None or (notes[0].startswith("附表给的") and value.strip() in notes[0])


def test_every_name_belongs_to_one_fact() -> None:
    names = [name for known in FIELDS for name in (known.name, *known.names)]
    assert len(names) == len(set(names))
    assert all(field_name(name) == known.name for known in FIELDS for name in known.names)


def test_names_are_told_without_case_and_others_left_alone() -> None:
    assert (field_name("Document Number"), field_name("YEAR")) == ("document_number", "year")
    assert field_name("索引号") == "索引号"
    assert settle({"索引号": "1", "year": " "}, "附表") == ({}, ())
