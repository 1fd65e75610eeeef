"""Whom a token lets in, and for whom a machine then acts."""

from __future__ import annotations

import pytest
from flask import Flask, jsonify
from werkzeug.test import TestResponse

from app.channels.clients import Scope, acting_for, client_of_request
from app.channels.clients.tokens import issue
from app.foundation.database import session
from app.identity.access import OpensTo, opens_to
from tests.channels.machines import Machine, machine
from tests.house_of import MERIDIAN, House


@pytest.fixture
def meridian(house: House) -> House:
    """Meridian, and two addresses that open to machines: they say for whom they would act."""
    house.furnish()
    _open_addresses(house.app)
    return house


def _open_addresses(app: Flask) -> None:
    @opens_to(OpensTo.CLIENT, scope=Scope.TRAININGS_WRITE)
    def write(enterprise_number: str) -> object:
        client = client_of_request()
        actor = acting_for(session(), client, enterprise_number)
        return jsonify(
            acts=actor is not None,
            client=str(client.client_id),
            scopes=sorted(client.scopes),
        )

    app.add_url_rule("/try/<enterprise_number>", "try_write", write, methods=["GET", "POST"])


def call(a_machine: Machine, token: str, number: str = MERIDIAN) -> TestResponse:
    return a_machine.house.stranger().post(
        f"/try/{number}", headers={"Authorization": f"Bearer {token}"}
    )


def given(a_machine: Machine, *scopes: Scope) -> str:
    house = a_machine.house
    return issue(
        a_machine.client_id,
        "first",
        list(scopes),
        config=house.app.config["PARCOURS"],
        at=house.clock.now(),
    )


def test_meridians_machine_acts_for_meridian(meridian: House) -> None:
    hr = machine(meridian)
    answer = call(hr, given(hr, Scope.TRAININGS_WRITE))
    assert answer.status_code == 200
    assert answer.json == {
        "acts": True,
        "client": str(hr.client_id),
        "scopes": ["trainings:write"],
    }
