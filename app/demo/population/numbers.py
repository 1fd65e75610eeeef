"""Invented identification numbers with the right check digits.

The check digits follow the public rules; the ranges are chosen where, as far as is publicly
known, the number of a real person or enterprise is unlikely to stand:

- national numbers count the births of a day from 001 upwards, and a day sees some three
  hundred births; ours come from 998 downwards;
- enterprise numbers in use begin with 02 or higher; ours begin with 019;
- social security registration numbers lie here at the very top of what the DmfA schema
  allows (up to 199999934).
"""

from __future__ import annotations

ENTERPRISE_RADIX = 1_900_000
NSSO_RADIX = 1_960_000
ENTERPRISES_AT_MOST = 39_000

BIS_SEX_UNKNOWN = 20
BIS_SEX_KNOWN = 40

_LAST_COUNTER = {True: 998, False: 997}  # Even counters are women's, odd ones men's.


def ssin(year: int, month: int, day: int, counter: int) -> str:
    """A national number: eleven digits.  ``month`` carries a BIS number's +20 or +40.

    Month and day may be 0, for a birth date that is not fully known.
    """
    radix = f"{year % 100:02d}{month:02d}{day:02d}{counter:03d}"
    # For those born from 2000 the check digits are taken over the radix with a 2 before it.
    checked = int(radix) + (2_000_000_000 if year >= 2000 else 0)
    return f"{radix}{97 - checked % 97:02d}"


def enterprise_number(order: int) -> str:
    """The enterprise number of the invented enterprise of that order, from 0: ten digits."""
    _within_range(order)
    radix = ENTERPRISE_RADIX + order
    return f"{radix:08d}{97 - radix % 97:02d}"


def nsso_number(order: int) -> str:
    """The social security registration number of the same enterprise: nine digits."""
    _within_range(order)
    radix = NSSO_RADIX + order
    return f"{radix:07d}{96 - radix * 100 % 97 or 97:02d}"


def _within_range(order: int) -> None:
    if not 0 <= order < ENTERPRISES_AT_MOST:
        raise ValueError(f"the range holds {ENTERPRISES_AT_MOST} enterprises, not number {order}")


class BirthRegister:
    """Issues national numbers, each once."""

    def __init__(self) -> None:
        self._next: dict[tuple[int, int, int, bool], int] = {}

    def issue(self, year: int, month: int, day: int, *, woman: bool, bis: int = 0) -> str:
        """The next free number for that birth date; ``bis`` is 0, 20 or 40.

        ValueError when all five hundred of a day and sex are taken.
        """
        key = (year, month + bis, day, woman)
        counter = self._next.get(key, _LAST_COUNTER[woman])
        if counter < 1:
            raise ValueError("no national number is left for that birth date")
        self._next[key] = counter - 2
        return ssin(year, month + bis, day, counter)
