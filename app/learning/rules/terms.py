"""Which terms hold for a worker on a day: those of the federal law, or of an agreement.

Of the agreements that name the worker's joint committee, the one with the most specific code
speaks.  What it does not say, the law says; what it says and we could not read is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from app.foundation.problems import Problem, problem
from app.learning.rules.law import (
    Agreement,
    Amount,
    Band,
    CarryOver,
    Doubt,
    Entitlement,
    Kind,
    LaterHire,
    Law,
    LegalFact,
    MonthsRule,
    PartTimeStep,
    Quality,
    RightInForce,
    RightParameters,
    Taking,
    doubt,
)

#: The types of the law and the question about it are imported from here together.
__all__ = [
    "FEDERAL",
    "NO_COMMITTEE",
    "Agreement",
    "Amount",
    "Band",
    "CarryOver",
    "Doubt",
    "Entitlement",
    "Kind",
    "LaterHire",
    "Law",
    "LegalFact",
    "MonthsRule",
    "PartTimeStep",
    "Quality",
    "RightInForce",
    "RightParameters",
    "Taking",
    "Terms",
    "doubt",
    "normal_committee",
    "terms_on",
]


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for one worker on one day.

    ``agreement`` is the one that speaks for the committee.  Only where ``entitlement`` is not
    None do the days come from it; then its own rules (months, part-time, carry-over) hold too.
    """

    amount: Amount
    ground: str  # "federal", or the code of the agreement
    agreement: Agreement | None
    entitlement: Entitlement | None
    doubts: tuple[Doubt, ...]


FEDERAL = "federal"
#: What declarations state where there is no joint committee.
NO_COMMITTEE = "XXX"
_COMMITTEE = re.compile(r"[0-9]{3}(\.[0-9]{2}){0,2}")


def normal_committee(stated: str | None) -> str | None:
    """The committee without trailing zeros: ``302.00`` is ``302``; None where it says nothing."""
    code = (stated or "").strip().upper()
    if not _COMMITTEE.fullmatch(code):
        return NO_COMMITTEE if code == NO_COMMITTEE else None
    while code.endswith(".00"):
        code = code.removesuffix(".00")
    return None if code.startswith("999") else code


@lru_cache(maxsize=1 << 14)
def terms_on(law: Law, committee: str | None, fte: int, day: date) -> Terms | Problem:
    """The terms of a worker of that committee, in an enterprise of that size, on that day.

    Problems: ``no_parameters`` where no federal amounts are known for the day;
    ``agreement_incomplete`` where the agreement sets a figure we could not read;
    ``agreement_band_unknown`` where its source does not say for which sizes the figure holds.
    """
    if law.federal.on(day) is None:
        return problem("no_parameters", year=day.year)
    code = normal_committee(committee)
    if code is None:
        return _by_law(law, fte, day, None, [doubt("committee_unknown")])
    if code == NO_COMMITTEE:
        return _by_law(law, fte, day, None, [])
    speaking = [each for each in _speaking_for(law, code) if each.holds_on(day)]
    if not speaking:
        return _by_law(law, fte, day, None, [_why_none(law, code, day)])
    return _by_agreement(law, speaking[0], fte, day)


def _speaking_for(law: Law, code: str) -> Iterator[Agreement]:
    """The agreements of a committee, those of the most specific code first."""
    while code:
        yield from (each for each in law.agreements if code in each.committees)
        code = code.rpartition(".")[0]


def _why_none(law: Law, code: str, day: date) -> Doubt:
    ended = [each.ends_on for each in _speaking_for(law, code) if each.ends_on is not None]
    past = [end for end in ended if end < day]
    if past:
        return doubt("agreement_ended", committee=code, ended_on=max(past))
    return doubt("no_agreement_known", committee=code)


def _by_law(
    law: Law, fte: int, day: date, agreement: Agreement | None, doubts: Iterable[Doubt]
) -> Terms:
    amounts = law.federal.on(day)
    assert amounts is not None  # asked before
    amount = Amount(days=Fraction(amounts.days_for(fte)))
    return Terms(amount, FEDERAL, agreement, None, tuple(doubts))


def _by_agreement(law: Law, agreement: Agreement, fte: int, day: date) -> Terms | Problem:
    stated = [
        each
        for each in agreement.entitlements
        if each.kind is not Kind.COLLECTIVE and each.covers(fte, day)
    ]
    doubts = [each for each in agreement.doubts if _concerns(each, fte)]
    if not stated:
        if agreement.collective_on(fte, day):
            doubts.append(doubt("collective_only", agreement=agreement.code))
        return _by_law(law, fte, day, agreement, doubts)
    entitlement = stated[0]
    amounts = law.federal.on(day)
    assert amounts is not None  # asked before
    said: dict[str, Any] = {
        "agreement": agreement.code,
        "registration": agreement.registration,
        "day": day,
        "fte": fte,
    }
    if not entitlement.band_stated and fte < amounts.upper_band:
        return problem("agreement_band_unknown", **said)
    if entitlement.amount is None:
        return problem("agreement_incomplete", **said)
    doubts += [each for each in entitlement.doubts if _concerns(each, fte)]
    if not entitlement.band_stated:
        doubts.append(doubt("band_not_stated", agreement=agreement.code))
    if entitlement.kind is Kind.AVERAGE:
        doubts.append(doubt("average_only", agreement=agreement.code))
    return Terms(entitlement.amount, agreement.code, agreement, entitlement, tuple(doubts))


def _concerns(stated: Doubt, fte: int) -> bool:
    """A doubt about one size concerns only an enterprise of exactly that size."""
    return bool(stated.named.get("fte", fte) == fte)
