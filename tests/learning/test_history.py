"""What is law on a day, what was and what will be."""

from __future__ import annotations

from datetime import date

import pytest

from app.learning.parameters import federal_right
from app.learning.rules.history import Standing, facts_on
from app.learning.wording import law_fact
from app.learning.words.history import HISTORY
from tests.languages import LANGUAGES, speaking


def standing(day: date) -> dict[str, Standing]:
    return {each.fact.code: each.standing for each in facts_on(federal_right().facts, day)}


@pytest.mark.parametrize(
    ("day", "right", "duty", "kept"),
    [
        (date(2022, 12, 31), "to_come", "to_come", "to_come"),
        (date(2023, 1, 1), "in_force", "to_come", "to_come"),
        (date(2024, 3, 31), "in_force", "to_come", "to_come"),
        (date(2024, 4, 1), "in_force", "in_force", "in_force"),
        (date(2025, 12, 31), "in_force", "in_force", "in_force"),
        (date(2026, 1, 1), "in_force", "past", "in_force"),
        (date(2026, 12, 31), "in_force", "past", "in_force"),
        (date(2027, 1, 1), "in_force", "past", "past"),
    ],
)
def test_the_duty_to_register_came_and_went_and_the_right_stays(
    day: date, right: str, duty: str, kept: str
) -> None:
    assert standing(day) == {
        "training_right": right,
        "registration_duty": duty,
        "registered_data_kept": kept,
    }


def test_what_is_in_force_is_told_first() -> None:
    seen = [each.standing for each in facts_on(federal_right().facts, date(2026, 11, 21))]
    assert seen == [Standing.IN_FORCE, Standing.IN_FORCE, Standing.PAST]
    seen = [each.standing for each in facts_on(federal_right().facts, date(2023, 6, 1))]
    assert seen == [Standing.IN_FORCE, Standing.TO_COME, Standing.TO_COME]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_words_on_every_day(language: str) -> None:
    codes = {each.code for each in federal_right().facts}
    assert set(HISTORY) == {(code, each.value) for code in codes for each in Standing}
    with speaking(language):
        for day in (date(2022, 1, 1), date(2025, 6, 1), date(2026, 11, 21), date(2030, 1, 1)):
            for seen in facts_on(federal_right().facts, day):
                assert "None" not in law_fact(seen).sentence


def test_that_the_duty_has_ended_is_said_with_the_law_that_ended_it_and_what_is_disputed() -> None:
    with speaking("en"):
        told = {
            seen.fact.code: law_fact(seen)
            for seen in facts_on(federal_right().facts, date(2026, 11, 21))
        }
    duty = told["registration_duty"]
    assert duty.sentence.startswith("From 1 April 2024 to 31 December 2025 employers had to")
    assert duty.ground == "Law of 20 October 2023, ended by: Law of 14 January 2026"
    [doubt] = duty.doubts
    assert "1 January 2025" in doubt
    assert told["training_right"].ground == "Law of 3 October 2022, chapter 12"
