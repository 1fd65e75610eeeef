"""Two jobs, two accounts; a sum only where adding up makes sense."""

from __future__ import annotations

from datetime import date

from app.learning.parameters import law
from app.learning.rules.account import YearAccount
from app.learning.rules.credit import credit_of
from app.learning.rules.facts import Employed
from app.learning.rules.ledger import ledger_for
from tests.learning.employed import TODAY, employed, inputs, regime, training

HIRED = date(2025, 1, 1)


def account(job: Employed, **more: object) -> YearAccount:
    told = inputs(job, **more)  # type: ignore[arg-type]
    found = ledger_for(told, law(), until=2026, today=TODAY).of(2026)
    assert found is not None
    return found


def test_two_accounts_are_added_up_where_a_day_is_equally_long() -> None:
    full = account(employed(regime(), since=HIRED), trainings=(training(date(2026, 5, 6)),))
    half = account(employed(regime(1900), since=HIRED))
    credit = credit_of([full, half])
    assert credit is not None
    assert (credit.opening, credit.granted, credit.used) == (2280 + 1140, 2280 + 1140, 456)
    assert (credit.left, credit.accounts, credit.at_least) == (6384, 2, False)


def test_there_is_no_sum_of_days_that_are_not_equally_long() -> None:
    long, short = (account(employed(regime(full_time=week))) for week in (4000, 3600))
    assert credit_of([long, short]) is None


def test_there_is_no_sum_with_a_figure_that_is_not_known() -> None:
    known, unknown = account(employed(regime())), account(employed(regime()), fte=None)
    assert unknown.left is None
    assert credit_of([known, unknown]) is None


def test_there_is_no_sum_of_nothing() -> None:
    assert credit_of([]) is None


def test_a_sum_says_that_it_may_be_more() -> None:
    # Nobody can read what the agreement of joint committee 115 set for 2024 to 2026.
    since_law = account(employed(regime(committee="XXX")))
    changed = account(
        employed(regime(committee="115"), regime(since=date(2026, 1, 1), committee="XXX"))
    )
    credit = credit_of([since_law, changed])
    assert (changed.opening, changed.left, changed.at_least) == (None, 2280, True)
    assert credit is not None
    assert credit.at_least
