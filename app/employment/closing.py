"""Whom an employer may look at, and whom no longer: those who left too long ago."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.employment.queries import stretches_with
from app.enterprises.parameters import is_open


def closed_to(
    db: Session, enterprise_id: UUID, person_ids: Collection[UUID], *, today: date
) -> set[UUID]:
    """Those of these people who worked for the enterprise, and may be looked at no more."""
    employed = stretches_with(db, enterprise_id, person_ids)
    return {person_id for person_id, days in employed.items() if not is_open(days, today)}


def open_to(
    db: Session, enterprise_id: UUID, person_ids: Collection[UUID], *, today: date
) -> set[UUID]:
    """Those of these people who work for the enterprise, or left it not too long ago.

    Who never worked there is not among them: asking for somebody shows nothing of them.
    """
    employed = stretches_with(db, enterprise_id, person_ids) if person_ids else {}
    return {person_id for person_id, days in employed.items() if is_open(days, today)}
