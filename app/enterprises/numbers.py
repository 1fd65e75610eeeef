"""Enterprise numbers and NSSO numbers: reading and checking."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[\s.]")


class InvalidNumber(ValueError):
    """Not a number of its kind."""


def read_enterprise_number(text: str) -> str:
    """Ten digits, the last two being 97 less the rest modulo 97.

    Accepts ``BE 0400.000.003``, and nine digits with the leading zero dropped, as DmfA's
    integers have it.  Raises InvalidNumber.
    """
    digits = _SEPARATORS.sub("", text).removeprefix("BE").zfill(10)
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit() or digits[0] not in "01":
        raise InvalidNumber("an enterprise number has ten digits and begins with 0 or 1")
    if 97 - int(digits[:8]) % 97 != int(digits[8:]):
        raise InvalidNumber("the check digits are wrong")
    return digits


def read_nsso_number(text: str) -> int:
    """An NSSO registration number, check digits included; raises InvalidNumber.

    Source of the check: the employer identifier of the Belgif common vocabulary.
    """
    if not text.isascii() or not text.isdigit() or len(text) > 10:
        raise InvalidNumber("an NSSO number has up to ten digits")
    number = int(text)
    radix, check = divmod(number, 100)
    expected = 96 - (radix * 100) % 97 or 97
    local = radix % 97 or 97  # provincial and local authorities
    if number < 197 or check not in {expected, local}:
        raise InvalidNumber("the check digits are wrong")
    return number
