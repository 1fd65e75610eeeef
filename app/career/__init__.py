"""The timeline: everything the rooms below know, read as one life.

Adds what is neither work nor training: unemployment, breaks, sickness, diplomas.
"""
