"""What an employer may state of a right and of the end of an employment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.foundation.problems import Problem, problem

#: The first year for which the law grants days.
FIRST_YEAR = 2023
#: No year has more; minutes for one worker, hundredths of a day for everyone.
MOST_MINUTES = 366 * 24 * 60
MOST_DAYS = 36_600
#: As agreements are registered: 182.345/CO/200, or its figures alone.
_AGREEMENT = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./-]{0,39}")
#: Who ends an employment so has a period of notice to work.
_WITH_NOTICE = frozenset({"resignation", "notice"})


class RightKind(StrEnum):
    OPT_OUT = "opt_out"  # no automatic right; which one there is instead is not said
    STATED = "stated"  # this right instead of the automatic one


class Rightful(Protocol):
    """A statement about a year's right."""

    @property
    def person_id(self) -> object | None: ...
    @property
    def year(self) -> int: ...
    @property
    def kind(self) -> RightKind: ...
    @property
    def minutes(self) -> int | None: ...
    @property
    def days(self) -> int | None: ...
    @property
    def agreement(self) -> str | None: ...


def problems_of_right(right: Rightful, *, today: date) -> list[Problem]:
    """Everything that is wrong with the statement itself; the next year may be stated already."""
    found: list[Problem] = []
    last = today.year + 1
    if not FIRST_YEAR <= right.year <= last:
        found.append(problem("no_such_year", "year", first=FIRST_YEAR, last=last))
    found += _problems_of_amount(right)
    if right.agreement and not _AGREEMENT.fullmatch(right.agreement.strip()):
        found.append(problem("agreement_unreadable", "agreement"))
    return found


def _problems_of_amount(right: Rightful) -> list[Problem]:
    everyone = right.person_id is None
    name, amount = ("days", right.days) if everyone else ("minutes", right.minutes)
    other = right.minutes if everyone else right.days
    if right.kind is RightKind.OPT_OUT:
        given = amount is not None or other is not None
        return [problem("right_of_an_opt_out", name)] if given else []
    if other is not None:
        return [problem("right_in_another_unit", "minutes" if everyone else "days")]
    if amount is None:
        return [problem("right_missing", name)]
    if not 0 <= amount <= (MOST_DAYS if everyone else MOST_MINUTES):
        return [problem("right_impossible", name)]
    return []


def employed_in(year: int, employments: Sequence[tuple[date, date | None]]) -> bool:
    """Whether any of these employments has a day in the year."""
    return any(
        begun.year <= year and (ended is None or ended.year >= year) for begun, ended in employments
    )


def problems_of_end(
    end_reason: str, notice_from: date | None, *, starts_on: date, ends_on: date | None
) -> list[Problem]:
    """What is wrong with the end of an employment from ``starts_on`` to ``ends_on``, inclusive."""
    if notice_from is None:
        return []
    if end_reason not in _WITH_NOTICE:
        return [problem("end_without_notice", "notice_from")]
    if notice_from < starts_on:
        return [problem("notice_before_employment", "notice_from", starts_on=starts_on)]
    if ends_on is not None and notice_from > ends_on:
        return [problem("notice_after_end", "notice_from", ends_on=ends_on)]
    return []
