"""Whoever reads Parcours in French, Dutch or German reads all of it in that language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from babel.messages.catalog import Catalog

from translations.collect import (
    PLURALS,
    brought_up_to_date,
    catalogue,
    catalogue_file,
    sentences,
    written,
)

LANGUAGES = sorted(PLURALS)
#: One process collects the sentences for all of them.
pytestmark = pytest.mark.xdist_group("catalogues")
each_language = pytest.mark.parametrize("language", LANGUAGES)

#: Words that are the same in English and in the other language.
SAME = {
    "fr": {
        *("%(num)s client", "%(num)s clients", "%(num)s version", "%(num)s versions"),
        *("Attestations", "Client ID", "Clients", "Code", "Document", "Important", "Minutes"),
        *("Pages", "Pharmacies", "Plan", "Source", "Version %(number)s", "institution"),
    },
    "nl": {
        *("%(num)s diploma", "Code", "Diploma", "Document", "Element", "Plan", "Record"),
        *("Status", "diploma"),
    },
    "de": {"Code", "Element", "Name", "Name: %(name)s", "Person", "Plan", "Status"},
}
#: What no text of the language may hold: straight quotes, those of another language, and in
#: French a mark without its no-break space.
UNTYPOGRAPHIC = {
    "fr": re.compile(r"""['"‘“”„‚\u202f]|(?<!\u00a0)(?:[;!?»]|%%|:(?!\d))|«(?!\u00a0)"""),
    "nl": re.compile(r"""['"“”„«»\u202f]|\s[:;!?]|\s%%"""),
    "de": re.compile(r"""['"‘’”«»\u202f]|\s[:;!?]|(?<!\u00a0)%%"""),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")
#: A reader of labels sees whether a value, more text or nothing follows.
ENDING = re.compile(r"[.:?]$")


@cache
def _collected() -> Catalog:
    return sentences()


@cache
def _translated(language: str) -> Catalog:
    return catalogue(language)


def _strings(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """What Babel keeps as one string or as several, always as several."""
    return (value,) if isinstance(value, str) else tuple(value or ())


def _forms(language: str) -> Iterator[tuple[str, str]]:
    """Every sentence as (English, translation); each plural form by itself."""
    for message in _translated(language):
        if message.id:
            english = _strings(message.id)
            for number, form in enumerate(_strings(message.string)):
                yield english[min(number, len(english) - 1)], form


@each_language
def test_somebody_who_reads_no_english_misses_no_sentence(language: str) -> None:
    translated = _translated(language)
    missing = [m.id for m in _collected() if m.id and translated.get(m.id) is None]
    empty = [english for english, form in _forms(language) if not form.strip()]
    assert not missing, "run `make messages`, then translate"
    assert not empty


@each_language
def test_a_translator_finds_nothing_left_over_or_in_doubt(language: str) -> None:
    translated = _translated(language)
    assert not translated.obsolete
    assert not [m.id for m in translated if m.id and m.fuzzy]
    assert not [m.id for m in translated if m.id and _collected().get(m.id) is None]


@each_language
def test_a_translator_who_collects_again_changes_nothing(language: str) -> None:
    again = written(brought_up_to_date(language, _collected()))
    assert catalogue_file(language).read_bytes() == again


@each_language
def test_one_day_and_two_days_are_told_apart(language: str) -> None:
    translated = _translated(language)
    plurals = [m for m in translated if isinstance(m.id, tuple)]
    assert translated.plural_forms == PLURALS[language]
    assert all(len(_strings(m.string)) == translated.num_plurals for m in plurals)


@each_language
def test_every_value_finds_its_place_in_the_sentence(language: str) -> None:
    wrong = [
        (english, form)
        for english, form in _forms(language)
        if Counter(PLACEHOLDER.findall(english)) != Counter(PLACEHOLDER.findall(form))
    ]
    assert not wrong


@each_language
def test_no_sentence_was_left_in_english(language: str) -> None:
    same = {english for english, form in _forms(language) if english == form}
    assert same == SAME[language]


@each_language
def test_a_reader_meets_the_marks_of_the_own_language(language: str) -> None:
    found = [form for _, form in _forms(language) if UNTYPOGRAPHIC[language].search(form)]
    assert not found


@each_language
def test_a_sentence_is_words_and_never_part_of_a_page(language: str) -> None:
    """What is well made in English is so in every language."""
    assert not [form for _, form in _forms(language) if re.search("[<>&]", form)]


@each_language
def test_a_sentence_ends_as_its_english_does(language: str) -> None:
    def ending(text: str) -> list[str]:
        return ENDING.findall(text)

    assert not [(e, form) for e, form in _forms(language) if ending(e) != ending(form)]
    untidy = [form for _, form in _forms(language) if form != form.strip() or "  " in form]
    assert not untidy


@each_language
def test_the_training_credit_keeps_its_three_letters(language: str) -> None:
    message = _translated(language).get("Training credit (FLA)")
    assert message is not None
    assert str(message.string).endswith(" (FLA)")
