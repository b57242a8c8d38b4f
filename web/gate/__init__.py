"""Who may see the page: a gate in front of everything that the server answers, so that without a login nothing of the corpus is reachable."""
