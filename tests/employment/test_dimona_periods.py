"""Dimona replayed: whatever the order in which the declarations reach us."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.employment.rules.dimona import Declared, DimonaPeriod, dimona_periods

NOON = datetime(2024, 1, 1, 12, tzinfo=ZoneInfo("Europe/Brussels"))


def at(day: int) -> datetime:
    return NOON + timedelta(days=day)


def begun(start: date, end: date | None = None, *, on: int = 0, kind: str = "OTH") -> Declared:
    return Declared("in", at(on), None, start, end, kind, "330", f"in{start}{end}{kind}".encode())


def said(
    act: str,
    *,
    on: int,
    number: int | None = 7,
    start: date | None = None,
    end: date | None = None,
) -> Declared:
    return Declared(
        act, at(on), number, start, end, fingerprint=f"{act}{on}{number}{start}{end}".encode()
    )


def dates(periods: list[DimonaPeriod]) -> list[tuple[date, date | None]]:
    return [(p.starts_on, p.ends_on) for p in periods]


JANUARY, MARCH, JUNE = date(2024, 1, 2), date(2024, 3, 1), date(2024, 6, 30)

days = st.dates(date(2023, 1, 1), date(2025, 12, 31))


@st.composite
def declarations(draw: st.DrawFn) -> Declared:
    act = draw(st.sampled_from(["in", "out", "update", "cancel"]))
    first, second = sorted((draw(days), draw(days)))
    return Declared(
        act,
        at(draw(st.integers(0, 6))),
        None if act == "in" else draw(st.sampled_from([None, 7, 8])),
        first if act in {"in", "update"} else None,
        second if act == "out" or (draw(st.booleans()) and act != "cancel") else None,
        "OTH" if act == "in" else None,
        fingerprint=draw(st.binary(min_size=8, max_size=8)),
    )


@given(st.lists(declarations(), max_size=8, unique_by=lambda d: d.fingerprint), st.randoms())
def test_the_order_of_arrival_plays_no_part(all_of_them: list[Declared], chance: object) -> None:
    arrived = list(all_of_them)
    chance.shuffle(arrived)  # type: ignore[attr-defined]
    assert dimona_periods(arrived) == dimona_periods(all_of_them)


@given(st.lists(declarations(), max_size=8, unique_by=lambda d: d.fingerprint))
def test_no_period_ever_ends_before_it_starts(all_of_them: list[Declared]) -> None:
    assert all(p.ends_on is None or p.starts_on <= p.ends_on for p in dimona_periods(all_of_them))


def test_an_out_that_arrives_before_its_in_ends_the_period_all_the_same() -> None:
    out, start = said("out", on=3, end=JUNE), begun(JANUARY)
    assert dimona_periods([out]) == []
    assert dates(dimona_periods([out, start])) == [(JANUARY, JUNE)]


def test_a_period_cancelled_was_never_there() -> None:
    assert dimona_periods([begun(JANUARY), said("cancel", on=2)]) == []


def test_what_speaks_of_a_cancelled_period_has_no_effect() -> None:
    periods = dimona_periods(
        [begun(JANUARY), said("cancel", on=2), said("update", on=3, start=MARCH)]
    )
    assert periods == []


def test_a_number_stays_with_the_period_that_it_first_meant() -> None:
    periods = dimona_periods(
        [
            begun(JANUARY, on=0),
            said("update", on=1, start=JANUARY + timedelta(days=1)),
            begun(MARCH, on=5, kind="STU"),
            said("out", on=9, end=JUNE),
        ]
    )
    assert dates(periods) == [(JANUARY + timedelta(days=1), JUNE), (MARCH, None)]


def test_a_second_number_means_the_other_period() -> None:
    periods = dimona_periods(
        [
            begun(JANUARY),
            begun(MARCH, on=1, kind="STU"),
            said("out", on=2, number=7, end=JUNE),
            said("out", on=3, number=8, end=JUNE + timedelta(days=1)),
        ]
    )
    assert dates(periods) == [(JANUARY, JUNE + timedelta(days=1)), (MARCH, JUNE)]


def test_an_end_is_told_of_the_period_that_has_none() -> None:
    week = begun(MARCH, MARCH + timedelta(days=6), on=1)
    periods = dimona_periods([begun(JANUARY), week, said("out", on=9, end=JUNE)])
    assert dates(periods) == [(JANUARY, JUNE), (MARCH, MARCH + timedelta(days=6))]


def test_an_out_before_the_period_began_means_nothing() -> None:
    periods = dimona_periods([begun(MARCH), said("out", on=9, end=JANUARY)])
    assert dates(periods) == [(MARCH, None)]


def test_of_two_that_contradict_each_other_the_earlier_stands() -> None:
    later_start = said("update", on=2, start=JUNE + timedelta(days=1))
    assert dates(dimona_periods([begun(JANUARY, JUNE), later_start])) == [(JANUARY, JUNE)]


def test_an_update_moves_the_start_and_keeps_the_rest() -> None:
    [period] = dimona_periods([begun(JANUARY, JUNE), said("update", on=2, start=MARCH)])
    expected = DimonaPeriod(MARCH, JUNE, "OTH", "330", at(2))
    assert period == expected
    assert period.number == 7


def test_at_the_same_instant_the_in_comes_first() -> None:
    out = replace(said("out", on=0, end=JUNE), fingerprint=b"\x00")
    assert dates(dimona_periods([out, begun(JANUARY)])) == [(JANUARY, JUNE)]
