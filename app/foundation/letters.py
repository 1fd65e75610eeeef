"""What people write in their own words: how it is kept, and whether others can read it."""

from __future__ import annotations

import unicodedata

#: Control characters and halves of letters come from broken programs, and the database refuses
#: some of them; what a private letter looks like, only its maker knows.
_NO_LETTERS = frozenset({"Cc", "Cs", "Co"})
#: These turn the direction of everything after them, dates and hours included.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """The text as it is kept: composed letters, single spaces, none around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def readable(text: str) -> bool:
    """Whether there is something to see, and nothing that cannot be shown or turns the rest."""
    kinds = [unicodedata.category(letter) for letter in text]
    return (
        any(kind[0] in "LNPS" for kind in kinds)
        and _NO_LETTERS.isdisjoint(kinds)
        and _TURNING.isdisjoint(text)
    )
