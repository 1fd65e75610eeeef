"""Four languages: which one a request speaks, and the catalogues behind it.

In order: the person's saved choice, the cookie, Accept-Language, French.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask, request
from flask import session as cookie
from flask_babel import Babel

LANGUAGES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}
FIRST = "fr"
TRANSLATIONS = Path(__file__).parents[2] / "translations"


def attach(app: Flask, saved_choice: Callable[[], str | None]) -> None:
    def choose() -> str:
        for choice in (cookie.get("language"), saved_choice()):
            if choice in LANGUAGES:
                return str(choice)
        return request.accept_languages.best_match(LANGUAGES) or FIRST

    Babel(
        app,
        default_locale="en",
        default_timezone="Europe/Brussels",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=choose,
    )
