"""What happens to employments when two persons, or two enterprises, turn out to be one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.employment.joining import Worker, join_employments
from app.employment.models import (
    DimonaDeclaration,
    Employment,
    OccupationLine,
    QuarterDeclaration,
)
from app.employment.sizing import measure_sizes
from app.foundation.calendar import Quarter
from app.foundation.database import raw
from app.foundation.moving import move_rows


def move_person(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    """Bring the declarations of both under one key and derive the employments again."""
    employers = db.execute(
        select(DimonaDeclaration.enterprise_id)
        .where(DimonaDeclaration.person_id.in_([kept, given_up]))
        .union(
            select(OccupationLine.enterprise_id).where(
                OccupationLine.person_id.in_([kept, given_up])
            )
        )
    ).scalars()
    enterprises = list(employers)
    for model in (DimonaDeclaration, OccupationLine):
        move_rows(db, model, "person_id", kept=kept, given_up=given_up)
    _move_employments(db, Employment.person_id == given_up, person_id=kept)
    join_employments(db, [Worker(each, kept) for each in enterprises], at=at)


def move_enterprise(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    """Bring the declarations of both under one key and derive the employments again."""
    _one_declaration_a_quarter(db, kept=kept, given_up=given_up, at=at)
    for model in (DimonaDeclaration, QuarterDeclaration, OccupationLine):
        move_rows(db, model, "enterprise_id", kept=kept, given_up=given_up)
    _move_employments(db, Employment.enterprise_id == given_up, enterprise_id=kept)
    workers = raw(db).execute(
        """
        select person_id from dimona_declarations where enterprise_id = %(kept)s
        union select person_id from occupation_lines where enterprise_id = %(kept)s
        """,
        {"kept": kept},
    )
    join_employments(db, [Worker(kept, row[0]) for row in workers], at=at)
    _measure_again(db, kept, at=at)


def _move_employments(db: Session, those: ColumnElement[bool], **where: UUID) -> None:
    # They move as they are, with their keys; joining then closes what stands there twice.
    db.execute(update(Employment).where(those).values(**where))


def _measure_again(db: Session, enterprise_id: UUID, *, at: datetime) -> None:
    """Measure every two-year period again: each of the two knew a part of its quarters."""
    quarters = db.execute(
        select(QuarterDeclaration.quarter).where(
            QuarterDeclaration.enterprise_id == enterprise_id,
            QuarterDeclaration.recorded_until.is_(None),
        )
    ).scalars()
    declared = [(enterprise_id, Quarter.from_key(key)) for key in quarters]
    measure_sizes(db, declared, at=at)


def _one_declaration_a_quarter(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    """Where both declared the same quarter, the later declaration stays in force."""
    raw(db).execute(
        """
        with twice as (
            select a.quarter,
                   case when (a.declared_at, a.message_id) < (b.declared_at, b.message_id)
                        then a.enterprise_id else b.enterprise_id end as loser
            from quarter_declarations a join quarter_declarations b using (quarter)
            where a.enterprise_id = %(kept)s and b.enterprise_id = %(given_up)s
              and a.recorded_until is null and b.recorded_until is null),
        closed as (
            update quarter_declarations d set recorded_until = %(at)s from twice
            where d.quarter = twice.quarter and d.enterprise_id = twice.loser
              and d.recorded_until is null)
        update occupation_lines l set recorded_until = %(at)s from twice
        where l.quarter = twice.quarter and l.enterprise_id = twice.loser
          and l.recorded_until is null
        """,
        {"kept": kept, "given_up": given_up, "at": at},
    )
