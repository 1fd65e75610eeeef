"""What happens to trainings when two persons, or two enterprises, turn out to be one.

The same training registered under both keys is one training: the kept key's stays open.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.foundation.moving import move_rows
from app.learning.models import Training


def move_person(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    move_rows(
        db,
        Training,
        "person_id",
        kept=kept,
        given_up=given_up,
        once=("enterprise_id", "fingerprint"),
        at=at,
    )


def move_enterprise(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    move_rows(
        db,
        Training,
        "enterprise_id",
        kept=kept,
        given_up=given_up,
        once=("person_id", "fingerprint"),
        at=at,
    )
