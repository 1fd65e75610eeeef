"""People, their national numbers, sign-in and sessions.

A person's key is ours.  The national number (NISS, from the National Register, or BIS, for
people who are not in it) is an attribute with a history, because it can be replaced; it is
stored encrypted and found through a keyed hash.
"""
