"""The right of a year and the account through the years, worked out by hand.

A day of 38 hours over 5 days has 38 x 60 / 5 = 456 minutes; five of them 2,280.  Each case
says the sum that leads to its figure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from app.learning.parameters import law
from app.learning.rules.facts import CreditedTraining, Employed, EndReason
from app.learning.rules.ledger import ledger_for
from app.learning.rules.right import right_for
from tests.learning.employed import TODAY, employed, inputs, regime, sizes, training


def of(committee: str, worked: int | None = None, *, since: date = date(2022, 1, 3)) -> Employed:
    """Somebody under a committee, full-time or part-time, from a day on."""
    return employed(regime(worked, since=since, committee=committee), since=since)


def moved(first: str, then: str, on: date) -> Employed:
    """Somebody whose joint committee changes on a day."""
    return employed(regime(committee=first), regime(since=on, committee=then))


@dataclass(frozen=True)
class Case:
    who: str
    jobs: tuple[Employed, ...]
    minutes: int
    sum: str
    year: int = 2026
    fte: int = 5000


CASES = [
    # Sectors, their growth paths and bands.
    Case("124, 2025: half days", (of("124"),), 1140, "2.5 x 456", year=2025),
    Case("124, 2026", (of("124"),), 1368, "3 x 456"),
    Case("124, 2027: half days again", (of("124"),), 1596, "3.5 x 456", year=2027),
    Case("124, 2030: arrived at five", (of("124"),), 2280, "5 x 456", year=2030),
    Case("124, 15 colleagues", (of("124"),), 456, "1 x 456", fte=1500),
    Case("124, 9 colleagues", (of("124"),), 0, "0 x 456", fte=900),
    Case("124.00 is 124", (of("124.00"),), 1368, "3 x 456"),
    Case("a committee below 124 that has nothing of its own", (of("124.01"),), 1368, "3 x 456"),
    Case("200, 2026", (of("200"),), 1824, "4 x 456"),
    Case("200, 5 colleagues: an average", (of("200"),), 456, "1 x 456", fte=500),
    Case("310: a right below 10 workers", (of("310"),), 2280, "5 x 456", fte=300),
    Case("341, 5 colleagues: two days", (of("341"),), 912, "2 x 456", fte=500),
    Case("341, 15 colleagues: half days", (of("341"),), 1140, "2.5 x 456", fte=1500),
    Case("302: as by law", (of("302"),), 2280, "5 x 456"),
    Case("no committee: the law", (of("XXX"),), 2280, "5 x 456"),
    Case("999: the law", (of("999.99"),), 2280, "5 x 456"),
    Case("116, 5 colleagues: collective only, the law", (of("116"),), 0, "0 x 456", fte=500),
    Case("149.01, 15 colleagues", (of("149.01"),), 912, "2 x 456", fte=1500),
    # Hours instead of days: the length of a day plays no part.
    Case("209, 2026: 40 hours", (of("209"),), 2400, "40 x 60"),
    Case("209, 2025: 36 hours", (of("209"),), 2160, "36 x 60", year=2025),
    Case("209, half-time: 20 hours", (of("209", 1900),), 1200, "2400 x 19/38"),
    Case(
        "209, a week of 36 hours: 40 hours all the same",
        (employed(regime(full_time=3600, committee="209")),),
        2400,
        "40 x 60",
    ),
    # Regimes and parts of years.
    Case("124, 28 of 38 hours", (of("124", 2800),), 1008, "1368 x 28/38"),
    Case("124, hired 31 July", (of("124", since=date(2026, 7, 31)),), 684, "1368 x 6/12"),
    Case("313: fixed half from half-time on", (of("313", 2800),), 684, "3 x 456 x 1/2"),
    Case("313: below half-time, the regime itself", (of("313", 950),), 342, "3 x 456 x 9.5/38"),
    Case("313: full-time", (of("313"),), 1368, "3 x 456"),
    Case(
        "109, left in March, hired before: C is for newcomers only",
        (employed(regime(committee="109"), until=date(2024, 3, 10)),),
        1368,
        "3 x 456 x 12/12",
        year=2024,
    ),
    Case(
        "109, hired in October",
        (of("109", since=date(2024, 10, 2)),),
        342,
        "3 x 456 x 3/12",
        year=2024,
    ),
    # Changes of committee count month by month, as the month ended.
    Case(
        "from 124 to the law on 1 July",
        (moved("124", "XXX", date(2026, 7, 1)),),
        1824,
        "1368 x 6/12 + 2280 x 6/12 = 684 + 1140",
    ),
    Case(
        "from 124 to 209 on 31 March: March as it ended",
        (moved("124", "209", date(2026, 3, 31)),),
        2228,
        "1368 x 2/12 + 2400 x 10/12 = 228 + 2000",
    ),
    # Budgets of several years are granted once.
    Case("142.01, 2025: two years together", (of("142.01"),), 2736, "6 x 456", year=2025),
    Case("142.01, 2026: granted in 2025", (of("142.01"),), 0, "granted before"),
    Case(
        "142.01, hired in July 2026",
        (of("142.01", since=date(2026, 7, 1)),),
        684,
        "6 x 456 / 2 a year x 6/12",
    ),
    Case(
        "142.01, hired in July 2025: 18 months of 24",
        (of("142.01", since=date(2025, 7, 1)),),
        2052,
        "2736 x 18/24",
        year=2025,
    ),
    Case(
        "142.01, gone in June 2026, seen from 2025: 18 months of 24",
        (employed(regime(committee="142.01"), until=date(2026, 6, 30)),),
        2052,
        "2736 x 18/24",
        year=2025,
    ),
    Case("142.01, 2029: 25 days for five years", (of("142.01"),), 11400, "25 x 456", year=2029),
    Case("112, 8 colleagues, 2024", (of("112"),), 912, "2 x 456", year=2024, fte=800),
    Case(
        "149.02, 2024: the budget is whole though its next step is not known",
        (of("149.02"),),
        912,
        "2 x 456",
        year=2024,
        fte=1500,
    ),
    Case(
        "into 142.01 in 2026, from the law: both halves",
        (moved("XXX", "142.01", date(2026, 7, 1)),),
        1824,
        "2280 x 6/12 + 6 x 456 / 2 x 6/12 = 1140 + 684",
    ),
    Case(
        "out of 142.01 in July 2026, to the law: only the law's half, the rest was granted",
        (moved("142.01", "XXX", date(2026, 7, 1)),),
        1140,
        "2280 x 6/12",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.who)
def test_the_right_is_what_one_works_out_by_hand(case: Case) -> None:
    right = right_for(case.year, case.jobs, sizes(case.fte), law(), today=TODAY)
    assert (right.minutes, right.problems) == (case.minutes, ()), case.sum


@dataclass(frozen=True)
class Through:
    """An account through the years: what is left at the end of each, or now."""

    who: str
    jobs: tuple[Employed, ...]
    left: dict[int, int]
    sum: str
    trainings: tuple[CreditedTraining, ...] = field(default=())
    until: int = 2026
    today: date = TODAY


GONE = date(2026, 3, 31)


def leaving(end: EndReason | None) -> Employed:
    return employed(regime(), since=date(2026, 1, 5), until=GONE, end=end)


LATER = date(2035, 1, 1)
ACCOUNTS = [
    Through(
        "nothing of 2023 goes into the first five years",
        (of("XXX"),),
        {2023: 0, 2024: 2280, 2025: 4560, 2026: 6840},
        "1824 expires; then 2280 a year",
    ),
    Through(
        "zero at the end of 2028, then a new beginning",
        (of("XXX", since=date(2026, 7, 1)),),
        {2026: 1140, 2027: 3420, 2028: 5700, 2029: 7980, 2030: 0, 2031: 2280},
        "hired in 2026: 2026 to 2030; 1140 + 4 x 2280 = 10260 expire",
        until=2031,
        today=LATER,
    ),
    Through(
        "the law's own period: zero at the end of 2028",
        (of("XXX"),),
        {2023: 0, 2024: 2280, 2025: 4560, 2026: 6840, 2027: 9120, 2028: 0, 2029: 2280},
        "5 x 2280 = 11400 expire",
        until=2029,
        today=LATER,
    ),
    Through(
        "six days followed in a year of five",
        (of("XXX", since=date(2025, 1, 1)),),
        {2025: 0, 2026: 2280},
        "2280 less 2736: nothing left, nothing owed; 2026 whole",
        trainings=(training(date(2025, 5, 6), 2736),),
    ),
    Through(
        "a training over new year",
        (of("XXX", since=date(2025, 1, 1)),),
        {2025: 2280, 2026: 4104},
        "2280 + 2280 - 456, in the year it ended",
        trainings=(CreditedTraining("a", date(2025, 12, 30), date(2026, 1, 2), 456, True, True),),
    ),
    Through(
        "a budget of two years does not move on",
        (of("142.01", since=date(2025, 1, 1)),),
        {2025: 2280, 2026: 0, 2027: 3648},
        "2736 - 456; the rest expires at the end of 2026; then 8 x 456",
        trainings=(training(date(2025, 5, 6)),),
        until=2027,
        today=date(2027, 5, 1),
    ),
    Through(
        "two contracts with a month between them are one account",
        (
            employed(regime(), since=date(2025, 1, 1), until=date(2025, 12, 31)),
            employed(
                regime(since=date(2026, 2, 1)), since=date(2026, 2, 1), until=date(2026, 12, 31)
            ),
        ),
        {2025: 2280, 2026: 4370},
        "2280 + 2280 x 11/12",
    ),
    Through(
        "a longer break opens another account",
        (
            employed(regime(), since=date(2025, 1, 1), until=date(2025, 12, 31)),
            employed(regime(since=date(2026, 2, 2)), since=date(2026, 2, 2)),
        ),
        {2025: 2280, 2026: 2090},
        "2280 x 11/12 alone",
    ),
    *(
        Through(who, (leaving(end),), {2026: left}, sum_)
        for who, end, left, sum_ in (
            ("she resigned", EndReason.RESIGNATION, 0, "3 x 190 lost"),
            ("dismissed for a serious cause", EndReason.SERIOUS_CAUSE, 0, "3 x 190 lost"),
            ("dismissed with notice, now over", EndReason.NOTICE, 0, "3 x 190 lapsed"),
            ("dismissed with an indemnity", EndReason.INDEMNITY, 570, "3 x 190 stand"),
            ("by mutual agreement", EndReason.MUTUAL_AGREEMENT, 570, "3 x 190 stand"),
            ("the end of a fixed term", EndReason.FIXED_TERM, 570, "3 x 190 stand"),
            ("nobody says why", None, 570, "3 x 190 stand"),
        )
    ),
    Through(
        "on her last day she may still use it",
        (leaving(EndReason.NOTICE),),
        {2026: 570},
        "3 x 190",
        today=GONE,
    ),
]


@pytest.mark.parametrize("case", ACCOUNTS, ids=lambda case: case.who)
def test_what_is_left_is_what_one_works_out_by_hand(case: Through) -> None:
    told = inputs(*case.jobs, trainings=case.trainings)
    ledger = ledger_for(told, law(), until=case.until, today=case.today)
    assert {each.year: each.left for each in ledger.years} == case.left, case.sum
