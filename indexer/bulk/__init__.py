"""A build has its texts encoded by the machines of a Ray cluster; optional (docs/bulk.md).

Only names of files travel through Ray. Texts and encodings lie in a folder that all machines share: blocks of texts go in, *shards* of encodings come out,
and these are to such a build what the log of :mod:`indexer.kept` is to one on this machine alone. Neither ray nor pyarrow is imported before it is needed.
"""
