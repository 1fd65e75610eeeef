"""Issuing documents, and the register of what was issued, byte for byte."""
