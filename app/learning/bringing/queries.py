"""Questions about what was brought, and what is remembered of columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.learning.batches.values import problem_of
from app.learning.bringing.fields import What
from app.learning.bringing.mapping import ColumnMapping, signature_of
from app.learning.bringing.models import BroughtRight, BroughtSheet, RememberedColumns
from app.learning.bringing.values import (
    Came,
    Counted,
    Remembered,
    RightRow,
    RightStatus,
    Sheet,
    SheetState,
)
from app.learning.rules.contents import Origin

#: Sheets that a list shows, the newest first.
MOST_SHEETS = 50


def sheet_of(db: Session, enterprise_id: UUID, sheet_id: UUID) -> Sheet | None:
    """A sheet that was brought for this enterprise; None where it is somebody else's."""
    found = db.execute(
        select(BroughtSheet).where(
            BroughtSheet.sheet_id == sheet_id, BroughtSheet.enterprise_id == enterprise_id
        )
    ).scalar_one_or_none()
    return as_value(found) if found else None


def sheets_of(db: Session, enterprise_id: UUID) -> list[Sheet]:
    """What was brought for an enterprise, the newest first."""
    rows = db.execute(
        select(BroughtSheet)
        .where(BroughtSheet.enterprise_id == enterprise_id)
        .order_by(BroughtSheet.brought_at.desc())
        .limit(MOST_SHEETS)
    ).scalars()
    return [as_value(row) for row in rows]


def as_value(row: Any) -> Sheet:
    """A row of ``brought_sheets``, mapped or not, as a value."""
    return Sheet(
        row.sheet_id,
        row.enterprise_id,
        Came(What(row.what), Origin(row.origin), row.origin_name, row.filename),
        tuple(row.header),
        row.lines,
        SheetState(row.state),
        row.language,
        row.brought_by,
        row.brought_at,
        ColumnMapping.from_plain(row.mapping) if row.mapping else None,
        row.reason,
        row.mapped_by,
        row.mapped_under,
        row.batch_id,
        Counted(row.waiting, row.ready, row.refused, row.already, row.stated),
        row.confirmed_by,
        row.confirmed_under,
        row.confirmed_at,
        row.ended_at,
        row.problem,
    )


def right_rows(
    db: Session, sheet_id: UUID, *, status: RightStatus | None, first: int, most: int
) -> list[RightRow]:
    """Lines of rights in the order of the sheet, ``most`` of them from the ``first``, from 0."""
    row = BroughtRight
    wanted = select(row).where(row.sheet_id == sheet_id).order_by(row.line)
    if status:
        wanted = wanted.where(row.status == status.value)
    found = db.execute(wanted.offset(first).limit(most)).scalars()
    return [
        RightRow(
            each.line,
            RightStatus(each.status),
            each.person_id,
            each.year,
            each.minutes,
            each.before,
            each.day_minutes,
            [problem_of(said) for said in each.problems or ()],
        )
        for each in found
    ]


def remembered_for(
    db: Session, enterprise_id: UUID, office_id: UUID | None, what: What, header: Sequence[str]
) -> Remembered | None:
    """What is remembered of these columns: the enterprise's own, else the office's newest."""
    table = RememberedColumns
    mine = table.enterprise_id == enterprise_id
    found = db.execute(
        select(table)
        .where(
            table.what == what.value,
            table.signature == signature_of(header),
            mine if office_id is None else or_(mine, table.office_id == office_id),
        )
        .order_by(mine.desc(), table.remembered_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    return _remembered(found) if found else None


def all_remembered(db: Session, enterprise_id: UUID) -> list[Remembered]:
    """What is remembered for an enterprise, the newest first."""
    rows = db.execute(
        select(RememberedColumns)
        .where(RememberedColumns.enterprise_id == enterprise_id)
        .order_by(RememberedColumns.remembered_at.desc())
    ).scalars()
    return [_remembered(row) for row in rows]


def _remembered(row: RememberedColumns) -> Remembered:
    return Remembered(
        row.mapping_id,
        row.enterprise_id,
        What(row.what),
        tuple(row.header),
        ColumnMapping.from_plain(row.mapping),
        row.remembered_by,
        row.remembered_at,
    )
