"""Which sentences of a report stand, in the same or nearly the same words, in other reports: how much of it is its own.

It tells what stands where, and in which year, and no more: that two reports say the same is no proof of who took it from whom.
"""
