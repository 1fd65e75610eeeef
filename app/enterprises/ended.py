"""What somebody could open until lately, and what closed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.enterprises.mandates import mandate_in_force
from app.enterprises.models import ClientMandate, Mandate
from app.enterprises.queries import NAMED
from app.foundation.clock import day_of

#: Whoever still looks for it after this has asked somebody.
LATELY = timedelta(days=90)
_OFFICE = NAMED.alias("office")
_UNDER = ClientMandate.client_mandate_id == Mandate.client_mandate_id


@dataclass(frozen=True, slots=True)
class EndedMandate:
    """An enterprise that somebody acted for until a day, ``office`` None: as one of its own.

    ``with_office``: the client and the office no longer work together, so that no role helps.
    """

    enterprise: str | None
    enterprise_number: str | None
    office: str | None
    ended_on: date
    with_office: bool


def ended_lately(db: Session, person_id: UUID, *, on: date) -> list[EndedMandate]:
    """The enterprises that a person acted for until lately and acts for no more, newest first."""
    still = (
        select(Mandate.enterprise_id)
        .outerjoin(ClientMandate, _UNDER)
        .where(Mandate.person_id == person_id, mandate_in_force(on))
    )
    ended_at = func.least(Mandate.ended_at, ClientMandate.ended_at)
    rows = db.execute(
        select(
            NAMED.c.employer,
            NAMED.c.enterprise_number,
            func.coalesce(_OFFICE.c.employer, _OFFICE.c.enterprise_number),
            func.greatest(Mandate.valid_from, ClientMandate.valid_from),
            ended_at,
            Mandate.valid_until,
            ClientMandate.ended_at,
        )
        .join(NAMED, NAMED.c.enterprise_id == Mandate.enterprise_id)
        .outerjoin(ClientMandate, _UNDER)
        .outerjoin(_OFFICE, _OFFICE.c.enterprise_id == ClientMandate.office_id)
        .where(
            Mandate.person_id == person_id,
            Mandate.enterprise_id.not_in(still),
            or_(Mandate.client_mandate_id.is_(None), ClientMandate.confirmed_at.is_not(None)),
            or_(ended_at.is_not(None), Mandate.valid_until < on),
        )
    )
    found: dict[str | None, EndedMandate] = {}
    for name, number, office, begun, at, until, together in rows:
        day = min(each for each in (day_of(at) if at else None, until) if each)
        known = found.get(number)
        was_open = begun <= day <= on
        if was_open and day >= on - LATELY and (known is None or known.ended_on < day):
            found[number] = EndedMandate(name, number, office, day, together is not None)
    return sorted(found.values(), key=lambda each: each.ended_on, reverse=True)
