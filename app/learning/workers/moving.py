"""What happens to choices when two persons or two enterprises turn out to be one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from app.foundation.moving import move_rows
from app.learning.workers.models import ChosenWorker


def move_person(db: Session, *, kept: UUID, given_up: UUID) -> None:
    """As the one who chose, and as the one chosen."""
    for column in ("chooser_id", "person_id"):
        move_rows(db, ChosenWorker, column, kept=kept, given_up=given_up)


def move_enterprise(db: Session, *, kept: UUID, given_up: UUID) -> None:
    move_rows(db, ChosenWorker, "enterprise_id", kept=kept, given_up=given_up)
