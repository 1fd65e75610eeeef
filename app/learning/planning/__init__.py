"""The yearly training plan: what the enterprise intends its workers to learn, and for whom.

Law of 3 October 2022, chapter 9, articles 34 to 38: employers of 20 workers and more settle the
content once a calendar year, by 31 March, after the works council, the union delegation or the
workers have been heard; it runs for a year at least.  A copy goes to the Federal Public Service
within a month (royal decree of 14 July 2024).

A plan is saved as a *draft* as often as one likes and *adopted* with a date.  Every save is a
version; an adopted one has a number and stays to be read.
"""
