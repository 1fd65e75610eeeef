"""Searching lists of enterprises, by name or by number."""

from __future__ import annotations


def answers_to(name: str | None, number: str | None, wanted: str) -> bool:
    """Whether the wanted words are in its name, or the wanted digits in its number."""
    digits = wanted.replace(".", "").replace(" ", "").upper().removeprefix("BE")
    named = wanted.casefold() in (name or "").casefold()
    return named or (digits.isdigit() and digits in (number or ""))
