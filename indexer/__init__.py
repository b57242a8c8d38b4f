"""Reports become an index."""
