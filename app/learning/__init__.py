"""Training rights, trainings, and the credit account.

Most workers of the private sector have 1 to 5 training days a year (law of 3 October 2022).
The account has the model of the former Federal Learning Account: rights, trainings, remaining
credit, per worker and employer.
"""
