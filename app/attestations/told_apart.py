"""What earlier documents of one kind are told apart by: what was chosen for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.attestations.queries import AttestationRow
from app.attestations.wishes import Asked, Wish
from app.employment.queries import EmploymentRow, employments_of
from app.foundation.languages import language
from app.foundation.writing import day_month_year
from app.learning.queries import TrainingRow, trainings_of
from certificates.phrases import Phrases
from certificates.sections import CertificateValid, CreditLeft, Question, Seniority


def chosen_for(
    db: Session, person_id: UUID, rows: Iterable[AttestationRow]
) -> dict[UUID, list[str]]:
    """By document: its employment, employer, training, year and period, in the reader's language;
    of one that answers a question, the question and the answer.

    Two queries, however many the documents.  What the record no longer holds is left out.
    """
    names: dict[UUID, str] = {}
    for job in employments_of(db, person_id):
        names[job.employment_id] = employment_said(job)
        names[job.enterprise_id] = employer_said(job)
    trainings = {each.training_id: each for each in trainings_of(db, person_id)}
    for key, training in trainings.items():
        names[key] = training_said(training)
    return {
        row.attestation_id: list(
            _answered(row, names, trainings) if row.wish.asked else _chosen(row.wish, names)
        )
        for row in rows
    }


def _answered(
    row: AttestationRow, names: dict[UUID, str], trainings: dict[UUID, TrainingRow]
) -> Iterator[str]:
    say, question = Phrases(language()), _question(row.wish, names, trainings)
    if question is not None:
        yield say.question(question)
    if row.wish.on:
        yield say("answer.on", date=say.long_date(row.wish.on))
    if row.issued_at:
        yield say.answer(row.answer)


def _question(
    wish: Wish, names: dict[UUID, str], trainings: dict[UUID, TrainingRow]
) -> Question | None:
    """What was asked, as the document asks it."""
    match wish:
        case Wish(asked=Asked.SENIORITY, years=int(years), joint_committee=str(committee)):
            return Seniority(years, committee)
        case Wish(asked=Asked.CERTIFICATE_VALID, training_id=UUID() as key) if key in trainings:
            return CertificateValid(trainings[key].title, trainings[key].ends_on)
        case Wish(asked=Asked.CREDIT_LEFT, days=int(days), enterprise_id=UUID() as key) if (
            key in names
        ):
            return CreditLeft(days, names[key])
    return None


def _chosen(wish: Wish, names: dict[UUID, str]) -> Iterator[str]:
    for key in (wish.employment_id, wish.enterprise_id, wish.training_id):
        if key is not None and key in names:
            yield names[key]
    if wish.year:
        yield str(wish.year)
    if wish.starts_on or wish.ends_on:
        ends = (day_month_year(each) if each else "…" for each in (wish.starts_on, wish.ends_on))
        yield " – ".join(ends)


def employment_said(row: EmploymentRow) -> str:
    until = day_month_year(row.ends_on) if row.ends_on else gettext("today")
    return f"{employer_said(row)} · {day_month_year(row.starts_on)} – {until}"


def training_said(row: TrainingRow) -> str:
    return f"{row.title} · {day_month_year(row.ends_on)}"


def employer_said(row: EmploymentRow) -> str:
    return row.employer or row.enterprise_number or gettext("Employer not yet named")
