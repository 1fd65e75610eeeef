"""Asking for documents and making them, as the tests of this room do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.attestations.asking import Asked, Refused, ask_for_attestation
from app.attestations.jobs import make_attestation
from app.attestations.status import Status, status_of
from app.attestations.wishes import Wish
from app.audit.trail import Actor, Channel
from app.foundation.database import transaction
from app.learning.registration import Registered, Registration, register_trainings
from certificates.attestation import Kind
from tests.furnishing import once
from tests.house_of import AMINA, BRAM, MERIDIAN, House

CAREER = Wish(Kind.CAREER, "en")


def ask(house: House, wish: Wish = CAREER, *, anew: bool = False) -> Asked | Refused:
    amina = house.person(AMINA)
    with house.app.test_request_context(), transaction(house.engine) as db:
        return ask_for_attestation(
            db, amina, wish, by=Actor(amina), via=Channel.PAGE, at=house.clock.now(), anew=anew
        )


def asked(house: House, wish: Wish = CAREER, *, anew: bool = False) -> UUID:
    outcome = ask(house, wish, anew=anew)
    assert isinstance(outcome, Asked), outcome
    return outcome.attestation_id


def made(house: House, wish: Wish = CAREER, *, anew: bool = False) -> UUID:
    key = asked(house, wish, anew=anew)
    make_attestation(str(key))
    return key


@once
def list_trainings(house: House) -> UUID:
    """Furnish the house, and have the list of Amina's trainings made; its key."""
    house.furnish()
    return made(house, Wish(Kind.TRAININGS, "fr"))


def kept(house: House, key: UUID | None = None) -> Any:
    with house.engine.connect() as connection:
        return connection.execute(
            text(
                "select * from attestations where attestation_id = coalesce(:key, attestation_id)"
            ),
            {"key": key},
        ).one()


def status(house: House, which: str | bytes) -> Status | None:
    with house.app.test_request_context(), transaction(house.engine) as db:
        return status_of(db, which, at=house.clock.now())


def acts(house: House) -> list[str]:
    with house.engine.connect() as connection:
        return list(
            connection.execute(text("select act from audit_lines order by line_id")).scalars()
        )


def count(house: House, what: str) -> int:
    with house.engine.connect() as connection:
        number: int = connection.execute(text(f"select count(*) from {what}")).scalar_one()  # noqa: S608
        return number


def registered(house: House, title: str, month: int = 9, **more: Any) -> UUID:
    """A training of Amina with Meridian; its key."""
    day = house.clock.now().date().replace(month=month, day=3)
    told = {"followed": True, "counts": True} | more
    wanted = Registration(house.person(AMINA), title, day, day, 456, True, **told)
    with transaction(house.engine) as db:
        [outcome] = register_trainings(
            db,
            [wanted],
            by=house.actor(BRAM, MERIDIAN),
            via=Channel.PAGE,
            at=house.clock.now(),
        )
    assert isinstance(outcome, Registered), outcome
    return outcome.training_id
