"""The yearly right, worked out by hand: size, regime and started months.

A day of 38 hours over 5 days has 38 x 60 / 5 = 456 minutes; five of them 2,280.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.problems import Problem
from app.learning.parameters import law
from app.learning.rules.facts import Employed, EnterpriseFte, SizeOrigin
from app.learning.rules.prorata import size_class
from app.learning.rules.right import Right, right_for
from app.learning.rules.terms import terms_on
from tests.learning.employed import QUARTERS, TODAY, employed, regime, sizes, statement


def the_right(*jobs: Employed, year: int = 2026, fte: int | None = 5000, **more: Any) -> Right:
    return right_for(year, jobs, sizes(fte), law(), **({"today": TODAY} | more))


FULL_TIME = employed(regime())


@dataclass(frozen=True)
class Case:
    who: str
    jobs: tuple[Employed, ...]
    minutes: int
    sum: str
    year: int = 2026
    fte: int = 5000


CASES = [
    Case("9.99 colleagues: too small", (FULL_TIME,), 0, "0 x 456", fte=999),
    Case("10 colleagues: one day", (FULL_TIME,), 456, "1 x 456", fte=1000),
    Case("19.99 colleagues: still one", (FULL_TIME,), 456, "1 x 456", fte=1999),
    Case("20 colleagues: five", (FULL_TIME,), 2280, "5 x 456", fte=2000),
    Case("20 colleagues in 2023: four", (FULL_TIME,), 1824, "4 x 456", year=2023, fte=2000),
    Case("10 colleagues in 2023: one", (FULL_TIME,), 456, "1 x 456", year=2023, fte=1000),
    Case("20 colleagues in 2024: five", (FULL_TIME,), 2280, "5 x 456", year=2024, fte=2000),
    Case("28 of 38 hours", (employed(regime(2800)),), 1680, "2280 x 28/38 = 1680"),
    Case("25 of 38 hours", (employed(regime(2500)),), 1500, "2280 x 25/38 = 1500"),
    Case(
        "a third of 38 hours, rounded",
        (employed(regime(1267)),),
        760,
        "2280 x 12.67/38 = 760.2",
    ),
    Case(
        "half up",
        (employed(regime(1000, 3000), since=date(2026, 12, 1)),),
        10,
        "day of 30 h = 360; 1 x 360 x 1/3 x 1/12 = 10",
        fte=1000,
    ),
    Case(
        "half a minute goes up",
        (employed(regime(1900), since=date(2026, 12, 31)),),
        19,
        "1 x 456 x 1/2 x 1/12 = 19",
        fte=1000,
    ),
    Case(
        "3.8 minutes and a half",
        (employed(regime(3000, 4000), since=date(2026, 12, 31)),),
        30,
        "day of 40 h = 480; 1 x 480 x 3/4 x 1/12 = 30",
        fte=1000,
    ),
    Case(
        "hired on 1 July: six months",
        (employed(regime(), since=date(2026, 7, 1)),),
        1140,
        "2280 x 6/12",
    ),
    Case(
        "hired on 31 July: six months too",
        (employed(regime(), since=date(2026, 7, 31)),),
        1140,
        "2280 x 6/12",
    ),
    Case(
        "gone on 1 January: one month",
        (employed(regime(), until=date(2026, 1, 1)),),
        190,
        "2280 x 1/12",
    ),
    Case(
        "gone on 31 January: one month",
        (employed(regime(), until=date(2026, 1, 31)),),
        190,
        "2280 x 1/12",
    ),
    Case(
        "gone on the last day of the year before",
        (employed(regime(), until=date(2025, 12, 31)),),
        0,
        "nothing",
    ),
    Case(
        "to 28 of 38 hours on 4 May: May counts as it ended",
        (
            employed(
                regime(until=date(2026, 5, 3)),
                regime(2800, since=date(2026, 5, 4)),
            ),
        ),
        1880,
        "2280/12 = 190 a month; 4 x 190 + 8 x 190 x 28/38 = 760 + 1120",
    ),
    Case(
        "to full time on 31 May",
        (
            employed(
                regime(1900, until=date(2026, 5, 30)),
                regime(since=date(2026, 5, 31)),
            ),
        ),
        1900,
        "4 x 190 x 1/2 + 8 x 190 = 380 + 1520",
    ),
    Case(
        "left on 10 March half-time, back on 20 March full-time: March once, as it ended",
        (
            employed(regime(1900), until=date(2026, 3, 10)),
            employed(regime(since=date(2026, 3, 20)), since=date(2026, 3, 20)),
        ),
        2090,
        "2 x 190 x 1/2 + 10 x 190 = 190 + 1900",
    ),
    Case(
        "two summers with a gap: four months",
        (
            employed(regime(), since=date(2026, 3, 5), until=date(2026, 4, 2)),
            employed(regime(), since=date(2026, 7, 31), until=date(2026, 8, 1)),
        ),
        760,
        "4 x 190",
    ),
    Case("a week of 36 hours", (employed(regime(full_time=3600)),), 2160, "5 x 36 x 60/5"),
    Case("a week of 40 hours", (employed(regime(full_time=4000)),), 2400, "5 x 40 x 60/5"),
    Case(
        "38 hours over 4 days: a long day",
        (employed(regime(days=400)),),
        2850,
        "5 x 38 x 60/4 = 5 x 570",
    ),
    Case(
        "a part-timer's three days say nothing of the enterprise's day",
        (employed(regime(1900, days=300)),),
        1140,
        "2280 x 1/2",
    ),
    Case(
        "a full-timer whose week is not stated",
        (employed(regime(full_time=None)),),
        2280,
        "38 hours assumed",
    ),
    Case("no hours left of a part-timer's contract", (employed(regime(0)),), 0, "2280 x 0/38"),
    Case(
        "hours declared only from March on hold for January too",
        (employed(regime(1900, since=date(2026, 3, 1)), since=date(2026, 1, 1)),),
        1140,
        "2280 x 1/2",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.who)
def test_the_right_is_what_one_works_out_by_hand(case: Case) -> None:
    right = the_right(*case.jobs, year=case.year, fte=case.fte)
    assert (right.minutes, right.problems) == (case.minutes, ()), case.sum


@pytest.mark.parametrize(
    ("why", "jobs", "more"),
    [
        ("no_parameters", (FULL_TIME,), {"year": 2022}),
        ("size_unknown", (FULL_TIME,), {"fte": None}),
        ("hours_missing", (employed(regime(part_time=True)),), {}),
        ("hours_missing", (employed(regime(2800, None)),), {}),
        ("full_time_hours_zero", (employed(regime(2800, 0)),), {}),
        ("full_time_hours_zero", (employed(regime(full_time=0)),), {}),
        ("hours_above_full_time", (employed(regime(4200)),), {}),
        ("hours_above_full_time", (employed(regime(4200, part_time=False)),), {}),
        ("full_time_contradicted", (employed(regime(2800, part_time=False)),), {}),
        ("day_length_impossible", (employed(regime(days=100)),), {}),
        (
            "employment_ends_before_it_starts",
            (employed(regime(), until=date(2021, 12, 31)),),
            {},
        ),
        # The agreement sets a figure that no source tells; for sizes that no source tells.
        ("agreement_incomplete", (employed(regime(committee="115")),), {}),
        ("agreement_band_unknown", (employed(regime(committee="115")),), {"fte": 1500}),
        ("opted_out", (FULL_TIME,), {"statement": statement()}),
        # A budget of two years hangs on the size in the year it was granted.
        (
            "size_unknown",
            (employed(regime(committee="142.01")),),
            {"year": 2024, "sizes": {2024: EnterpriseFte(5000, QUARTERS)}},
        ),
        # One month of the year that is not known is enough not to know the year.
        (
            "hours_missing",
            (
                employed(
                    regime(until=date(2026, 11, 30)),
                    regime(part_time=True, since=date(2026, 12, 1)),
                ),
            ),
            {},
        ),
        # Dimona says that she works there, no DmfA yet how much.
        ("regime_not_declared", (employed(),), {}),
    ],
)
def test_what_cannot_be_known_has_a_name_and_is_never_zero(
    why: str, jobs: tuple[Employed, ...], more: dict[str, Any]
) -> None:
    measured = more.pop("sizes", None) or sizes(more.pop("fte", 5000))
    year = more.pop("year", 2026)
    right = right_for(year, jobs, measured, law(), **({"today": TODAY} | more))
    assert right.minutes is None
    assert [problem.code for problem in right.problems] == [why]
    assert [step.named["why"] for step in right.steps if step.code == "unknown"] == [why]


def test_somebody_not_employed_that_year_has_nothing_even_where_the_size_is_unknown() -> None:
    right = the_right(FULL_TIME, year=2024, fte=None, today=TODAY)
    assert right.minutes is None
    gone = employed(regime(), until=date(2023, 6, 30))
    right = the_right(gone, year=2024, fte=None)
    assert (right.minutes, [step.code for step in right.steps]) == (0, ["not_employed"])


@pytest.mark.parametrize(("full_time", "assumed"), [(None, True), (3800, False)])
def test_an_assumed_week_is_said_to_be_assumed(full_time: int | None, assumed: bool) -> None:
    right = the_right(employed(regime(full_time=full_time)))
    [day] = [step.named for step in right.steps if step.code == "day_length"]
    assert day == {"minutes": 456, "assumed": assumed, "week": 2280, "days": 500}


@pytest.mark.parametrize(
    ("today", "until", "said"),
    [
        (date(2026, 11, 21), None, True),
        (date(2026, 11, 30), None, True),
        (date(2026, 12, 1), None, False),  # December has begun, so it counts whole already
        (date(2026, 11, 21), date(2026, 12, 31), False),
        (date(2027, 3, 1), None, False),
        (date(2025, 12, 31), None, True),
    ],
)
def test_months_to_come_are_mentioned_only_while_there_are_any(
    today: date, until: date | None, said: bool
) -> None:
    right = the_right(employed(regime(), until=until), today=today)
    assert ("months_to_come" in [step.code for step in right.steps]) is said


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        (SizeOrigin.MEASURED, "size"),
        (SizeOrigin.FIRST_QUARTER, "size_first_quarter"),
        (SizeOrigin.STATED, "size_stated"),
    ],
)
def test_the_size_says_where_it_comes_from(origin: SizeOrigin, code: str) -> None:
    size = EnterpriseFte(5000, QUARTERS, origin, "We split in two" if code[4:] else None)
    right = right_for(2026, (FULL_TIME,), {2026: size}, law(), today=TODAY)
    assert right.steps[0].code == code
    assert right.steps[0].named["fte"] == 5000


def test_an_agreement_is_told_with_its_source_and_how_sure_it_is() -> None:
    right = the_right(employed(regime(committee="200")))
    [agreed] = [step for step in right.steps if step.code == "full_timer_agreed"]
    assert agreed.ground == "agreement 200"
    assert agreed.named["days"] == 400
    assert agreed.named["since"] == date(2026, 1, 1)
    assert agreed.named["registration"] == "181682/CO/200"
    assert agreed.named["quality"] == "fund"
    assert agreed.named["source"].startswith("https://")


@pytest.mark.parametrize(
    ("committee", "fte", "doubts"),
    [
        ("XXX", 5000, []),
        (None, 5000, ["committee_unknown"]),
        ("124", 5000, ["conclusion_date_disputed"]),
        ("124", 1500, ["conclusion_date_disputed", "average_only"]),
        ("116", 500, ["scope_not_verified", "collective_only"]),
        ("104", 5000, ["band_not_stated"]),
    ],
)
def test_what_the_sources_leave_open_is_told(
    committee: str | None, fte: int, doubts: list[str]
) -> None:
    right = the_right(employed(regime(committee=committee)), fte=fte)
    assert right.minutes is not None
    assert [each.code for each in right.doubts] == doubts


def test_collective_days_are_told_and_never_granted() -> None:
    right = the_right(employed(regime(committee="149.01")), fte=1500)
    told = {step.code: step.named for step in right.steps}
    assert told["collective_days"]["days"] == 300
    assert (told["taking"]["days_in_hours"], told["taking"]["block_minutes"]) == (2, 240)
    assert right.minutes == 912  # 2 x 456


def test_what_the_employer_states_for_her_holds_beside_what_the_rules_give() -> None:
    right = the_right(FULL_TIME, statement=statement(minutes=1000, agreement="182345/CO/200"))
    assert (right.minutes, right.stated) == (1000, True)
    stated, by_rules = right.steps
    assert (stated.code, stated.named["agreement"]) == ("stated_right", "182345/CO/200")
    assert (by_rules.code, by_rules.named["minutes"]) == ("by_rules", 2280)


def test_days_stated_for_everyone_go_through_regime_and_months() -> None:
    half = employed(regime(1900), since=date(2026, 7, 1))
    # 6 x 456 x 1/2 x 6/12; no size is needed for it.
    right = the_right(half, fte=None, statement=statement(everyone=True, days=600))
    assert (right.minutes, right.stated, right.problems) == (684, True, ())


def test_a_statement_gives_nothing_to_somebody_who_was_not_employed() -> None:
    gone = employed(regime(), until=date(2025, 6, 30))
    assert the_right(gone, statement=statement(minutes=1000)).minutes == 0


def test_a_budget_names_its_years_and_what_must_be_used_within_them() -> None:
    job = employed(regime(committee="142.01"))
    granted, after = the_right(job, year=2025), the_right(job, year=2026)
    assert (granted.budget, [each.minutes for each in granted.budgets]) == ((2025, 2026), [2736])
    assert (after.budget, [each.minutes for each in after.budgets]) == ((2025, 2026), [0])
    [before] = [step.named for step in after.steps if step.code == "budget_before"]
    assert before["granted_in"] == 2025


days_of_2026 = st.dates(date(2025, 6, 1), date(2027, 6, 30))
COMMITTEES = ["XXX", None, "124", "142.01", "209", "313", "200", "302"]


@st.composite
def careers(draw: st.DrawFn, committees: list[str | None] = COMMITTEES) -> Employed:
    since = draw(days_of_2026)
    until = draw(st.none() | st.dates(since, date(2027, 12, 31)))
    changes = sorted({since, *draw(st.lists(days_of_2026, max_size=3))})
    return Employed(
        since,
        until,
        tuple(
            regime(
                draw(st.none() | st.integers(0, 3600)),
                draw(st.sampled_from([3600, 3800, 4000])),
                since=day,
                committee=draw(st.sampled_from(committees)),
            )
            for day in changes
        ),
    )


@given(careers(["XXX"]), st.integers(0, 100_000), days_of_2026)
def test_no_right_is_negative_and_its_steps_lead_to_it(
    job: Employed, fte: int, today: date
) -> None:
    right = the_right(job, fte=fte, today=today)
    assert right.minutes is not None
    assert right.minutes >= 0
    assert right == the_right(job, fte=fte, today=today)
    said = {step.code: step.named for step in right.steps}
    if "not_employed" in said:
        assert right.minutes == 0
        return
    months = [step.named for step in right.steps if step.code == "regime"]
    assert 1 <= sum(each["months"] for each in months) <= 12
    exact = sum(
        Fraction(said["full_timer_days"]["days"] * right.day_minutes * each["months"], 1200)
        * (Fraction(each["worked"], each["full_time"]) if each["part_time"] else 1)
        for each in months
    )
    assert abs(exact - right.minutes) <= Fraction(1, 2)
    assert said["day_length"]["minutes"] == said["product"]["day_minutes"] == right.day_minutes
    assert said["product"]["minutes"] == right.minutes


@given(careers(), st.integers(2000, 100_000), st.dates(date(2025, 6, 1), date(2027, 12, 31)))
def test_a_longer_employment_never_gives_less(job: Employed, fte: int, later: date) -> None:
    one_regime = replace(job, regimes=job.regimes[:1])
    if one_regime.ends_on is None or later < one_regime.ends_on:
        return
    before, after = (
        the_right(each, fte=fte) for each in (one_regime, replace(one_regime, ends_on=later))
    )
    assert before.minutes is not None
    assert after.minutes is not None
    assert after.minutes >= before.minutes


@given(st.integers(0, 3800), st.integers(0, 3800), st.sampled_from(COMMITTEES))
def test_more_hours_a_week_never_give_less(one: int, other: int, committee: str | None) -> None:
    fewer, more = (
        the_right(employed(regime(each, committee=committee))).minutes
        for each in sorted((one, other))
    )
    assert fewer is not None
    assert more is not None
    assert fewer <= more


@given(
    st.sampled_from(sorted({code for each in law().agreements for code in each.committees})),
    st.integers(0, 30_000) | st.sampled_from([999, 1000, 1999, 2000, 2001]),
    st.integers(2023, 2031),
)
def test_enterprises_of_one_class_of_size_have_the_same_terms(
    committee: str, fte: int, year: int
) -> None:
    """What is worked out for the smallest of a class is what the law says for the others."""
    smallest = size_class(fte, law())
    assert smallest <= fte
    one, other = (terms_on(law(), committee, each, date(year, 12, 31)) for each in (fte, smallest))
    if isinstance(one, Problem) or isinstance(other, Problem):
        assert isinstance(one, Problem)
        assert isinstance(other, Problem)
        assert one.code == other.code
    else:
        assert one == other


@given(st.lists(careers(), min_size=1, max_size=4), st.randoms())
def test_the_order_of_employments_means_nothing(jobs: list[Employed], chance: Any) -> None:
    shuffled = chance.sample(jobs, len(jobs))
    assert the_right(*jobs) == the_right(*shuffled)
