"""What a document may say: its sections, and the rows they are made of.

Units: dates are inclusive and an end of ``None`` is still going on; time is in whole minutes,
money in cents, days and weekly hours in hundredths (3800 = 38 hours).  Lists are printed in the
order given; newest first reads best.  Codes get their words here; a ``str`` that is not called
a code is printed as it comes, in the language of the document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from certificates.account import Account as Account
from certificates.account import AccountLine as AccountLine
from certificates.account import AccountYear as AccountYear
from certificates.account import Notice as Notice
from certificates.account import Step as Step

#: Registrations that a receipt lists one by one.
MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year; ``number`` is 1 to 4."""

    year: int
    number: int


# -- work --


@dataclass(frozen=True, slots=True)
class Employment:
    employer: str
    enterprise_number: str | None  # ten digits
    starts_on: date
    ends_on: date | None
    joint_committee: str | None  # "330", "329.02"
    hours_worked: int | None  # a week, in hundredths
    hours_full_time: int | None  # a week, in hundredths
    declared_until: Quarter | None
    sources: tuple[str, ...]  # codes: dimona, dmfa, periods, parcours


@dataclass(frozen=True, slots=True)
class WorkYear:
    """What one employer declared over one year."""

    year: int
    employer: str
    days: int  # hundredths
    pay: int | None  # gross, in cents; None when the holder keeps pay out of it
    severance: int = 0  # gross, in cents, beside the pay


@dataclass(frozen=True, slots=True)
class RegimePeriod:
    """How somebody worked over a stretch of one employment."""

    starts_on: date
    ends_on: date | None
    joint_committee: str | None
    hours_worked: int | None  # a week, in hundredths
    hours_full_time: int | None  # a week, in hundredths


@dataclass(frozen=True, slots=True)
class Employments:
    rows: tuple[Employment, ...]
    years: tuple[WorkYear, ...] = ()


@dataclass(frozen=True, slots=True)
class OneEmployment:
    employment: Employment
    regimes: tuple[RegimePeriod, ...] = ()
    years: tuple[WorkYear, ...] = ()


# -- outside work --


@dataclass(frozen=True, slots=True)
class Period:
    kind: str  # a code: unemployment, parental_leave, …
    starts_on: date
    ends_on: date | None
    institution: str  # a code where we know one, or a name
    share: int | None = None  # hundredths of a full-time job interrupted


@dataclass(frozen=True, slots=True)
class Periods:
    """Unemployment, leave and breaks."""

    rows: tuple[Period, ...]


# -- learning --


@dataclass(frozen=True, slots=True)
class Training:
    title: str
    starts_on: date
    ends_on: date
    minutes: int
    formal: bool
    employer: str | None  # who registered it
    certificate_until: date | None
    certified: bool = False  # a certificate was awarded; it may know no end
    provider: str | None = None
    field: str | None = None  # of learning, in words


@dataclass(frozen=True, slots=True)
class Trainings:
    rows: tuple[Training, ...]


@dataclass(frozen=True, slots=True)
class OneTraining:
    """One training with its certificate."""

    training: Training
    enterprise_number: str | None = None  # of the employer, ten digits
    registered_on: date | None = None
    counts: bool | None = None  # whether it uses training credit; None is not said


@dataclass(frozen=True, slots=True)
class Diploma:
    title: str
    awarded_on: date
    institution: str
    level: int | None  # European Qualifications Framework, 1 to 8


@dataclass(frozen=True, slots=True)
class Diplomas:
    rows: tuple[Diploma, ...]


# -- one answer --


@dataclass(frozen=True, slots=True)
class Seniority:
    """Has the holder worked at least so many years under a joint committee?"""

    years: int
    joint_committee: str  # "124"


@dataclass(frozen=True, slots=True)
class CertificateValid:
    """Was the certificate of that training valid on the day?"""

    title: str
    followed_on: date | None = None  # last day of the training, where there are several


@dataclass(frozen=True, slots=True)
class CreditLeft:
    """Has the holder at least so many days of training credit with an employer?"""

    days: int  # hundredths
    employer: str
    enterprise_number: str | None = None  # ten digits


Question = Seniority | CertificateValid | CreditLeft


@dataclass(frozen=True, slots=True)
class Answer:
    """``answer`` None is not known; ``unknown_because`` then says why."""

    question: Question
    answer: bool | None
    on: date  # the day it is answered for
    unknown_because: str | None = None  # a code: not_reported, right_not_known, no_end_stated

    def __post_init__(self) -> None:
        if (self.answer is None) != (self.unknown_because is not None):
            raise ValueError("what is not known needs its reason, and only that")


# -- a batch of registrations --


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    worker: str
    title: str
    starts_on: date
    ends_on: date
    minutes: int | None  # None where it was said in days that could not be worked out
    outcome: str  # a code: registered, already, refused
    reason: str | None = None  # of a refusal, as a sentence


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of trainings registered together.

    The counts are the receipt: where there are more than ``MOST_ROWS`` rows, which would be
    minutes of laying out and a book to print, they are left out.
    """

    reference: str  # PT-2026-XXXX-XXXX
    received_at: datetime  # aware
    received_from: str  # who sent it
    channel: str  # a code: page, sheet, history, batch, api
    title: str | None  # of the training, where all rows have the same
    registered: int
    already: int
    refused: int
    rows: tuple[ReceiptRow, ...] = ()

    def __post_init__(self) -> None:
        if len(self.rows) > MOST_ROWS:
            raise ValueError(f"a receipt lists at most {MOST_ROWS} registrations")

    @property
    def in_all(self) -> int:
        return self.registered + self.already + self.refused


# -- where it comes from --


@dataclass(frozen=True, slots=True)
class Reported:
    """Until when one source has reported: a day, or for DmfA a quarter."""

    source: str  # a code: dimona, dmfa, periods, parcours
    institution: str | None  # for the source periods
    until: date | None
    quarter: Quarter | None


@dataclass(frozen=True, slots=True)
class Coverage:
    rows: tuple[Reported, ...]


Section = (
    Employments
    | OneEmployment
    | Periods
    | Trainings
    | OneTraining
    | Diplomas
    | Account
    | Notice
    | Answer
    | Receipt
    | Coverage
)

#: The name of each section: of its words, its template, and in the attached data.
SECTIONS: dict[str, type[Section]] = {
    "employments": Employments,
    "employment": OneEmployment,
    "periods": Periods,
    "trainings": Trainings,
    "training": OneTraining,
    "diplomas": Diplomas,
    "account": Account,
    "notice": Notice,
    "answer": Answer,
    "receipt": Receipt,
    "coverage": Coverage,
}
QUESTIONS: dict[str, type[Question]] = {
    "seniority": Seniority,
    "certificate_valid": CertificateValid,
    "credit_left": CreditLeft,
}


def name_of(part: Section | Question) -> str:
    """The name of a section or of a question."""
    return next(name for name, kind in (SECTIONS | QUESTIONS).items() if type(part) is kind)
