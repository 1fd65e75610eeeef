"""A x B x C by the month: which terms hold for which months, and what they come to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache

from app.foundation.problems import Problem
from app.learning.rules.months import Run, Work, last_day_of, regime_of
from app.learning.rules.terms import Agreement, Amount, Law, MonthsRule, Terms, terms_on

#: The ground of terms that the employer states.
STATED = "stated"


@dataclass(frozen=True, slots=True)
class Part:
    """Months in a row of one regime and under the same terms.

    ``months`` are those that count: more than were worked where an agreement applies C only to
    who was hired in the year.
    """

    year: int
    first: int
    worked: int
    months: int
    work: Work
    terms: Terms
    share: Fraction  # B, or what an agreement puts in its place

    def minutes(self, day_minutes: int) -> Fraction:
        """What these months are worth, exactly."""
        amount, share = self.terms.amount, self.share
        whole = amount.whole(day_minutes)
        # One fraction instead of four: each of them looks for a common divisor.
        return Fraction(
            whole.numerator * share.numerator * self.months,
            whole.denominator * share.denominator * 12 * amount.years,
        )

    @property
    def agreed(self) -> Agreement | None:
        """The agreement that the days come from; None where they come from the law."""
        return self.terms.agreement if self.terms.entitlement else None

    @property
    def budget(self) -> tuple[int, int] | None:
        """First and last year of a budget of several years that these months have a part in."""
        entitlement = self.terms.entitlement
        if entitlement is None or self.terms.amount.years == 1:
            return None
        return entitlement.budget_of(self.year)


@lru_cache(maxsize=1 << 16)
def size_class(fte: int, law: Law) -> int:
    """The smallest size for which the law says all that it says for this one.

    Enterprises of one class share what is worked out for one of them.
    """
    bounds = _bounds(law)
    return bounds[bisect_right(bounds, fte) - 1]


@lru_cache(maxsize=16)
def _bounds(law: Law) -> tuple[int, ...]:
    """Every size from which on something else may hold, smallest first."""
    bands = [band for each in law.federal.in_force for band in each.bands]
    steps = [s for each in law.agreements for s in (*each.entitlements, *each.collective)]
    doubts = [d for each in law.agreements for d in each.doubts]
    doubts += [d for each in steps for d in each.doubts]
    found = {0, *(band.fte_from for band in bands), *(each.fte_from for each in steps)}
    found |= {each.fte_below for each in steps if each.fte_below is not None}
    # A doubt about one size concerns exactly that size: it is a class of its own.
    exact = {each.named["fte"] for each in doubts if "fte" in each.named}
    return tuple(sorted(found | exact | {fte + 1 for fte in exact}))


@lru_cache(maxsize=1 << 14)
def parts_of(
    year: int,
    runs: tuple[Run, ...],
    fte: int,
    law: Law,
    *,
    hired_before: bool,
    stated_days: int | None = None,
) -> tuple[tuple[Part, ...], tuple[Problem, ...]]:
    """The months of a year with their terms, and why terms of some months are not known.

    ``stated_days``: a full-timer's days as the employer states them, in hundredths.
    """
    parts: list[Part] = []
    problems: list[Problem] = []
    for run, gap in zip(runs, _gaps(runs), strict=True):
        for first, months, terms in _by_terms(year, run, fte, law, stated_days):
            if isinstance(terms, Problem):
                problems.append(_of_no_size(terms))
                continue
            rule = terms.agreement.months if terms.agreement and terms.entitlement else None
            whole = hired_before and rule is MonthsRule.ONLY_WHEN_HIRED
            ends_run = first + months == run.first + run.months
            counted = months + (gap if whole and ends_run else 0)
            parts.append(
                Part(year, first, months, counted, run.work, terms, share_of(run.work, terms))
            )
    return tuple(parts), tuple(dict.fromkeys(problems))


def _of_no_size(why: Problem) -> Problem:
    """The problem without the size it was met at, which is that of a whole class."""
    return Problem(why.code, why.field, tuple(each for each in why.params if each[0] != "fte"))


def _gaps(runs: Sequence[Run]) -> list[int]:
    """How many months without work follow each run, within the year."""
    begins = [*(run.first for run in runs[1:]), 13]
    return [after - run.first - run.months for run, after in zip(runs, begins, strict=True)]


def _by_terms(
    year: int, run: Run, fte: int, law: Law, stated_days: int | None
) -> Iterator[tuple[int, int, Terms | Problem]]:
    """The run cut where its terms change: first month, number of months, terms."""
    if stated_days is not None:
        amount = Amount(days=Fraction(stated_days, 100))
        yield run.first, run.months, Terms(amount, STATED, None, None, ())
        return
    ends = run.first + run.months
    begins = [run.first, *(month for month in _turns(year, law) if run.first < month < ends)]
    for begun, after in zip(begins, [*begins[1:], ends], strict=True):
        # Nothing begins or ends within, so that any of these months speaks for all of them.
        terms = terms_on(law, run.work.joint_committee, fte, last_day_of(year, begun))
        yield begun, after - begun, terms


@lru_cache(maxsize=256)
def _turns(year: int, law: Law) -> tuple[int, ...]:
    """The months of a year, January apart, that may have other terms than the month before.

    Terms are those of a month's last day: what begins on a day holds from its month on, and
    what ends holds to the end of its month only where that is its last day.
    """
    spans = [(each.starts_on, each.ends_on) for each in law.agreements]
    for agreement in law.agreements:
        spans += [(each.starts_on, each.ends_on) for each in agreement.entitlements]
    first_days = {each.starts_on for each in law.federal.in_force}
    first_days |= {starts_on for starts_on, _ in spans}
    first_days |= {ends_on + timedelta(days=1) for _, ends_on in spans if ends_on}
    return tuple(sorted({day.month for day in first_days if day.year == year and day.month > 1}))


def share_of(work: Work, terms: Terms) -> Fraction:
    """B, or the fixed step that an agreement puts in its place."""
    regime = regime_of(work)
    if work.part_time and terms.agreement and terms.entitlement:
        return terms.agreement.share_of(regime)
    return regime
