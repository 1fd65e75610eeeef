"""The workforce as the employer sees it: one line a worker, with the credit of the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.employment.queries import EmploymentRow, workforce_of
from app.identity.queries import names_of
from app.learning.rules.account import YearAccount
from app.learning.workforce import ledgers_of


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """A worker of today; ``employments`` are all there were here, newest first."""

    person_id: UUID
    name: str | None
    sort_key: tuple[str, str]
    employment: EmploymentRow
    employments: Sequence[EmploymentRow]


def workforce(db: Session, enterprise_id: UUID, *, today: date) -> list[WorkerLine]:
    """Everyone employed today by name, in two questions whatever their number."""
    everyone = workforce_of(db, enterprise_id, first=today, last=today)
    names = names_of(db, list(everyone))
    lines = []
    for person_id, rows in everyone.items():
        name = names[person_id]
        key = ((name.surname or "\uffff").casefold(), (name.given_names or "").casefold())
        lines.append(WorkerLine(person_id, name.full, key, _of_today(rows, today), rows))
    return sorted(lines, key=lambda line: line.sort_key)


def _of_today(rows: Sequence[EmploymentRow], today: date) -> EmploymentRow:
    """The employment begun last of those that go on today."""
    return next(
        row
        for row in rows
        if row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)
    )


def accounts_of(
    db: Session, enterprise_id: UUID, lines: Sequence[WorkerLine], *, today: date
) -> dict[UUID, YearAccount]:
    """The account of this year of those lines, in one round trip whatever their number."""
    workers = {line.person_id: line.employments for line in lines}
    found: dict[UUID, YearAccount] = {}
    for person_id, ledger in ledgers_of(db, enterprise_id, workers, today=today).items():
        account = ledger.of(today.year)
        assert account is not None, "who is employed today has an account of this year"
        found[person_id] = account
    return found
