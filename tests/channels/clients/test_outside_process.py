"""Machines that sign in at a server of somebody else's: a process of its own, over HTTP."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import requests
from werkzeug.test import TestResponse

from app.channels.clients import outside
from tests.channels.api.programs import FIRST_AID
from tests.channels.clients.calling import sql
from tests.channels.clients.outside_process import server_elsewhere
from tests.channels.machines import machine
from tests.house_of import AMINA, MERIDIAN, House

AUDIENCE = "https://parcours.example/api"


@pytest.fixture
def meridian(house: House) -> House:
    outside._fetched.clear()
    house.furnish()
    return house


def token(house: House, server: str) -> str:
    asked = {
        "aud": AUDIENCE,
        "client_id": "meridian-hr",
        "enterprise_number": MERIDIAN,
        "scope": "trainings:write",
        "exp": str(int(house.clock.now().timestamp()) + 300),
    }
    return str(requests.post(f"{server}/token", data=asked, timeout=10).json()["access_token"])


def register(house: House, access: str, title: str) -> TestResponse:
    return house.stranger().post(
        f"/api/v1/enterprises/{MERIDIAN}/trainings",
        json={"ssin": AMINA, "training": FIRST_AID | {"title": title}},
        headers={"Authorization": f"Bearer {access}"},
    )


def test_whoever_signs_in_at_another_server_registers_here_until_it_is_ended_here(
    meridian: House,
) -> None:
    with server_elsewhere() as server:
        meridian.rebuild(
            oauth_issuer=server, oauth_audience=AUDIENCE, oauth_jwks_url=f"{server}/jwks"
        )
        machine(meridian, outside_name="meridian-hr")
        first = token(meridian, server)
        assert register(meridian, first, "One").status_code == 201
    # The server is gone; what it signed is good for as long as its keys are held.
    assert register(meridian, first, "Two").status_code == 201
    with server_elsewhere(urlsplit(server).port or 0) as again:
        assert again == server
        second = token(meridian, server)
        assert register(meridian, second, "Three").status_code == 401, "asked for keys just now"
        meridian.clock.at += timedelta(seconds=outside.AT_MOST_EVERY)
        assert register(meridian, second, "Three").status_code == 201
        assert register(meridian, first, "Four").status_code == 401, "its key is theirs no more"
        sql(meridian, "update api_clients set ended_at = created_at, ended_by = created_by")
        assert register(meridian, second, "Five").status_code == 401
