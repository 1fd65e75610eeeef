"""Which facts of a document are signed in its code on paper: those that a digit could betray.

The names are short because the code is small.  :data:`FACTS` says how each is to be written for
people; its label in each language is the word ``facts.<name>``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from certificates.attestation import LAYOUT_VERSION, Attestation, Kind
from certificates.codes import TEXT_LETTERS, CodedFacts, Fact
from certificates.counting import days_in, work_of
from certificates.sections import (
    Account,
    Answer,
    CertificateValid,
    CreditLeft,
    Diplomas,
    Employments,
    Notice,
    OneEmployment,
    OneTraining,
    Periods,
    Receipt,
    Seniority,
    Trainings,
    WorkYear,
    name_of,
)

BELGIUM = ZoneInfo("Europe/Brussels")


class Unit(StrEnum):
    """How a fact in a code is written for people."""

    COUNT = "count"
    MONTHS = "months"
    CALENDAR_DAYS = "calendar_days"
    YEARS = "years"
    YEAR = "year"
    DATE = "date"  # YYYY-MM-DD
    MINUTES = "minutes"
    HUNDREDTHS = "hundredths"  # of an hour a week, or of a training day
    MONEY = "money"  # cents
    YES_NO = "yes_no"  # true, false; null is not known
    TEXT = "text"  # cut at 40 characters, with …
    ENTERPRISE = "enterprise"  # ten digits
    QUESTION = "question"  # seniority, certificate_valid, credit_left


FACTS: Mapping[str, Unit] = {
    "months": Unit.MONTHS,
    "first": Unit.DATE,
    "last": Unit.DATE,
    "now": Unit.YES_NO,
    "employers": Unit.COUNT,
    "trainings": Unit.COUNT,
    "minutes": Unit.MINUTES,
    "diplomas": Unit.COUNT,
    "certificates": Unit.COUNT,
    "year": Unit.YEAR,
    "pay": Unit.MONEY,
    "employer": Unit.TEXT,
    "enterprise": Unit.ENTERPRISE,
    "committee": Unit.TEXT,
    "worked": Unit.HUNDREDTHS,
    "fulltime": Unit.HUNDREDTHS,
    "periods": Unit.COUNT,
    "unemployed": Unit.CALENDAR_DAYS,
    "away": Unit.CALENDAR_DAYS,
    "title": Unit.TEXT,
    "formal": Unit.YES_NO,
    "certified": Unit.YES_NO,
    "until": Unit.DATE,
    "granted": Unit.MINUTES,
    "used": Unit.MINUTES,
    "left": Unit.MINUTES,
    "day": Unit.MINUTES,
    "question": Unit.QUESTION,
    "years": Unit.YEARS,
    "days": Unit.HUNDREDTHS,
    "on": Unit.DATE,
    "answer": Unit.YES_NO,
    "reference": Unit.TEXT,
    "registered": Unit.COUNT,
    "already": Unit.COUNT,
    "refused": Unit.COUNT,
}

UNEMPLOYMENT = frozenset({"unemployment", "temporary_unemployment"})
_Facts = dict[str, Fact]


def still_employed(facts: Mapping[str, Fact]) -> bool:
    """Whether a code tells of work that had begun and not ended, as known on the day of issue.

    Nobody's first day is null too: who never worked has neither.
    """
    return facts.get("last", "") is None and facts.get("first") is not None


def coded_facts(attestation: Attestation) -> CodedFacts:
    """What the code of a document says; ValueError for a preview, which has no number."""
    if attestation.number is None:
        raise ValueError("a preview has no code")
    holder, about = attestation.holder, attestation.about
    return CodedFacts(
        kind=attestation.kind,
        layout=LAYOUT_VERSION,
        number=attestation.number,
        name=holder.name if holder else about.name if about else "",
        born_on=holder.born_on if holder else None,
        issued_on=attestation.issued_at.astimezone(BELGIUM).date(),
        facts=_OF[attestation.kind](attestation),
    )


def _career(attestation: Attestation) -> _Facts:
    facts = _work(attestation)
    if trainings := attestation.first(Trainings):
        facts["trainings"] = len(trainings.rows)
        facts["minutes"] = sum(each.minutes for each in trainings.rows)
    if diplomas := attestation.first(Diplomas):
        facts["diplomas"] = len(diplomas.rows)
    return facts


def _employments(attestation: Attestation) -> _Facts:
    return _work(attestation) | _pay(attestation.the(Employments).years)


def _work(attestation: Attestation) -> _Facts:
    work = work_of(attestation.the(Employments).rows, attestation.as_known_on)
    return {
        "months": work.months,
        "first": _day(work.first),
        "last": _day(work.last),
        "now": bool(work.current),
        "employers": work.employers,
    }


def _pay(years: tuple[WorkYear, ...]) -> _Facts:
    """The pay of the latest year, of all employers together, where the document tells pay."""
    paid = [each for each in years if each.pay is not None]
    if not paid:
        return {}
    latest = max(each.year for each in paid)
    return {"year": latest, "pay": sum(each.pay or 0 for each in paid if each.year == latest)}


def _employment(attestation: Attestation) -> _Facts:
    section = attestation.the(OneEmployment)
    job = section.employment
    return {
        "employer": _text(job.employer),
        "first": _day(job.starts_on),
        "last": _day(job.ends_on),
        "committee": job.joint_committee,
        "worked": job.hours_worked,
        "fulltime": job.hours_full_time,
    } | _pay(section.years)


def _breaks(attestation: Attestation) -> _Facts:
    rows, until = attestation.the(Periods).rows, attestation.as_known_on
    return {
        "periods": len(rows),
        "unemployed": days_in((each for each in rows if each.kind in UNEMPLOYMENT), until),
        "away": days_in((each for each in rows if each.kind not in UNEMPLOYMENT), until),
        "first": _day(min((each.starts_on for each in rows), default=None)),
    }


def _trainings(attestation: Attestation) -> _Facts:
    rows = attestation.the(Trainings).rows
    return {
        "trainings": len(rows),
        "minutes": sum(each.minutes for each in rows),
        "certificates": sum(each.certified for each in rows),
        "first": _day(min((each.starts_on for each in rows), default=None)),
        "last": _day(max((each.ends_on for each in rows), default=None)),
    }


def _training(attestation: Attestation) -> _Facts:
    training = attestation.the(OneTraining).training
    return {
        "title": _text(training.title),
        "first": _day(training.starts_on),
        "last": _day(training.ends_on),
        "minutes": training.minutes,
        "formal": training.formal,
        "certified": training.certified,
        "until": _day(training.certificate_until),
    }


def _account(attestation: Attestation) -> _Facts:
    return _balance(attestation.the(Account))


def _notice(attestation: Attestation) -> _Facts:
    return _balance(attestation.the(Notice).account)


def _balance(account: Account) -> _Facts:
    year = account.asked
    return {
        "employer": _text(account.employer),
        "enterprise": account.enterprise_number,
        "year": year.year,
        "granted": year.granted,
        "used": year.used,
        "left": year.left,
        "day": year.day_minutes,
    }


def _answer(attestation: Attestation) -> _Facts:
    answer = attestation.the(Answer)
    question = answer.question
    asked: _Facts = {"question": name_of(question)}
    match question:
        case Seniority():
            asked |= {"years": question.years, "committee": question.joint_committee}
        case CertificateValid():
            asked |= {"title": _text(question.title)}
        case CreditLeft():
            asked |= {"days": question.days, "employer": _text(question.employer)}
    return asked | {"on": _day(answer.on), "answer": answer.answer}


def _receipt(attestation: Attestation) -> _Facts:
    receipt = attestation.the(Receipt)
    return {
        "reference": receipt.reference,
        "registered": receipt.registered,
        "already": receipt.already,
        "refused": receipt.refused,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text(text: str) -> str:
    return text if len(text) <= TEXT_LETTERS else f"{text[: TEXT_LETTERS - 1]}…"


_OF: Mapping[Kind, Callable[[Attestation], _Facts]] = {
    Kind.CAREER: _career,
    Kind.EMPLOYMENTS: _employments,
    Kind.EMPLOYMENT: _employment,
    Kind.UNEMPLOYMENT_AND_BREAKS: _breaks,
    Kind.TRAININGS: _trainings,
    Kind.TRAINING: _training,
    Kind.ACCOUNT: _account,
    Kind.ANSWER: _answer,
    Kind.ACCOUNT_STATEMENT: _account,
    Kind.RECEIPT: _receipt,
    Kind.BALANCE_NOTICE: _notice,
}
