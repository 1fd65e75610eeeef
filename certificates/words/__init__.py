"""The words of the documents: one TOML file for each language, all with the same keys.

Legal terms follow the sector's glossary.  A key is ``section.name``; ``{name}`` in a text is
filled in when it is asked for.  Counted words come in two forms, ``.one`` and ``.other``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("fr", "nl", "de", "en")

_FOLDER = Path(__file__).parent


@cache
def words_in(language: str) -> Mapping[str, str]:
    """Every text of one language by its key; ValueError when Parcours does not speak it."""
    if language not in LANGUAGES:
        raise ValueError(f"no words in {language!r}; there are {', '.join(LANGUAGES)}")
    sections = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {
        f"{section}.{name}": text
        for section, texts in sections.items()
        for name, text in texts.items()
    }
