"""Registering a machine, and changing what it may do: an access manager's acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.giving import take_turns
from app.enterprises.machines.models import ApiClient, ApiClientEnterprise, ApiClientKey
from app.enterprises.machines.public_keys import PublicKey
from app.enterprises.machines.rules import (
    Allowed,
    Wanted,
    problems_of_allowed,
    problems_of_machine,
)
from app.enterprises.machines.scopes import ClientKind, Scope
from app.enterprises.mandates import may_manage
from app.enterprises.models import ClientMandate
from app.enterprises.outcomes import Refused as Refused
from app.foundation.clock import day_of
from app.foundation.problems import Problem, problem


@dataclass(frozen=True, slots=True)
class MachineRegistered:
    client_id: UUID


@dataclass(frozen=True, slots=True)
class MachineChanged:
    client_id: UUID


@dataclass(frozen=True, slots=True)
class MachineUnchanged:
    """It stood so already: nothing was written."""

    client_id: UUID


@dataclass(frozen=True, slots=True)
class Held:
    """A machine that the acts go on with: the row stays held until the transaction ends."""

    client_id: UUID
    kind: ClientKind
    over: bool
    outside: bool


def register_machine(
    db: Session, wanted: Wanted, *, by: Actor, via: Channel, at: datetime
) -> MachineRegistered | Refused:
    """A machine of the enterprise acted for, which may sign in from now on."""
    if by.enterprise_id is None or not may_manage(db, by, on=day_of(at)):
        return refuse(db, None, [problem("not_access_manager")], by=by, via=via, at=at)
    problems = problems_of_machine(wanted)
    clients = _clients(db, by.enterprise_id, wanted.allowed.clients)
    if clients is None:
        problems.append(problem("no_such_client_mandate", "clients"))
    if problems or clients is None:
        return refuse(db, None, problems, by=by, via=via, at=at)
    take_turns(db, by.enterprise_id)
    registered = db.execute(
        insert_or_not(ApiClient)
        .values(
            enterprise_id=by.enterprise_id,
            name=wanted.name.strip(),
            kind=wanted.kind.value,
            scopes=_written(wanted.allowed.scopes),
            every_client=wanted.allowed.every_client,
            outside_name=wanted.outside_name,
            created_by=by.person_id,
            created_at=at,
        )
        .on_conflict_do_nothing()
        .returning(ApiClient.client_id)
    ).scalar_one_or_none()
    if registered is None:
        taken = [problem("outside_name_taken", "outside_name")]
        return refuse(db, None, taken, by=by, via=via, at=at)
    write_keys(db, registered, wanted.keys, by=by, at=at)
    _choose(db, registered, clients)
    details = {
        "client_id": str(registered),
        "kind": wanted.kind.value,
        "scopes": _written(wanted.allowed.scopes),
        "kids": [each.kid for each in wanted.keys],
    }
    trace = Trace(Act.MACHINE_REGISTERED, by, Ground.MANDATE, details=details)
    record(db, [trace], via=via, at=at)
    return MachineRegistered(registered)


def change_machine(
    db: Session, client_id: UUID, allowed: Allowed, *, by: Actor, via: Channel, at: datetime
) -> MachineChanged | MachineUnchanged | Refused:
    """What it may do from its next call on, and for whom."""
    held = hold(db, client_id, by, on=day_of(at))
    if isinstance(held, Refused):
        return refuse(db, client_id, list(held.problems), by=by, via=via, at=at)
    assert by.enterprise_id is not None, "the mandate has been checked"
    problems = problems_of_allowed(allowed, held.kind)
    clients = _clients(db, by.enterprise_id, allowed.clients)
    if held.over:
        problems.append(problem("machine_over"))
    if clients is None:
        problems.append(problem("no_such_client_mandate", "clients"))
    if problems or clients is None:
        return refuse(db, client_id, problems, by=by, via=via, at=at)
    if _stands(db, client_id, allowed, clients):
        return MachineUnchanged(client_id)
    db.execute(
        update(ApiClient)
        .where(ApiClient.client_id == client_id)
        .values(scopes=_written(allowed.scopes), every_client=allowed.every_client)
    )
    db.execute(delete(ApiClientEnterprise).where(ApiClientEnterprise.client_id == client_id))
    _choose(db, client_id, clients)
    details = {"client_id": str(client_id), "scopes": _written(allowed.scopes)}
    trace = Trace(Act.MACHINE_CHANGED, by, Ground.MANDATE, details=details)
    record(db, [trace], via=via, at=at)
    return MachineChanged(client_id)


def hold(db: Session, client_id: UUID, by: Actor, *, on: date) -> Held | Refused:
    """The machine, for an access manager of the enterprise that it belongs to."""
    if by.enterprise_id is None or not may_manage(db, by, on=on):
        return Refused((problem("not_access_manager"),))
    row = db.execute(
        select(ApiClient.kind, ApiClient.ended_at, ApiClient.outside_name)
        .where(ApiClient.client_id == client_id, ApiClient.enterprise_id == by.enterprise_id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        return Refused((problem("no_such_machine"),))
    kind, ended_at, outside_name = row
    return Held(client_id, ClientKind(kind), ended_at is not None, outside_name is not None)


def refuse(
    db: Session,
    client_id: UUID | None,
    problems: list[Problem],
    *,
    by: Actor,
    via: Channel,
    at: datetime,
) -> Refused:
    """The refusal, and its line."""
    details = {
        "client_id": str(client_id) if client_id else None,
        "problems": [each.code for each in problems],
    }
    trace = Trace(Act.MACHINE_REFUSED, by, Ground.MANDATE, details=details)
    record(db, [trace], via=via, at=at)
    return Refused(tuple(problems))


def write_keys(
    db: Session, client_id: UUID, keys: tuple[PublicKey, ...], *, by: Actor, at: datetime
) -> None:
    rows = [
        {
            "client_id": client_id,
            "kid": each.kid,
            "jwk": each.jwk,
            "thumbprint": each.thumbprint,
            "added_by": by.person_id,
            "added_at": at,
        }
        for each in keys
    ]
    if rows:
        db.execute(insert(ApiClientKey), rows)


def _written(scopes: frozenset[Scope]) -> list[str]:
    return sorted(each.value for each in scopes)


def _clients(db: Session, office_id: UUID, chosen: frozenset[UUID]) -> set[UUID] | None:
    """The enterprises of these client mandates; None unless all are the office's and go on."""
    found = set(
        db.execute(
            select(ClientMandate.client_id).where(
                ClientMandate.client_mandate_id == func.any(list(chosen)),
                ClientMandate.office_id == office_id,
                ClientMandate.confirmed_at.is_not(None),
                ClientMandate.ended_at.is_(None),
            )
        ).scalars()
    )
    return found if len(found) == len(chosen) else None


def _choose(db: Session, client_id: UUID, enterprises: set[UUID]) -> None:
    rows = [{"client_id": client_id, "enterprise_id": each} for each in sorted(enterprises)]
    if rows:
        db.execute(insert(ApiClientEnterprise), rows)


def _stands(db: Session, client_id: UUID, allowed: Allowed, enterprises: set[UUID]) -> bool:
    scopes, every_client = db.execute(
        select(ApiClient.scopes, ApiClient.every_client).where(ApiClient.client_id == client_id)
    ).one()
    chosen = set(
        db.execute(
            select(ApiClientEnterprise.enterprise_id).where(
                ApiClientEnterprise.client_id == client_id
            )
        ).scalars()
    )
    return (
        sorted(scopes) == _written(allowed.scopes)
        and every_client == allowed.every_client
        and chosen == enterprises
    )
