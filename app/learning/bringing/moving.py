"""What happens to what was brought when two persons, or two enterprises, turn out to be one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from app.foundation.moving import move_rows
from app.learning.bringing.models import BroughtRight, BroughtSheet, RememberedColumns


def move_person(db: Session, *, kept: UUID, given_up: UUID) -> None:
    """Give rights and acts to the person that stays.

    A right of both in one sheet stays on two lines: the act that states them tells it.
    """
    move_rows(db, BroughtRight, "person_id", kept=kept, given_up=given_up)
    for column in ("brought_by", "mapped_by", "confirmed_by"):
        move_rows(db, BroughtSheet, column, kept=kept, given_up=given_up)
    move_rows(db, RememberedColumns, "remembered_by", kept=kept, given_up=given_up)


def move_enterprise(db: Session, *, kept: UUID, given_up: UUID) -> None:
    """Give sheets to the enterprise that stays; of columns remembered for both, its own stay."""
    move_rows(db, BroughtSheet, "enterprise_id", kept=kept, given_up=given_up)
    columns = RememberedColumns
    known = select(columns.what, columns.signature).where(columns.enterprise_id == kept)
    db.execute(
        delete(columns).where(
            columns.enterprise_id == given_up, tuple_(columns.what, columns.signature).in_(known)
        )
    )
    for column in ("enterprise_id", "office_id"):
        move_rows(db, columns, column, kept=kept, given_up=given_up)
