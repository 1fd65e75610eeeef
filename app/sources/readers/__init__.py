"""Readers of the messages: XML in, values out, faults named by line, element and reason.

A reader streams; it never holds more than one record.  It passes over what it does not know
and demands what it needs.  It writes nothing.
"""
