"""Legal representatives: whom the identity provider names for an enterprise, while signed in.

What they represent is kept with the sign-in session and dies with it; nothing here outlives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.identifying import identify_enterprise
from app.enterprises.models import Enterprise
from app.enterprises.outcomes import Refused
from app.foundation.problems import problem


@dataclass(frozen=True, slots=True)
class Representative:
    """A signed-in person whom the provider names as legal representative of this enterprise.

    Only the door that read the session makes one.  ``enterprise_id`` is None while the
    enterprise is not known here.
    """

    person_id: UUID
    enterprise_number: str
    enterprise_id: UUID | None

    @property
    def actor(self) -> Actor:
        """Acting for the enterprise, under no mandate."""
        return Actor(self.person_id, self.enterprise_id)


@dataclass(frozen=True, slots=True)
class EnterpriseKnown:
    """The enterprise is known here; ``written`` when something was added."""

    enterprise_id: UUID
    written: bool


def register_enterprise(
    db: Session, nsso_number: int, *, by: Representative, via: Channel, at: datetime
) -> EnterpriseKnown | Refused:
    """Make the enterprise represented known, with the NSSO number its representative states.

    A stated NSSO number is kept beside the one of the sources and attributes no declaration:
    with somebody else's number an enterprise would otherwise be shown somebody else's workers.
    """
    rows = db.execute(
        select(
            Enterprise.enterprise_id, Enterprise.enterprise_number, Enterprise.nsso_number
        ).where(
            or_(
                Enterprise.enterprise_number == by.enterprise_number,
                Enterprise.nsso_number == nsso_number,
            )
        )
    ).all()
    if any(row.enterprise_number != by.enterprise_number for row in rows):
        return _refuse(db, "nsso_number_taken", by, via, at)
    if any(row.nsso_number not in {None, nsso_number} for row in rows):
        return _refuse(db, "nsso_number_differs", by, via, at)
    number = by.enterprise_number
    found = identify_enterprise(db, enterprise_number=number, nsso_number=None).enterprise_id
    written = db.execute(
        update(Enterprise)
        .where(
            Enterprise.enterprise_id == found,
            Enterprise.nsso_number.is_(None),
            Enterprise.stated_nsso_number.is_distinct_from(nsso_number),
        )
        .values(stated_nsso_number=nsso_number)
        .returning(Enterprise.enterprise_id)
    ).first()
    if written:
        actor, details = Actor(by.person_id, found), {"enterprise_id": str(found)}
        trace = Trace(Act.ENTERPRISE_REGISTERED, actor, Ground.REPRESENTATION, details=details)
        record(db, [trace], via=via, at=at)
    return EnterpriseKnown(found, written is not None)


def _refuse(db: Session, code: str, by: Representative, via: Channel, at: datetime) -> Refused:
    details = {"problems": [code]}
    trace = Trace(Act.ENTERPRISE_REFUSED, by.actor, Ground.REPRESENTATION, details=details)
    record(db, [trace], via=via, at=at)
    return Refused((problem(code, "nsso_number"),))
