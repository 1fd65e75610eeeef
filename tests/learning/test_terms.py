"""Which terms hold for a committee, a size and a day: every figure of the shipped agreements."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from app.foundation.problems import Problem
from app.learning.parameters import law
from app.learning.rules.terms import (
    FEDERAL,
    Agreement,
    Amount,
    CarryOver,
    Entitlement,
    Kind,
    Law,
    MonthsRule,
    Quality,
    Terms,
    normal_committee,
    terms_on,
)

LAW = law()
INCOMPLETE, NO_BAND = "agreement_incomplete", "agreement_band_unknown"


def terms(committee: str | None, fte: float | int, day: date | int, of: Law = LAW) -> Terms:
    """Terms for a size in full-time equivalents; a year stands for its 1 July."""
    found = said(committee, fte, day, of)
    assert isinstance(found, Terms), found
    return found


def said(
    committee: str | None, fte: float | int, day: date | int, of: Law = LAW
) -> Terms | Problem:
    on = date(day, 7, 1) if isinstance(day, int) else day
    return terms_on(of, committee, round(fte * 100), on)


def told(found: Terms | Problem) -> str:
    """As the table below writes it: ``2.5``, ``24 h``, ``4/2y``, or the code of the problem."""
    if isinstance(found, Problem):
        return found.code
    amount = found.amount
    figure = f"{float(amount.days):g}" if amount.days is not None else f"{amount.minutes // 60} h"
    return figure if amount.years == 1 else f"{figure}/{amount.years}y"


# Committee, size in full-time equivalents, and what each year from 2023 to 2031 gives.
FIGURES = """
     fte  2023  2024  2025  2026  2027  2028  2029  2030  2031
