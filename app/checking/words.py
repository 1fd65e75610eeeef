"""The words that scripts need: our sentences, and how the paper names and writes its facts."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from flask_babel import force_locale

from app.checking.sentences import NUMBER, PARTS, SENTENCES
from app.foundation.languages import LANGUAGES, speaking
from certificates.coded import FACTS
from certificates.words import words_in

#: The sections of the paper's words with which values are written.
_WRITING = (
    "calendar",
    "calendar_days",
    "hours",
    "money",
    "months_worked",
    "yes_no",
    "years_worked",
)


@cache
def words_for(language: str) -> dict[str, Any]:
    """Everything that a script says in one language, as plain data.  Needs a request."""
    paper = words_in(language)
    with force_locale(language), speaking(language):
        sentences = {key: str(text) for key, text in SENTENCES.items() if key not in NUMBER}
        parts = {part: str(text) for part, text in PARTS.items()}
    return {
        "language": language,
        "sentences": sentences,
        "parts": parts,
        "kinds": _under("titles", paper),
        "questions": _under("asked", paper),
        "facts": {
            name: {"label": paper.get(f"facts.{name}", name), "unit": unit.value}
            for name, unit in FACTS.items()
        },
        "paper": {key: text for key, text in paper.items() if key.split(".")[0] in _WRITING},
    }


@cache
def words_as_text(language: str) -> str:
    """The same, to be written into a page."""
    return json.dumps(words_for(language), ensure_ascii=False, separators=(",", ":"))


def words_in_all() -> dict[str, Any]:
    return {code: words_for(code) for code in LANGUAGES}


def _under(section: str, paper: Any) -> dict[str, str]:
    begin = f"{section}."
    return {key.removeprefix(begin): text for key, text in paper.items() if key.startswith(begin)}
