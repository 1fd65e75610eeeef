"""Doors for programs: files of registrations, a REST interface, and the machines that call it.

They end in the same acts as the pages of the employer, and know no rules of their own.
"""
