"""What every room stands on: database, clock, jobs, errors, headers, logging, languages.

Nothing in here knows what a career is.
"""
