"""Mandates: who may act for which enterprise, in which role, from when to when.

A person may hold one of the enterprise itself, or one under a client mandate: then the person is
of an office, and acts for its client for as long as the client mandate holds.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    DateTime,
    and_,
    bindparam,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.machines.acting import machine_acts, machine_may_register
from app.enterprises.machines.scopes import OF_DOCUMENTS
from app.enterprises.models import ClientMandate, Mandate
from app.enterprises.queries import NAMED
from app.foundation.asking import Question
from app.foundation.clock import BRUSSELS


class Role(StrEnum):
    ACCESS_MANAGER = "access_manager"  # gives others their roles
    REGISTRAR = "registrar"  # registers trainings and rights
    READER = "reader"  # sees, changes nothing


@dataclass(frozen=True, slots=True)
class HeldMandate:
    """A mandate in force, with the enterprise it is for.

    ``office`` and ``office_number`` are those of the office that the person acts from, under a
    client mandate; None for somebody of the enterprise itself.
    """

    mandate_id: UUID
    enterprise_id: UUID
    enterprise_number: str | None
    enterprise: str | None  # name; None while no register has named it
    role: Role
    client_mandate_id: UUID | None = None
    office: str | None = None
    office_number: str | None = None
    #: All roles that the person holds for the enterprise, where that was asked.
    roles: frozenset[Role] = frozenset()

    @property
    def may_register(self) -> bool:
        return Role.REGISTRAR in {self.role, *self.roles}

    @property
    def may_manage(self) -> bool:
        """Whether the person gives roles to others, and mandates to offices."""
        return Role.ACCESS_MANAGER in {self.role, *self.roles}


def end_of(day: date) -> datetime:
    """The instant on which a Belgian day is over: what ended before it was not whole that day."""
    return datetime.combine(day + timedelta(days=1), time(), BRUSSELS)


#: A day, and the instant on which it is over: known, or a blank of a question.
_Day = date | BindParameter[date]
_Over = datetime | BindParameter[datetime]


def client_mandate_in_force(on: _Day, over: _Over | None = None) -> ColumnElement[bool]:
    """Confirmed, begun, and not ended on that day or before it."""
    over = over if over is not None else _end_of(on)
    return and_(
        ClientMandate.confirmed_at < over,
        ClientMandate.valid_from <= on,
        or_(ClientMandate.ended_at.is_(None), ClientMandate.ended_at >= over),
    )


def mandate_in_force(on: _Day, over: _Over | None = None) -> ColumnElement[bool]:
    """Whether a mandate opens anything on a day; client mandates are joined from outside.

    What is ended is over at once, for the whole of that day.
    """
    over = over if over is not None else _end_of(on)
    return and_(
        Mandate.valid_from <= on,
        or_(Mandate.valid_until.is_(None), Mandate.valid_until >= on),
        or_(Mandate.ended_at.is_(None), Mandate.ended_at >= over),
        or_(Mandate.client_mandate_id.is_(None), client_mandate_in_force(on, over)),
    )


def _end_of(on: _Day) -> datetime:
    if not isinstance(on, date):
        raise TypeError("a blank for the day needs one for its end")
    return end_of(on)


def _held(
    mandate: UUID, enterprise: UUID, number: str, name: str, role: str, *office: Any
) -> HeldMandate:
    return HeldMandate(mandate, enterprise, number, name, Role(role), *office)


_OFFICE = NAMED.alias("office")
_UNDER = ClientMandate.client_mandate_id == Mandate.client_mandate_id
#: Asked on every page of an employer.
_HELD = Question(
    select(
        Mandate.mandate_id,
        Mandate.enterprise_id,
        NAMED.c.enterprise_number,
        NAMED.c.employer,
        Mandate.role,
        Mandate.client_mandate_id,
        _OFFICE.c.employer,
        _OFFICE.c.enterprise_number,
    )
    .join(NAMED, NAMED.c.enterprise_id == Mandate.enterprise_id)
    .outerjoin(ClientMandate, _UNDER)
    .outerjoin(_OFFICE, _OFFICE.c.enterprise_id == ClientMandate.office_id)
    .where(
        Mandate.person_id == bindparam("person"),
        mandate_in_force(bindparam("day", type_=Date), bindparam("over", type_=DateTime(True))),
    )
    .order_by(NAMED.c.employer, Mandate.role, Mandate.mandate_id),
    _held,
)


def mandates_of(db: Session, person_id: UUID, *, on: date) -> list[HeldMandate]:
    """The mandates of a person in force on a day, by the name of the enterprise."""
    db.flush()  # what was just given counts
    return _HELD.ask(db, person=person_id, day=on, over=end_of(on))


def registrars_of(db: Session, enterprise_id: UUID, *, on: date) -> list[Actor]:
    """Who may register for an enterprise on a day, its own people first."""
    rows = db.execute(
        select(Mandate.person_id, Mandate.enterprise_id, Mandate.mandate_id)
        .outerjoin(ClientMandate, _UNDER)
        .where(
            Mandate.enterprise_id == enterprise_id,
            Mandate.role == Role.REGISTRAR.value,
            mandate_in_force(on),
        )
        .order_by(Mandate.client_mandate_id.is_not(None), Mandate.mandate_id)
    )
    return [Actor(*row) for row in rows]


def may_register(db: Session, by: Actor, *, on: date) -> bool:
    """Whether the actor holds, today, the mandate it acts under, in a role that registers.

    Asked anew before each chunk of a batch: a mandate that was ended meanwhile stops it there.
    """
    if by.client_id is not None:
        return machine_may_register(db, by, under=client_mandate_in_force(on))
    if by.sender_id is not None:
        return _system_may_register(db, by, on)
    return _holds(db, by, Role.REGISTRAR, on)


def machine_may_have_documents(db: Session, by: Actor, *, on: date) -> bool:
    """Whether a machine acts, today, for the enterprise, and may have documents made or fetch them.

    Asked anew before each document, as of a person.
    """
    return machine_acts(db, by, OF_DOCUMENTS, under=client_mandate_in_force(on))


def _system_may_register(db: Session, by: Actor, on: date) -> bool:
    """Whether a system of the sender registers for the enterprise: its own, or a client's."""
    if by.person_id or by.mandate_id or by.sender_id is None or by.enterprise_id is None:
        return False
    if by.sender_id == by.enterprise_id:
        return True
    return by.enterprise_id in clients_of(db, by.sender_id, on=on, among=[by.enterprise_id])


