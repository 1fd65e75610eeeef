"""Enterprises, their size, and mandates: who may act for whom.

An enterprise is known by its enterprise number (Crossroads Bank for Enterprises), by its NSSO
number, or by both.  Its size for the training right is the average of full-time equivalents
over four reference quarters, fixed for two years (law of 3 October 2022, article 50 paragraph 2).
"""
