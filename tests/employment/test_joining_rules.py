"""Dimona and DmfA joined into employments, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.employment.rules.dimona import Declared
from app.employment.rules.joining import Line, Stretch, employments_from
from app.foundation.calendar import Quarter

SAID = datetime(2024, 10, 20, tzinfo=UTC)


def line(quarter: int, starts_on: date, ends_on: date | None = None, **of: Any) -> Line:
    known: dict[str, Any] = {
        "part_time": True,
        "hours_worked": 1900,
        "hours_full_time": 3800,
        "days_per_week": 500,
        "joint_committee": "330",
        "is_work": True,
        "declared_at": SAID,
    }
    return Line(quarter, starts_on, ends_on, **(known | of))


def dimona(starts_on: date, ends_on: date | None = None) -> Declared:
    return Declared("in", SAID, None, starts_on, ends_on, "OTH", None, repr(starts_on).encode())


def one(*lines: Line, last: int | None = None, dimonas: tuple[Declared, ...] = ()) -> Stretch:
    last = last or max(x.quarter for x in lines)
    [stretch] = employments_from(dimonas, lines, last_quarter=last)
    return stretch


def regimes(stretch: Stretch) -> list[tuple[date, date | None, int | None]]:
    return [(s.starts_on, s.ends_on, s.hours_worked) for s in stretch.regimes]


HIRED = date(2020, 3, 2)


def test_dimona_says_when_and_dmfa_says_how() -> None:
    stretch = one(line(20243, date(2023, 1, 1)), dimonas=(dimona(HIRED),))
    assert (stretch.starts_on, stretch.ends_on) == (HIRED, None)
    assert stretch.sources == ("dimona", "dmfa")
    assert stretch.joint_committee == "330"


def test_an_occupation_starts_with_its_regime_not_with_the_hiring() -> None:
    stretch = one(
        line(20232, date(2020, 3, 2)),
        line(20233, date(2023, 7, 1), hours_worked=3800),
        dimonas=(dimona(HIRED),),
    )
    assert stretch.starts_on == HIRED
    assert regimes(stretch) == [
        (HIRED, date(2023, 6, 30), 1900),
        (date(2023, 7, 1), None, 3800),
    ]


def test_two_occupations_at_once_are_one_regime_of_their_hours_together() -> None:
    stretch = one(line(20243, HIRED), line(20243, HIRED, hours_worked=950, joint_committee="200"))
    assert regimes(stretch) == [(HIRED, None, 2850)]
    assert stretch.joint_committee == "330"  # of the occupation with the most hours


def test_two_half_jobs_make_a_full_one() -> None:
    stretch = one(line(20243, HIRED), line(20243, HIRED, days_per_week=250))
    assert stretch.regimes[0].part_time is False


def test_one_occupation_after_another_is_a_change_of_regime() -> None:
    change = date(2024, 8, 15)
    stretch = one(line(20243, HIRED, date(2024, 8, 14)), line(20243, change, hours_worked=3000))
    assert regimes(stretch) == [(HIRED, date(2024, 8, 14), 1900), (change, None, 3000)]


def test_an_occupation_that_overlaps_for_a_while_adds_its_hours_for_that_while() -> None:
    stretch = one(
        line(20243, HIRED),
        line(20243, date(2024, 8, 1), date(2024, 8, 31), hours_worked=500),
    )
    assert regimes(stretch) == [
        (HIRED, date(2024, 7, 31), 1900),
        (date(2024, 8, 1), date(2024, 8, 31), 2400),
        (date(2024, 9, 1), None, 1900),
    ]


def test_hours_are_hundredths_and_stay_so() -> None:
    assert regimes(one(line(20243, HIRED, hours_worked=1533)))[0][2] == 1533


def test_a_line_without_hours_has_a_regime_without_hours() -> None:
    stretch = one(line(20243, HIRED, hours_worked=None, hours_full_time=None))
    span = stretch.regimes[0]
    assert (span.hours_worked, span.hours_full_time, span.part_time) == (None, None, True)


def test_hours_known_of_one_of_two_occupations_are_not_taken_for_those_of_both() -> None:
    stretch = one(line(20243, HIRED), line(20243, HIRED, hours_worked=None, hours_full_time=None))
    assert stretch.regimes[0].hours_worked == 1900
    assert stretch.regimes[0].part_time is True


def test_severance_is_no_work_even_when_it_runs_after_the_quarter() -> None:
    severance = line(20244, date(2025, 1, 1), date(2025, 6, 30), is_work=False)
    stretch = one(line(20243, HIRED, date(2024, 9, 30)), severance, last=20244)
    assert stretch.ends_on == date(2024, 9, 30)
    assert stretch.declared_until == 20243


def test_severance_alone_is_no_employment() -> None:
    assert employments_from((), [line(20243, HIRED, is_work=False)], last_quarter=20243) == []


def test_under_a_full_suspension_the_regime_goes_on() -> None:
    stretch = one(
        line(20243, HIRED, date(2024, 7, 31)),
        line(20243, date(2024, 8, 1), hours_worked=0),
    )
    assert [s.hours_worked for s in stretch.regimes] == [1900]
    assert stretch.ends_on is None


def test_a_suspension_of_which_nothing_else_is_known_is_a_regime_of_no_hours() -> None:
    assert regimes(one(line(20243, HIRED, hours_worked=0))) == [(HIRED, None, 0)]


def test_no_joint_committee_in_dmfa_leaves_what_dimona_said() -> None:
    said = Declared("in", SAID, None, HIRED, None, "OTH", "200", b"x")
    assert one(line(20243, HIRED, joint_committee=None), dimonas=(said,)).joint_committee == "200"


def test_work_of_the_last_quarter_goes_on() -> None:
    assert one(line(20243, HIRED), last=20243).ends_on is None


def test_work_that_dmfa_alone_knows_and_is_no_longer_declared_has_ended() -> None:
    assert one(line(20243, HIRED), last=20244).ends_on == date(2024, 9, 30)


def test_work_that_dimona_knows_goes_on_though_it_is_not_declared() -> None:
    assert one(line(20243, HIRED), last=20244, dimonas=(dimona(HIRED),)).ends_on is None


def test_a_gap_of_a_quarter_makes_two_employments() -> None:
    stretches = employments_from(
        (),
        [line(20241, date(2024, 1, 8)), line(20243, date(2024, 7, 1))],
        last_quarter=20243,
    )
    assert [(s.starts_on, s.ends_on) for s in stretches] == [
        (date(2024, 1, 8), date(2024, 3, 31)),
        (date(2024, 7, 1), None),
    ]


def test_an_occupation_that_began_before_the_gap_bridges_it() -> None:
    stretch = one(line(20241, HIRED), line(20243, HIRED))
    assert (stretch.starts_on, stretch.ends_on) == (HIRED, None)


def test_two_dimona_periods_with_one_employer_each_get_their_lines() -> None:
    first, second = dimona(HIRED, date(2024, 3, 31)), dimona(date(2024, 6, 3))
    stretches = employments_from(
        [second, first],
        [line(20241, HIRED, date(2024, 3, 31)), line(20242, date(2024, 6, 3), hours_worked=3800)],
        last_quarter=20242,
    )
    assert [s.declared_until for s in stretches] == [20241, 20242]
    assert [s.regimes[0].hours_worked for s in stretches] == [1900, 3800]


def test_pay_that_comes_after_the_end_makes_no_regime_that_runs_backwards() -> None:
    end = date(2024, 5, 15)
    bonus = line(20243, HIRED, end, hours_worked=3800)
    stretch = one(line(20242, HIRED, end), bonus)
    assert (stretch.starts_on, stretch.ends_on) == (HIRED, end)
    assert regimes(stretch) == [(HIRED, end, 1900)]


def test_pay_of_two_quarters_after_the_end_makes_no_regime_that_runs_backwards() -> None:
    soon, end = date(2024, 5, 15), date(2024, 5, 17)
    stretch = one(line(20243, HIRED, soon), line(20243, HIRED, end), line(20244, HIRED, soon))
    assert regimes(stretch) == [(HIRED, soon, 1900), (end, end, 1900)]


def test_of_two_ends_after_the_quarter_the_later_is_the_end_in_any_order() -> None:
    soon, late = date(2024, 12, 31), date(2026, 12, 31)
    lines = [line(20243, HIRED, soon), line(20243, HIRED, late)]
    assert one(*lines).ends_on == one(*reversed(lines)).ends_on == late


quarters = st.integers(2019, 2025).flatmap(
    lambda y: st.integers(1, 4).map(lambda q: Quarter(y, q).key)
)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    quarter = draw(quarters)
    last = Quarter.from_key(quarter).last_day
    starts_on = draw(st.dates(date(2018, 1, 1), last))
    ends_on = draw(st.none() | st.dates(starts_on, date(2026, 12, 31)))
    hours = draw(st.sampled_from([None, 0, 1900, 2850, 3800]))
    return line(
        quarter,
        starts_on,
        ends_on,
        hours_worked=hours,
        hours_full_time=3800 if hours is not None else None,
        joint_committee=draw(st.sampled_from([None, "200", "330"])),
    )


@given(st.lists(lines(), max_size=8), st.sets(st.dates(HIRED, date(2025, 1, 1)), max_size=2))
def test_whatever_is_declared_no_employment_and_no_regime_ends_before_it_starts(
    declared: list[Line], hirings: set[date]
) -> None:
    found = employments_from([dimona(d) for d in hirings], declared, last_quarter=20254)
    for stretch in found:
        assert stretch.ends_on is None or stretch.starts_on <= stretch.ends_on
        for span in stretch.regimes:
            assert span.ends_on is None or span.starts_on <= span.ends_on


@given(st.lists(lines(), max_size=8), st.randoms())
def test_the_order_of_the_lines_plays_no_part(declared: list[Line], chance: object) -> None:
    shuffled = list(declared)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert employments_from((), shuffled, last_quarter=20254) == employments_from(
        (), declared, last_quarter=20254
    )
