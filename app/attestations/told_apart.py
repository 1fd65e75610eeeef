"""What earlier documents of one kind are told apart by: what was chosen for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.attestations.queries import AttestationRow
from app.attestations.wishes import Wish
from app.employment.queries import EmploymentRow, employments_of
from app.foundation.writing import day_month_year
from app.learning.queries import TrainingRow, trainings_of


def chosen_for(
    db: Session, person_id: UUID, rows: Iterable[AttestationRow]
) -> dict[UUID, list[str]]:
    """By document: its employment, employer, training, year and period, in the reader's language.

    Two queries, however many the documents.  What the record no longer holds is left out.
    """
    names: dict[UUID, str] = {}
    for job in employments_of(db, person_id):
        names[job.employment_id] = employment_said(job)
        names[job.enterprise_id] = employer_said(job)
    for training in trainings_of(db, person_id):
        names[training.training_id] = training_said(training)
    return {row.attestation_id: list(_chosen(row.wish, names)) for row in rows}


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
