"""Figures of reports as rows: what is counted, how many, when and where, and the same thing under one name."""
