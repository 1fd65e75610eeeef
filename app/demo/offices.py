"""Playing how the payroll office of the demonstration came to act for its clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.trail import Actor, Channel
from app.enterprises.client_mandates import (
    Proposed,
    Refused,
    confirm_client_mandate,
    end_client_mandate,
    propose_client_mandate,
)
from app.enterprises.giving import Giving, use_client_mandates
from app.enterprises.mandates import Role, mandates_of
from app.foundation.clock import BRUSSELS, day_of


def let_office_act(
    db: Session,
    office_number: str,
    manager: UUID,
    client: Mapping[str, Any],
    persons: Mapping[str, UUID],
) -> Refused | None:
    """Propose, confirm, use and end one client mandate, each on its day; the first refusal."""
    at = _morning_of(client["proposed_on"])
    hers = acting(db, persons[client["by"]], client["enterprise_number"], at)
    begins = date.fromisoformat(client["from"])
    proposed = propose_client_mandate(
        db, office_number, begins, by=hers, via=Channel.COMMAND, at=at
    )
    if not isinstance(proposed, Proposed) or not client["confirmed_on"]:
        return proposed if isinstance(proposed, Refused) else None
    key, at = proposed.client_mandate_id, _morning_of(client["confirmed_on"], hour=14)
    office = acting(db, manager, office_number, at)
    outcomes: list[object] = [
        confirm_client_mandate(db, key, by=office, via=Channel.COMMAND, at=at)
    ]
    for user in client["used_by"]:
        giving = Giving(persons[user["ssin"]], user["name"], Role(user["role"]), day_of(at))
        outcomes += use_client_mandates(db, giving, [key], by=office, via=Channel.COMMAND, at=at)
    if client["ended_on"]:
        at = _morning_of(client["ended_on"])
        outcomes.append(end_client_mandate(db, key, by=office, via=Channel.COMMAND, at=at))
    return next((each for each in outcomes if isinstance(each, Refused)), None)


def acting(db: Session, person_id: UUID, number: str, at: datetime) -> Actor:
    """The person as access manager of the enterprise, as of that day."""
    held = [
        each
        for each in mandates_of(db, person_id, on=day_of(at))
        if each.enterprise_number == number and each.may_manage
    ]
    return Actor(person_id, held[0].enterprise_id, held[0].mandate_id)


def _morning_of(day: str, *, hour: int = 10) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(hour), BRUSSELS).astimezone(UTC)
