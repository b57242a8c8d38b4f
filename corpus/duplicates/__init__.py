"""The same report in several files is one report with several sources."""
