"""Who did what, and who looked at whose data, on what ground.

The trail is append-only: the database itself refuses to change or delete a line of it.  A line
is written in the transaction of the act it speaks of, so that neither exists without the other.
"""
