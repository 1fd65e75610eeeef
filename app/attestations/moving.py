"""What happens to attestations when two persons turn out to be one: both keep all of them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from app.attestations.models import Attestation
from app.foundation.moving import move_rows


def move_person(db: Session, *, kept: UUID, given_up: UUID) -> None:
    for column in ("person_id", "asked_by"):
        move_rows(db, Attestation, column, kept=kept, given_up=given_up)
