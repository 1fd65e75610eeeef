"""What becomes of the days left when a contract ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.learning.parameters import law
from app.learning.rules.ending import OUTCOMES, Outcome, ending_of
from app.learning.rules.facts import ContractEnd, EndReason

LAST_DAY = date(2026, 3, 31)
LAW = law().federal.law


def test_every_reason_has_an_outcome() -> None:
    assert set(OUTCOMES) == set(EndReason)


@pytest.mark.parametrize(
    ("reason", "gone"),
    [
        (EndReason.RESIGNATION, True),
        (EndReason.SERIOUS_CAUSE, True),
        (EndReason.NOTICE, True),
        (EndReason.INDEMNITY, False),
        (EndReason.MUTUAL_AGREEMENT, False),
        (EndReason.FIXED_TERM, False),
    ],
)
def test_what_is_left_goes_only_after_the_last_day(reason: EndReason, gone: bool) -> None:
    ending = ending_of(ContractEnd(reason), LAST_DAY, LAW)
    assert ending.since == LAST_DAY
    assert not ending.closes_by(LAST_DAY)
    assert ending.closes_by(LAST_DAY + timedelta(days=1)) is gone


def test_a_reason_that_nobody_stated_is_said_not_to_be_stated() -> None:
    ending = ending_of(None, LAST_DAY, LAW)
    assert (ending.outcome, ending.reason) == (Outcome.NOT_STATED, None)
    assert [step.code for step in ending.steps] == ["end_not_stated"]
    assert not ending.closes_by(date.max)


def test_the_indemnity_is_said_to_be_disputed() -> None:
    ending = ending_of(ContractEnd(EndReason.INDEMNITY), LAST_DAY, LAW)
    assert [each.code for each in ending.doubts] == ["indemnity_disputed"]


def test_a_notice_says_since_when_it_runs() -> None:
    begun = date(2026, 1, 5)
    ending = ending_of(ContractEnd(EndReason.NOTICE, begun), LAST_DAY, LAW)
    assert ending.notice_from == begun
    assert ending.steps[0].named["notice_from"] == begun
