"""What declarations say as facts: the lines of a DmfA, and Dimona declarations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.employment.models import DimonaDeclaration


class DeclaredLine(NamedTuple):
    """One occupation of a DmfA.  Units, and the order of the fields, as in the table."""

    fingerprint: bytes
    worker_code: int
    starts_on: date
    ends_on: date | None
    joint_committee: str | None
    part_time: bool
    hours_worked: int | None
    hours_full_time: int | None
    days_per_week: int | None
    reorganisation: int | None
    is_work: bool
    days: int
    pay: int
    severance: int
    services: Sequence[Sequence[int | None]]
    remunerations: Sequence[Sequence[int]]


def declare_dimonas(db: Session, declarations: Sequence[dict[str, Any]]) -> int:
    """Keep Dimona declarations (rows of the table); those already kept count as nothing."""
    if not declarations:
        return 0
    kept = db.execute(
        insert(DimonaDeclaration).on_conflict_do_nothing().returning(DimonaDeclaration.person_id),
        declarations,
    )
    return len(kept.all())
