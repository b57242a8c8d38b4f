"""Across townships: what no single report tells. Nothing is generated; every statement opens the passages that it rests on."""
