"""What others registered for an enterprise: looking at it, and at what may stand twice.

*Others* made the version in force of a training where it did not come from the enterprise's own
people through its own pages: an office under a client mandate made it, it came in a file or from a
machine, the operator wrote it, or it was brought along from another system.  *Checked* is a
version that somebody of the enterprise looked at; a later version by others is looked at anew.

A *pair* is two trainings of one worker that are likely the same, at least one of them by others.
One decision keeps one and cancels the other, or remembers that both are real.
"""
