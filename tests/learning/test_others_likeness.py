"""When two trainings of Amina are likely one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from app.learning.others.parameters import likeness_on
from app.learning.others.rules import Sign, folded_words, signs_of

DAY = date(2026, 9, 24)
RULE = likeness_on(date(2026, 11, 21))


@dataclass(frozen=True)
class Said:
    title: str = "Lifting and moving people"
    starts_on: date = DAY
    ends_on: date = DAY
    minutes: int = 456
    provider: str | None = None
    provider_number: str | None = None


def signs(one: dict[str, Any], other: dict[str, Any]) -> set[Sign]:
    found = signs_of(Said(**one), Said(**other), RULE)
    assert found == signs_of(Said(**other), Said(**one), RULE), "whichever stands first"
    return set(found)


LATER = {"starts_on": date(2026, 9, 25), "ends_on": date(2026, 9, 25)}
HALF = {"minutes": 228}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({}, {"title": "LIFTING and moving  people!"}),
        ({"title": "Sécurité à l'hôpital"}, {"title": "Securite a l’hopital"}),
        ({}, {"title": "Moving people (lifting)"}),
        # Of the same title, whatever else differs.
        ({}, {"minutes": 60}),
        ({}, {"ends_on": date(2026, 9, 25), "minutes": 60}),
        # A similar title and the same length.
        (HALF, HALF | {"title": "Lifting people"}),
        # Nobody follows two whole days in one.
        ({}, {"title": "Ergonomics"}),
        ({"provider": "Syntra"}, {"provider": "Cevora"}),
    ],
)
def test_they_are_likely_one(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert signs(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # The same course on two days in a row is a course of two days.
        ({}, LATER),
        (HALF, HALF | {"title": "Ergonomics"}),
        (HALF, {"minutes": 120, "title": "Lifting people"}),
        (HALF | {"title": "Excel 1"}, HALF | {"title": "Excel 2"}),
        (HALF | {"title": "And of it"}, HALF | {"title": "Is to be"}),
        (
            HALF | {"provider": "Syntra", "title": "Lifting people"},
            HALF | {"provider": "Cevora"},
        ),
        (
            HALF | {"ends_on": date(2026, 12, 24), "title": "Dutch"},
            HALF | {"title": "Lifting people"},
        ),
    ],
)
def test_they_are_two(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not signs(one, other)


def test_each_sign_is_named() -> None:
    providers = {"provider": "Syntra", "provider_number": "0400000150"}
    assert signs(providers, providers | {"provider": "SYNTRA asbl"}) == {
        Sign.SAME_DAYS,
        Sign.SAME_TITLE,
        Sign.SAME_LENGTH,
        Sign.SAME_PROVIDER,
        Sign.NO_ROOM_FOR_BOTH,
    }
    assert Sign.OTHER_PROVIDER in signs(providers, providers | {"provider_number": "0400000249"})


def test_a_provider_of_whom_one_says_nothing_says_nothing() -> None:
    assert not signs({"provider": "Syntra"}, {}) & {Sign.SAME_PROVIDER, Sign.OTHER_PROVIDER}


def test_words_are_compared_without_accents_capitals_and_signs() -> None:
    assert folded_words("Éthique: l'essentiel (2)") == ("ethique", "l", "essentiel", "2")
    assert folded_words("№ ½…") == folded_words("no 1 2")
    assert folded_words("—") == ()


def test_days_before_the_first_parameters_have_the_first_ones() -> None:
    assert likeness_on(date(1999, 1, 1)) == likeness_on(date(2023, 1, 1))
