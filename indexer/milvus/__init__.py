"""Milvus as the place of an index's vectors, for corpora past one machine: docs/milvus.md."""