104     20  4     5     5     5     5     5     5     5     5
105     35  4     5     5     5     5     5     5     5     5
106.01  20  2     2     3     3     4     4     5     5     5
106.03  20  2     2     3     3     4     4     5     5     law5
109     20  law4  3     ?     ?     ?     ?     ?     ?     ?
215     50  law4  3     ?     ?     ?     ?     ?     ?     ?
111.01.07 20 24h  32h   36h   40h   40h   40h   40h   40h   40h
111.02.07 90 24h  32h   36h   40h   40h   40h   40h   40h   40h
112      5  law0  2/2y  2/2y  2/2y  2/2y  2/2y  2/2y  2/2y  2/2y
112     10  law1  ?     ?     ?     ?     ?     ?     ?     ?
112     20  law4  ?     ?     ?     ?     ?     ?     ?     ?
149.04   9  law0  2/2y  2/2y  2/2y  2/2y  2/2y  2/2y  2/2y  2/2y
149.04  15  law1  ?     ?     ?     ?     ?     ?     ?     ?
149.02   5  law0  2/2y  ?     ?     ?     ?     ?     ?     ?
149.02  19  law1  2/2y  ?     ?     ?     ?     ?     ?     ?
149.02  20  law4  ?     ?     ?     ?     ?     ?     ?     ?
113     20  law4  law5  law5  law5  law5  law5  law5  law5  law5
114      9  0     0     0     0     0     0     0     0     law0
114     10  1     1     1     1     1     1     1     1     law1
114     20  2     2     3     3     4     4     4.5   5     law5
115     20  2     ?     ?     ?     5     5     5     5     5
116      5  law0  law0  law0  law0  law0  law0  law0  law0  law0
116     10  1     1     1     1     1     1     1     1     1
116     20  4     5     5     5     5     5     5     5     5
119      9  law0  0     0     0     0     0     0     0     0
119     10  law1  1     1     1     1     1     1     1     1
119     20  law4  3     4     4     4     5     5     5     5
121      9  law0  0     0     0     0     0     0     0     0
121     19  law1  1     1     1     1     1     1     1     1
121     21  law4  3     3     4     4     5     5     5     5
124      9  law0  0     0     0     0     0     0     0     0
124     10  law1  1     1     1     1     1     1     1     1
124     20  2.5   2.5   2.5   3     3.5   4     4.5   5     5
127      9  0     0     0     0     0     0     0     0     0
127     10  1     1     1     1     1     1     1     1     1
127     20  2     2     3     3     4     4     4     5     5
136      9  law0  law0  law0  law0  law0  law0  law0  law0  law0
136     10  1     1     1     1     1     1     1     1     1
136     20  2     2     2.5   2.5   3.5   3.5   4     4     5
140.01   9  law0  law0  law0  law0  law0  law0  law0  law0  law0
140.01  10  1     1     1     1     1     1     1     1     1
140.01.03 20 2    2     3     3     4     4     4     5     5
142.01   9  law0  law0  law0  law0  law0  law0  law0  law0  law0
142.01  10  3/2y  3/2y  3/2y  3/2y  3/2y  3/2y  3/2y  3/2y  3/2y
142.01  20  4/2y  4/2y  6/2y  6/2y  8/2y  8/2y  25/5y 25/5y 25/5y
149.01   5  law0  1     1     2     2     2     2     2     2
149.01  19  law1  1     1     2     2     2     2     2     2
149.01  20  law4  3     3     4     4     5     5     5     5
152.01  20  2     2.5   3     3.5   4     4.5   5     5     5
225.01  20  2     2.5   3     3.5   4     4.5   5     5     5
200      9  law0  1     1     1     1     1     law0  law0  law0
200     10  law1  1     1     1     1     1     law1  law1  law1
200     20  ?     3     3     4     4     5     5     5     5
209      9  0     0     0     0     0     0     0     0     0
209     10  1     1     1     1     1     1     1     1     1
209     20  24h   32h   36h   40h   40h   40h   40h   40h   40h
219     20  ?     ?     ?     ?     ?     ?     ?     ?     ?
219     19  law1  law1  law1  law1  law1  law1  law1  law1  law1
227     20  ?     ?     ?     ?     ?     ?     ?     ?     ?
336     20  ?     ?     ?     ?     ?     ?     ?     ?     law5
336     10  law1  law1  law1  law1  law1  law1  law1  law1  law1
302      9  law0  law0  law0  law0  law0  law0  law0  law0  law0
302     10  law1  law1  law1  law1  law1  law1  law1  law1  law1
302     20  law4  law5  law5  law5  law5  law5  law5  law5  law5
306     20  4     5     5     5     5     5     5     5     5
310      1  4     5     5     5     5     5     5     5     5
310     20  4     5     5     5     5     5     5     5     5
313     20  3     3     3     3     3     3     3     3     3
327.01  20  law4  law5  law5  law5  law5  law5  law5  law5  law5
341      5  2     2     2     2     2     2     2     2     2
341     10  2     2     2.5   2.5   3     3     3.5   4     4
341     21  4     5     5     5     5     5     5     5     5
220     20  law4  law5  law5  law5  law5  law5  law5  law5  law5
133     20  law4  law5  law5  law5  law5  law5  law5  law5  law5
120     20  law4  law5  law5  law5  law5  law5  law5  law5  law5
""".strip().splitlines()
YEARS = [int(year) for year in FIGURES[0].split()[1:]]
ROWS = [line.split() for line in FIGURES[1:]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} at {row[1]}")
def test_every_figure_of_an_agreement_is_answered_in_every_year(row: list[str]) -> None:
    committee, fte, *wanted = row
    for year, figure in zip(YEARS, wanted, strict=True):
        for day in (date(year, 1, 1), date(year, 12, 31)):
            found = said(committee, int(fte), day)
            by_law = isinstance(found, Terms) and found.ground == FEDERAL
            answer = ("law" if by_law else "") + told(found).replace(" ", "")
            assert answer == figure.replace("?", INCOMPLETE), (committee, fte, day)


@pytest.mark.parametrize(
    "committee",
    [
        *("104", "105", "106.01", "106.03", "109", "215", "111.01.07", "115", "152.01"),
        *("225.01", "306", "313"),
    ],
)
def test_where_no_size_is_stated_the_figure_is_for_twenty_and_more_and_it_is_said(
    committee: str,
) -> None:
    found = terms(committee, 20, 2024) if committee != "115" else terms(committee, 20, 2023)
    assert "band_not_stated" in {each.code for each in found.doubts}
    for fte in (0, 9.99, 10, 19.99):
        assert told(said(committee, fte, 2024)) == NO_BAND


def test_every_agreement_that_ships_a_figure_stands_in_the_table() -> None:
    silent = {each.code for each in LAW.agreements if not each.entitlements}
    shipped = {code for each in LAW.agreements for code in each.committees} - silent
    assert shipped - {"140.01"} <= {row[0] for row in ROWS}


@pytest.mark.parametrize(
    ("stated", "normal"),
    [
        ("124", "124"),
        ("302.00", "302"),
        ("302.00.00", "302"),
        ("305.02.09", "305.02.09"),
        ("106.01", "106.01"),
        (" 200 ", "200"),
        ("xxx", "XXX"),
        (None, None),
        ("", None),
        ("999", None),
        ("999.99", None),
        ("999.99.99", None),
        ("20", None),
        ("construction", None),
    ],
)
def test_a_committee_is_read_as_declarations_write_it(
    stated: str | None, normal: str | None
) -> None:
    assert normal_committee(stated) == normal


def test_without_a_committee_the_law_holds_and_without_knowing_it_that_is_said() -> None:
    assert terms("XXX", 20, 2026).doubts == ()
    for unknown in (None, "999.99", "?"):
        found = terms(unknown, 20, 2026)
        assert (told(found), found.ground) == ("5", FEDERAL)
        assert [each.code for each in found.doubts] == ["committee_unknown"]


def test_a_committee_of_which_nothing_is_known_has_the_law_and_is_told_so() -> None:
    found = terms("304", 20, 2026)
    assert (told(found), found.ground, found.agreement) == ("5", FEDERAL, None)
    assert [(each.code, each.named) for each in found.doubts] == [
        ("no_agreement_known", {"committee": "304"})
    ]


def test_a_committee_whose_agreement_ended_has_the_law_and_is_told_since_when() -> None:
    (doubt,) = terms("113", 20, 2026).doubts
    assert (doubt.code, doubt.named["ended_on"]) == ("agreement_ended", date(2024, 12, 31))


def test_a_sector_that_follows_the_law_has_its_figures_without_a_doubt() -> None:
    for committee in ("302.00", "327.01"):
        found = terms(committee, 20, 2026)
        assert (told(found), found.ground, found.doubts) == ("5", FEDERAL, ())
        assert found.agreement is not None
        assert found.agreement.source.startswith("https://")


def test_before_the_law_there_are_no_terms() -> None:
    assert said("200", 20, 2022) == Problem("no_parameters", None, (("year", 2022),))


@pytest.mark.parametrize("committee", ["121", "341"])
def test_exactly_twenty_is_doubtful_where_the_page_leaves_it_open_and_nothing_else_is(
    committee: str,
) -> None:
    for fte, doubtful in ((19.99, False), (20, True), (20.01, False)):
        codes = {each.code for each in terms(committee, fte, 2026).doubts}
        assert ("boundary_unclear" in codes) is doubtful


@pytest.mark.parametrize(
    ("committee", "fte", "code"),
    [
        ("124", 15, "average_only"),
        ("200", 5, "average_only"),
        ("124", 20, "conclusion_date_disputed"),
        ("313", 20, "undated"),
        ("140.01", 20, "dates_assumed"),
        ("142.01", 5, "collective_only"),
        ("116", 5, "collective_only"),
        ("116", 20, "scope_not_verified"),
        ("220", 20, "figures_not_read"),
        ("219", 10, "figures_not_read"),
    ],
)
def test_what_the_sources_leave_open_is_said(committee: str, fte: int, code: str) -> None:
    assert code in {each.code for each in terms(committee, fte, 2026).doubts}


def test_a_figure_that_nobody_tells_is_a_problem_with_the_agreement_named() -> None:
    found = said("200", 20, date(2023, 5, 31))
    assert isinstance(found, Problem)
    assert found.named == {
        "agreement": "200",
        "registration": "181682/CO/200",
        "day": date(2023, 5, 31),
        "fte": 2000,
    }


@pytest.mark.parametrize(
    ("committee", "fte", "year", "days", "years"),
    [
        ("112", 9, 2026, 5, 2),
        ("149.02", 9, 2024, 5, 2),
        ("149.04", 9, 2026, 5, 2),
        ("113", 20, 2024, 5, 1),
        ("116", 9, 2026, 1, 1),
        ("136", 20, 2030, 2, 2),
        ("142.01", 9, 2026, 3, 2),
        ("149.01", 19, 2026, 3, 1),
        ("200", 9, 2026, 4, 2),
        ("200", 19, 2026, Fraction(9, 2), 2),
        ("200", 20, 2023, 6, 2),
        ("341", 50, 2026, 5, 1),
    ],
)
def test_collective_days_are_told_beside_the_individual_ones_and_never_granted(
    committee: str, fte: int, year: int, days: Fraction | int, years: int
) -> None:
    day = date(year, 7, 1)
    (own,) = [each for each in LAW.agreements if committee in each.committees]
    (beside,) = own.collective_on(fte * 100, day)
    assert beside.kind is Kind.COLLECTIVE
    assert beside.amount == Amount(days=Fraction(days), years=years)
    found = said(committee, fte, day)
    assert isinstance(found, Problem) or found.entitlement not in own.collective


def agreed(code: str) -> Agreement:
    return next(each for each in LAW.agreements if each.code == code)


def test_collective_days_end_where_their_agreement_says_so() -> None:
    assert agreed("136").collective_on(2000, date(2031, 1, 1)) == ()
    assert agreed("116").collective_on(1000, date(2026, 1, 1)) == ()


@pytest.mark.parametrize(
    ("fte", "year", "period"),
    [
        (10, 2023, (2023, 2024)),
        (10, 2026, (2025, 2026)),
        (20, 2024, (2023, 2024)),
        (20, 2028, (2027, 2028)),
        (20, 2029, (2029, 2033)),
        (20, 2033, (2029, 2033)),
        (20, 2034, (2034, 2038)),
    ],
)
def test_a_budget_of_several_years_has_its_own_period(
    fte: int, year: int, period: tuple[int, int]
) -> None:
    found = terms("142.01", fte, year)
    assert found.entitlement is not None
    assert found.entitlement.budget_of(year) == period
    assert agreed("142.01").carry_over is CarryOver.WITHIN_BUDGET


def test_an_amount_a_year_is_exact_in_minutes() -> None:
    # 25 days of 7 h 36 for five years: 25 × 456 ÷ 5 = 2280 minutes; 36 hours are 2160 whatever
    # the day; 9/2 days for two years of 7 h: 9/2 × 420 ÷ 2 = 945.
    assert terms("142.01", 20, 2029).amount.per_year(456) == 2280
    assert terms("209", 20, 2025).amount.per_year(456) == 2160
    assert terms("209", 20, 2025).amount.per_year(420) == 2160
    assert Amount(days=Fraction(9, 2), years=2).per_year(420) == 945


def test_an_amount_is_in_days_or_in_minutes() -> None:
    for days, minutes in ((None, None), (Fraction(1), 456)):
        with pytest.raises(ValueError, match="in days or in minutes"):
            Amount(days, minutes)


def test_pharmacies_count_half_the_days_from_half_time_on() -> None:
    share = agreed("313").share_of
    assert [share(Fraction(part, 100)) for part in (100, 99, 80, 50)] == [
        1,
        Fraction(1, 2),
        Fraction(1, 2),
        Fraction(1, 2),
    ]
    # Below half-time the page states nothing: the regime itself.
    assert share(Fraction(49, 100)) == Fraction(49, 100)
    assert agreed("200").share_of(Fraction(4, 5)) == Fraction(4, 5)


def test_clothing_counts_months_only_for_who_was_hired_in_the_year() -> None:
    rules = {each.code: each.months for each in LAW.agreements}
    hired = {code for code, rule in rules.items() if rule is MonthsRule.ONLY_WHEN_HIRED}
    assert hired == {"109", "215"}


@pytest.mark.parametrize(("year", "days"), [(2024, 1), (2025, 1), (2026, 2)])
def test_electricians_take_some_days_in_hours_and_the_rest_in_half_days(
    year: int, days: int
) -> None:
    taking = agreed("149.01").taking_on(date(year, 1, 1))
    assert taking is not None
    assert (taking.days_in_hours, taking.block_minutes) == (days, 240)
    assert agreed("149.01").taking_on(date(2023, 12, 31)) is None


def invented(code: str, days: int, committees: tuple[str, ...]) -> Agreement:
    start = date(2024, 1, 1)
    step = Entitlement(start, None, 0, None, Kind.INDIVIDUAL, Amount(days=Fraction(days)))
    return Agreement(
        code, committees, start, None, "https://example.org", Quality.FUND, entitlements=(step,)
    )


def test_the_most_specific_code_speaks() -> None:
    own = Law(
        LAW.federal,
        (
            invented("a", 5, ("305",)),
            invented("b", 6, ("305.02",)),
            invented("c", 7, ("305.02.09",)),
        ),
        "invented",
    )
    wanted = {"305.02.09": 7, "305.02.08": 6, "305.02.00": 6, "305.01": 5, "305": 5}
    for committee, days in wanted.items():
        assert terms(committee, 20, 2026, own).amount.days == days
    assert terms("306", 20, 2026, own).ground == FEDERAL


def test_a_collective_step_among_the_others_is_not_granted_either() -> None:
    step = Entitlement(date(2024, 1, 1), None, 0, None, Kind.COLLECTIVE, Amount(days=Fraction(9)))
    agreement = Agreement(
        "x", ("400",), date(2024, 1, 1), None, "https://example.org", Quality.FUND, None, None,
        entitlements=(step,),
    )  # fmt: skip
    assert told(said("400", 20, 2026, Law(LAW.federal, (agreement,), "x"))) == "5"
