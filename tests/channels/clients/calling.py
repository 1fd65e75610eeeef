"""Calling as a machine: an address that opens to it, tokens good and bad, what it was told."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from flask import Flask, jsonify
from joserfc import jwt
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.application import create_app
from app.audit.trail import Actor
from app.channels.clients import Scope, acting_for, client_of_request
from app.channels.clients.signing import token_keys
from app.channels.clients.tokens import issue
from app.enterprises.mandates import may_register
from app.foundation.clock import day_of
from app.foundation.database import session, transaction
from app.identity.access import OpensTo, opens_to
from tests.channels.machines import Machine
from tests.house_of import MERIDIAN, House


def with_an_address(portal: Flask, **settings: Any) -> Flask:
    """A portal like this one, with other settings and an address more.

    To be made once for many tests: each of its addresses is a program that is written for it.
    """
    extensions = portal.extensions
    app = create_app(
        replace(portal.config["PARCOURS"], **settings),
        engine=extensions["engine"],
        clock=extensions["clock"],
    )
    app.jinja_env.bytecode_cache = portal.jinja_env.bytecode_cache
    app.config["TESTING"] = True
    _open_address(app)
    return app


def _open_address(app: Flask) -> None:
    @opens_to(OpensTo.CLIENT, scope=Scope.TRAININGS_WRITE)
    def write(enterprise_number: str) -> object:
        client = client_of_request()
        actor = acting_for(session(), client, enterprise_number)
        return jsonify(acts=actor is not None, scopes=sorted(client.scopes))

    app.add_url_rule("/try/<enterprise_number>", "try_write", write, methods=["GET", "POST"])


def call(house: House, token: str, number: str = MERIDIAN) -> TestResponse:
    return house.stranger().post(f"/try/{number}", headers={"Authorization": f"Bearer {token}"})


def given(a_machine: Machine, *scopes: Scope) -> str:
    house = a_machine.house
    config = house.app.config["PARCOURS"]
    scopes = scopes or (Scope.TRAININGS_WRITE,)
    return issue(
        a_machine.client_id,
        a_machine.key.kid or "",
        list(scopes),
        config=config,
        at=house.clock.now(),
    )


def forged(a_machine: Machine, *, key: Any = None, header: Any = None, **other: Any) -> str:
    """A token as this house signs them, but for what is said here; None leaves a claim out."""
    house = a_machine.house
    now = int(house.clock.now().timestamp())
    claims = {
        "iss": "http://localhost:8000",
        "aud": "http://localhost:8000/api",
        "sub": str(a_machine.client_id),
        "client_id": str(a_machine.client_id),
        "client_kid": a_machine.key.kid,
        "scope": "trainings:write",
        "iat": now,
        "exp": now + 600,
        "jti": secrets.token_urlsafe(8),
    } | other
    claims = {name: value for name, value in claims.items() if value is not None}
    key = key or token_keys(house.app.config["PARCOURS"]).keys[0]
    header = {"alg": "ES256", "kid": key.kid, "typ": "at+jwt"} | (header or {})
    return jwt.encode(header, claims, key, ["ES256"])


def problem_of(answer: TestResponse) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json"
    assert answer.headers.get("WWW-Authenticate", "").startswith("Bearer")
    return answer.status_code, answer.json["type"].rpartition(":")[2]


def sql(house: House, statement: str) -> None:
    with house.engine.begin() as connection:
        connection.execute(text(statement))


def actor(house: House, which: Machine, number: str = MERIDIAN) -> Actor:
    return Actor(None, house.enterprise(number), client_id=which.client_id)


def may(house: House, by: Actor) -> bool:
    with transaction(house.engine) as db:
        return may_register(db, by, on=day_of(house.clock.now()))
