"""Acting as somebody of the house in the acts about who may act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from app.audit.trail import Actor, Channel
from app.enterprises.mandates import Role, mandates_of
from app.foundation.clock import day_of
from app.foundation.database import transaction
from tests.house_of import House

Outcome = TypeVar("Outcome")


def managing(house: House, number: str, enterprise: str) -> Actor:
    """The person acting as access manager of the enterprise, by any mandate ever held for it."""
    person, wanted = house.person(number), house.enterprise(enterprise)
    with transaction(house.engine) as db:
        held = mandates_of(db, person, on=day_of(house.clock.now()))
    keys = [
        each.mandate_id
        for each in held
        if each.enterprise_id == wanted and each.role is Role.ACCESS_MANAGER
    ]
    return Actor(person, wanted, keys[0] if keys else None)


def act(house: House, does: Callable[..., Outcome], *what: Any, by: Any, **more: Any) -> Outcome:
    """One act in its own transaction, through the page, now."""
    with transaction(house.engine) as db:
        return does(db, *what, by=by, via=Channel.PAGE, at=house.clock.now(), **more)


def codes(outcome: Any) -> list[str]:
    """Why something was refused; empty where it was not."""
    return [each.code for each in getattr(outcome, "problems", ())]
