"""What happens to batches when two persons or two enterprises turn out to be one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from app.foundation.moving import move_rows
from app.learning.batches.models import RegistrationBatch, RegistrationRow


def move_person(db: Session, *, kept: UUID, given_up: UUID) -> None:
    """As a worker of rows, and as whoever asked or confirmed: a batch under way goes on."""
    move_rows(db, RegistrationRow, "person_id", kept=kept, given_up=given_up)
    for column in ("asked_by", "confirmed_by"):
        move_rows(db, RegistrationBatch, column, kept=kept, given_up=given_up)


def move_enterprise(db: Session, *, kept: UUID, given_up: UUID) -> None:
    move_rows(db, RegistrationBatch, "enterprise_id", kept=kept, given_up=given_up)
