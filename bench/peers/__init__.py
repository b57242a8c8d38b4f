"""Fajian beside other software: the same texts, questions and encoder, on one machine, in one run.

``python -m bench.peers`` runs every row of :mod:`bench.peers.rows` in processes of its own. One file a peer, nothing of it imported elsewhere; ``task``
has the nouns, ``process`` is what runs in a peer's process, ``running`` starts it, ``judging`` judges what was found, ``showing`` writes it down.
"""
