"""Sentences for the codes of this room, by what they speak of; ``wording.py`` is their door."""
