"""Registering for many at once: what was asked for, row by row, and what became of it.

A **batch** is what one person asked for at one moment: one training for many workers, or many
trainings brought along.  Its **rows** are what each line said and what became of it.  A batch is
drafted, checked without writing anything, shown, confirmed, and written; jobs do the checking
and the writing in chunks, each in a transaction of its own, so that a killed job goes on where
it was.  Everything is written through :func:`app.learning.registration.register_trainings`.
"""
