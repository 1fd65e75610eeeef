"""Dates, hours, days and money, as people in Belgium write them in four languages."""

from datetime import date

import pytest

from certificates.sections import Quarter
from certificates.writing import Writing

IN_ORDER = ("fr", "nl", "de", "en")


def in_all_languages(method: str, *values: object) -> tuple[str, ...]:
    """What each language writes, with ordinary spaces for the no-break ones."""
    written = (getattr(Writing(language), method)(*values) for language in IN_ORDER)
    return tuple(text.replace("\u00a0", " ") for text in written)


@pytest.mark.parametrize(
    ("method", "values", "written"),
    [
        (
            "long_date",
            (date(2026, 10, 1),),
            ("1er octobre 2026", "1 oktober 2026", "1. Oktober 2026", "1 October 2026"),
        ),
        ("short_date", (date(2026, 10, 2),), ("02.10.2026",) * 4),
        (
            "quarter",
            (Quarter(2026, 1),),
            ("1er trimestre 2026", "1e kwartaal 2026", "1. Quartal 2026", "1st quarter 2026"),
        ),
        (
            "years_and_months",
            (271,),
            (
                "22 ans et 7 mois",
                "22 jaar en 7 maanden",
                "22 Jahre und 7 Monate",
                "22 years and 7 months",
            ),
        ),
        ("years_and_months", (12,), ("1 an", "1 jaar", "1 Jahr", "1 year")),
        ("years_and_months", (1,), ("1 mois", "1 maand", "1 Monat", "1 month")),
        ("duration", (456,), ("7 h 36", "7 u. 36 min.", "7 Std. 36 Min.", "7 h 36 min")),
        ("duration", (485,), ("8 h 05", "8 u. 05 min.", "8 Std. 05 Min.", "8 h 05 min")),
        ("duration", (45,), ("45 min", "45 min.", "45 Min.", "45 min")),
        ("duration", (240,), ("4 h", "4 u.", "4 Std.", "4 h")),
        ("weekly_hours", (2800, 3800), ("28/38",) * 4),
        ("weekly_hours", (3750, 3800), ("37,5/38", "37,5/38", "37,5/38", "37.5/38")),
        ("weekly_hours", (None, 3800), ("–",) * 4),
        ("weekly_hours", (1900, None), ("19",) * 4),
        ("money", (319926,), ("3 199,26 €", "€ 3 199,26", "3 199,26 €", "€3,199.26")),
        ("money", (-5,), ("-0,05 €", "-€ 0,05", "-0,05 €", "-€0.05")),
        ("days", (6150,), ("61,5", "61,5", "61,5", "61.5")),
        ("enterprise_number", ("0400000003",), ("0400.000.003",) * 4),
        ("enterprise_number", ("BE 12",), ("BE 12",) * 4),
        (
            "birth_date",
            ("1982-05-14",),
            ("14 mai 1982", "14 mei 1982", "14. Mai 1982", "14 May 1982"),
        ),
        ("birth_date", ("1982-05-00",), ("05.1982",) * 4),
        ("birth_date", ("1982-00-00",), ("1982",) * 4),
    ],
)
def test_each_language_writes_it_its_own_way(
    method: str, values: tuple[object, ...], written: tuple[str, ...]
) -> None:
    assert in_all_languages(method, *values) == written


def test_french_counts_nothing_in_the_singular() -> None:
    assert Writing("fr").count("years_worked", 0) == "0\u00a0an"
    assert Writing("en").count("years_worked", 0) == "0\u00a0years"


def test_an_institution_nobody_taught_us_keeps_its_own_name() -> None:
    say = Writing("nl")
    assert say.or_code("institutions", "ONEM-RVA-LfA").endswith("(RVA)")
    assert say.or_code("institutions", "Fonds 323") == "Fonds 323"
