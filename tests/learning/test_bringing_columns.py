"""Recognising the columns of somebody's sheet, and reading what stands in them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from app.foundation.sheets import Line
from app.identity.national_numbers import InvalidSsin
from app.learning.bringing.fields import FIELDS, DayOrder, Reads, Unit, What
from app.learning.bringing.lines import LineReader, words_in
from app.learning.bringing.mapping import (
    ColumnMapping,
    guessed,
    problems_of_columns,
    problems_of_words,
    signature_of,
    with_words,
)
from app.learning.bringing.names import COLUMN_NAMES, WORDS, folded
from app.learning.bringing.reading import masked, minutes_of, read_amount, read_day, read_number
from app.learning.words.bringing import FIELD_NAMES
from tests.house_of import AMINA, ssin

DUTCH = ("INSZ", "Naam opleiding", "Begindatum", "Einddatum", "Duur (uren)", "Formeel/informeel")
FRENCH = ("Intitulé de la formation", "NISS", "Date de début", "Date de fin", "Nombre de jours")
GERMAN = ("ENSS-Nummer", "Bezeichnung", "Beginn", "Ende", "Dauer in Minuten", "Art der Ausbildung")
ENGLISH = ("SSIN", "Training", "Start date", "End date", "Duration", "Valid until", "Certificate")


def columns(header: tuple[str, ...]) -> dict[str, str]:
    return dict(guessed(What.TRAININGS, header, []).columns)


@pytest.mark.parametrize("header", [DUTCH, FRENCH, GERMAN, ENGLISH])
def test_columns_are_recognised_by_their_names_in_every_language(header: tuple[str, ...]) -> None:
    found = columns(header)
    assert {"ssin", "title", "starts_on", "ends_on", "length"} <= found.keys()
    assert "begin" in folded(found["starts_on"]) or folded(found["starts_on"]) in {
        *("date de debut", "start date")
    }
    assert folded(found["ssin"]).split()[0] in {"insz", "niss", "enss", "ssin"}


def test_the_unit_is_told_by_the_name_of_the_column() -> None:
    assert guessed(What.TRAININGS, DUTCH, []).unit is Unit.HOURS
    assert guessed(What.TRAININGS, FRENCH, []).unit is Unit.DAYS
    assert guessed(What.TRAININGS, GERMAN, []).unit is Unit.MINUTES
    assert guessed(What.RIGHTS, ("NISS", "Jaar", "Recht"), []).unit is Unit.DAYS


def test_a_certificate_and_its_end_are_two_columns() -> None:
    found = columns(ENGLISH)
    assert found["certified"] == "Certificate"
    assert found["certificate_until"] == "Valid until"


def test_no_column_is_taken_for_two_things() -> None:
    for header in (DUTCH, FRENCH, GERMAN, ENGLISH):
        found = list(columns(header).values())
        assert len(found) == len(set(found))


def test_every_field_has_a_name_and_every_meaning_has_words() -> None:
    for fields in FIELDS.values():
        for each in fields:
            assert each.name in FIELD_NAMES
            assert each.name in COLUMN_NAMES
            if each.reads is Reads.WORD:
                assert set(WORDS[each.name]) == set(each.meanings)
    for names in COLUMN_NAMES.values():
        assert all(folded(name) == name for name in names)


def test_the_same_columns_in_another_order_are_the_same() -> None:
    assert signature_of(DUTCH) == signature_of([name.upper() for name in reversed(DUTCH)])
    assert signature_of(DUTCH) != signature_of(FRENCH)


def test_what_is_missing_or_chosen_twice_is_told_at_its_field() -> None:
    mapping = ColumnMapping({"ssin": "NISS", "title": "NISS", "starts_on": "Gone"})
    problems = problems_of_columns(What.TRAININGS, mapping, ("NISS", "Titre"))
    assert {(each.code, each.field) for each in problems} == {
        ("column_twice", "title"),
        ("column_gone", "starts_on"),
        ("column_needed", "length"),
        ("column_needed", "kind"),
    }


def test_words_are_guessed_and_what_is_left_open_is_asked() -> None:
    mapping = ColumnMapping({"kind": "Type", "certified": "Attest"})
    lines = [Line(2, ("Formeel", "ja")), Line(3, ("e-learning", "")), Line(4, ("Formeel", "JA"))]
    words = words_in(What.TRAININGS, mapping, ("Type", "Attest"), lines)
    assert words == {"kind": ["Formeel", "e-learning"], "certified": ["ja", "", "JA"]}
    mapping = with_words(What.TRAININGS, mapping, words)
    assert mapping.words["kind"] == {"Formeel": "formal"}
    assert mapping.words["certified"] == {"ja": "yes", "": "no", "JA": "yes"}
    assert [each.code for each in problems_of_words(What.TRAININGS, mapping, words)] == [
        "word_without_meaning"
    ]


def test_a_column_of_many_different_words_is_none_of_a_few_meanings() -> None:
    mapping = ColumnMapping({"kind": "Type"})
    words = {"kind": [f"word {n}" for n in range(13)]}
    [problem] = problems_of_words(What.TRAININGS, mapping, words)
    assert problem.code == "too_many_words"


def test_a_national_number_gets_back_the_zeros_a_program_took() -> None:
    young = ssin("050214", 1, since_2000=True)
    assert young.startswith("0")
    assert read_number(young.lstrip("0")) == young
    assert read_number(f"{AMINA[:2]}.{AMINA[2:4]}.{AMINA[4:6]}-{AMINA[6:9]}.{AMINA[9:]}") == AMINA
    with pytest.raises(InvalidSsin):
        read_number("12345678901")


def test_a_sample_never_shows_a_national_number() -> None:
    assert masked(AMINA) == "•" * 9 + AMINA[-2:]
    assert AMINA[:6] not in masked(f"{AMINA[:6]}-{AMINA[6:9]} {AMINA[9:]}")
    assert masked("First aid") == "First aid"
    assert masked("2024-03-01") == "2024-03-01"


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("24/09/2025", DayOrder.DAY_FIRST, date(2025, 9, 24)),
        ("24-9-25", DayOrder.DAY_FIRST, date(2025, 9, 24)),
        ("2025-09-24 09:30", DayOrder.DAY_FIRST, date(2025, 9, 24)),
        ("20250924", DayOrder.MONTH_FIRST, date(2025, 9, 24)),
        ("9/24/2025", DayOrder.MONTH_FIRST, date(2025, 9, 24)),
        ("9/24/2025", DayOrder.DAY_FIRST, None),
        ("31.2.2025", DayOrder.DAY_FIRST, None),
        ("soon", DayOrder.DAY_FIRST, None),
    ],
)
def test_days_are_read_as_the_file_writes_them(
    cell: str, order: DayOrder, day: date | None
) -> None:
    assert read_day(cell, order) == day


def test_the_month_stands_first_where_a_day_can_only_be_read_so() -> None:
    header = ("NISS", "Titel", "Start", "Uren")
    line = ("", "", "9/24/2025", "")
    assert guessed(What.TRAININGS, header, [line]).days is DayOrder.MONTH_FIRST


@pytest.mark.parametrize(
    ("cell", "unit", "minutes"),
    [
        ("7,6", Unit.HOURS, 456),
        ("7.6", Unit.HOURS, 456),
        ("7:36", Unit.HOURS, 456),
        ("7 u 36", Unit.HOURS, 456),
        ("7h36", Unit.HOURS, 456),
        ("8 heures", Unit.HOURS, 480),
        ("8u", Unit.HOURS, 480),
        ("1,5", Unit.DAYS, 684),
        ("2 jours", Unit.DAYS, 912),
        ("90 min", Unit.MINUTES, 90),
        ("0,3333", Unit.HOURS, 20),
    ],
)
def test_amounts_of_time_become_whole_minutes(cell: str, unit: Unit, minutes: int) -> None:
    amount = read_amount(cell, unit)
    assert amount is not None
    assert minutes_of(amount, unit, 456) == minutes


@pytest.mark.parametrize("cell", ["seven", "-3", "7:75", "1.234,5", "", "8h8h"])
def test_what_is_no_amount_is_not_guessed(cell: str) -> None:
    assert read_amount(cell, Unit.HOURS) is None


def test_a_problem_of_a_line_never_repeats_what_stands_there() -> None:
    mapping = ColumnMapping({"ssin": "N", "starts_on": "D", "title": "T"})
    said = LineReader(What.TRAININGS, mapping, ("N", "D", "T")).read(
        Line(7, (AMINA[:-1] + "x", AMINA, ""))
    )
    assert [each.code for each in said.problems] == [
        "brought_number_unreadable",
        "brought_text_missing",
        "brought_day_unreadable",
    ]
    assert AMINA[:6] not in repr(said)


def test_exact_parts_stay_exact() -> None:
    assert read_amount("0.1", Unit.DAYS) == Fraction(1, 10)
