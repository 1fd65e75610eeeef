"""Client mandates: an enterprise lets an office act for it, from a quarter on.

An access manager of the client proposes it, one of the office confirms or declines it, either
ends it at once.  What people of the office hold under it ends with it: they are asked about
together (:mod:`app.enterprises.mandates`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.giving import take_turns
from app.enterprises.mandates import may_manage
from app.enterprises.models import ClientMandate
from app.enterprises.outcomes import Refused as Refused
from app.enterprises.queries import enterprise_by_number
from app.enterprises.rules import problems_of_quarter
from app.foundation.calendar import Quarter
from app.foundation.clock import day_of
from app.foundation.problems import Problem, problem


@dataclass(frozen=True, slots=True)
class Proposed:
    client_mandate_id: UUID


@dataclass(frozen=True, slots=True)
class ProposedAlready:
    """The office acts for the client already, or has been asked: nothing was written."""

    client_mandate_id: UUID


@dataclass(frozen=True, slots=True)
class Confirmed:
    client_mandate_id: UUID


@dataclass(frozen=True, slots=True)
class MandateOver:
    """The client mandate was ended, declined or taken back."""

    client_mandate_id: UUID


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It stood so already: nothing was written."""

    client_mandate_id: UUID


ProposingOutcome = Proposed | ProposedAlready | Refused
AnsweringOutcome = Confirmed | MandateOver | Unchanged | Refused


def propose_client_mandate(
    db: Session,
    office_number: str,
    valid_from: date,
    *,
    by: Actor,
    via: Channel,
    at: datetime,
) -> ProposingOutcome:
    """The enterprise acted for lets an office act for it, once the office has confirmed.

    ``valid_from`` is the first day of a quarter, this one or a later one.
    """
    today = day_of(at)
    office = enterprise_by_number(db, office_number)
    if by.enterprise_id is None or not may_manage(db, by, on=today):
        problems = [problem("not_access_manager")]
    else:
        problems = problems_of_quarter(valid_from, today=today)
        if office is None:
            problems.append(problem("office_unknown", "office_number"))
        elif office.enterprise_id == by.enterprise_id:
            problems.append(problem("office_is_client", "office_number"))
    if problems or office is None or by.enterprise_id is None:
        _record(db, Act.CLIENT_MANDATE_REFUSED, by, None, problems, via=via, at=at)
        return Refused(tuple(problems))
    take_turns(db, by.enterprise_id)
    proposed = db.execute(
        insert(ClientMandate)
        .values(
            client_id=by.enterprise_id,
            office_id=office.enterprise_id,
            valid_from=valid_from,
            proposed_by=by.person_id,
            proposed_at=at,
        )
        .on_conflict_do_nothing()
        .returning(ClientMandate.client_mandate_id)
    ).scalar_one_or_none()
    if proposed is None:
        standing = db.execute(
            select(ClientMandate.client_mandate_id).where(
                ClientMandate.client_id == by.enterprise_id,
                ClientMandate.office_id == office.enterprise_id,
                ClientMandate.ended_at.is_(None),
            )
        ).scalar_one()
        return ProposedAlready(standing)
    _record(db, Act.CLIENT_MANDATE_PROPOSED, by, proposed, via=via, at=at)
    return Proposed(proposed)


def confirm_client_mandate(
    db: Session, client_mandate_id: UUID, *, by: Actor, via: Channel, at: datetime
) -> AnsweringOutcome:
    """The office acted for takes the client on."""
    found = _held(db, client_mandate_id, by, at)
    if isinstance(found, Refused) or found.office_id != by.enterprise_id:
        return _refuse(db, found, client_mandate_id, by, via, at)
    if found.ended_at is not None:
        refused = Refused((problem("client_mandate_over"),))
        return _refuse(db, refused, client_mandate_id, by, via, at)
    if found.confirmed_at is not None:
        return Unchanged(client_mandate_id)
    _write(db, client_mandate_id, confirmed_at=at, confirmed_by=by.person_id)
    _record(db, Act.CLIENT_MANDATE_CONFIRMED, by, client_mandate_id, via=via, at=at)
    return Confirmed(client_mandate_id)


def end_client_mandate(
    db: Session, client_mandate_id: UUID, *, by: Actor, via: Channel, at: datetime
) -> AnsweringOutcome:
    """Either side ends it at once; unconfirmed, the office declines it or the client takes it back.

    Whoever acted under it acts no more, from the next request and the next chunk of a batch on.
    """
    found = _held(db, client_mandate_id, by, at)
    if isinstance(found, Refused):
        return _refuse(db, found, client_mandate_id, by, via, at)
    if found.ended_at is not None:
        return Unchanged(client_mandate_id)
    _write(db, client_mandate_id, ended_at=at, ended_by=by.person_id, ended_for=by.enterprise_id)
    declined = found.confirmed_at is None and found.office_id == by.enterprise_id
    act = Act.CLIENT_MANDATE_DECLINED if declined else Act.CLIENT_MANDATE_ENDED
    _record(db, act, by, client_mandate_id, via=via, at=at)
    return MandateOver(client_mandate_id)


def _held(db: Session, client_mandate_id: UUID, by: Actor, at: datetime) -> ClientMandate | Refused:
    """The row, held until the transaction ends, for an access manager of one of its two sides."""
    if not may_manage(db, by, on=day_of(at)):
        return Refused((problem("not_access_manager"),))
    row = db.execute(
        select(ClientMandate)
        .where(
            ClientMandate.client_mandate_id == client_mandate_id,
            or_(
                ClientMandate.client_id == by.enterprise_id,
                ClientMandate.office_id == by.enterprise_id,
            ),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    return row or Refused((problem("no_such_client_mandate"),))


def _write(db: Session, client_mandate_id: UUID, **values: object) -> None:
    db.execute(
        update(ClientMandate)
        .where(ClientMandate.client_mandate_id == client_mandate_id)
        .values(**values)
    )


def _refuse(
    db: Session,
    found: ClientMandate | Refused,
    client_mandate_id: UUID,
    by: Actor,
    via: Channel,
    at: datetime,
) -> Refused:
    # A client cannot confirm for its office: to it there is nothing to confirm.
    refused = found if isinstance(found, Refused) else Refused((problem("no_such_client_mandate"),))
    problems = list(refused.problems)
    _record(db, Act.CLIENT_MANDATE_REFUSED, by, client_mandate_id, problems, via=via, at=at)
    return refused


def _record(
    db: Session,
    act: Act,
    by: Actor,
    client_mandate_id: UUID | None,
    problems: list[Problem] | None = None,
    *,
    via: Channel,
    at: datetime,
) -> None:
    details: dict[str, object] = {
        "client_mandate_id": str(client_mandate_id) if client_mandate_id else None
    }
    if problems is not None:
        details["problems"] = [each.code for each in problems]
    record(db, [Trace(act, by, Ground.MANDATE, details=details)], via=via, at=at)


def quarters_to_choose(today: date, *, how_many: int = 4) -> list[Quarter]:
    """The quarters from which a client mandate can begin: this one and those that follow."""
    quarters = [Quarter.of(today)]
    while len(quarters) < how_many:
        quarters.append(quarters[-1].next)
    return quarters
