"""Every document speaks four languages, each of them completely."""

import string

import pytest

from app.career.timeline import PeriodKind, Source
from certificates.words import LANGUAGES, words_in


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_all_that_the_others_say(language: str) -> None:
    mine, english = words_in(language), words_in("en")
    assert set(mine) == set(english)
    for key, text in mine.items():
        assert text.strip(), key
        assert _blanks(text) == _blanks(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_twelve_months_and_all_that_a_career_may_hold(language: str) -> None:
    words = words_in(language)
    assert len(words["calendar.months"].split()) == 12
    assert all(f"kinds.{kind}" in words for kind in PeriodKind)
    assert all(f"{use}.{source}" in words for source in Source for use in ("sources", "coverage"))


def test_a_language_we_do_not_write_is_refused() -> None:
    with pytest.raises(ValueError, match="no words in 'es'"):
        words_in("es")
