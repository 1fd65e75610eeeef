"""One walk through every page in a language: what the guards of pages look at.

Showing all pages takes seconds, looking at them does not: a process goes through them once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from babel.support import Translations
from flask_babel import get_domain

from app.career import views as career
from app.foundation import languages
from app.foundation.languages import LANGUAGES, TRANSLATIONS
from tests.house.lives import furnish_lives
from tests.house.pages import Page, pages_in
from tests.house_of import House


@dataclass(frozen=True, slots=True)
class Walk:
    """The pages as they came, the templates they were made of, and the sentences that were not
    in the catalogue of the language: of English, which has none, all that were said."""

    pages: tuple[Page, ...]
    templates: frozenset[str]
    missing: frozenset[str]


_WALKS: dict[str, Walk] = {}


#: The mark of tests that look at the pages: one process serves them all, as what it has made
#: and read for a page in one language is not made and read again for the others.
together = pytest.mark.xdist_group("pages")


def each_language(*but: str) -> pytest.MarkDecorator:
    """One test for each language, but for some."""
    wanted = [
        pytest.param(language, marks=together) for language in LANGUAGES if language not in but
    ]
    return pytest.mark.parametrize("language", wanted)


def walk(house: House, language: str) -> Walk:
    """Every page of the lives of :mod:`tests.house.lives` in one language.

    In English as everybody meets them; in the other languages, where the pages are the same ones
    in other words, not again as they are for those who mean harm.
    """
    if language not in _WALKS:
        furnish_lives(house)
        # A life without anything in it reads alike in every test: it may be remembered.
        career._told.cache_clear()
        with _noting_templates(house) as shown, _noting_sentences(house, language) as missing:
            pages = tuple(pages_in(house, language, harm=language == "en"))
        _WALKS[language] = Walk(pages, frozenset(shown), frozenset(missing))
    return _WALKS[language]


@contextmanager
def _noting_templates(house: House) -> Iterator[set[str]]:
    shown: set[str] = set()
    loader = house.app.jinja_env.loader
    assert loader is not None
    load = loader.load

    def note(environment, name, globals=None):  # type: ignore[no-untyped-def]
        shown.add(name)
        return load(environment, name, globals)

    house.app.jinja_env.cache.clear()  # type: ignore[union-attr]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loader, "load", note)
        yield shown


class _Missing(list[str]):
    """Stands behind a catalogue and notes what was not found in it."""

    def __bool__(self) -> bool:
        """A catalogue asks whether anybody stands behind it: also while nothing is noted."""
        return True

    def gettext(self, sentence: str) -> str:
        self.append(sentence)
        return sentence

    ugettext = gettext

    def ngettext(self, one: str, many: str, number: int) -> str:
        self.append(one)
        return one if number == 1 else many

    ungettext = ngettext


@contextmanager
def _noting_sentences(house: House, language: str) -> Iterator[list[str]]:
    missing = _Missing()
    with house.app.test_request_context(headers={"Accept-Language": language}):
        house.app.preprocess_request()
        domain = get_domain()
        domain.get_translations().add_fallback(missing)
    languages._catalogue(language).add_fallback(missing)
    # What templates said before this walk is not looked up again.
    languages._sentences[language].clear()
    try:
        yield missing
    finally:
        languages._catalogue.cache_clear()
        domain.cache.clear()


def unknown_in(language: str, sentences: Iterable[str]) -> list[str]:
    """Which of these a reader of the language would be told in English."""
    missing = _Missing()
    known = Translations.load(str(TRANSLATIONS), [language])
    known.add_fallback(missing)
    for sentence in sentences:
        known.gettext(sentence)
    return list(missing)
