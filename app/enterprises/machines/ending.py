"""Keys that come and go, and the end of a machine: effective at its next call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.machines.models import ApiClient, ApiClientKey
from app.enterprises.machines.public_keys import PublicKey
from app.enterprises.machines.registering import (
    MachineUnchanged,
    Refused,
    hold,
    refuse,
    write_keys,
)
from app.enterprises.machines.rules import problems_of_keys
from app.foundation.clock import day_of
from app.foundation.problems import problem


@dataclass(frozen=True, slots=True)
class KeysAdded:
    kids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyEnded:
    kid: str


@dataclass(frozen=True, slots=True)
class MachineEnded:
    client_id: UUID


def add_keys(
    db: Session,
    client_id: UUID,
    keys: tuple[PublicKey, ...],
    *,
    by: Actor,
    via: Channel,
    at: datetime,
) -> KeysAdded | Refused:
    """Keys that the machine may sign with from now on, beside the one that it has.

    A key that was ended never comes back, under whatever name.
    """
    held = hold(db, client_id, by, on=day_of(at))
    if isinstance(held, Refused):
        return refuse(db, client_id, list(held.problems), by=by, via=via, at=at)
    known = db.execute(
        select(ApiClientKey.kid, ApiClientKey.thumbprint, ApiClientKey.ended_at).where(
            ApiClientKey.client_id == client_id
        )
    ).all()
    problems = problems_of_keys(keys, held=[kid for kid, _print, ended in known if ended is None])
    names = {kid for kid, _print, _ended in known}
    prints = {thumbprint for _kid, thumbprint, _ended in known}
    if any(each.kid in names or each.thumbprint in prints for each in keys):
        problems.append(problem("key_known", "jwks"))
    if held.over:
        problems.append(problem("machine_over"))
    elif held.outside:
        problems.append(problem("keys_outside"))
    if problems:
        return refuse(db, client_id, problems, by=by, via=via, at=at)
    write_keys(db, client_id, keys, by=by, at=at)
    kids = [each.kid for each in keys]
    details: dict[str, object] = {"client_id": str(client_id), "kids": kids}
    trace = Trace(Act.MACHINE_KEY_ADDED, by, Ground.MANDATE, details=details)
    record(db, [trace], via=via, at=at)
    return KeysAdded(tuple(kids))


def end_key(
    db: Session, client_id: UUID, thumbprint: str, *, by: Actor, via: Channel, at: datetime
) -> KeyEnded | MachineUnchanged | Refused:
    """The machine signs in with it no more, and tokens that it opened open nothing."""
    held = hold(db, client_id, by, on=day_of(at))
    if isinstance(held, Refused):
        return refuse(db, client_id, list(held.problems), by=by, via=via, at=at)
    found = db.execute(
        select(ApiClientKey.kid, ApiClientKey.ended_at).where(
            ApiClientKey.client_id == client_id, ApiClientKey.thumbprint == thumbprint
        )
    ).one_or_none()
    if found is None:
        return refuse(db, client_id, [problem("no_such_key")], by=by, via=via, at=at)
    kid, ended_at = found
    if ended_at is not None:
        return MachineUnchanged(client_id)
    db.execute(
        update(ApiClientKey)
        .where(ApiClientKey.client_id == client_id, ApiClientKey.kid == kid)
        .values(ended_at=at, ended_by=by.person_id)
    )
    details: dict[str, object] = {"client_id": str(client_id), "kid": kid}
    trace = Trace(Act.MACHINE_KEY_ENDED, by, Ground.MANDATE, details=details)
    record(db, [trace], via=via, at=at)
    return KeyEnded(kid)


def end_machine(
    db: Session, client_id: UUID, *, by: Actor, via: Channel, at: datetime
) -> MachineEnded | MachineUnchanged | Refused:
    """It signs in no more, and its tokens open nothing from the next call on."""
    held = hold(db, client_id, by, on=day_of(at))
    if isinstance(held, Refused):
        return refuse(db, client_id, list(held.problems), by=by, via=via, at=at)
    if held.over:
        return MachineUnchanged(client_id)
    db.execute(
        update(ApiClient)
        .where(ApiClient.client_id == client_id)
        .values(ended_at=at, ended_by=by.person_id)
    )
    trace = Trace(Act.MACHINE_ENDED, by, Ground.MANDATE, details={"client_id": str(client_id)})
    record(db, [trace], via=via, at=at)
    return MachineEnded(client_id)
