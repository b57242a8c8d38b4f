"""The report forge: invented reports of known outline and facts, set in any format with any mess.

It shares no code with the reader (only the nouns), so that what it finds wrong is the reader's and not its own.
"""
