"""Looking at one worker of an enterprise: who it is, on what ground, and the line in the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import abort, current_app

from app.audit.trail import Act, Channel, Ground, Trace, record
from app.employers.access import acting_under
from app.employment.queries import EmploymentRow, employments_of
from app.enterprises.mandates import HeldMandate
from app.enterprises.parameters import is_open
from app.foundation.clock import day_of
from app.foundation.database import session
from app.identity.queries import names_of


def now() -> datetime:
    at: datetime = current_app.extensions["clock"].now()
    return at


def today() -> date:
    return day_of(now())


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker as the enterprise may see them: by name, and the employments with it alone."""

    person_id: UUID
    name: str | None
    employments: list[EmploymentRow]

    def employment(self, employment_id: UUID) -> EmploymentRow:
        """One of the employments; 404 when it is none of them."""
        found = [each for each in self.employments if each.employment_id == employment_id]
        if not found:
            abort(404)
        return found[0]


def employments_here(mandate: HeldMandate, person_id: UUID) -> list[EmploymentRow]:
    """The worker's employments with the enterprise, newest first.

    404 where there never was one, and where the last ended so long ago that access has closed.
    """
    rows = employments_of(session(), person_id, enterprise_id=mandate.enterprise_id)
    if not is_open([(each.starts_on, each.ends_on) for each in rows], today()):
        abort(404)
    return rows


def look_at(mandate: HeldMandate, person_id: UUID, *, page: str) -> Worker:
    """The worker, with a line in the trail that says on which page; 404 for anybody else."""
    db = session()
    employments = employments_here(mandate, person_id)
    seen = Trace(
        Act.WORKER_SEEN,
        acting_under(mandate),
        Ground.MANDATE,
        subject_id=person_id,
        details={"page": page},
    )
    record(db, [seen], via=Channel.PAGE, at=now())
    return Worker(person_id, names_of(db, [person_id])[person_id].full, employments)
