"""Asking for a batch, confirming what was shown, and taking it back or stopping it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.mandates import may_register
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.copying import ABSENT, copied_text, copy_in
from app.foundation.jobs import enqueue_once
from app.foundation.problems import problem
from app.identity.identifying import persons_by_ssin
from app.identity.national_numbers import Vault
from app.learning.batches.jobs import check, write
from app.learning.batches.models import RegistrationBatch
from app.learning.batches.values import (
    Kind,
    NewRow,
    PlainTraining,
    State,
    Status,
    plain_problem,
    registration_of,
)
from app.learning.registration import problems_of_training
from certificates.numbers import ALPHABET, check_character

#: More than the history of the largest employers has, and less than a slip of the mouse.
MOST_ROWS = 200_000
#: The training of a batch is of no one worker.
_NOBODY = UUID(int=0)
_COLUMNS = "batch_id, line, status, person_id, ssin_sealed, ssin_hash, training, problems, said"


__all__ = [
    "About",
    "Confirmed",
    "Drafted",
    "Refused",
    "StoodSo",
    "Withdrawn",
    "confirm_batch",
    "draft_batch",
    "withdraw_batch",
]


@dataclass(frozen=True, slots=True)
class Drafted:
    batch_id: UUID
    reference: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    batch_id: UUID


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Taken back before anything was written, or stopped half-way."""

    batch_id: UUID


@dataclass(frozen=True, slots=True)
class StoodSo:
    """It was confirmed, or had ended, before: nothing was changed."""

    batch_id: UUID


@dataclass(frozen=True, slots=True)
class About:
    """What a batch has beside its rows: the training of all of them, or the file it came from."""

    kind: Kind
    language: str
    training: PlainTraining | None = None
    source: str | None = None


def draft_batch(
    db: Session,
    rows: Sequence[NewRow],
    about: About,
    *,
    vault: Vault,
    by: Actor,
    via: Channel,
    at: datetime,
) -> Drafted | Refused:
    """Keep what is asked for and have it checked; nothing is registered by it.

    Lines are numbered as whoever asks numbers them, each number once.
    """
    if by.enterprise_id is None or not may_register(db, by, on=day_of(at)):
        return Refused((problem("no_mandate"),))
    if not rows:
        return Refused((problem("nobody_chosen", "workers"),))
    if len(rows) > MOST_ROWS:
        return Refused((problem("too_many_rows", "workers", most=MOST_ROWS),))
    if about.training is not None:
        # What is wrong for everybody is said once, before anybody is looked up.
        wanted = registration_of(about.training, _NOBODY)
        if problems := problems_of_training(wanted, today=day_of(at)):
            return Refused(tuple(problems))
    refused = sum(bool(row.problems) for row in rows)
    reference = _new_reference(at.year)
    batch_id = db.execute(
        insert(RegistrationBatch)
        .values(
            reference=reference,
            kind=about.kind.value,
            state=State.CHECKING.value,
            enterprise_id=by.enterprise_id,
            asked_by=by.person_id,
            mandate_id=by.mandate_id,
            channel=via.value,
            language=about.language,
            training=about.training,
            source=about.source,
            waiting=len(rows) - refused,
            ready=0,
            refused=refused,
            already=0,
            registered=0,
            created_at=at,
        )
        .returning(RegistrationBatch.batch_id)
    ).scalar_one()
    copy_in(db, "registration_rows", _COLUMNS, _lines(db, batch_id, rows, vault))
    _tell(db, Act.TRAININGS_ASKED, batch_id, len(rows), by=by, via=via, at=at)
    enqueue_once(db, check, batch_id=str(batch_id))
    return Drafted(batch_id, reference)


