"""Mandates: who may act for which enterprise, in which role, from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.models import Mandate
from app.enterprises.queries import NAMED


class Role(StrEnum):
    ACCESS_MANAGER = "access_manager"  # gives others their roles
    REGISTRAR = "registrar"  # registers trainings and rights
    READER = "reader"  # sees, changes nothing


@dataclass(frozen=True, slots=True)
class HeldMandate:
    """A mandate in force, with the enterprise it is for."""

    mandate_id: UUID
    enterprise_id: UUID
    enterprise_number: str | None
    enterprise: str | None  # name; None while no register has named it
    role: Role

    @property
    def may_register(self) -> bool:
        return self.role is Role.REGISTRAR


def mandates_of(db: Session, person_id: UUID, *, on: date) -> list[HeldMandate]:
    """The mandates of a person in force on a day, by the name of the enterprise."""
    rows = db.execute(
        select(
            Mandate.mandate_id,
            Mandate.enterprise_id,
            NAMED.c.enterprise_number,
            NAMED.c.employer,
            Mandate.role,
        )
        .join(NAMED, NAMED.c.enterprise_id == Mandate.enterprise_id)
        .where(
            Mandate.person_id == person_id,
            Mandate.valid_from <= on,
            or_(Mandate.valid_until.is_(None), Mandate.valid_until >= on),
        )
        .order_by(NAMED.c.employer, Mandate.role)
    )
    return [
        HeldMandate(mandate_id, enterprise_id, number, name, Role(role))
        for mandate_id, enterprise_id, number, name, role in rows
    ]


def registrars_of(db: Session, enterprise_id: UUID, *, on: date) -> list[Actor]:
    """Who may register for an enterprise on a day."""
    rows = db.execute(
        select(Mandate.person_id, Mandate.enterprise_id, Mandate.mandate_id)
        .where(
            Mandate.enterprise_id == enterprise_id,
            Mandate.role == Role.REGISTRAR.value,
            Mandate.valid_from <= on,
            or_(Mandate.valid_until.is_(None), Mandate.valid_until >= on),
        )
        .order_by(Mandate.mandate_id)
    )
    return [Actor(*row) for row in rows]


def may_register(db: Session, by: Actor, *, on: date) -> bool:
    """Whether the actor holds, today, the mandate it acts under, in a role that registers."""
    if by.person_id is None or by.enterprise_id is None:
        return False
    held = mandates_of(db, by.person_id, on=on)
    return any(
        each.mandate_id == by.mandate_id
        and each.enterprise_id == by.enterprise_id
        and each.may_register
        for each in held
    )


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
) -> bool:
    """Give a person a role, open-ended; False when the same mandate is open already."""
    given = db.execute(
        insert(Mandate)
        .values(
            person_id=to,
            enterprise_id=enterprise_id,
            role=role.value,
            valid_from=valid_from,
            given_at=at,
        )
        .on_conflict_do_nothing()
        .returning(Mandate.mandate_id)
    ).scalar_one_or_none()
    if given is None:
        return False
    details = {"role": role.value, "valid_from": valid_from.isoformat(), "valid_until": None}
    trace = Trace(
        Act.MANDATE_GIVEN,
        Actor(by.person_id, enterprise_id),
        Ground.OPERATION,
        subject_id=to,
        details=details,
    )
    record(db, [trace], via=via, at=at)
    return True
