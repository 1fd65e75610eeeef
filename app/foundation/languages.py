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
from flask_babel import Babel, refresh
from markupsafe import Markup

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
    # Flask-Babel remembers the first language asked for in a request or a job.
    refresh()
    try:
        yield
    finally:
        _spoken.reset(token)
        refresh()


@cache
def _catalogue(code: str) -> NullTranslations:
    return Translations.load(str(TRANSLATIONS), [code])


def counted(one: str, many: str, num: int) -> str:
    """The sentence for a number of things, in the language spoken; blanks not filled in."""
    return _catalogue(_spoken.get()).ungettext(one, many, num)


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
    app.jinja_env.globals.update(_=_sentence, gettext=_sentence, ngettext=_counted)


class _Sentences(dict[str, Markup]):
    """The sentences of one language as templates want them: translated once, then looked up.

    Sentences are ours and may be written into a page as they are; what is filled into them
    is escaped.
    """

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code

    def __missing__(self, text: str) -> Markup:
        sentence = self[text] = Markup(_catalogue(self._code).ugettext(text))  # noqa: S704
        return sentence


_sentences = {code: _Sentences(code) for code in LANGUAGES}


def _sentence(text: str, **filled: object) -> Markup:
    sentence = _sentences[_spoken.get()][text]
    # A sentence without blanks writes a per cent sign twice too, as every sentence does.
    return sentence % filled if filled or "%" in sentence else sentence


def _counted(one: str, many: str, num: int, **filled: object) -> Markup:
    sentence = Markup(_catalogue(_spoken.get()).ungettext(one, many, num))  # noqa: S704
    return sentence % {"num": num, **filled}
