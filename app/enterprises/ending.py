"""Ending somebody's role at once, by an access manager of the enterprise that gave it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.giving import take_turns
from app.enterprises.mandates import Role, end_of, may_manage
from app.enterprises.models import ClientMandate, Mandate
from app.enterprises.outcomes import Refused as Refused
from app.foundation.clock import day_of
from app.foundation.problems import Problem, problem


@dataclass(frozen=True, slots=True)
class Ended:
    mandate_id: UUID


@dataclass(frozen=True, slots=True)
class NothingToEnd:
    """It was over already."""


EndingOutcome = Ended | NothingToEnd | Refused


def end_role(
    db: Session,
    mandate_id: UUID,
    *,
    by: Actor,
    via: Channel,
    at: datetime,
    knowing_it_is_the_last: bool = False,
) -> EndingOutcome:
    """An access manager ends a role at once.

    Of the enterprise acted for, or, for an office, one of its people's under a client mandate.
    The last access manager of an enterprise is ended only by somebody who was told so: after
    that only the legal representative can name another.
    """
    problems: list[Problem] = []
    row = None
    if by.enterprise_id is None or not may_manage(db, by, on=day_of(at)):
        problems = [problem("not_access_manager")]
    else:
        take_turns(db, by.enterprise_id)
        row = _to_end(db, mandate_id, by.enterprise_id)
        if row is None:
            problems = [problem("no_such_mandate")]
        elif not knowing_it_is_the_last and is_last_access_manager(db, mandate_id, on=day_of(at)):
            problems = [problem("last_access_manager")]
    if row is None or problems:
        _record_end(db, by, None, {"mandate_id": str(mandate_id)}, problems, via=via, at=at)
        return Refused(tuple(problems))
    if row.ended_at is not None or (row.valid_until and row.valid_until < day_of(at)):
        return NothingToEnd()
    db.execute(
        update(Mandate)
        .where(Mandate.mandate_id == mandate_id)
        .values(ended_at=at, ended_by=by.person_id)
    )
    told = {"mandate_id": str(mandate_id), "role": row.role}
    _record_end(db, by, row.person_id, told, [], via=via, at=at)
    return Ended(mandate_id)


def _to_end(db: Session, mandate_id: UUID, enterprise_id: UUID) -> Mandate | None:
    """The mandate, where this enterprise gave it: a client does not choose an office's people."""
    found: Mandate | None = db.execute(
        select(Mandate)
        .outerjoin(ClientMandate, ClientMandate.client_mandate_id == Mandate.client_mandate_id)
        .where(
            Mandate.mandate_id == mandate_id,
            func.coalesce(ClientMandate.office_id, Mandate.enterprise_id) == enterprise_id,
        )
    ).scalar()
    return found


def _record_end(
    db: Session,
    by: Actor,
    person_id: UUID | None,
    told: dict[str, str],
    problems: list[Problem],
    *,
    via: Channel,
    at: datetime,
) -> None:
    act, details = Act.MANDATE_ENDED, dict[str, object](told)
    if problems:
        act = Act.MANDATE_END_REFUSED
        details["problems"] = [each.code for each in problems]
    trace = Trace(act, by, Ground.MANDATE, subject_id=person_id, details=details)
    record(db, [trace], via=via, at=at)


def is_last_access_manager(db: Session, mandate_id: UUID, *, on: date) -> bool:
    """Whether no other person manages the enterprise's access once this mandate is ended."""
    mine = select(Mandate).where(Mandate.mandate_id == mandate_id).subquery("mine")
    role, whose = mine.c.role, mine.c.person_id
    held = db.execute(
        select(mine.c.enterprise_id).where(
            role == Role.ACCESS_MANAGER.value,
            ~select(Mandate.mandate_id)
            .where(
                Mandate.enterprise_id == mine.c.enterprise_id,
                Mandate.role == Role.ACCESS_MANAGER.value,
                Mandate.person_id != whose,
                Mandate.valid_from <= on,
                or_(Mandate.valid_until.is_(None), Mandate.valid_until >= on),
                or_(Mandate.ended_at.is_(None), Mandate.ended_at >= end_of(on)),
            )
            .exists(),
        )
    )
    return held.first() is not None
