"""What is counted over a working life, for summaries and codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from certificates.sections import Employment


class Dated(Protocol):
    """Anything from a first to a last day; without a last day it goes on."""

    @property
    def starts_on(self) -> date: ...

    @property
    def ends_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Work:
    """Employments seen from a day: what was to come by then does not count."""

    months: int  # calendar months with a job in them; each counts once, and whole
    first: date | None
    last: date | None  # None while somebody is employed, or never was
    employers: int
    current: tuple[str, ...]  # who employs on that day, each named once


def work_of(rows: Iterable[Employment], on: date) -> Work:
    jobs = [job for job in rows if job.starts_on <= on]
    current = tuple(dict.fromkeys(job.employer for job in jobs if goes_on(job, on)))
    ends = [job.ends_on for job in jobs if job.ends_on]
    return Work(
        months=months_in(jobs, on),
        first=min((job.starts_on for job in jobs), default=None),
        last=None if current else max(ends, default=None),
        employers=len({job.enterprise_number or job.employer for job in jobs}),
        current=current,
    )


def months_in(spans: Iterable[Dated], until: date) -> int:
    """Calendar months touched up to a day, each counted once however many spans touch it."""
    months: set[int] = set()
    for span in spans:
        last = min(span.ends_on or until, until)
        months.update(range(_month(span.starts_on), _month(last) + 1))
    return len(months)


def days_in(spans: Iterable[Dated], until: date) -> int:
    """Calendar days covered up to a day, each counted once however many spans cover it."""
    total, reached = 0, date.min
    for span in sorted(spans, key=lambda each: each.starts_on):
        last = min(span.ends_on or until, until)
        first = max(span.starts_on, reached)
        if first <= last:
            total += (last - first).days + 1
            reached = last + timedelta(days=1)
    return total


def goes_on(span: Dated, on: date) -> bool:
    return span.starts_on <= on and (span.ends_on is None or span.ends_on >= on)


def _month(day: date) -> int:
    return day.year * 12 + day.month
