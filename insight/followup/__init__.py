"""Follow-through: what a township planned, and complained of, beside what its report of the next year says.

Nothing is concluded beyond the two texts: every verdict comes with the pair of passages it rests on, and where nothing was found with the nearest
that was looked at.
"""
