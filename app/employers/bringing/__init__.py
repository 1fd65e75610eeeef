"""Bringing the history along: a file is brought, its columns are said, what is in it is shown."""
