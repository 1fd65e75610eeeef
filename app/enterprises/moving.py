"""What happens to mandates and sizes when two persons, or two enterprises, turn out to be one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.enterprises.models import EnterpriseParticulars, EnterpriseSize, Mandate, StatedSize
from app.foundation.moving import move_rows


def move_person(db: Session, *, kept: UUID, given_up: UUID) -> None:
    _end_doubles(db, Mandate.person_id == kept, Mandate.person_id == given_up)
    move_rows(db, Mandate, "person_id", kept=kept, given_up=given_up)


def move_enterprise(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    _end_doubles(db, Mandate.enterprise_id == kept, Mandate.enterprise_id == given_up)
    move_rows(db, Mandate, "enterprise_id", kept=kept, given_up=given_up)
    for sizes in (EnterpriseSize, StatedSize):
        move_rows(
            db,
            sizes,
            "enterprise_id",
            kept=kept,
            given_up=given_up,
            once=("first_year",),
            at=at,
        )
    move_rows(
        db,
        EnterpriseParticulars,
        "enterprise_id",
        kept=kept,
        given_up=given_up,
        once=("enterprise_id",),
        at=at,
    )


def _end_doubles(db: Session, kept: ColumnElement[bool], given_up: ColumnElement[bool]) -> None:
    """An open mandate that the kept key has too is not needed twice."""
    mine = db.execute(
        select(Mandate.person_id, Mandate.enterprise_id, Mandate.role).where(
            kept,
            Mandate.valid_until.is_(None),
        )
    ).all()
    for person_id, enterprise_id, role in mine:
        db.execute(
            update(Mandate)
            .where(
                given_up,
                Mandate.valid_until.is_(None),
                Mandate.role == role,
                (Mandate.person_id == person_id) | (Mandate.enterprise_id == enterprise_id),
            )
            .values(valid_until=Mandate.valid_from)
        )
