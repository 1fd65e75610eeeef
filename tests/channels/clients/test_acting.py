"""For whom a machine acts: employers', offices' and providers' systems."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from app.audit.trail import Channel
from app.channels.clients import ClientKind, Scope
from app.foundation.database import transaction
from app.learning.registration import Refused, Registered, Registration, register_trainings
from tests.channels.clients.calling import actor, call, given, may, sql
from tests.channels.machines import fresh_key, machine
from tests.house.matrix import client_mandate
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House


@pytest.mark.parametrize("every", [True, False], ids=["every client", "chosen"])
def test_an_offices_machine_acts_under_a_mandate_in_force_alone(
    meridian: House, every: bool
) -> None:
    chosen = [] if every else [MERIDIAN]
    payroll = machine(
        meridian, enterprise=NORD, kind=ClientKind.OFFICE, every_client=every, chosen=chosen
    )
    by, token = actor(meridian, payroll), given(payroll)

    def acts() -> tuple[bool, bool]:
        return call(meridian, token).json["acts"], may(meridian, by)

    assert acts() == (False, False)
    client_mandate(meridian, MERIDIAN, NORD)
    assert acts() == (True, True)
    for change in (
        "confirmed_at = null, confirmed_by = null",
        "valid_from = date '2027-01-01'",
        "office_id = client_id, client_id = office_id",
        "ended_at = proposed_at, ended_by = proposed_by, ended_for = client_id",
    ):
        sql(meridian, f"update client_mandates set {change}")  # noqa: S608
        assert acts() == (False, False), change
        sql(meridian, "delete from client_mandates")
        client_mandate(meridian, MERIDIAN, NORD)
        assert acts() == (True, True)
    # A mandate of another client opens that one to whom acts for all, and to nobody else.
    client_mandate(meridian, ELSEWHERE, NORD)
    assert call(meridian, token, ELSEWHERE).json["acts"] is every
    assert not call(meridian, token, NORD).json["acts"], "not for the office itself"


def test_a_machine_that_only_reads_changes_nothing(meridian: House) -> None:
    reader = machine(meridian, Scope.WORKERS_READ, Scope.ACCOUNTS_READ)
    assert not may(meridian, actor(meridian, reader))
    writer = machine(meridian, Scope.RIGHTS_WRITE, key=fresh_key("b"))
    assert may(meridian, actor(meridian, writer))


def lesson(house: House, worker: str, provider: str | None) -> Registration:
    return Registration(
        house.person(worker),
        "First aid",
        date(2026, 9, 1),
        date(2026, 9, 1),
        240,
        True,
        True,
        True,
        internal=False,
        provider="Nord",
        provider_number=provider,
    )


def test_a_provider_registers_what_it_gave_and_nothing_else(meridian: House) -> None:
    school = machine(meridian, Scope.TRAININGS_WRITE, enterprise=NORD, kind=ClientKind.PROVIDER)
    by = actor(meridian, school)
    assert call(meridian, given(school)).json["acts"]
    assert not may(meridian, by), "rights, corrections and files are not its affair"
    asked = [
        lesson(meridian, AMINA, NORD),
        lesson(meridian, BRAM, ELSEWHERE),
        lesson(meridian, BRAM, None),
        lesson(meridian, CHLOE, NORD),
    ]
    with transaction(meridian.engine) as db:
        first, *others = register_trainings(
            db, asked, by=by, via=Channel.API, at=meridian.clock.now()
        )
    assert isinstance(first, Registered)
    why = [each.problems[0].code for each in others if isinstance(each, Refused)]
    assert why == ["not_given_by_you", "not_given_by_you", "not_a_worker_of_yours"]
    with meridian.engine.connect() as connection:
        rows = connection.execute(
            text("select ground, client_id from audit_lines where act like 'worker:training%'")
        )
        assert {tuple(row) for row in rows} == {("training_given", school.client_id)}
    sql(meridian, "update api_clients set ended_at = created_at, ended_by = created_by")
    with transaction(meridian.engine) as db:
        [after] = register_trainings(
            db, [lesson(meridian, BRAM, NORD)], by=by, via=Channel.API, at=meridian.clock.now()
        )
    assert isinstance(after, Refused)
