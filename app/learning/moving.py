"""What happens to trainings, statements and kept accounts when two turn out to be one.

Two persons, or two enterprises.  The same training registered under both keys is one training:
the kept key's stays open.  So does what was stated under the kept key, where both stated
something about the same, and so does an account kept for it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from app.employment.queries import absorbed
from app.foundation.moving import move_rows
from app.learning.batches import moving as batches
from app.learning.bringing import moving as bringing
from app.learning.due import moving as due
from app.learning.models import AccountStatement, StatedEnd, StatedRight, Training
from app.learning.others import moving as others
from app.learning.workers import moving as choices


def move_person(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    once = {
        Training: ("enterprise_id", "fingerprint"),
        StatedRight: ("enterprise_id", "year"),
        StatedEnd: ("employment_id",),
        AccountStatement: ("enterprise_id", "year", "opened_on"),
    }
    for model, columns in once.items():
        move_rows(db, model, "person_id", kept=kept, given_up=given_up, once=columns, at=at)
    batches.move_person(db, kept=kept, given_up=given_up)
    others.move_person(db, kept=kept, given_up=given_up)
    bringing.move_person(db, kept=kept, given_up=given_up)
    choices.move_person(db, kept=kept, given_up=given_up)
    _follow_employments(db, {kept}, at=at)


def move_enterprise(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    _state_of_everyone_once(db, kept=kept, given_up=given_up, at=at)
    once = {
        Training: ("person_id", "fingerprint"),
        StatedRight: ("person_id", "year"),
        StatedEnd: ("employment_id",),
        AccountStatement: ("person_id", "year", "opened_on"),
    }
    for model, columns in once.items():
        move_rows(db, model, "enterprise_id", kept=kept, given_up=given_up, once=columns, at=at)
    batches.move_enterprise(db, kept=kept, given_up=given_up)
    others.move_enterprise(db, kept=kept, given_up=given_up)
    bringing.move_enterprise(db, kept=kept, given_up=given_up)
    choices.move_enterprise(db, kept=kept, given_up=given_up)
    due.move_enterprise(db, kept=kept, given_up=given_up, at=at)
    workers = db.execute(
        select(StatedEnd.person_id).where(
            StatedEnd.enterprise_id == kept, StatedEnd.recorded_until.is_(None)
        )
    ).scalars()
    _follow_employments(db, set(workers), at=at)


def _state_of_everyone_once(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    """Close what the one given up stated of everyone in a year of which the kept one did too."""
    other = aliased(StatedRight)
    years = (
        select(other.year)
        .where(
            other.enterprise_id == kept, other.person_id.is_(None), other.recorded_until.is_(None)
        )
        .scalar_subquery()
    )
    db.execute(
        update(StatedRight)
        .where(
            StatedRight.enterprise_id == given_up,
            StatedRight.person_id.is_(None),
            StatedRight.recorded_until.is_(None),
            StatedRight.year.in_(years),
        )
        .values(recorded_until=at)
    )


def _follow_employments(db: Session, person_ids: set[UUID], *, at: datetime) -> None:
    """Let what is stated of the end of an employment follow it into the one that absorbed it.

    Where that one has a statement of its own, it stays, and the other is closed.
    """
    for person_id in sorted(person_ids):
        open_now = (StatedEnd.person_id == person_id) & StatedEnd.recorded_until.is_(None)
        stated = set(db.execute(select(StatedEnd.employment_id).where(open_now)).scalars())
        for gone, taker in absorbed(db, stated, person_id).items() if stated else ():
            becomes = {"recorded_until": at} if taker in stated else {"employment_id": taker}
            db.execute(
                update(StatedEnd).where(open_now, StatedEnd.employment_id == gone).values(becomes)
            )
            stated.add(taker)
