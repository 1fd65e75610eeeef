"""What can be chosen, in words: kinds of documents, questions, parts, states."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from app.attestations.wishes import Asked
from certificates.attestation import Kind


class Choice(StrEnum):
    """What stands in the list, and in the address of its page: each question is one of its own."""

    CAREER = "career"
    EMPLOYMENTS = "employments"
    EMPLOYMENT = "employment"
    BREAKS = "breaks"
    TRAININGS = "trainings"
    TRAINING = "training"
    ACCOUNT = "account"
    SENIORITY = "seniority"
    CERTIFICATE = "certificate"
    CREDIT = "credit"

    @property
    def kind(self) -> Kind:
        return _KINDS[self]

    @property
    def asked(self) -> Asked | None:
        return _ASKED.get(self)


_ASKED = {
    Choice.SENIORITY: Asked.SENIORITY,
    Choice.CERTIFICATE: Asked.CERTIFICATE_VALID,
    Choice.CREDIT: Asked.CREDIT_LEFT,
}
_KINDS = {
    Choice.CAREER: Kind.CAREER,
    Choice.EMPLOYMENTS: Kind.EMPLOYMENTS,
    Choice.EMPLOYMENT: Kind.EMPLOYMENT,
    Choice.BREAKS: Kind.UNEMPLOYMENT_AND_BREAKS,
    Choice.TRAININGS: Kind.TRAININGS,
    Choice.TRAINING: Kind.TRAINING,
    Choice.ACCOUNT: Kind.ACCOUNT,
} | dict.fromkeys(_ASKED, Kind.ANSWER)


def choice_of(kind: str, asked: str | None) -> Choice | None:
    """The choice behind a document; None for an employer's letters."""
    for choice in Choice:
        if choice.kind == kind and choice.asked == asked:
            return choice
    return None


@dataclass(frozen=True, slots=True)
class Said:
    name: str
    description: str


def said_of(choice: Choice) -> Said:
    """What a document is called, and what it is good for."""
    return _said()[choice]


def _said() -> dict[Choice, Said]:
    return {
        Choice.CAREER: Said(
            _("Whole career"),
            _("Employments, breaks, trainings and diplomas, drawn and in tables"),
        ),
        Choice.EMPLOYMENTS: Said(
            _("Employments"),
            _("For whom you worked, from when to when; with your pay if you want"),
        ),
        Choice.EMPLOYMENT: Said(
            _("One employment"), _("One job only, with your working time and committee")
        ),
        Choice.BREAKS: Said(
            _("Unemployment and breaks"), _("Periods that institutions have reported")
        ),
        Choice.TRAININGS: Said(
            _("Trainings followed"), _("Trainings that employers registered, and your diplomas")
        ),
        Choice.TRAINING: Said(
            _("One training"), _("One training with its certificate, for a site or a new employer")
        ),
        Choice.ACCOUNT: Said(
            _("Training account"),
            _("Your training days with one employer, and how each figure came about"),
        ),
        Choice.SENIORITY: Said(
            _("Seniority: yes or no"),
            _("Whether you have worked at least so many years under a joint committee"),
        ),
        Choice.CERTIFICATE: Said(
            _("Certificate: valid or not"),
            _("Whether a certificate of yours is valid on a day"),
        ),
        Choice.CREDIT: Said(
            _("Training credit: yes or no"),
            _("Whether you have at least so many training days left"),
        ),
    }


def kind_name(kind: str, asked: str | None = None) -> str:
    """The name of a document's kind, employers' letters included."""
    choice = choice_of(kind, asked)
    if choice is not None:
        return said_of(choice).name
    letters: dict[str, str] = {
        Kind.ACCOUNT_STATEMENT: _("Statement of the training account"),
        Kind.RECEIPT: _("Receipt for trainings registered"),
        Kind.BALANCE_NOTICE: _("Training balance"),
    }
    return letters.get(kind, kind)


def part_name(part: str) -> str:
    """A part of a document that was overtaken, as a reader would name it."""
    named: dict[str, str] = {
        "holder": _("name or date of birth"),
        "employer": _("name of the employer"),
        "employments": _("employments"),
        "employment": _("the employment"),
        "periods": _("unemployment and breaks"),
        "trainings": _("trainings"),
        "training": _("the training"),
        "diplomas": _("diplomas"),
        "account": _("training account"),
        "notice": _("training account"),
        "answer": _("the answer"),
    }
    return named.get(part, part)
