"""The lines of an account: what moved, when, and what always holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.learning.parameters import law
from app.learning.rules.account import Ledger, LineKind, YearAccount
from app.learning.rules.facts import CreditedTraining, Employed, EndReason
from app.learning.rules.inputs import AccountInputs
from app.learning.rules.ledger import ledger_for
from tests.learning.employed import TODAY, employed, inputs, regime, sizes, statement, training

DAYS = st.dates(date(2022, 6, 1), date(2027, 12, 31))


def the_ledger(told: AccountInputs, *, until: int = 2026, today: date = TODAY) -> Ledger:
    return ledger_for(told, law(), until=until, today=today)


def lines(account: YearAccount) -> list[tuple[str, int, int]]:
    return [(line.kind.value, line.minutes, line.balance) for line in account.lines]


def test_amina_reads_where_her_days_came_from_and_went() -> None:
    told = inputs(
        employed(regime(), since=date(2025, 1, 1)),
        trainings=(
            training(date(2025, 3, 4), key="first aid"),
            training(date(2026, 3, 4), 912, key="lifting"),
        ),
    )
    before, now = the_ledger(told).years
    assert lines(before) == [
        ("opening", 0, 0),
        ("grant", 2280, 2280),
        ("training", -456, 1824),
        ("carried", -1824, 0),
    ]
    assert lines(now) == [
        ("opening", 1824, 1824),
        ("grant", 2280, 4104),
        ("training", -912, 3192),
    ]
    assert now.lines[-1].reference == "lifting"
    assert (before.left, now.left) == (1824, 3192)


def test_a_planned_training_is_a_figure_of_its_own() -> None:
    job = employed(regime())
    planned = training(date(2026, 12, 3), followed=False)
    [*_, without] = the_ledger(inputs(job)).years
    [*_, with_it] = the_ledger(inputs(job, trainings=(planned,))).years
    assert with_it.planned == 456
    assert (with_it.left, with_it.lines) == (without.left, without.lines)


def test_a_training_that_does_not_count_leaves_no_trace() -> None:
    job = employed(regime())
    leave = training(date(2026, 3, 4), counts=False)
    assert the_ledger(inputs(job, trainings=(leave,))) == the_ledger(inputs(job))


def test_what_was_followed_beyond_the_balance_is_told_and_takes_nothing() -> None:
    told = inputs(
        employed(regime(), since=date(2026, 1, 1)), trainings=(training(date(2026, 3, 4), 2736),)
    )
    [account] = the_ledger(told).years
    assert lines(account)[2:] == [("training", -2280, 0), ("not_taken", 0, 0)]
    assert (account.used, account.not_taken, account.left) == (2280, 456, 0)


def test_a_year_that_is_not_known_makes_the_next_opening_unknown_and_the_new_period_not() -> None:
    unread = employed(regime(committee="115"), regime(since=date(2025, 1, 1), committee="XXX"))
    years = {each.year: each for each in the_ledger(inputs(unread), until=2029).years}
    assert (years[2023].left, years[2024].left) == (0, None)
    assert (years[2025].opening, years[2025].left, years[2025].at_least) == (None, 2280, True)
    assert [step.code for step in years[2025].lines[0].steps] == ["opening_unknown"]
    assert years[2026].opening is None
    # The balance is set to zero at the end of 2028, whatever it was.
    assert (years[2029].opening, years[2029].at_least) == (0, False)


def test_nothing_is_deducted_in_a_year_whose_right_is_not_known() -> None:
    told = inputs(employed(regime()), fte=None, trainings=(training(date(2026, 3, 4)),))
    [*_, account] = the_ledger(told).years
    assert (account.granted, account.left, account.used) == (None, None, 456)
    assert ("training", 0, 0) in lines(account)


def test_what_was_not_loaded_is_not_known() -> None:
    told = inputs(employed(regime()), trainings=(training(date(2026, 3, 4)),))
    [account] = ledger_for(told, law(), until=2026, today=TODAY, since=2026).years
    assert (account.opening, account.left, account.at_least) == (None, 1824, True)
    hired = inputs(employed(regime(), since=date(2026, 2, 2)))
    [account] = ledger_for(hired, law(), until=2026, today=TODAY, since=2026).years
    assert (account.opening, account.at_least) == (0, False)


def test_a_year_is_closed_when_it_is_over() -> None:
    told = inputs(employed(regime(), since=date(2026, 1, 1)))
    [open_] = the_ledger(told, today=date(2026, 12, 31)).years
    [closed] = the_ledger(told, today=date(2027, 1, 1)).years
    assert [line.kind for line in open_.lines] == [LineKind.OPENING, LineKind.GRANT]
    assert closed.lines[-1].kind is LineKind.CARRIED
    assert (open_.left, closed.left, closed.carried) == (2280, 2280, 2280)


def test_resigning_loses_what_is_left_the_day_after() -> None:
    last = date(2026, 3, 31)
    told = inputs(
        employed(regime(), since=date(2026, 1, 1), until=last, end=EndReason.RESIGNATION),
        trainings=(training(date(2026, 3, 4), 100), training(date(2026, 5, 4), 50, key="late")),
    )
    [account] = the_ledger(told).years
    assert lines(account)[2:] == [
        ("training", -100, 470),
        ("lost", -470, 0),
        ("not_taken", 0, 0),
    ]
    assert (account.gone, account.left) == (470, 0)
    assert account.end is not None
    assert account.end.since == last
    [account] = the_ledger(told, today=last).years
    assert account.gone == 0


def test_a_training_in_a_year_without_employment_is_told_apart() -> None:
    gone = employed(regime(), until=date(2024, 6, 30))
    late = training(date(2025, 1, 10))
    ledger = the_ledger(inputs(gone, trainings=(late,)))
    assert [each.year for each in ledger.years] == [2023, 2024]
    assert ledger.outside == (late,)


def test_a_stated_right_is_the_grant() -> None:
    told = inputs(employed(regime(), since=date(2026, 1, 1)), statements=(statement(minutes=1000),))
    [account] = the_ledger(told).years
    assert (account.granted, account.left, account.right.stated) == (1000, 1000, True)


def test_somebody_who_left_before_the_law_has_no_account() -> None:
    assert the_ledger(inputs(employed(regime(), until=date(2022, 12, 31)))).years == ()


def test_each_worker_has_a_five_year_period_of_their_own() -> None:
    def first_period(since: date) -> tuple[int, int]:
        [*_, account] = the_ledger(inputs(employed(regime(), since=since))).years
        assert account.period is not None
        return account.period.starts_on.year, account.period.ends_on.year

    assert first_period(date(2019, 5, 2)) == (2024, 2028)
    assert first_period(date(2024, 1, 1)) == (2024, 2028)
    assert first_period(date(2025, 12, 31)) == (2025, 2029)


# Strategies are made once: making them again for each example takes longer than the rules.
COMMITTEES = st.sampled_from(["XXX", None, "124", "142.01", "115", "209"])
HOURS = st.none() | st.integers(0, 3800)
CHANGES = st.lists(DAYS, max_size=2)
#: In days; no job outlasts 2028.
LENGTHS = st.none() | st.integers(0, 2400)
ENDS = st.none() | st.sampled_from(EndReason)


@st.composite
def jobs(draw: st.DrawFn) -> Employed:
    since, length = draw(DAYS), draw(LENGTHS)
    changes = sorted({since, *draw(CHANGES)})
    return employed(
        *(regime(draw(HOURS), since=day, committee=draw(COMMITTEES)) for day in changes),
        since=since,
        until=None if length is None else min(since + timedelta(length), date(2028, 12, 31)),
        end=draw(ENDS),
    )


JOBS = st.lists(jobs(), min_size=1, max_size=3)
MINUTES = st.integers(1, 3000)
#: When, how long, whether followed and whether it counts.
TRAININGS = st.lists(st.tuples(DAYS, MINUTES, st.booleans(), st.booleans()), max_size=6)
FTE = st.none() | st.integers(0, 9000)
STATEMENTS = st.lists(
    st.builds(
        statement,
        st.integers(2023, 2027),
        everyone=st.just(False),
        minutes=st.none() | st.integers(0, 5000),
    ),
    max_size=2,
)


@st.composite
def any_account(draw: st.DrawFn) -> AccountInputs:
    """Anything an account may rest on, likely or not."""
    return AccountInputs(
        tuple(draw(JOBS)),
        tuple(
            CreditedTraining(f"training {number}", day, day, *rest)
            for number, (day, *rest) in enumerate(draw(TRAININGS))
        ),
        sizes(draw(FTE)),
        tuple(draw(STATEMENTS)),
    )


ACCOUNTS = any_account()
#: Accounts tried for each sentence: what breaks a rule shows in the first few.
FEW = settings(max_examples=40)


@FEW
@given(ACCOUNTS, DAYS)
def test_the_lines_add_up_to_a_balance_that_is_never_negative(
    told: AccountInputs, today: date
) -> None:
    for account in the_ledger(told, until=2028, today=today).years:
        balance = 0
        for line in account.lines:
            balance += line.minutes
            assert line.balance == balance >= 0
            assert line.steps
        if account.granted is None:
            assert account.left is None
            continue
        opening = account.opening or 0
        assert account.left is not None
        gone = account.used + account.expired + account.gone
        assert opening + account.granted - gone == account.left
        assert balance == account.left - account.carried
        assert account.at_least is (account.opening is None)


@FEW
@given(ACCOUNTS)
def test_working_it_out_again_changes_nothing(told: AccountInputs) -> None:
    assert the_ledger(told) == the_ledger(told)


@FEW
@given(ACCOUNTS, st.randoms())
def test_the_order_in_which_facts_come_means_nothing(told: AccountInputs, chance: Any) -> None:
    shuffled = replace(
        told,
        employments=tuple(chance.sample(told.employments, len(told.employments))),
        trainings=tuple(chance.sample(told.trainings, len(told.trainings))),
        statements=tuple(chance.sample(told.statements, len(told.statements))),
    )
    assert the_ledger(shuffled) == the_ledger(told)


@FEW
@given(ACCOUNTS)
def test_trainings_never_change_what_is_granted(told: AccountInputs) -> None:
    """Neither what is used nor what is carried over reduces the grant of any year."""
    without = the_ledger(replace(told, trainings=()), until=2028).years
    with_them = the_ledger(told, until=2028).years
    assert [each.right for each in with_them] == [each.right for each in without]


@FEW
@given(ACCOUNTS)
def test_planned_trainings_change_no_balance(told: AccountInputs) -> None:
    followed = replace(told, trainings=tuple(t for t in told.trainings if t.followed))
    with_plans, without = the_ledger(told), the_ledger(followed)
    assert [each.lines for each in with_plans.years] == [each.lines for each in without.years]


@FEW
@given(ACCOUNTS)
def test_what_leaves_a_year_opens_the_next(told: AccountInputs) -> None:
    for before, after in pairwise(the_ledger(told, until=2028).years):
        if before.opened_on == after.opened_on and after.opening is not None:
            assert before.left is None or after.opening == before.carried


@FEW
@given(ACCOUNTS)
def test_an_earlier_year_reads_the_same_whatever_year_is_asked_for(told: AccountInputs) -> None:
    later = date(2029, 1, 1)
    short = the_ledger(told, until=2025, today=later).years
    long = the_ledger(told, until=2028, today=later).years
    assert [each for each in long if each.year <= 2025] == list(short)


def test_days_of_an_account_closed_before_a_longer_break_are_told_beside_the_new_one() -> None:
    left = employed(regime(), since=date(2025, 1, 6), until=date(2026, 2, 10))
    back = employed(regime(since=date(2026, 4, 20)), since=date(2026, 4, 20))
    ledger = ledger_for(inputs(left, back), law(), until=2026, today=date(2026, 11, 21))
    now = ledger.of(2026)
    assert now is not None
    assert now.opened_on == date(2026, 4, 20)
    [closed] = ledger.standing_beside(now)
    assert closed.end is not None
    assert closed.end.since == date(2026, 2, 10)
    assert closed.left
