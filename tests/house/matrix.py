"""The kinds of people who meet the pages of an enterprise: its own, its office's, and others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import text

from app.audit.trail import OPERATOR, Channel
from app.enterprises.mandates import Role, give_mandate
from app.foundation.database import transaction
from tests.house_of import BRAM, ELSEWHERE, MERIDIAN, NORD, House, ssin

#: Of the office, where nobody else works.
LIEVE = ssin("850606", 4)
OFFICE = NORD


@dataclass(frozen=True)
class Stranger:
    """Somebody, what was done to let them in, and the roles that this gives them at Meridian."""

    name: str
    arrive: Callable[[House], None]
    roles: frozenset[Role] = frozenset()
    represents: bool = False  # signed in as Meridian's legal representative

    def browser(self, house: House) -> FlaskClient:
        return house.signed_in(LIEVE, represents=(MERIDIAN,) if self.represents else ())


def _own(role: Role) -> Callable[[House], None]:
    return lambda house: house.give_mandate(LIEVE, MERIDIAN, role)


def _changed(role: Role, change: str) -> Callable[[House], None]:
    """A role of the enterprise's own, changed afterwards."""

    def arrive(house: House) -> None:
        house.give_mandate(LIEVE, MERIDIAN, role)
        _sql(house, f"update mandates set {change} where person_id = :lieve")  # noqa: S608

    return arrive


def _of_office(
    role: Role, change: str | None = None, *, begins: str = "2026-10-01"
) -> Callable[[House], None]:
    """A role under a confirmed client mandate, which is then changed.

    It is written as the acts would refuse to: what must not open is put there on purpose.
    """

    def arrive(house: House) -> None:
        mandate_id = client_mandate(house, MERIDIAN, OFFICE, begins=begins)
        with transaction(house.engine) as db:
            give_mandate(
                db,
                to=house.person(LIEVE),
                enterprise_id=house.enterprise(MERIDIAN),
                role=role,
                valid_from=date(2024, 4, 1),
                by=OPERATOR,
                via=Channel.COMMAND,
                at=house.clock.now(),
                client_mandate_id=mandate_id,
            )
        if change:
            _sql(house, f"update client_mandates set {change}")  # noqa: S608

    return arrive


def client_mandate(house: House, client: str, office: str, *, begins: str = "2026-10-01") -> UUID:
    """A client mandate that the office has confirmed."""
    with house.engine.begin() as connection:
        return connection.execute(
            text(
                "insert into client_mandates (client_id, office_id, valid_from, proposed_by,"
                " proposed_at, confirmed_by, confirmed_at)"
                " values (:client, :office, :begins, :bram, :now, :bram, :now)"
                " returning client_mandate_id"
            ),
            {
                "client": house.enterprise(client),
                "office": house.enterprise(office),
                "begins": begins,
                "bram": house.person(BRAM),
                "now": house.clock.now(),
            },
        ).scalar_one()


def _manages_the_office(house: House) -> None:
    client_mandate(house, MERIDIAN, OFFICE)
    house.give_mandate(LIEVE, OFFICE, Role.ACCESS_MANAGER)


def _sql(house: House, statement: str) -> None:
    values = {"lieve": house.person(LIEVE), "now": house.clock.now()}
    named = {name: value for name, value in values.items() if f":{name}" in statement}
    with house.engine.begin() as connection:
        connection.execute(text(statement), named)


def _nothing(house: House) -> None:
    house.person(LIEVE)


_ENDED = "ended_at = :now, ended_by = :lieve, ended_for = client_id"

ACTORS = (
    Stranger("access manager", _own(Role.ACCESS_MANAGER), frozenset({Role.ACCESS_MANAGER})),
    Stranger("registrar", _own(Role.REGISTRAR), frozenset({Role.REGISTRAR})),
    Stranger("reader", _own(Role.READER), frozenset({Role.READER})),
    Stranger("registrar of the office", _of_office(Role.REGISTRAR), frozenset({Role.REGISTRAR})),
    Stranger("reader of the office", _of_office(Role.READER), frozenset({Role.READER})),
    Stranger("legal representative", _nothing, represents=True),
    Stranger("nobody", _nothing),
    Stranger("ended today", _changed(Role.REGISTRAR, "ended_at = :now, ended_by = :lieve")),
    Stranger("over since yesterday", _changed(Role.REGISTRAR, "valid_until = date '2026-11-20'")),
    Stranger("from tomorrow", _changed(Role.REGISTRAR, "valid_from = date '2026-11-22'")),
    Stranger(
        "office not yet confirmed",
        _of_office(Role.REGISTRAR, "confirmed_at = null, confirmed_by = null"),
    ),
    Stranger("office of an ended mandate", _of_office(Role.REGISTRAR, _ENDED)),
    Stranger("office from next quarter", _of_office(Role.REGISTRAR, begins="2027-01-01")),
    Stranger(
        "access manager of the office, without a role for the client",
        _manages_the_office,
    ),
    Stranger(
        "registrar elsewhere", lambda house: house.give_mandate(LIEVE, ELSEWHERE, Role.REGISTRAR)
    ),
)
