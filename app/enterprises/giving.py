"""Giving people their roles: by access managers, and by legal representatives.

The person need not be known: a mandate can be given to a national number before anything was
ever declared about it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.mandates import Role, give_mandate, may_manage
from app.enterprises.models import ClientMandate, Enterprise, Mandate
from app.enterprises.outcomes import Refused as Refused
from app.enterprises.representing import Representative
from app.enterprises.rules import plain_name, problems_of_giving
from app.foundation.clock import day_of
from app.foundation.problems import Problem, problem


@dataclass(frozen=True, slots=True)
class Giving:
    """A role for a person, from a day on, until a day or open-ended."""

    person_id: UUID
    known_as: str | None  # how the one who gives it calls them
    role: Role
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Given:
    mandate_id: UUID


@dataclass(frozen=True, slots=True)
class GivenAlready:
    """The person has the role on those days already: nothing was written."""

    mandate_id: UUID


GivingOutcome = Given | GivenAlready | Refused


def take_turns(db: Session, enterprise_id: UUID) -> None:
    """Those who change who may act for one enterprise take turns, until their transactions end."""
    db.execute(
        select(Enterprise.enterprise_id)
        .where(Enterprise.enterprise_id == enterprise_id)
        .with_for_update(key_share=True)
    )


def give_role(
    db: Session, giving: Giving, *, by: Actor, via: Channel, at: datetime
) -> GivingOutcome:
    """An access manager gives somebody a role in the enterprise acted for."""
    problems = problems_of_giving(
        giving.known_as, giving.valid_from, giving.valid_until, today=day_of(at)
    )
    if not may_manage(db, by, on=day_of(at)):
        problems = [problem("not_access_manager")]
    return _give(db, giving, problems, by, Ground.MANDATE, via, at)


def name_access_manager(
    db: Session, giving: Giving, *, by: Representative, via: Channel, at: datetime
) -> GivingOutcome:
    """The legal representative names an access manager of the enterprise represented."""
    problems = problems_of_giving(
        giving.known_as, giving.valid_from, giving.valid_until, today=day_of(at)
    )
    if giving.role is not Role.ACCESS_MANAGER:
        problems = [problem("only_access_managers")]
    return _give(db, giving, problems, by.actor, Ground.REPRESENTATION, via, at)


def _give(
    db: Session,
    giving: Giving,
    problems: list[Problem],
    by: Actor,
    ground: Ground,
    via: Channel,
    at: datetime,
) -> GivingOutcome:
    if problems or by.enterprise_id is None:
        refused = Trace(
            Act.MANDATE_REFUSED,
            by,
            ground,
            subject_id=giving.person_id,
            details={"role": giving.role.value, "problems": [each.code for each in problems]},
        )
        record(db, [refused], via=via, at=at)
        return Refused(tuple(problems))
    take_turns(db, by.enterprise_id)
    standing = _standing(db, giving, by.enterprise_id, None)
    if standing:
        return GivenAlready(standing)
    given = give_mandate(
        db,
        to=giving.person_id,
        enterprise_id=by.enterprise_id,
        role=giving.role,
        valid_from=giving.valid_from,
        valid_until=giving.valid_until,
        known_as=plain_name(giving.known_as),
        by=by,
        via=via,
        at=at,
        ground=ground,
    )
    assert given is not None, "whoever gives it has taken their turn"
    return Given(given)


def _standing(
    db: Session, giving: Giving, enterprise_id: UUID, client_mandate_id: UUID | None
) -> UUID | None:
    """The same role of the same person on one of those days."""
    found: UUID | None = db.execute(
        select(Mandate.mandate_id).where(
            Mandate.person_id == giving.person_id,
            Mandate.enterprise_id == enterprise_id,
            Mandate.role == giving.role.value,
            Mandate.client_mandate_id.is_not_distinct_from(client_mandate_id),
            Mandate.ended_at.is_(None),
            Mandate.valid_from <= (giving.valid_until or date.max),
            or_(Mandate.valid_until.is_(None), Mandate.valid_until >= giving.valid_from),
        )
    ).scalar()
    return found


def use_client_mandates(
    db: Session,
    giving: Giving,
    client_mandate_ids: Collection[UUID],
    *,
    by: Actor,
    via: Channel,
    at: datetime,
) -> list[GivingOutcome]:
    """An office's access manager lets one of its people use client mandates, in one role.

    One outcome for each, in their order.  A client mandate that waits for confirmation, or is
    none of this office's, is refused.
    """
    wanted = list(client_mandate_ids)
    problems = problems_of_giving(
        giving.known_as, giving.valid_from, giving.valid_until, today=day_of(at)
    )
    if giving.role is Role.ACCESS_MANAGER:
        problems = [problem("role_not_of_an_office", "role")]
    if by.enterprise_id is None or not may_manage(db, by, on=day_of(at)):
        problems = [problem("not_access_manager")]
    else:
        take_turns(db, by.enterprise_id)
    clients = _confirmed(db, by.enterprise_id, wanted)
    return [
        _use(db, giving, key, clients.get(key), problems, by=by, via=via, at=at) for key in wanted
    ]


def _confirmed(
    db: Session, office_id: UUID | None, client_mandate_ids: Collection[UUID]
) -> dict[UUID, UUID]:
    """The client of each of those of the office's that are confirmed and not ended."""
    rows = db.execute(
        select(ClientMandate.client_mandate_id, ClientMandate.client_id)
        .where(
            ClientMandate.office_id == office_id,
            ClientMandate.client_mandate_id == func.any(list(client_mandate_ids)),
            ClientMandate.confirmed_at.is_not(None),
            ClientMandate.ended_at.is_(None),
        )
        # It cannot end between being looked up and being used.
        .with_for_update(key_share=True)
    )
    return {row[0]: row[1] for row in rows}


def _use(
    db: Session,
    giving: Giving,
    client_mandate_id: UUID,
    client_id: UUID | None,
    problems: list[Problem],
    *,
    by: Actor,
    via: Channel,
    at: datetime,
) -> GivingOutcome:
    if client_id is None and not problems:
        problems = [problem("no_such_client_mandate", "clients")]
    if problems or client_id is None:
        refused = Trace(
            Act.MANDATE_REFUSED,
            by,
            Ground.MANDATE,
            subject_id=giving.person_id,
            details={"role": giving.role.value, "problems": [each.code for each in problems]},
        )
        record(db, [refused], via=via, at=at)
        return Refused(tuple(problems))
    if standing := _standing(db, giving, client_id, client_mandate_id):
        return GivenAlready(standing)
    given = give_mandate(
        db,
        to=giving.person_id,
        enterprise_id=client_id,
        role=giving.role,
        valid_from=giving.valid_from,
        valid_until=giving.valid_until,
        client_mandate_id=client_mandate_id,
        known_as=plain_name(giving.known_as),
        by=by,
        via=via,
        at=at,
        ground=Ground.MANDATE,
    )
    assert given is not None, "whoever gives it has taken their turn"
    return Given(given)