def clients_of(
    db: Session, office_id: UUID, *, on: date, among: Collection[UUID]
) -> dict[UUID, UUID]:
    """Those of these enterprises that an office acts for on a day, with the client mandates."""
    rows = db.execute(
        select(ClientMandate.client_id, ClientMandate.client_mandate_id).where(
            ClientMandate.office_id == office_id,
            ClientMandate.client_id.in_(among),
            client_mandate_in_force(on),
        )
    )
    return {row.client_id: row.client_mandate_id for row in rows}


def may_manage(db: Session, by: Actor, *, on: date) -> bool:
    """Whether the actor holds, today, an access manager's mandate of the enterprise itself."""
    return _holds(db, by, Role.ACCESS_MANAGER, on)


#: Asked before everything that is registered, a chunk at a time.
_HOLDS = Question(
    select(Mandate.mandate_id)
    .outerjoin(ClientMandate, _UNDER)
    .where(
        Mandate.mandate_id == bindparam("mandate"),
        Mandate.person_id == bindparam("person"),
        Mandate.enterprise_id == bindparam("enterprise"),
        Mandate.role == bindparam("role"),
        mandate_in_force(bindparam("day", type_=Date), bindparam("over", type_=DateTime(True))),
    ),
    lambda mandate_id: mandate_id,
)


def _holds(db: Session, by: Actor, role: Role, on: date) -> bool:
    if by.person_id is None or by.enterprise_id is None or by.mandate_id is None:
        return False
    db.flush()  # what was just given counts
    held = _HOLDS.ask(
        db,
        mandate=by.mandate_id,
        person=by.person_id,
        enterprise=by.enterprise_id,
        role=role.value,
        day=on,
        over=end_of(on),
    )
    return bool(held)


def give_mandate(
    db: Session,
    *,
    to: UUID,
    enterprise_id: UUID,
    role: Role,
    valid_from: date,
    by: Actor,
    via: Channel,
    at: datetime,
    valid_until: date | None = None,
    client_mandate_id: UUID | None = None,
    known_as: str | None = None,
    ground: Ground = Ground.OPERATION,
) -> UUID | None:
    """Write a mandate and its line; None when the same mandate is open already.

    Whether ``by`` may give it has been checked by the act that calls this, or by the operator.
    Who acts for an office, ``by.enterprise_id``, stands in the line with the office.
    """
    given = db.execute(
        insert(Mandate)
        .values(
            person_id=to,
            enterprise_id=enterprise_id,
            role=role.value,
            valid_from=valid_from,
            valid_until=valid_until,
            client_mandate_id=client_mandate_id,
            given_at=at,
            given_by=by.person_id,
            known_as=known_as,
        )
        .on_conflict_do_nothing()
        .returning(Mandate.mandate_id)
    ).scalar_one_or_none()
    if given is None:
        return None
    details = {
        "mandate_id": str(given),
        "role": role.value,
        "valid_from": valid_from.isoformat(),
        "valid_until": valid_until.isoformat() if valid_until else None,
        "client_mandate_id": str(client_mandate_id) if client_mandate_id else None,
    }
    giver = Actor(by.person_id, by.enterprise_id or enterprise_id, by.mandate_id)
    trace = Trace(Act.MANDATE_GIVEN, giver, ground, subject_id=to, details=details)
    record(db, [trace], via=via, at=at)
    return UUID(str(given))


def take_up_mandates(db: Session, person_id: UUID, *, at: datetime) -> None:
    """Somebody has signed in: the mandates given to them before are taken up now."""
    db.execute(
        update(Mandate)
        .where(Mandate.person_id == person_id, Mandate.taken_up_at.is_(None))
        .values(taken_up_at=at)
    )
