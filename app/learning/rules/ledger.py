"""The account through the years: what was granted, used, carried over, and what expired.

What is left at the end of a year moves to the next within a period of five calendar years; at
its end the balance is set to zero.  What an agreement grants for a budget of its own expires with
that budget.  A balance never reduces the grant of a later year, and is never negative: whoever
followed more than was left owes nothing back.  The choices: ``docs/decisions``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.learning.rules.account import FiveYears, Ledger, LineKind, YearAccount
from app.learning.rules.contracts import (
    Contract,
    Trainings,
    by_contract_and_year,
    contracts_of,
    five_years_of,
    in_time,
)
from app.learning.rules.ending import Ending, ending_of
from app.learning.rules.facts import CreditedTraining
from app.learning.rules.inputs import AccountInputs
from app.learning.rules.page import (
    Page,
    follow,
    follow_beyond,
    grant,
    lose,
    opening_steps,
    why_expired,
)
from app.learning.rules.right import Right, right_for
from app.learning.rules.steps import step
from app.learning.rules.terms import Law


def ledger_for(
    inputs: AccountInputs, law: Law, *, until: int, today: date, since: int | None = None
) -> Ledger:
    """The account of every year employed, from the first under the law up to ``until``.

    ``since``: the first year that ``inputs`` tell everything of; what came before is then not
    known.  A year that is over, or before ``until``, is closed: its balance carried or expired.
    """
    contracts = contracts_of(inputs.employments, law.federal)
    trainings = by_contract_and_year(inputs.trainings, contracts)
    years: list[YearAccount] = []
    for index, contract in enumerate(contracts):
        account = _Account(contract, inputs, law, until, today, since)
        years += account.years(trainings, index)
    known = {(each.opened_on, each.year) for each in years}
    first = law.federal.first_year if since is None else since
    outside = [
        training
        for (index, year), theirs in trainings.items()
        if first <= year <= until and (index < 0 or (contracts[index].starts_on, year) not in known)
        for training in theirs
        if training.followed
    ]
    return Ledger(tuple(years), tuple(sorted(outside, key=in_time)))


def last_year_of(year: int, period: FiveYears | None, law: Law) -> int:
    """Until when a year's grant can be used, where no budget says otherwise."""
    federal = law.federal
    if period:
        return period.ends_on.year
    # The years before the law's first period are in none; a parameter says what they leave.
    first_period = federal.first_five_years.year + federal.five_years - 1
    return first_period if federal.carry_before_first_period else year


@dataclass(slots=True)
class _Account:
    """One contract on its way through the years."""

    contract: Contract
    inputs: AccountInputs
    law: Law
    until: int
    today: date
    since: int | None
    known: bool = True  # what earlier years left
    pots: dict[tuple[int, bool], int] = field(default_factory=dict)

    def years(self, trainings: Trainings, index: int) -> Iterator[YearAccount]:
        federal, contract = self.law.federal, self.contract
        first = max(contract.starts_on.year, federal.first_year)
        if self.since is not None and self.since > first:
            self.known, first = False, self.since
        last = min(contract.ends_on.year if contract.ends_on else self.until, self.until)
        for year in range(first, last + 1):
            yield self._year(year, trainings.get((index, year), ()))

    def _year(self, year: int, trainings: Sequence[CreditedTraining]) -> YearAccount:
        contract = self.contract
        right = right_for(
            year,
            contract.employments,
            self.inputs.sizes,
            self.law,
            today=self.today,
            statement=self.inputs.statement_for(year),
        )
        period = five_years_of(year, contract.starts_on.year, self.law)
        self._begin(year, right, period)
        page = Page(self.pots)
        opening = sum(self.pots.values()) if self.known else None
        opened = max(date(year, 1, 1), contract.starts_on)
        page.write(LineKind.OPENING, opened, opening or 0, opening_steps(opening, year))
        if right.minutes is not None:
            grant(page, right, last_year_of(year, period, self.law))
        page.write(LineKind.GRANT, opened, right.minutes or 0, right.steps)
        end = self._end(year)
        used, not_taken = self._take(page, right, trainings, end)
        left = None if right.minutes is None else page.balance
        carried, expired = self._close(page, year, right, period, end)
        gone = -sum(
            line.minutes for line in page.lines if line.kind in (LineKind.LOST, LineKind.LAPSED)
        )
        self.known = self.known and right.minutes is not None
        return YearAccount(
            year=year,
            opened_on=contract.starts_on,
            right=right,
            opening=opening,
            used=used,
            planned=sum(each.minutes for each in trainings if not each.followed),
            not_taken=not_taken,
            carried=carried,
            expired=expired,
            gone=gone,
            left=None if left is None else left - expired,
            at_least=opening is None and right.minutes is not None,
            period=period,
            lines=tuple(page.lines),
            end=end,
        )

    def _begin(self, year: int, right: Right, period: FiveYears | None) -> None:
        """A period begins with nothing, whatever is not known of the years before it.

        Only where a budget granted before goes on does the new period not begin with nothing.
        """
        if not self.known:
            begins = period is not None and period.starts_on.year == year
            self.known = begins and all(each.first >= year for each in right.budgets)
            self.pots = {}

    def _end(self, year: int) -> Ending | None:
        ends_on = self.contract.ends_on
        if ends_on is None or ends_on.year != year:
            return None
        last = [each for each in self.contract.employments if each.ends_on == ends_on]
        return ending_of(last[-1].end, ends_on, self.law.federal.law)

    def _take(
        self,
        page: Page,
        right: Right,
        trainings: Sequence[CreditedTraining],
        end: Ending | None,
    ) -> tuple[int, int]:
        """The trainings followed, and the end among them: minutes used, and beyond the balance."""
        used = not_taken = 0
        closing = end if end and end.closes_by(self.today) else None
        for training in trainings:
            if not training.followed:
                continue
            if closing and training.ends_on > closing.since:
                lose(page, closing)
                closing = None
            if right.minutes is None:
                used += training.minutes
                follow(page, training, 0, "training_not_deducted")
                continue
            taken = page.take(training.minutes)
            used, not_taken = used + taken, not_taken + training.minutes - taken
            if taken:
                follow(page, training, taken, "training")
            if taken < training.minutes:
                follow_beyond(page, training, training.minutes - taken)
        if closing:
            lose(page, closing)
        return used, not_taken

    def _close(
        self,
        page: Page,
        year: int,
        right: Right,
        period: FiveYears | None,
        end: Ending | None,
    ) -> tuple[int, int]:
        """The end of a year that is over: minutes carried over, and expired."""
        last_day = date(year, 12, 31)
        over = last_day < self.today or year < self.until
        if end is not None or right.minutes is None or not over:
            return 0, 0
        expired = 0
        for key in sorted(key for key in page.pots if key[0] <= year):
            minutes = page.pots.pop(key)
            if minutes:
                expired += minutes
                why = why_expired(year, period, budget=key[1], law=self.law.federal.law)
                page.write(LineKind.EXPIRED, last_day, -minutes, (why,))
        carried = page.balance
        if carried:
            said = step("carried", self.law.federal.law, minutes=carried, year=year + 1)
            page.write(LineKind.CARRIED, last_day, -carried, (said,))
        return carried, expired
