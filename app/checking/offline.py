"""The offline checker: one HTML file with our keys of today in it, to be kept and passed on."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

from app.checking.words import words_in_all
from app.foundation.languages import language
from certificates.history import History, write_history

_BUILT = Path(__file__).parents[2] / "static" / "checker" / "offline.html"
_PLACE = "%GIVEN%"


def offline_checker(history: History, *, address: str, made_on: date) -> str:
    """The file as it is handed out; its script is as built, or its own policy would refuse it."""
    given = {
        "history": json.loads(write_history(history)),
        "words": words_in_all(),
        "language": language(),
        "address": address,
        "made": made_on.isoformat(),
    }
    before, after = _built().split(_PLACE)
    # Inside a script element only "<" could end it or begin a comment.
    return before + json.dumps(given, ensure_ascii=False).replace("<", "\\u003c") + after


@cache
def _built() -> str:
    return _BUILT.read_text("utf-8")
