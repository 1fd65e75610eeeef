"""Bringing a sheet, saying what its columns are, and taking it back.

Nothing is registered or stated by it: what the sheet says is read in a job, and shown first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel
from app.enterprises.mandates import may_register
from app.enterprises.rules import plain_reason, problems_of_reason
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.jobs import enqueue_once
from app.foundation.letters import plain, readable
from app.foundation.problems import Problem, problem
from app.foundation.sheets import Sheet as ReadSheet
from app.identity.national_numbers import Vault
from app.learning.batches.asking import withdraw_batch
from app.learning.batches.queries import batch_of
from app.learning.batches.values import State
from app.learning.bringing.fields import What
from app.learning.bringing.holding import change_sheet, held_sheet, tell
from app.learning.bringing.jobs import read
from app.learning.bringing.mapping import ColumnMapping, problems_of_columns
from app.learning.bringing.models import (
    BroughtLines,
    BroughtRight,
    BroughtSheet,
)
from app.learning.bringing.sealing import give_up_lines, seal_lines
from app.learning.bringing.values import Came, Sheet, SheetState
from app.learning.rules.contents import LONGEST_NAME, Origin

_LOADED = frozenset({State.WRITING, State.WRITTEN, State.STOPPED})
_OPEN = (SheetState.BROUGHT.value, SheetState.READ.value)


@dataclass(frozen=True, slots=True)
class Brought:
    sheet_id: UUID


@dataclass(frozen=True, slots=True)
class Settled:
    """What the columns are is said: the sheet is being read."""

    sheet_id: UUID


@dataclass(frozen=True, slots=True)
class GivenUp:
    """The sheet is forgotten; nothing was loaded from it."""

    sheet_id: UUID


def bring_sheet(
    db: Session,
    sheet: ReadSheet,
    came: Came,
    *,
    language: str,
    vault: Vault,
    by: Actor,
    via: Channel,
    at: datetime,
) -> Brought | Refused:
    """Keep the lines of a sheet, sealed, until somebody has said what its columns are."""
    problems = _problems_of_origin(came)
    if not may_register(db, by, on=day_of(at)):
        problems = [problem("no_mandate")]
    if problems:
        return Refused(tuple(problems))
    sheet_id = db.execute(
        insert(BroughtSheet)
        .values(
            enterprise_id=by.enterprise_id,
            what=came.what.value,
            origin=came.origin.value,
            origin_name=plain(came.origin_name or "") or None,
            filename=came.filename,
            header=list(sheet.header),
            lines=len(sheet.lines),
            state=SheetState.BROUGHT.value,
            language=language,
            brought_by=by.person_id,
            brought_at=at,
        )
        .returning(BroughtSheet.sheet_id)
    ).scalar_one()
    seal_lines(db, sheet_id, sheet.lines, vault=vault)
    details = {"sheet_id": str(sheet_id), "what": came.what.value, "lines": len(sheet.lines)}
    tell(db, Act.HISTORY_BROUGHT, by, via, at, details)
    return Brought(sheet_id)


def _problems_of_origin(came: Came) -> list[Problem]:
    name = plain(came.origin_name or "")
    if came.origin is Origin.OTHER_SYSTEM and not name:
        return [problem("origin_name_missing", "origin_name")]
    if name and (len(name) > LONGEST_NAME or not readable(name)):
        return [problem("name_unreadable", "origin_name")]
    return []


def propose_columns(
    db: Session,
    sheet_id: UUID,
    mapping: ColumnMapping,
    *,
    reason: str | None,
    by: Actor,
    at: datetime,
) -> Settled | Refused:
    """Keep what the columns are while the meaning of their words is still asked."""
    held = _open_sheet(db, sheet_id, by, at)
    if isinstance(held, Refused):
        return held
    if problems := _problems_of(held, mapping, reason):
        return Refused(tuple(problems))
    said = plain_reason(reason or "") or None
    change_sheet(db, sheet_id, mapping=mapping.as_plain(), reason=said)
    return Settled(sheet_id)


def settle_columns(
    db: Session,
    sheet_id: UUID,
    mapping: ColumnMapping,
    *,
    reason: str | None,
    by: Actor,
    via: Channel,
    at: datetime,
) -> Settled | Refused:
    """Say what the columns are, and have the sheet read.

    May be said again until it is loaded: what was read before is taken back.  ``reason`` is why
    rights are stated.  Whether every word has a meaning is looked at where the words are.
    """
    held = _open_sheet(db, sheet_id, by, at)
    if isinstance(held, Refused):
        return held
    if problems := _problems_of(held, mapping, reason):
        return Refused(tuple(problems))
    if held["batch_id"]:
        withdraw_batch(db, held["batch_id"], by=by, via=via, at=at)
    db.execute(delete(BroughtRight).where(BroughtRight.sheet_id == sheet_id))
    change_sheet(
        db,
        sheet_id,
        **dict.fromkeys(("waiting", "ready", "refused", "already", "stated"), 0),
        state=SheetState.READING.value,
        mapping=mapping.as_plain(),
        reason=plain_reason(reason or "") or None,
        mapped_by=by.person_id,
        mapped_under=by.mandate_id,
        batch_id=None,
        problem=None,
    )
    enqueue_once(db, read, sheet_id=str(sheet_id))
    return Settled(sheet_id)


def may_be_settled(db: Session, sheet: Sheet) -> bool:
    """Whether somebody may still say what the columns of a sheet are."""
    loaded = sheet.batch_id and _is_loaded(db, sheet.enterprise_id, sheet.batch_id)
    return sheet.state in _OPEN and not loaded and _has_lines(db, sheet.sheet_id)


def _open_sheet(
    db: Session, sheet_id: UUID, by: Actor, at: datetime
) -> Mapping[str, Any] | Refused:
    """The sheet, held, if somebody may still say what its columns are."""
    held = held_sheet(db, sheet_id, by)
    if held is None:
        return Refused((problem("no_such_sheet"),))
    if not may_register(db, by, on=day_of(at)):
        return Refused((problem("no_mandate"),))
    loaded = held["batch_id"] and _is_loaded(db, held["enterprise_id"], held["batch_id"])
    if held["state"] not in _OPEN or loaded or not _has_lines(db, sheet_id):
        return Refused((problem("sheet_settled"),))
    return held


def _is_loaded(db: Session, enterprise_id: UUID, batch_id: UUID) -> bool:
    """Whether the batch that a sheet has become is being written, or has been."""
    batch = batch_of(db, enterprise_id, batch_id)
    return batch is not None and batch.state in _LOADED


def _problems_of(
    held: Mapping[str, Any], mapping: ColumnMapping, reason: str | None
) -> list[Problem]:
    what = What(held["what"])
    problems = problems_of_columns(what, mapping, held["header"])
    if what is What.RIGHTS:
        problems += problems_of_reason(reason or "")
    return problems


def give_up_sheet(
    db: Session, sheet_id: UUID, *, by: Actor, via: Channel, at: datetime
) -> GivenUp | Refused:
    """Forget what was brought and not loaded yet; rights that are being stated stop."""
    held = held_sheet(db, sheet_id, by)
    if held is None:
        return Refused((problem("no_such_sheet"),))
    if not may_register(db, by, on=day_of(at)):
        return Refused((problem("no_mandate"),))
    if held["batch_id"]:
        withdraw_batch(db, held["batch_id"], by=by, via=via, at=at)
    give_up_lines(db, sheet_id)
    if held["ended_at"] is None:
        writing = held["state"] == SheetState.WRITING
        ended = SheetState.STOPPED if writing else SheetState.WITHDRAWN
        change_sheet(db, sheet_id, state=ended.value, ended_at=at)
        tell(db, Act.HISTORY_GIVEN_UP, by, via, at, {"sheet_id": str(sheet_id)})
    return GivenUp(sheet_id)


def _has_lines(db: Session, sheet_id: UUID) -> bool:
    found = db.execute(select(BroughtLines.first).where(BroughtLines.sheet_id == sheet_id).limit(1))
    return found.first() is not None
