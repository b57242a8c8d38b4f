"""PDFium at arm's length: it runs in a process of its own, because a file of two kilobytes can keep it busy for ever or end it."""
