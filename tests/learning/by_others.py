"""Trainings of Amina's at Meridian, as Bram and others register them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.audit.trail import OPERATOR, Actor, Channel
from app.enterprises.mandates import Role, give_mandate
from app.foundation.database import transaction
from app.learning.registration import Registered, Registration, register_trainings
from tests.house.matrix import LIEVE, client_mandate
from tests.house_of import AMINA, BRAM, MERIDIAN, NORD, House

#: A day of training that everybody of Meridian may have followed.
LIFTING = Registration(
    person_id=UUID(int=0),
    title="Lifting and moving people",
    starts_on=date(2026, 9, 24),
    ends_on=date(2026, 9, 24),
    minutes=456,
    formal=True,
    followed=True,
    counts=True,
)


def let_the_office_in(house: House) -> Actor:
    """Lieve of Nord registers for Meridian under its client mandate; as whom she acts."""
    mandate_id = client_mandate(house, MERIDIAN, NORD)
    with transaction(house.engine) as db:
        held = give_mandate(
            db,
            to=house.person(LIEVE),
            enterprise_id=house.enterprise(MERIDIAN),
            role=Role.REGISTRAR,
            valid_from=date(2024, 4, 1),
            by=OPERATOR,
            via=Channel.COMMAND,
            at=house.clock.now(),
            client_mandate_id=mandate_id,
        )
    return Actor(house.person(LIEVE), house.enterprise(MERIDIAN), held)


def registered(
    house: House,
    by: Actor | None = None,
    *,
    via: Channel = Channel.PAGE,
    who: str = AMINA,
    **said: Any,
) -> UUID:
    """A training of Amina's, by Bram unless somebody else is named, a second after all before."""
    house.clock.at += timedelta(seconds=1)
    wanted = replace(LIFTING, person_id=house.person(who), **said)
    actor = by or house.actor(BRAM, MERIDIAN)
    with transaction(house.engine) as db:
        [outcome] = register_trainings(db, [wanted], by=actor, via=via, at=house.clock.now())
    assert isinstance(outcome, Registered), outcome
    return outcome.training_id
