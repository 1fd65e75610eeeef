"""Sheets whose reading or stating failed so often that it was given up, and taking it up again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel
from app.enterprises.mandates import may_register
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.jobs import given_up, take_up
from app.foundation.problems import problem
from app.learning.batches.taking_up import TakenUp
from app.learning.bringing.holding import tell
from app.learning.bringing.jobs import check, read, write
from app.learning.bringing.queries import sheet_of
from app.learning.bringing.values import Sheet, SheetState

_TASKS = (read, check, write)
_UNDER_WAY = frozenset({SheetState.READING, SheetState.WRITING})


def given_up_among(db: Session, sheets: Collection[Sheet]) -> frozenset[UUID]:
    """Those of these sheets that would wait for ever, in one question."""
    under_way = [each.sheet_id for each in sheets if each.state in _UNDER_WAY]
    return given_up(db, _TASKS, "sheet_id", under_way) if under_way else frozenset()


def take_up_sheet(
    db: Session, sheet_id: UUID, *, by: Actor, via: Channel, at: datetime
) -> TakenUp | Refused:
    """Have what was given up of a sheet tried again."""
    sheet = sheet_of(db, by.enterprise_id, sheet_id) if by.enterprise_id else None
    if sheet is None:
        return Refused((problem("no_such_sheet"),))
    if not may_register(db, by, on=day_of(at)):
        return Refused((problem("no_mandate"),))
    jobs = take_up(db, _TASKS, "sheet_id", sheet_id) if sheet.state in _UNDER_WAY else 0
    if jobs:
        details = {"what": "history", "key": str(sheet_id)}
        tell(db, Act.WORK_TAKEN_UP, by, via, at, details)
    return TakenUp(jobs)
