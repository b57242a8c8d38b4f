"""Passages taken together become a file to send: Word, Markdown, CSV or XLSX. Quotations stay word for word; nothing is generated."""
