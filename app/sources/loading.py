"""Loading a file: received once and kept whole, then read into facts in one transaction.

Killed at any moment and started again, the result is the same: either the message was read,
or nothing of it was.  Loaders take turns, because the order in which declarations are put in
force must be one order.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from sqlalchemy import Engine, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit.trail import OPERATOR, Act, Channel, Ground, Trace, record
from app.foundation.clock import Clock
from app.foundation.copying import without_cycle_collection
from app.foundation.database import raw, transaction
from app.identity.national_numbers import Vault
from app.sources.models import Message, Refusal
from app.sources.readers import dimona, dmfa, periods, registers
from app.sources.readers.xml import Fault, Unreadable, root_of
from app.sources.receiving import KeptMessage, NotAMessage, Progress, Receipt, receive
from app.sources.taking import take_dimonas, take_enterprises, take_persons
from app.sources.taking_dmfa import take_dmfa
from app.sources.taking_periods import take_periods
from app.sources.under_way import Taking

#: Loaders in different processes take turns on this advisory lock.
TURN = 7_261_006

_KINDS: dict[str, Callable[[Taking, IO[bytes]], int]] = {
    dmfa.ROOT: take_dmfa,
    dimona.ROOT: take_dimonas,
    registers.PERSONS_ROOT: take_persons,
    registers.ENTERPRISES_ROOT: take_enterprises,
    periods.ROOT: take_periods,
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file."""

    message_id: UUID | None  # None when the file was no message at all
    state: str  # read or refused
    kind: str | None
    taken: int
    refused: int
    already: bool  # the same file had been loaded before: nothing was done
    reason: str | None = None  # for a file that was no message


def load(
    engine: Engine,
    path: Path,
    *,
    vault: Vault,
    clock: Clock,
    progress: Progress = lambda _done, _all: None,
) -> Loaded:
    """Load one file; OSError when it cannot be read, never an exception for what it holds."""
    try:
        with transaction(engine) as db:
            receipt = receive(db, path, at=clock.now())
    except NotAMessage as refused:
        return Loaded(None, "refused", None, 0, 1, already=False, reason=str(refused))
    if receipt.state != "received":
        return _loaded_before(engine, receipt.message_id)
    try:
        with transaction(engine) as db, without_cycle_collection():
            loaded = _read(db, receipt, vault=vault, clock=clock, progress=progress)
    except Unreadable as unreadable:
        with transaction(engine) as db:
            loaded = _refuse(db, receipt, unreadable.fault, clock)
    return loaded or _loaded_before(engine, receipt.message_id)


def _read(
    db: Session, receipt: Receipt, *, vault: Vault, clock: Clock, progress: Progress
) -> Loaded | None:
    """Read the message into facts; None when another loader was quicker."""
    if not _my_turn(db, receipt.message_id):
        return None
    # What is looked up while loading is looked up by key; a plan made for empty tables
    # would otherwise be kept by prepared statements while they fill.
    raw(db).execute("set local plan_cache_mode = force_custom_plan")

    def stream() -> IO[bytes]:
        return io.BufferedReader(KeptMessage(db, receipt.message_id, receipt.size, progress))

    kind, line = root_of(stream())
    if kind not in _KINDS:
        raise Unreadable(Fault(line, kind[:60], "unknown_message"))
    taking = Taking(db, receipt.message_id, at=clock.now(), vault=vault)
    taken = _KINDS[kind](taking, stream())
    taking.write_faults()
    taking.keep_accounts_later()
    db.execute(
        update(Message)
        .where(Message.message_id == receipt.message_id)
        .values(state="read", kind=kind, read_at=taking.at, taken=taken, refused=taking.refused)
    )
    _trace(db, receipt, kind, taken, taking.refused, clock)
    return Loaded(receipt.message_id, "read", kind, taken, taking.refused, already=False)


def _my_turn(db: Session, message_id: UUID) -> bool:
    """Wait for the loader at work; False when nothing is left to do with the message."""
    raw(db).execute("select pg_advisory_xact_lock(%s)", (TURN,))
    # Asked by itself: while we waited, somebody else may have read it.
    found = raw(db).execute("select state from messages where message_id = %s", (message_id,))
    return found.fetchone() == ("received",)


def _refuse(db: Session, receipt: Receipt, fault: Fault, clock: Clock) -> Loaded | None:
    """Keep the message and the reason, nothing else of it; None when another was quicker."""
    if not _my_turn(db, receipt.message_id):
        return None
    db.execute(
        insert(Refusal).values(
            message_id=receipt.message_id,
            ordinal=1,
            line=fault.line,
            element=fault.element,
            code=fault.code,
            params=dict(fault.params),
        )
    )
    db.execute(
        update(Message)
        .where(Message.message_id == receipt.message_id)
        .values(state="refused", read_at=clock.now(), taken=0, refused=1)
    )
    _trace(db, receipt, None, 0, 1, clock)
    return Loaded(receipt.message_id, "refused", None, 0, 1, already=False)


def _trace(
    db: Session, receipt: Receipt, kind: str | None, taken: int, refused: int, clock: Clock
) -> None:
    details = {
        "message_id": str(receipt.message_id),
        "kind": kind,
        "taken": taken,
        "refused": refused,
    }
    trace = Trace(Act.MESSAGE_LOADED, OPERATOR, Ground.OPERATION, details=details)
    record(db, [trace], via=Channel.COMMAND, at=clock.now())


def _loaded_before(engine: Engine, message_id: UUID) -> Loaded:
    with transaction(engine) as db:
        row = db.execute(
            select(Message.state, Message.kind, Message.taken, Message.refused).where(
                Message.message_id == message_id
            )
        ).one()
    return Loaded(message_id, row.state, row.kind, row.taken or 0, row.refused or 0, already=True)
