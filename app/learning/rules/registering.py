"""What must hold for a training to be registered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from app.foundation.letters import plain, readable
from app.foundation.problems import Problem, problem
from app.learning.rules.facts import NotCounting

LONGEST_TITLE = 200
#: A training cannot hold more minutes than its days have.
MINUTES_A_DAY = 24 * 60
#: More than four digits of hours is a slip of the pen, however many days it is spread over.
MOST_HOURS = 9_999
#: A day further off than that is a slip of the pen: 2062 for 2026.  No law says it; years.
PLANNED_AHEAD = 10
VALID_AHEAD = 60


class Described(Protocol):
    """A training as somebody wants to register it."""

    @property
    def title(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def minutes(self) -> int: ...
    @property
    def days(self) -> int | None: ...
    @property
    def followed(self) -> bool: ...
    @property
    def certified(self) -> bool: ...
    @property
    def certificate_until(self) -> date | None: ...


def problems_of(training: Described, *, today: date) -> list[Problem]:
    """Everything that is wrong with the training itself, in the order of its fields."""
    found: list[Problem] = []
    found += _problems_of_title(plain_title(training.title))
    if training.ends_on < training.starts_on:
        found.append(problem("ends_before_it_starts", "ends_on", starts_on=training.starts_on))
    elif training.followed and training.ends_on > today:
        found.append(problem("followed_in_the_future", "ends_on", today=today))
    elif not training.followed and training.ends_on < today:
        found.append(problem("planned_in_the_past", "ends_on", today=today))
    elif training.ends_on.year > today.year + PLANNED_AHEAD:
        found.append(problem("planned_too_far", "ends_on", years=PLANNED_AHEAD))
    found += _problems_of_length(training)
    until = training.certificate_until
    if until is not None and not training.certified:
        found.append(problem("validity_without_certificate", "certificate_until"))
    elif until is not None and until < training.ends_on:
        found.append(
            problem("certificate_ends_first", "certificate_until", ends_on=training.ends_on)
        )
    elif until is not None and until.year > today.year + VALID_AHEAD:
        found.append(problem("certificate_too_long", "certificate_until", years=VALID_AHEAD))
    return found


def problems_of_counting(counts: bool, not_counting: NotCounting | None) -> list[Problem]:
    """A training that counts has no reason not to; one that does not may leave it unsaid."""
    if counts and not_counting is not None:
        return [problem("counts_and_does_not", "counts")]
    return []


def plain_title(title: str) -> str:
    """The title as it is kept: composed letters, single spaces, none around it."""
    return plain(title)


def _problems_of_title(title: str) -> list[Problem]:
    if not title:
        return [problem("title_missing", "title")]
    if not readable(title):
        return [problem("title_unreadable", "title")]
    if len(title) > LONGEST_TITLE:
        return [problem("title_too_long", "title", most=LONGEST_TITLE)]
    return []


def problems_of_days(days: int, starts_on: date, ends_on: date) -> list[Problem]:
    """What is wrong with a length in training days, in hundredths, whoever followed it.

    Days are said by whoever thinks of dates: more of them than there are dates is a slip.
    """
    if days <= 0:
        return [problem("no_time", "days")]
    dates = (ends_on - starts_on).days + 1
    if 0 < dates * 100 < days:
        return [problem("more_days_than_dates", "days", days=dates)]
    return []


def _problems_of_length(training: Described) -> list[Problem]:
    if training.days is not None:
        return problems_of_days(training.days, training.starts_on, training.ends_on)
    if training.minutes <= 0:
        return [problem("no_time", "minutes")]
    days = (training.ends_on - training.starts_on).days + 1
    if days > 0 and training.minutes > days * MINUTES_A_DAY:
        return [problem("longer_than_its_days", "minutes", days=days)]
    if training.minutes > MOST_HOURS * 60:
        return [problem("too_much_time", "minutes", hours=MOST_HOURS)]
    return []


def employed_throughout(
    starts_on: date, ends_on: date, employments: Sequence[tuple[date, date | None]]
) -> bool:
    """Whether one employment covers the training from its first day to its last."""
    return any(
        begun <= starts_on and (ended is None or ended >= ends_on) for begun, ended in employments
    )
