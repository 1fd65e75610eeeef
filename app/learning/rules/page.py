"""One year of an account as it is written: line after line, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from app.learning.rules.account import FiveYears, LedgerLine, LineKind
from app.learning.rules.ending import Ending, Outcome
from app.learning.rules.facts import CreditedTraining
from app.learning.rules.right import Right
from app.learning.rules.steps import Step, step


@dataclass(slots=True)
class Page:
    """The lines of one year as they are written, and the minutes by what they were for."""

    #: What is left, by the last year in which it can be used, and whether a budget says so.
    pots: dict[tuple[int, bool], int]
    balance: int = 0
    lines: list[LedgerLine] = field(default_factory=list)

    def write(
        self,
        kind: LineKind,
        on: date,
        minutes: int,
        steps: tuple[Step, ...],
        reference: str | None = None,
    ) -> None:
        self.balance += minutes
        self.lines.append(LedgerLine(kind, on, minutes, self.balance, reference, steps))

    def take(self, wanted: int) -> int:
        """Take from what expires first; how much there was."""
        taken = 0
        for key in sorted(self.pots):
            piece = min(self.pots[key], wanted - taken)
            self.pots[key] -= piece
            taken += piece
        return taken

    def add(self, last_year: int, minutes: int, *, budget: bool) -> None:
        if minutes:
            key = (last_year, budget)
            self.pots[key] = self.pots.get(key, 0) + minutes


@lru_cache(maxsize=1 << 10)
def opening_steps(minutes: int | None, year: int) -> tuple[Step, ...]:
    if minutes is None:
        return (step("opening_unknown", None, year=year),)
    return (step("opening", None, minutes=minutes, year=year),)


def grant(page: Page, right: Right, last_year: int) -> None:
    """Put the grant where it can be used: within its budgets, the rest until ``last_year``."""
    assert right.minutes is not None  # asked before
    rest = right.minutes
    for each in right.budgets:
        page.add(each.last, each.minutes, budget=True)
        rest -= each.minutes
    page.add(last_year, rest, budget=False)


def follow(page: Page, training: CreditedTraining, taken: int, code: str) -> None:
    said = step(
        code,
        None,
        minutes=training.minutes,
        starts_on=training.starts_on,
        ends_on=training.ends_on,
    )
    page.write(LineKind.TRAINING, training.ends_on, -taken, (said,), training.reference)


def follow_beyond(page: Page, training: CreditedTraining, beyond: int) -> None:
    said = step("not_taken", None, minutes=beyond)
    page.write(LineKind.NOT_TAKEN, training.ends_on, 0, (said,), training.reference)


def lose(page: Page, end: Ending) -> None:
    minutes = page.take(page.balance)
    kind = LineKind.LOST if end.outcome is Outcome.LOST else LineKind.LAPSED
    if minutes:
        page.write(kind, end.since, -minutes, end.steps)


def why_expired(year: int, period: FiveYears | None, *, budget: bool, law: str) -> Step:
    if budget:
        return step("expired_budget", None, year=year)
    if period is None:
        return step("expired_before_five_years", law, year=year)
    return step("expired_five_years", law, first=period.starts_on.year, last=year)
