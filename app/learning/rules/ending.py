"""What becomes of the days that are left when the contract ends.

As told by a social secretariat's note and by notes on the bill (``docs/decisions``): lost on
resignation and for a serious cause; on dismissal they may be used during the notice; with an
indemnity they are, so some say, a benefit to be counted.  For mutual agreement and the end of a
fixed term no source has a rule, and none is made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.learning.rules.facts import ContractEnd, EndReason
from app.learning.rules.steps import Step, step
from app.learning.rules.terms import Doubt, doubt


class Outcome(StrEnum):
    LOST = "lost"
    LAPSES = "lapses"  # may be used until the last day of the notice
    ACQUIRED = "acquired"  # stands, to be counted in the indemnity
    NOT_REGULATED = "not_regulated"  # stands; the law does not say
    NOT_STATED = "not_stated"  # stands until somebody says why the contract ended


OUTCOMES = {
    EndReason.RESIGNATION: Outcome.LOST,
    EndReason.SERIOUS_CAUSE: Outcome.LOST,
    EndReason.NOTICE: Outcome.LAPSES,
    EndReason.INDEMNITY: Outcome.ACQUIRED,
    EndReason.MUTUAL_AGREEMENT: Outcome.NOT_REGULATED,
    EndReason.FIXED_TERM: Outcome.NOT_REGULATED,
}
#: After these nothing can be used any more.
CLOSING = frozenset({Outcome.LOST, Outcome.LAPSES})


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of an account: why, what becomes of its balance, and since when.

    ``since`` is the last day of the contract.  Before it has passed, nothing is taken away.
    """

    reason: EndReason | None
    outcome: Outcome
    since: date
    notice_from: date | None
    steps: tuple[Step, ...]
    doubts: tuple[Doubt, ...] = ()

    def closes_by(self, today: date) -> bool:
        """Whether the balance is gone: the contract is over, and nothing outlives it."""
        return self.outcome in CLOSING and self.since < today


def ending_of(end: ContractEnd | None, ended_on: date, law: str) -> Ending:
    """What becomes of the balance of a contract whose last day is ``ended_on``."""
    if end is None:
        steps = (step("end_not_stated", None, since=ended_on),)
        return Ending(None, Outcome.NOT_STATED, ended_on, None, steps)
    outcome = OUTCOMES[end.reason]
    said = step(
        "end",
        law,
        reason=end.reason.value,
        outcome=outcome.value,
        since=ended_on,
        notice_from=end.notice_from,
    )
    disputed = outcome is Outcome.ACQUIRED
    doubts = (doubt("indemnity_disputed"),) if disputed else ()
    return Ending(end.reason, outcome, ended_on, end.notice_from, (said,), doubts)
