"""Four languages: which one a request or a job speaks, and the catalogues behind it.

In order: the choice made in this browser, the person's saved choice, Accept-Language, French.
A page says some seventy sentences and a hundred dates and numbers, so which language it
speaks is decided once and kept in a context variable, not asked of a proxy each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask import session as cookie
from flask_babel import Babel

LANGUAGES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}
FIRST = "fr"
TRANSLATIONS = Path(__file__).parents[2] / "translations"

_spoken: ContextVar[str] = ContextVar("spoken_language", default="en")


def language() -> str:
    """The code of the language spoken here and now."""
    return _spoken.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language within the block, whatever was spoken before."""
    token = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(token)


@cache
def _catalogue(code: str) -> NullTranslations:
    return Translations.load(str(TRANSLATIONS), [code])


def attach(app: Flask, saved_choice: Callable[[], str | None]) -> None:
    @app.before_request
    def choose() -> None:
        # Set before anything is asked: should the asking fail, the page that says so must not
        # speak the language of whoever this thread answered before.
        _spoken.set(request.accept_languages.best_match(LANGUAGES) or FIRST)
        if request.endpoint == "static":
            return  # a file says the same to everybody: spare it the session and the database
        choice = cookie.get("language")
        if choice not in LANGUAGES:
            choice = saved_choice()
        if choice in LANGUAGES:
            _spoken.set(str(choice))

    Babel(
        app,
        default_locale="en",
        default_timezone="Europe/Brussels",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=language,
    )
    # Templates go to the catalogue directly.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _catalogue(_spoken.get()).ugettext(text),
        ngettext=lambda one, many, count: _catalogue(_spoken.get()).ungettext(one, many, count),
        newstyle=True,
    )
