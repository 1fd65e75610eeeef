"""An attestation: one document of whatever kind, as plain values.

:func:`certificates.document.render` prints it, :func:`certificates.coded.coded_facts` says which
of its facts are signed in its code.  Each kind may hold certain sections only: a document that
answers one question says nothing else of a life.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from certificates.sections import (
    Account,
    Answer,
    Coverage,
    Diplomas,
    Employments,
    Notice,
    OneEmployment,
    OneTraining,
    Periods,
    Receipt,
    Section,
    Trainings,
)

#: Goes up when a layout or the attached data change; documents issued before stay as they are.
LAYOUT_VERSION = 3

Wanted = TypeVar("Wanted")


class Kind(StrEnum):
    CAREER = "career"
    EMPLOYMENTS = "employments"
    EMPLOYMENT = "employment"
    UNEMPLOYMENT_AND_BREAKS = "unemployment_and_breaks"
    TRAININGS = "trainings"
    TRAINING = "training"
    ACCOUNT = "account"
    ANSWER = "answer"
    ACCOUNT_STATEMENT = "account_statement"  # an employer's, about its worker
    RECEIPT = "receipt"  # of trainings registered together, for an employer
    BALANCE_NOTICE = "balance_notice"  # an employer's letter to its worker


#: Which sections a kind may hold; the first is what the document is about, and must be there.
HOLDS: dict[Kind, tuple[type[Section], ...]] = {
    Kind.CAREER: (Employments, Periods, Trainings, Diplomas, Coverage),
    Kind.EMPLOYMENTS: (Employments, Coverage),
    Kind.EMPLOYMENT: (OneEmployment, Coverage),
    Kind.UNEMPLOYMENT_AND_BREAKS: (Periods, Coverage),
    Kind.TRAININGS: (Trainings, Diplomas, Coverage),
    Kind.TRAINING: (OneTraining,),
    Kind.ACCOUNT: (Account,),
    Kind.ANSWER: (Answer,),
    Kind.ACCOUNT_STATEMENT: (Account,),
    Kind.RECEIPT: (Receipt,),
    Kind.BALANCE_NOTICE: (Notice,),
}
#: Letters: from the enterprise they are about to whoever is named in their address.
LETTERS = frozenset({Kind.ACCOUNT_STATEMENT, Kind.RECEIPT, Kind.BALANCE_NOTICE})
#: Documents for institutions that keep people by their national number; others go without.
SHOWS_NATIONAL_NUMBER = frozenset(
    {Kind.CAREER, Kind.EMPLOYMENTS, Kind.EMPLOYMENT, Kind.UNEMPLOYMENT_AND_BREAKS}
)


@dataclass(frozen=True, slots=True)
class Holder:
    """The person whom a document is about.

    The national number is printed on the kinds named in ``SHOWS_NATIONAL_NUMBER`` and stands
    in no attached data.
    """

    name: str  # first name first
    born_on: str | None  # YYYY-MM-DD; what is not known is 00: 1982-00-00
    national_number: str | None = None  # as printed: 82.05.14-001.23


@dataclass(frozen=True, slots=True)
class Enterprise:
    name: str
    number: str | None  # ten digits


@dataclass(frozen=True, slots=True)
class Span:
    """The period that was asked for; either end may be open."""

    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Attestation:
    """Everything a document says.

    ``number`` is None in a preview, which cannot be printed.  ``about`` is the enterprise that
    a letter comes from, ``address`` the lines under the name in its window.  ``drawing_svg`` is
    the career as a drawing, or empty; it has presentation attributes only and letters in
    Atkinson Hyperlegible Next.  ``check_address`` is where a reader checks the number,
    ``code_address`` where the code on paper leads (:func:`certificates.codes.address_for`).
    """

    kind: Kind
    number: str | None  # PC-2026-7K3M-Q9XD
    language: str  # fr, nl, de, en
    issued_at: datetime  # aware
    as_known_on: date
    holder: Holder | None  # None for a receipt
    sections: tuple[Section, ...]
    check_address: str
    about: Enterprise | None = None
    address: tuple[str, ...] = ()
    period: Span | None = None
    drawing_svg: str = ""
    code_address: str | None = None

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None:
            raise ValueError("the time of issue needs its time zone")
        kinds, allowed = [type(each) for each in self.sections], HOLDS[self.kind]
        if (
            allowed[0] not in kinds
            or len(set(kinds)) < len(kinds)
            or not set(kinds) <= set(allowed)
        ):
            raise ValueError(f"these are not the sections of a document of kind {self.kind}")
        if (self.kind is Kind.RECEIPT) != (self.holder is None):
            raise ValueError("every document but a receipt has a holder")
        if self.kind in LETTERS and self.about is None:
            raise ValueError("a letter comes from an enterprise")

    @property
    def says_nothing(self) -> bool:
        """Whether the document lists what is known, and nothing is."""
        lists = (Employments, Periods, Trainings, Diplomas)
        listed = [each.rows for each in self.sections if isinstance(each, lists)]
        return bool(listed) and not any(listed)

    def first(self, wanted: type[Wanted]) -> Wanted | None:
        """The section of that type, if the document has it."""
        return next(self._of(wanted), None)

    def the(self, wanted: type[Wanted]) -> Wanted:
        """The section of that type, which the kind must have; LookupError without."""
        for section in self._of(wanted):
            return section
        raise LookupError(f"no {wanted.__name__} in a document of kind {self.kind}")

    def _of(self, wanted: type[Wanted]) -> Iterator[Wanted]:
        return (each for each in self.sections if isinstance(each, wanted))
