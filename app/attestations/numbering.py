"""Numbers of attestations: ``PC-2026-7K3M-Q9XD``, not guessable, with a check character.

The eight characters are random but the last, which ISO 7064 Mod 37,36 computes from the
others, so that a slip of the pen is noticed before anything is looked up.
"""

from __future__ import annotations

import secrets

from stdnum.iso7064 import mod_37_36

#: Without I, L, O and U: they are misread.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_number(year: int) -> str:
    while True:
        drawn = "".join(secrets.choice(_LETTERS) for _ in range(7))
        check = mod_37_36.calc_check_digit(f"PC{year}{drawn}")
        if check in _LETTERS:
            break
    code = drawn + check
    return f"PC-{year}-{code[:4]}-{code[4:]}"


def is_number(text: str) -> bool:
    """Whether this can be a number of ours at all."""
    bare = text.strip().upper().replace("-", "").replace(" ", "")
    return len(bare) == 14 and bare.startswith("PC") and bool(mod_37_36.is_valid(bare))
