"""What is in the index at a glance: how much, of whom, of which years, where on the map, where the gaps are, and what could not be read."""
