"""Which problems townships have: the problem points of all reports, grouped, counted in townships, and followed through the years."""
