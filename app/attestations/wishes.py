"""What somebody wants attested: the kind of document, and what it is to hold.

Pure values; what they are asked about is looked up in :mod:`app.attestations.gathering`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_type_hints
from uuid import UUID

from app.foundation.problems import Problem, problem
from certificates.attestation import Kind

#: What a person may have about the own life; the others are an employer's.
OWN_KINDS = (
    Kind.CAREER,
    Kind.EMPLOYMENTS,
    Kind.EMPLOYMENT,
    Kind.UNEMPLOYMENT_AND_BREAKS,
    Kind.TRAININGS,
    Kind.TRAINING,
    Kind.ACCOUNT,
    Kind.ANSWER,
)
#: Sections that the holder may leave out, by kind; the first of each kind is always there.
OPTIONAL_SECTIONS: Mapping[Kind, tuple[str, ...]] = {
    Kind.CAREER: ("periods", "trainings", "diplomas"),
    Kind.TRAININGS: ("diplomas",),
}
#: Kinds that can be had for a period, for one employer, and with pay.
WITH_PERIOD = frozenset(
    {Kind.CAREER, Kind.EMPLOYMENTS, Kind.UNEMPLOYMENT_AND_BREAKS, Kind.TRAININGS}
)
WITH_EMPLOYER = frozenset({Kind.EMPLOYMENTS, Kind.TRAININGS})
WITH_PAY = frozenset({Kind.CAREER, Kind.EMPLOYMENTS, Kind.EMPLOYMENT})
LANGUAGES = frozenset({"fr", "nl", "de", "en"})
MOST_YEARS = 60
MOST_DAYS = 100_00  # hundredths
_COMMITTEE = re.compile(r"[0-9]{3}(\.[0-9]{2}){0,2}")
#: Workers', employees' and mixed committees; 999 in a declaration says that none is competent.
_COMMITTEES_BEGIN_WITH = ("1", "2", "3")


class Asked(StrEnum):
    """The questions that can be answered without the rest of the life."""

    SENIORITY = "seniority"
    CERTIFICATE_VALID = "certificate_valid"
    CREDIT_LEFT = "credit_left"


@dataclass(frozen=True, slots=True)
class Wish:
    """One document.  What a kind does not know is left as it is.

    ``days`` are hundredths of a training day; ``on`` is the day a certificate is asked about.
    """

    kind: Kind
    language: str  # the document's: fr, nl, de, en
    starts_on: date | None = None  # of the period; both ends inclusive
    ends_on: date | None = None
    with_pay: bool = False
    without: tuple[str, ...] = ()  # sections left out
    enterprise_id: UUID | None = None
    employment_id: UUID | None = None
    training_id: UUID | None = None
    year: int | None = None  # of an account
    asked: Asked | None = None
    years: int | None = None
    joint_committee: str | None = None
    days: int | None = None
    on: date | None = None
    batch_id: UUID | None = None  # of a receipt

    def options(self) -> dict[str, Any]:
        """Everything but kind and language, as plain data; what was not chosen is left out."""
        chosen = {each.name: getattr(self, each.name) for each in fields(self)[2:]}
        return {name: _plain(value) for name, value in sorted(chosen.items()) if value}

    @classmethod
    def of(cls, kind: str, language: str, options: Mapping[str, Any]) -> Wish:
        """The wish that :meth:`options` wrote down."""
        hints = get_type_hints(cls)
        chosen = {name: _read(hints[name], value) for name, value in options.items()}
        return cls(Kind(kind), language, **chosen)


def problems_with(wish: Wish) -> list[Problem]:
    """What cannot be asked for, whoever asks."""
    return list(_problems(wish))


def _problems(wish: Wish) -> Iterator[Problem]:
    if wish.language not in LANGUAGES:
        yield problem("language_unknown", "language")
    if wish.starts_on and wish.ends_on and wish.ends_on < wish.starts_on:
        yield problem("period_ends_before_it_starts", "ends_on")
    if wish.kind is Kind.EMPLOYMENT and wish.employment_id is None:
        yield problem("employment_missing", "employment_id")
    if wish.kind is Kind.TRAINING and wish.training_id is None:
        yield problem("training_missing", "training_id")
    if wish.kind is Kind.ACCOUNT and wish.enterprise_id is None:
        yield problem("employer_missing", "enterprise_id")
    if wish.kind is Kind.ANSWER:
        yield from _question(wish)
    allowed = OPTIONAL_SECTIONS.get(wish.kind, ())
    if not set(wish.without) <= set(allowed):
        yield problem("section_needed", "without")


def _question(wish: Wish) -> Iterator[Problem]:
    match wish.asked:
        case Asked.SENIORITY:
            yield from _seniority(wish)
        case Asked.CERTIFICATE_VALID:
            if wish.training_id is None:
                yield problem("training_missing", "training_id")
            if wish.on is None:
                yield problem("day_missing", "on")
        case Asked.CREDIT_LEFT:
            if wish.days is None or not 0 < wish.days <= MOST_DAYS:
                yield problem("days_out_of_range", "days", most=MOST_DAYS // 100)
            if wish.enterprise_id is None:
                yield problem("employer_missing", "enterprise_id")
        case None:
            yield problem("question_missing", "asked")


def _seniority(wish: Wish) -> Iterator[Problem]:
    if wish.years is None or not 1 <= wish.years <= MOST_YEARS:
        yield problem("years_out_of_range", "years", most=MOST_YEARS)
    committee = wish.joint_committee or ""
    if not _COMMITTEE.fullmatch(committee):
        yield problem("committee_unreadable", "joint_committee")
    elif not committee.startswith(_COMMITTEES_BEGIN_WITH):
        yield problem("committee_unknown", "joint_committee", committee=committee)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return sorted(value) if isinstance(value, tuple) else value


def _read(hint: Any, value: Any) -> Any:
    kind = get_args(hint)[0] if isinstance(hint, UnionType) else hint
    if kind is date:
        return date.fromisoformat(value)
    if kind in (UUID, Asked):
        return kind(value)
    return tuple(value) if isinstance(value, list) else value
