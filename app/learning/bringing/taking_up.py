"""Sheets whose reading or stating failed so often that it was given up, and taking it up again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.taking_up import Work
from app.audit.trail import Actor, Channel
from app.enterprises.mandates import may_register
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.problems import problem
from app.learning.bringing.jobs import check, read, write
from app.learning.bringing.queries import sheet_of
from app.learning.bringing.values import Sheet, SheetState

_WORK = Work("history", (read, check, write), "sheet_id")
_UNDER_WAY = frozenset({SheetState.READING, SheetState.WRITING})


def given_up_among(db: Session, sheets: Collection[Sheet]) -> frozenset[UUID]:
    """Those of these sheets that would wait for ever, in one question."""
    return _WORK.given_up_among(db, [s.sheet_id for s in sheets if s.state in _UNDER_WAY])


def take_up_sheet(
    db: Session, sheet_id: UUID, *, by: Actor, via: Channel, at: datetime
) -> int | Refused:
    """Have what was given up of a sheet tried again; how many jobs that are."""
    sheet = sheet_of(db, by.enterprise_id, sheet_id) if by.enterprise_id else None
    if sheet is None:
        return Refused((problem("no_such_sheet"),))
    if not may_register(db, by, on=day_of(at)):
        return Refused((problem("no_mandate"),))
    return _WORK.take_up(db, sheet_id, by=by, via=via, at=at) if sheet.state in _UNDER_WAY else 0
