"""Numbers of attestations: ``PC-2026-7K3M-Q9XD``, not guessable, with a check character.

Of the eight characters behind the year seven are drawn; the last belongs to all before it
(:mod:`certificates.numbers`), so that a slip of the pen is noticed before anything is sought.
"""

from __future__ import annotations

import re
import secrets

from certificates.numbers import ALPHABET, check_character, is_checked, normalised

_SHAPE = re.compile(f"PC[0-9]{{4}}[{ALPHABET}]{{8}}")


def new_number(year: int) -> str:
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(7))
    return written(f"PC{year}{drawn}{check_character(f'PC{year}{drawn}')}")


def has_form(typed: str) -> bool:
    """Whether this looks like a number of ours; what is misread is read as it is meant."""
    return bool(_SHAPE.fullmatch(normalised(typed)))


def is_number(typed: str) -> bool:
    """Whether its check character fits too, as that of every number given nowadays does."""
    return has_form(typed) and is_checked(normalised(typed))


def written(typed: str) -> str:
    """A number as documents print it, however it was typed; anything else comes back bare.

    Numbers given before check characters were ours have the same form, and are sought alike.
    """
    bare = normalised(typed)
    if not _SHAPE.fullmatch(bare):
        return bare
    return f"PC-{bare[2:6]}-{bare[6:10]}-{bare[10:]}"
