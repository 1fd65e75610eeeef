"""The workforce as the employer sees it: one line a worker, with the credit of the year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.employment.queries import EmploymentRow, workforce_of
from app.enterprises.queries import size_for
from app.identity.queries import names_of
from app.learning.queries import EmployerAccount, accounts_from, trainings_in_year


@dataclass(frozen=True, slots=True)
class WorkerLine:
    person_id: UUID
    name: str | None
    sort_key: tuple[str, str]
    employment: EmploymentRow
    account: EmployerAccount


def workforce(db: Session, enterprise_id: UUID, *, today: date) -> list[WorkerLine]:
    """Everyone employed today by name, in four questions whatever their number."""
    by_person: dict[UUID, list[EmploymentRow]] = defaultdict(list)
    for row in workforce_of(db, enterprise_id, on=today):
        by_person[row.person_id].append(row)
    names = names_of(db, list(by_person))
    sizes = size_for(db, enterprise_id, today.year)
    followed = trainings_in_year(db, enterprise_id, year=today.year)
    lines = []
    for person_id, rows in by_person.items():
        [account] = accounts_from(
            rows, followed.get(person_id, ()), sizes, year=today.year, today=today
        )
        name = names[person_id]
        key = ((name.surname or "\uffff").casefold(), (name.given_names or "").casefold())
        lines.append(WorkerLine(person_id, name.full, key, rows[0], account))
    return sorted(lines, key=lambda line: line.sort_key)
