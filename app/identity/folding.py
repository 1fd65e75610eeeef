"""Names as people look for them: without accents and capitals, surname first.

``unaccent`` would be an extension, which not every server has.  Taking a letter apart (NFKD) and
leaving its accent away needs none; letters that do not come apart are written as people do who
have no such key.  What is kept is folded by the database, what is typed by :func:`fold`; a
test holds them together.
"""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = r"[\u0300-\u036f]"
_ONE_FOR_ONE = {"ø": "o", "ł": "l", "đ": "d", "’": "'"}
_TWO_FOR_ONE = {"ß": "ss", "æ": "ae", "œ": "oe"}


def _folded(text: str) -> str:
    """SQL that folds a text, in the words in which PostgreSQL repeats it."""
    sql = f"lower(regexp_replace(NORMALIZE({text}, NFKD), '{_ACCENTS}'::text, ''::text, 'g'::text))"
    letters, plain = "".join(_ONE_FOR_ONE), "".join(_ONE_FOR_ONE.values()).replace("'", "''")
    sql = f"translate({sql}, '{letters}'::text, '{plain}'::text)"
    for letter, written in _TWO_FOR_ONE.items():
        sql = f"replace({sql}, '{letter}'::text, '{written}'::text)"
    return sql


#: What ``person_particulars.folded`` is, worked out whenever a name is written.
FOLDED_NAME = _folded(
    "(((surname)::text || ' '::text) || (COALESCE(given_names, ''::character varying))::text)"
)


def fold(typed: str) -> str:
    """What somebody typed, as names are folded; single spaces."""
    apart = re.sub(_ACCENTS, "", unicodedata.normalize("NFKD", typed)).lower()
    for letter, written in (_ONE_FOR_ONE | _TWO_FOR_ONE).items():
        apart = apart.replace(letter, written)
    return " ".join(apart.split())
