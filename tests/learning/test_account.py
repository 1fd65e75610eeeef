"""The credit account: what a training takes from it, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from app.learning.rules.account import account_for
from app.learning.rules.right import Right


@dataclass(frozen=True)
class Taken:
    ends_on: date = date(2026, 3, 12)
    minutes: int = 456
    followed: bool = True
    counts: bool = True


FIVE_DAYS = Right(2026, 2280, 456, ())


def test_a_followed_training_uses_credit() -> None:
    account = account_for(FIVE_DAYS, [Taken(), Taken(minutes=228)])
    assert (account.granted, account.used, account.planned, account.left) == (2280, 684, 0, 1596)


def test_a_planned_training_does_not_use_credit_yet() -> None:
    account = account_for(FIVE_DAYS, [Taken(ends_on=date(2026, 12, 3), followed=False)])
    assert (account.used, account.planned, account.left) == (0, 456, 2280)


@pytest.mark.parametrize("followed", [True, False])
def test_a_training_that_does_not_count_takes_nothing(followed: bool) -> None:
    account = account_for(FIVE_DAYS, [Taken(followed=followed, counts=False)])
    assert (account.used, account.planned, account.left) == (0, 0, 2280)


@pytest.mark.parametrize(
    ("ends_on", "used"),
    [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 456),
        (date(2026, 12, 31), 456),
        (date(2027, 1, 1), 0),
    ],
)
def test_a_training_over_new_year_belongs_to_the_year_in_which_it_ended(
    ends_on: date, used: int
) -> None:
    assert account_for(FIVE_DAYS, [Taken(ends_on=ends_on)]).used == used


def test_more_used_than_granted_leaves_nothing_and_not_less() -> None:
    account = account_for(FIVE_DAYS, [Taken()] * 6)
    assert (account.used, account.left) == (2736, 0)


def test_an_unknown_right_leaves_an_unknown_rest_but_the_use_is_known() -> None:
    account = account_for(Right(2026, None, 456, ()), [Taken()])
    assert (account.granted, account.used, account.left) == (None, 456, None)


def test_somebody_without_a_right_has_nothing_left_and_knows_it() -> None:
    assert account_for(Right(2026, 0, 456, ()), []).left == 0
