"""What an employer has to do about trainings and rights, and by when.

A *task* is one thing to do: a code, the period it is about, the day by which, how many workers or
trainings it concerns, and the ground: law in force, good practice since the law was repealed, or
a date of ours.  Which day comes from which text stands in ``duties.toml``; that the Federal
Learning Account's duties ended on 1 January 2026 is a date there and nothing in the code.

A *balance notice* tells a worker, in the worker's own language, what is left of the training
credit and that errors can be corrected.
"""
