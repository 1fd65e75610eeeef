"""The dice.  Everything invented is drawn from a seed, so that it can be invented again."""

from __future__ import annotations

from random import Random
from zlib import crc32


def chance(seed: int, *subject: object) -> Random:
    """Dice of their own for one subject (``chance(7, "person", 12)``).

    Each person throws their own dice: adding a line to one career does not change the next.
    A text seeds the generator the same way in every process and every version of Python.
    """
    key = ":".join(str(part) for part in (seed, *subject))
    return Random(key)  # noqa: S311  # Nothing here guards a secret.


def draw(*subject: int) -> int:
    """Thirty-two bits that depend on the subject only; far quicker than dice of its own."""
    return crc32(b"%d," * len(subject) % subject)
