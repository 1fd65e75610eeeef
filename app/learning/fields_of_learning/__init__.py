"""Fields of learning: ISCED-F 2013, the classification of UNESCO that statistics use.

``isced_f_2013.tsv`` has a line for each field: its code (two digits for a broad field, three for
a narrow one, four for a detailed one) and its name in English, French, Dutch and German.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "isced_f_2013.tsv"
_LANGUAGES = ("en", "fr", "nl", "de")


@dataclass(frozen=True, slots=True)
class FieldOfLearning:
    code: str
    names: dict[str, str]  # by language

    def name(self, language: str) -> str:
        return self.names[language]


@cache
def fields_of_learning() -> dict[str, FieldOfLearning]:
    """All of them by code, broad fields before the narrow ones they hold, and so on."""
    found = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, *names = line.split("\t")
            found[code] = FieldOfLearning(code, dict(zip(_LANGUAGES, names, strict=True)))
    return dict(sorted(found.items()))
