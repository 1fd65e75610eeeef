"""Check characters: numbers that are typed from paper notice a slip before anything is sought.

Letters and digits that are misread (I, L, O, U) are not used; typed all the same, they are read
as what they look like.  The last character is computed from the others in the field of 32
elements, each place having a weight of its own.  That finds every wrong character and every two
that changed places, wherever they stand; ISO 7064 Mod 37,36 lets some neighbours pass.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1: 2 runs through all elements but zero
#: Each place needs a weight of its own, and there are no more of them.
LONGEST = 30


def normalised(typed: str) -> str:
    """What was typed as it is meant: capitals, without spaces and dashes, nothing misread."""
    kept = (letter for letter in typed.upper() if not letter.isspace() and letter not in "-‐‑‒–—")
    return "".join(kept).translate(_LOOKS_LIKE)


def check_character(text: str) -> str:
    """The character that belongs behind a text of the alphabet; ValueError for any other."""
    if len(text) > LONGEST:
        raise ValueError(f"at most {LONGEST} characters can be checked")
    total = 0
    for letter in reversed(text):
        total = _doubled(total ^ ALPHABET.index(letter))
    return ALPHABET[total]


def is_checked(text: str) -> bool:
    """Whether the last character is the one that belongs to those before it."""
    if not 2 <= len(text) <= LONGEST + 1 or not set(text) <= set(ALPHABET):
        return False
    return check_character(text[:-1]) == text[-1]


def _doubled(element: int) -> int:
    """The element times 2."""
    twice = element << 1
    return twice ^ _POLYNOMIAL if twice & 0b100000 else twice
