"""The headings of a report, how deep they lie, and what each section is for."""
