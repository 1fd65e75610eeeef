"""By when, and on what ground: pure functions over dates and the duties of ``duties.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.learning.rules.law import Law
from app.learning.rules.terms import Terms, terms_on


class Standing(StrEnum):
    """Whether a date is one of the law."""

    LAW = "law"
    GOOD_PRACTICE = "good_practice"  # the duty was repealed
    OURS = "ours"


class Code(StrEnum):
    """Every task, in the order in which those of one day are listed."""

    TRAINING_PLAN = "training_plan"
    PLAN_DEPOSIT = "plan_deposit"
    PLANNED_OVER = "planned_over"
    BY_OTHERS = "by_others"
    ENDS = "ends"
    UNDER_NOTICE = "under_notice"
    CERTIFICATES = "certificates"
    BALANCE_AT_RISK = "balance_at_risk"
    BALANCE_NOTICE = "balance_notice"
    NEW_WORKER = "new_worker"
    RIGHT_CHECK = "right_check"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Ground:
    """On what ground a duty rests from a day on."""

    starts_on: date
    standing: Standing
    law: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty with its dates.  ``month_day`` is a month and a day of every year."""

    code: Code
    grounds: tuple[Ground, ...]  # oldest first
    month_day: tuple[int, int] | None = None
    days: int = 0
    days_before: int = 0
    days_after: int = 0
    months: int = 0
    advice: tuple[int, int] | None = None  # month and day by which the advice is given
    draft_days: int = 0  # the draft is there so many days before it is discussed
    fte_from: int = 0  # hundredths

    def ground_on(self, day: date) -> Ground:
        """The ground in force; the first one for days before it."""
        begun = [each for each in self.grounds if each.starts_on <= day]
        return begun[-1] if begun else self.grounds[0]

    def day_in(self, year: int) -> date:
        assert self.month_day is not None, f"{self.code} has no day of the year"
        return date(year, *self.month_day)


Duties = Mapping[Code, Duty]


@dataclass(frozen=True, slots=True)
class Some:
    """How many a task concerns, and the earliest day among them."""

    number: int = 0
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class PlanStands:
    """What became of the training plan of a year."""

    adopted_on: date | None = None
    deposited_on: date | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What is so at an enterprise on a day: all that the tasks follow from."""

    workers: int  # employed today
    told: int  # of them, told their balance this year
    some: Mapping[Code, Some]
    fte: Mapping[int, int]  # the size, hundredths, by the first year of its two years
    stated_sizes: frozenset[int]  # those of which the employer stated the size itself
    plan: PlanStands = PlanStands()


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.  ``period`` says which occurrence it is: a year, or a day."""

    code: Code
    period: str
    due_on: date
    number: int
    ground: Ground

    def late(self, today: date) -> bool:
        return self.due_on < today


@dataclass(frozen=True, slots=True)
class Aside:
    """A task put aside until a day; without one, this occurrence is done with."""

    code: Code
    period: str
    until: date | None

    def holds_on(self, day: date) -> bool:
        return self.until is None or day < self.until


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last day that it has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(
        following - timedelta(days=1),
        date(year, month + 1, 1) + timedelta(days=day.day - 1),
    )


def check_due(year: int, duty: Duty) -> date:
    """Until when the right granted on 1 January is to be looked at."""
    return date(year, 1, 1) + timedelta(days=duty.days)


def plan_applies(fte: int | None, duty: Duty) -> bool | None:
    """Whether an enterprise of that size must have a training plan; None while not known."""
    return None if fte is None else fte >= duty.fte_from


def tasks_on(today: date, situation: Situation, duties: Duties) -> list[Task]:
    """What is to be done, the earliest day first."""
    found = [*_of_the_year(today, situation, duties), *_of_some(today, situation, duties)]
    order = list(Code)
    return sorted(found, key=lambda each: (each.due_on, order.index(each.code)))


def _of_the_year(today: date, situation: Situation, duties: Duties) -> Iterable[Task]:
    year = today.year
    if situation.workers:
        yield from _notice(today, situation, duties[Code.BALANCE_NOTICE])
        check = duties[Code.RIGHT_CHECK]
        yield _task(check, str(year), check_due(year, check), situation.workers, today)
    yield from _size(today, situation, duties[Code.SIZE])
    yield from _plan(today, situation, duties)


def _notice(today: date, situation: Situation, duty: Duty) -> Iterable[Task]:
    due = duty.day_in(today.year)
    untold = situation.workers - situation.told
    if untold and today >= due - timedelta(days=duty.days_before):
        yield _task(duty, str(today.year), due, untold, today)


def _size(today: date, situation: Situation, duty: Duty) -> Iterable[Task]:
    """The size of two years: from the end of its quarters until a while after they began."""
    for first_year in situation.fte:
        begins = date(first_year, 1, 1)
        since = begins - timedelta(days=duty.days_before)
        until = begins + timedelta(days=duty.days + duty.days_after)
        if since <= today <= until and first_year not in situation.stated_sizes:
            yield _task(duty, str(first_year), begins + timedelta(days=duty.days), 1, today)


def _plan(today: date, situation: Situation, duties: Duties) -> Iterable[Task]:
    plan, deposit = duties[Code.TRAINING_PLAN], duties[Code.PLAN_DEPOSIT]
    size = situation.fte.get(today.year - today.year % 2)
    if not plan_applies(size, plan):
        return
    due, adopted_on = plan.day_in(today.year), situation.plan.adopted_on
    if adopted_on is None:
        if today >= due - timedelta(days=plan.days_before):
            yield _task(plan, str(today.year), due, 1, today)
    elif situation.plan.deposited_on is None:
        due = months_after(adopted_on, deposit.months)
        yield _task(deposit, str(today.year), due, 1, today)


def _of_some(today: date, situation: Situation, duties: Duties) -> Iterable[Task]:
    for code, some in situation.some.items():
        duty = duties[code]
        if not some.number:
            continue
        if code is Code.BALANCE_AT_RISK:
            due = duty.day_in(today.year)
            if today >= due - timedelta(days=duty.days_before):
                yield _task(duty, str(today.year), due, some.number, today)
        else:
            # A newcomer makes it another occurrence: what was put aside comes back.
            newest = (some.last or today).isoformat()
            yield _task(duty, newest, some.first or today, some.number, today)


def _task(duty: Duty, period: str, due_on: date, number: int, today: date) -> Task:
    return Task(duty.code, period, due_on, number, duty.ground_on(max(today, due_on)))


def without(tasks: Iterable[Task], asides: Iterable[Aside], today: date) -> list[Task]:
    """The tasks that nobody put aside, or whose time aside is over."""
    aside = {(each.code, each.period) for each in asides if each.holds_on(today)}
    return [each for each in tasks if (each.code, each.period) not in aside]


def with_budget_ending(
    law: Law, committees: Iterable[str], fte: int | None, year: int
) -> frozenset[str]:
    """Those joint committees, as declared, whose budget of several years ends with ``year``.

    ``fte`` in hundredths; none of them while the size is not known.
    """
    if fte is None:
        return frozenset()
    last_day = date(year, 12, 31)
    return frozenset(
        each for each in committees if _ends_in(terms_on(law, each, fte, last_day), year)
    )


def _ends_in(terms: object, year: int) -> bool:
    if not isinstance(terms, Terms) or terms.entitlement is None or terms.amount.years == 1:
        return False
    return terms.entitlement.budget_of(year)[1] == year
