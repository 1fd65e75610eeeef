"""What happens to what was checked and decided when two persons or enterprises turn out to be one.

A pair that comes about by that is shown like every other.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from app.foundation.moving import move_rows
from app.learning.models import Training
from app.learning.others.models import CheckedRegistration, RealPair


def move_person(db: Session, *, kept: UUID, given_up: UUID) -> None:
    for model in (CheckedRegistration, RealPair):
        move_rows(db, model, "person_id", kept=kept, given_up=given_up)


def move_enterprise(db: Session, *, kept: UUID, given_up: UUID) -> None:
    move_rows(db, Training, "sender_id", kept=kept, given_up=given_up)
    for model in (CheckedRegistration, RealPair):
        move_rows(db, model, "enterprise_id", kept=kept, given_up=given_up)
