"""Reading a sheet whose columns are known, in one transaction: all of its lines, or none."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.trail import Actor, Channel
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.identity.national_numbers import Vault
from app.learning.batches.asking import About, draft_batch
from app.learning.batches.values import Kind
from app.learning.bringing.fields import What
from app.learning.bringing.holding import change_sheet, held_sheet
from app.learning.bringing.lines import LineReader, Said
from app.learning.bringing.mapping import ColumnMapping
from app.learning.bringing.models import BroughtSheet
from app.learning.bringing.queries import as_value
from app.learning.bringing.rights import keep_rights
from app.learning.bringing.sealing import lines_of
from app.learning.bringing.trainings import history_rows
from app.learning.bringing.values import Sheet, SheetState


def read_in(db: Session, sheet_id: UUID, *, vault: Vault, at: datetime) -> bool:
    """Read the sheet; whether there are rights to check.

    Trainings become a batch of history, which is checked by itself.  A sheet that is not to be
    read any more is left as it is.
    """
    if (held := held_sheet(db, sheet_id, None)) is None or held["state"] != SheetState.READING:
        return False
    row = db.get_one(BroughtSheet, sheet_id)
    sheet = as_value(row)
    assert sheet.mapping is not None, "the database has one while the state is reading"
    reader = LineReader(sheet.came.what, sheet.mapping, sheet.header)
    lines = [reader.read(line) for line in lines_of(db, sheet_id, vault=vault)]
    if sheet.came.what is What.RIGHTS:
        keep_rights(db, sheet, lines, vault=vault)
        return True
    _draft(db, sheet, sheet.mapping, lines, vault=vault, at=at)
    return False


def _draft(
    db: Session,
    sheet: Sheet,
    mapping: ColumnMapping,
    lines: list[Said],
    *,
    vault: Vault,
    at: datetime,
) -> None:
    rows = history_rows(
        db, sheet.enterprise_id, lines, mapping, sheet.came, vault=vault, today=day_of(at)
    )
    drafted = draft_batch(
        db,
        rows,
        About(Kind.HISTORY, sheet.language, source=sheet.came.filename),
        vault=vault,
        by=Actor(sheet.mapped_by, sheet.enterprise_id, sheet.mapped_under),
        via=Channel.PAGE,
        at=at,
    )
    if isinstance(drafted, Refused):
        why = drafted.problems[0].code
        change_sheet(db, sheet.sheet_id, state=SheetState.STOPPED.value, problem=why, ended_at=at)
    else:
        change_sheet(db, sheet.sheet_id, state=SheetState.READ.value, batch_id=drafted.batch_id)
