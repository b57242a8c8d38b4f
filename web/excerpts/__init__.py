"""The collection of excerpts: what is kept of it, and its page."""
