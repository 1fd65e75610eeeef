"""Machines of the tests: an enterprise's system, its key, and how it signs in and calls."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.jwk import ECKey, Key
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import String
from werkzeug.test import TestResponse

from app.enterprises.machines.scopes import ClientKind, Scope
from tests.house_of import BRAM, MERIDIAN, House

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TOKEN_URL = "http://localhost:8000/oauth/token"


def fresh_key(kid: str = "first") -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})


@dataclass
class Machine:
    """A registered machine with its private key."""

    house: House
    client_id: UUID
    key: Key = field(default_factory=fresh_key)

    def claims(self, **other: Any) -> dict[str, Any]:
        """What an assertion says; a claim given as None is left out."""
        now = int(self.house.clock.now().timestamp())
        said = {
            "iss": str(self.client_id),
            "sub": str(self.client_id),
            "aud": TOKEN_URL,
            "iat": now,
            "exp": now + 60,
            "jti": secrets.token_urlsafe(12),
        }
        return {name: value for name, value in (said | other).items() if value is not None}

    def assertion(self, *, key: Key | None = None, alg: str = "ES256", **other: Any) -> str:
        key = key or self.key
        header = {"alg": alg, "kid": key.kid}
        return jwt.encode(header, self.claims(**other), key, [alg])

    def sign_in(self, assertion: str | None = None, **form: str) -> TestResponse:
        """What the token endpoint answers."""
        said = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion or self.assertion(),
        }
        return self.house.stranger().post("/oauth/token", data=said | form)

    def token(self, *scopes: Scope) -> str:
        """An access token for these scopes, or for all that it has."""
        answer = self.sign_in(**({"scope": " ".join(scopes)} if scopes else {}))
        assert answer.status_code == 200, answer.text
        return str(answer.json["access_token"])

    def headers(self, *scopes: Scope) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(*scopes)}"}


def machine(
    house: House,
    *scopes: Scope,
    enterprise: str = MERIDIAN,
    kind: ClientKind = ClientKind.EMPLOYER,
    every_client: bool = False,
    chosen: Sequence[str] = (),
    key: Key | None = None,
    outside_name: str | None = None,
) -> Machine:
    """A machine of an enterprise; without scopes, it has all of them."""
    key = key or fresh_key()
    public = key.as_dict(private=False)
    with house.engine.begin() as connection:
        client_id = connection.execute(
            text(
                "insert into api_clients (enterprise_id, name, kind, scopes, every_client,"
                " outside_name, created_by, created_at) values (:enterprise, 'HR system', :kind,"
                " :scopes, :every, :outside, :bram, :now) returning client_id"
            ).bindparams(bindparam("scopes", type_=ARRAY(String))),
            {
                "enterprise": house.enterprise(enterprise),
                "kind": kind.value,
                "scopes": [each.value for each in scopes or Scope],
                "every": every_client,
                "outside": outside_name,
                "bram": house.person(BRAM),
                "now": house.clock.now(),
            },
        ).scalar_one()
        connection.execute(
            text(
                "insert into api_client_keys (client_id, kid, jwk, thumbprint, added_by, added_at)"
                " values (:client, :kid, :jwk, :thumbprint, :bram, :now)"
            ).bindparams(bindparam("jwk", type_=JSONB)),
            {
                "client": client_id,
                "kid": key.kid,
                "jwk": public,
                "thumbprint": key.thumbprint(),
                "bram": house.person(BRAM),
                "now": house.clock.now(),
            },
        )
        for number in chosen:
            connection.execute(
                text("insert into api_client_enterprises values (:client, :enterprise)"),
                {"client": client_id, "enterprise": house.enterprise(number)},
            )
    return Machine(house, client_id, key)
