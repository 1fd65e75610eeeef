"""Each figure beside its limit, measured in one run.  ``make bench`` runs all of them.

A figure is a ratio written so that the limit is 1 and more is better.  Absolute times depend
on the machine and are printed for the curious only; the ratio is what is promised.
"""
