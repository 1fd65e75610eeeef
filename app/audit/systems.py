"""Whose system stated something where no person did: the trail alone keeps it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import AuditLine
from app.audit.trail import Act

_OF_RIGHTS = (Act.RIGHT_STATED.tag, Act.RIGHT_WITHDRAWN.tag)


@dataclass(frozen=True, slots=True)
class OfRight:
    """A statement of a right, or its withdrawal.  ``subject_id`` None: of everyone's."""

    at: datetime
    subject_id: UUID | None
    year: int


@dataclass(frozen=True, slots=True)
class System:
    """A machine that is registered, or else the drop folder of an enterprise."""

    client_id: UUID | None
    sender_id: UUID | None


def systems_behind_rights(
    db: Session, enterprise_id: UUID, instants: Collection[datetime]
) -> dict[OfRight, System]:
    """Whose systems stated rights for an enterprise at these instants, or withdrew them."""
    line = AuditLine
    year = line.details["year"].as_integer()
    rows = db.execute(
        select(line.at, line.subject_id, year, line.client_id, line.sender_id).where(
            line.enterprise_id == enterprise_id,
            line.at == func.any(list(instants)),
            line.act.in_(_OF_RIGHTS),
            line.actor_id.is_(None),
        )
    )
    return {OfRight(*row[:3]): System(*row[3:]) for row in rows}
