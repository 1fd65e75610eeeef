"""What happens to mandates and sizes when two persons, or two enterprises, turn out to be one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.enterprises.machines.moving import move_machines
from app.enterprises.models import (
    ClientMandate,
    EnterpriseParticulars,
    EnterpriseSize,
    Mandate,
    StatedSize,
)
from app.foundation.moving import move_rows


def move_person(db: Session, *, kept: UUID, given_up: UUID) -> None:
    _end_doubles(db, Mandate.person_id == kept, Mandate.person_id == given_up)
    move_rows(db, Mandate, "person_id", kept=kept, given_up=given_up)


def move_enterprise(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    _end_doubles(db, Mandate.enterprise_id == kept, Mandate.enterprise_id == given_up)
    _move_client_mandates(db, kept=kept, given_up=given_up, at=at)
    move_machines(db, kept=kept, given_up=given_up)
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
        select(
            Mandate.person_id, Mandate.enterprise_id, Mandate.role, Mandate.client_mandate_id
        ).where(kept, Mandate.valid_until.is_(None), Mandate.ended_at.is_(None))
    ).all()
    for person_id, enterprise_id, role, client_mandate_id in mine:
        db.execute(
            update(Mandate)
            .where(
                given_up,
                Mandate.valid_until.is_(None),
                Mandate.ended_at.is_(None),
                Mandate.role == role,
                Mandate.client_mandate_id.is_not_distinct_from(client_mandate_id),
                (Mandate.person_id == person_id) | (Mandate.enterprise_id == enterprise_id),
            )
            .values(valid_until=Mandate.valid_from)
        )


def _move_client_mandates(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    """What clients and offices agreed goes on under the kept key, once.

    Where the two had agreed with each other nothing is left to agree on: it ends, and stays with
    the key that was given up.
    """
    theirs = aliased(ClientMandate)
    doubled = (
        select(theirs.client_mandate_id)
        .where(
            theirs.ended_at.is_(None),
            or_(
                and_(
                    theirs.client_id == kept,
                    ClientMandate.client_id == given_up,
                    theirs.office_id == ClientMandate.office_id,
                ),
                and_(
                    theirs.office_id == kept,
                    ClientMandate.office_id == given_up,
                    theirs.client_id == ClientMandate.client_id,
                ),
            ),
        )
        .exists()
    )
    both = (kept, given_up)
    with_itself = ClientMandate.client_id.in_(both) & ClientMandate.office_id.in_(both)
    db.execute(
        update(ClientMandate)
        .where(ClientMandate.ended_at.is_(None), doubled | with_itself)
        .values(ended_at=at, ended_by=ClientMandate.proposed_by, ended_for=ClientMandate.client_id)
    )
    for column in (ClientMandate.client_id, ClientMandate.office_id, ClientMandate.ended_for):
        db.execute(
            update(ClientMandate).where(column == given_up, ~with_itself).values({column.key: kept})
        )
