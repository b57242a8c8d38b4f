"""What app.py shows: one file a page, shared parts, texts in zh and en."""