def confirm_batch(
    db: Session, batch_id: UUID, *, by: Actor, via: Channel, at: datetime
) -> Confirmed | StoodSo | Refused:
    """Have written what was shown.  Confirmed twice, by whomever, it is written once."""
    held = _held(db, batch_id, by)
    if held is None:
        return Refused((problem("no_such_batch"),))
    if not may_register(db, by, on=day_of(at)):
        return Refused((problem("no_mandate"),))
    if held["state"] == State.CHECKING:
        return Refused((problem("batch_not_checked"),))
    if held["state"] != State.CHECKED:
        return StoodSo(batch_id)
    if not held["ready"]:
        return Refused((problem("nothing_to_register"),))
    _change(
        db,
        batch_id,
        state=State.WRITING.value,
        confirmed_by=by.person_id,
        confirmed_under=by.mandate_id,
        confirmed_at=at,
    )
    _tell(db, Act.TRAININGS_CONFIRMED, batch_id, held["ready"], by=by, via=via, at=at)
    enqueue_once(db, write, batch_id=str(batch_id))
    return Confirmed(batch_id)


def withdraw_batch(
    db: Session, batch_id: UUID, *, by: Actor, via: Channel, at: datetime
) -> Withdrawn | StoodSo | Refused:
    """Take a batch back; one that is being written stops, and what is written stays."""
    held = _held(db, batch_id, by)
    if held is None:
        return Refused((problem("no_such_batch"),))
    if not may_register(db, by, on=day_of(at)):
        return Refused((problem("no_mandate"),))
    if held["state"] == State.WRITING:
        ended: dict[str, Any] = {"state": State.STOPPED.value, "stopped_for": "stopped_by_hand"}
    elif held["state"] in {State.CHECKING, State.CHECKED}:
        ended = {"state": State.WITHDRAWN.value}
    else:
        return StoodSo(batch_id)
    _change(db, batch_id, **ended, ended_at=at)
    _tell(db, Act.TRAININGS_WITHDRAWN, batch_id, held["ready"], by=by, via=via, at=at)
    return Withdrawn(batch_id)


def _held(db: Session, batch_id: UUID, by: Actor) -> RowMapping | None:
    """The batch of the enterprise that is acted for, held until the transaction ends."""
    batch = RegistrationBatch.__table__
    return (
        db.execute(
            select(batch)
            .where(batch.c.batch_id == batch_id, batch.c.enterprise_id == by.enterprise_id)
            .with_for_update()
        )
        .mappings()
        .one_or_none()
    )


def _change(db: Session, batch_id: UUID, **values: Any) -> None:
    db.execute(
        update(RegistrationBatch).where(RegistrationBatch.batch_id == batch_id).values(values)
    )


def _tell(
    db: Session, act: Act, batch_id: UUID, rows: int, *, by: Actor, via: Channel, at: datetime
) -> None:
    details = {"batch_id": str(batch_id), "rows": rows}
    record(db, [Trace(act, by, Ground.MANDATE, details=details)], via=via, at=at)


def _new_reference(year: int) -> str:
    """``PT-2026-7K3M-Q9XD``: not guessable, the last character checks the others."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(7))
    code = drawn + check_character(f"PT{year}{drawn}")
    return f"PT-{year}-{code[:4]}-{code[4:]}"


def _lines(db: Session, batch_id: UUID, rows: Sequence[NewRow], vault: Vault) -> list[str]:
    """The rows as COPY takes them; a number that leads to nobody is kept, sealed."""
    numbers = {row.ssin for row in rows if row.ssin is not None and row.person_id is None}
    known = persons_by_ssin(db, numbers, vault=vault) if numbers else {}
    lines = []
    for row in rows:
        person_id = row.person_id or known.get(row.ssin or "")
        sealed = hashed = ABSENT
        if row.ssin is not None:
            ssin_hash = vault.hash(row.ssin)
            sealed = f"\\\\x{vault.seal(row.ssin, ssin_hash).hex()}"
            hashed = f"\\\\x{ssin_hash.hex()}"
        columns = (
            str(batch_id),
            str(row.line),
            (Status.REFUSED if row.problems else Status.WAITING).value,
            str(person_id) if person_id else ABSENT,
            sealed,
            hashed,
            _json(row.training),
            _json([plain_problem(each) for each in row.problems] or None),
            _json(row.said),
        )
        lines.append("\t".join(columns))
    return lines


def _json(value: Any) -> str:
    return ABSENT if value is None else copied_text(json.dumps(value))
