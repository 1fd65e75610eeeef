"""The steps that lead to the right of a year: inputs, rule, parameters and source of each.

Days are told in hundredths, shares in hundredths of a percent; what is counted with stays exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from app.foundation.problems import Problem
from app.learning.rules.budgets import Spread
from app.learning.rules.facts import EnterpriseFte, SizeOrigin, Statement
from app.learning.rules.months import DayLength, rounded
from app.learning.rules.prorata import STATED, Part
from app.learning.rules.steps import Step, step
from app.learning.rules.terms import Agreement, Amount, Law, normal_committee

#: What an agreement's code follows in the ground of a step.
AGREEMENT = "agreement "


def size_step(size: EnterpriseFte, year: int, ground: str) -> Step:
    said: dict[str, Any] = {"fte": size.fte, "declared": size.declared, "year": year}
    if size.origin is SizeOrigin.STATED:
        said |= {"stated_on": size.stated_on, "computed": size.computed}
        return step("size_stated", ground, **said, reason=size.reason)
    if size.origin is SizeOrigin.FIRST_QUARTER:
        return step("size_first_quarter", ground, **said)
    if size.origin is SizeOrigin.ASKED:
        return step("size_asked", ground, fte=size.fte, year=year)
    if size.origin is SizeOrigin.BAND:
        return step("size_band", ground, fte=size.fte, year=year)
    return step("size", ground, **said)


def _amount(amount: Amount) -> dict[str, Any]:
    """Days in hundredths or minutes, for how many years; one of the two is None."""
    days = amount.days
    if days is not None:
        return {
            "days": rounded(days.numerator * 100, days.denominator),
            "minutes": None,
            "years": amount.years,
        }
    return {"days": None, "minutes": amount.minutes, "years": amount.years}


def terms_steps(parts: Sequence[Part], fte: int | None, law: Law) -> list[Step]:
    """What a full-timer has, and on what ground; each ground once, with what it says beside."""
    found: dict[Step, None] = {}
    for part in parts:
        agreement = part.terms.agreement
        if part.terms.ground == STATED:
            continue
        if agreement is None or part.terms.entitlement is None:
            if agreement is not None:
                found[_silent_step(agreement, part)] = None
            found[
                step(
                    "full_timer_days",
                    law.federal.law,
                    **_amount(part.terms.amount),
                    year=part.year,
                    source=law.federal.source,
                )
            ] = None
        else:
            found[_agreed_step(agreement, part)] = None
        for beside in _beside(agreement, part, fte):
            found[beside] = None
    return list(found)


def _said_of(agreement: Agreement, part: Part) -> dict[str, Any]:
    return {
        "agreement": agreement.code,
        "committee": normal_committee(part.work.joint_committee),
        "registration": agreement.registration,
        "concluded_on": agreement.concluded_on,
        "source": agreement.source,
        "quality": agreement.quality.value,
    }


def _silent_step(agreement: Agreement, part: Part) -> Step:
    """The agreement sets nothing of its own for this worker: the law's days hold."""
    code = "agreement_as_law" if agreement.same_as_law else "agreement_silent"
    return step(code, AGREEMENT + agreement.code, **_said_of(agreement, part))


def _agreed_step(agreement: Agreement, part: Part) -> Step:
    entitlement = part.terms.entitlement
    assert entitlement is not None  # the days come from it
    return step(
        "full_timer_agreed",
        AGREEMENT + agreement.code,
        **_amount(part.terms.amount),
        year=part.year,
        since=entitlement.starts_on,
        **_said_of(agreement, part),
    )


def _beside(agreement: Agreement | None, part: Part, fte: int | None) -> Iterator[Step]:
    """What an agreement says beside the amount: collective days, and how days are taken."""
    if agreement is None or fte is None:
        return
    ground = AGREEMENT + agreement.code
    day = date(part.year, part.first, 28)
    for each in agreement.collective_on(fte, day):
        if each.amount is not None:
            yield step("collective_days", ground, **_amount(each.amount), source=agreement.source)
    taking = agreement.taking_on(day)
    if taking is not None and part.terms.entitlement is not None:
        yield step(
            "taking",
            ground,
            days_in_hours=taking.days_in_hours,
            block_minutes=taking.block_minutes,
            source=agreement.source,
        )


def months_steps(day: DayLength, found: Spread, *, to_come: bool) -> Iterator[Step]:
    """The length of a day, each run of months with its regime, and what was assumed."""
    yield step(
        "day_length", None, minutes=day.minutes, assumed=day.assumed, week=day.week, days=day.days
    )
    for agreement, first, last, granted_in in found.before:
        yield step(
            "budget_before",
            AGREEMENT + agreement,
            agreement=agreement,
            first=first,
            last=last,
            granted_in=granted_in,
        )
    for budget in dict.fromkeys((p.terms.ground, *p.budget) for p in found.granted if p.budget):
        agreement, first, last = budget
        yield step("budget", AGREEMENT + agreement, agreement=agreement, first=first, last=last)
    for part in found.granted:
        yield from _part_steps(part)
    if to_come and found.granted:
        yield step("months_to_come")


def _part_steps(part: Part) -> Iterator[Step]:
    work = part.work
    yield step(
        "regime",
        None,
        year=part.year,
        first=part.first,
        months=part.worked,
        worked=work.hours_worked,
        full_time=work.hours_full_time,
        part_time=work.part_time,
        percent=_percent(part),
    )
    agreed = part.agreed
    if agreed and agreed.part_time and work.part_time and _replaced(part):
        yield step(
            "part_time_step",
            AGREEMENT + agreed.code,
            agreement=agreed.code,
            percent=_percent(part),
        )
    if part.months > part.worked:
        assert agreed is not None  # only an agreement counts months that were not worked
        yield step(
            "months_not_hired",
            AGREEMENT + agreed.code,
            agreement=agreed.code,
            months=part.months - part.worked,
        )


def _replaced(part: Part) -> bool:
    """Whether a fixed share of the agreement stands in the place of the hours' own."""
    work = part.work
    assert work.hours_worked is not None, "months whose hours are not declared grant nothing"
    assert work.hours_full_time
    return part.share != Fraction(work.hours_worked, work.hours_full_time)


def _percent(part: Part) -> int:
    return rounded(part.share.numerator * 10_000, part.share.denominator)


def product_step(granted: Sequence[Part], day: DayLength, minutes: int, law: Law) -> Step:
    """The sum: a full-timer's amount, share and months of each part; then the rounded result."""
    parts = tuple(
        (*_amount(part.terms.amount).values(), _percent(part), part.months) for part in granted
    )
    return step("product", law.federal.law, parts=parts, day_minutes=day.minutes, minutes=minutes)


def unknown_step(why: Problem) -> Step:
    return step("unknown", None, why=why.code, **why.named)


def declined_step(statement: Statement) -> Step:
    return step("declined", None, **_stated(statement))


def _stated(statement: Statement) -> dict[str, Any]:
    return {
        "everyone": statement.everyone,
        "reason": statement.reason,
        "stated_on": statement.stated_on,
        "channel": statement.channel,
        "agreement": statement.agreement,
    }


def stated_steps(statement: Statement, *, instead_of: int | None = None) -> tuple[Step, ...]:
    """What the employer states; for one worker's minutes, also what the rules would give."""
    if statement.minutes is None:
        return (step("stated_days", None, days=statement.days, **_stated(statement)),)
    stated = step("stated_right", None, minutes=statement.minutes, **_stated(statement))
    if instead_of is None:
        return (stated,)
    return (stated, step("by_rules", None, minutes=instead_of))
