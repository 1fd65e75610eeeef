"""The workforce as the employer sees it: those of today, and those who left not long ago."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.employment.queries import EmploymentRow, workforce_of
from app.identity.queries import names_of
from app.learning.rules.account import YearAccount
from app.learning.statements import ends_with_known
from app.learning.workforce import ledgers_of


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """A worker with the employment of the line; ``employments`` are all here, newest first."""

    person_id: UUID
    name: str | None
    sort_key: tuple[str, str]
    employment: EmploymentRow
    employments: Sequence[EmploymentRow]


def workforce(db: Session, enterprise_id: UUID, *, today: date) -> list[WorkerLine]:
    """Everyone employed today by name, in two questions whatever their number."""
    everyone = workforce_of(db, enterprise_id, first=today, last=today)
    chosen = {person_id: _of_today(rows, today)[0] for person_id, rows in everyone.items()}
    return _by_name(db, everyone, chosen)


def those_who_left(db: Session, enterprise_id: UUID, *, today: date) -> list[WorkerLine]:
    """Everyone whose last day was in this calendar year or the one before, newest end first.

    Two questions whatever their number.  The line is of the employment that ended last.  Who is
    hired again from a later day on is among them until that day.
    """
    since = date(today.year - 1, 1, 1)
    everyone = workforce_of(db, enterprise_id, first=since, last=today)
    gone = {
        person_id: _ended_last(rows, today)
        for person_id, rows in everyone.items()
        if not _of_today(rows, today)
    }
    lines = _by_name(db, {person_id: everyone[person_id] for person_id in gone}, gone)
    return sorted(lines, key=lambda line: line.employment.ends_on or today, reverse=True)


def _by_name(
    db: Session,
    everyone: Mapping[UUID, Sequence[EmploymentRow]],
    chosen: Mapping[UUID, EmploymentRow],
) -> list[WorkerLine]:
    names = names_of(db, list(everyone))
    lines = []
    for person_id, rows in everyone.items():
        name = names[person_id]
        key = ((name.surname or "\uffff").casefold(), (name.given_names or "").casefold())
        lines.append(WorkerLine(person_id, name.full, key, chosen[person_id], rows))
    return sorted(lines, key=lambda line: line.sort_key)


def _of_today(rows: Sequence[EmploymentRow], today: date) -> list[EmploymentRow]:
    """The employments that go on today, begun last first."""
    return [
        row
        for row in rows
        if row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)
    ]


def _ended_last(rows: Sequence[EmploymentRow], today: date) -> EmploymentRow:
    """Of the employments of somebody who is not employed today, the one that ended last."""
    return max(
        (row for row in rows if row.ends_on and row.ends_on < today),
        key=lambda row: row.ends_on or today,
    )


def named(lines: Sequence[WorkerLine], wanted: str) -> list[WorkerLine]:
    """Those with the wanted words in their name."""
    return [line for line in lines if wanted.casefold() in (line.name or "").casefold()]


def ends_stated(db: Session, enterprise_id: UUID, lines: Sequence[WorkerLine]) -> set[UUID]:
    """The people among those lines of whom it is stated how the employment of the line ended."""
    known = ends_with_known(db, enterprise_id, at=None) if lines else {}
    return {line.person_id for line in lines if line.employment.employment_id in known}


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
