"""Bringing the history along: trainings and rights from the federal tool or any other system.

A **sheet** is what somebody brought: its lines are kept sealed until they are loaded, and the
file itself is not kept.  A **mapping** says which column is which field of ours, and what the
words in it mean; it is remembered for the next sheet with the same columns.  **Reading** turns
lines into rows: trainings become a batch of kind ``history`` (:mod:`app.learning.batches`),
rights become rows of their own, checked and stated in chunks.

Nobody published how the federal tool writes its lists, so no layout is taken for granted:
columns are recognised by their names, in four languages, and a person decides.
"""
