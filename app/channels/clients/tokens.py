"""Access tokens: signed statements of minutes about which machine comes and what it asked for.

They are JWTs as RFC 9068 has them.  A token opens nothing by itself: that the machine was not
ended, and what it may do, is asked of its row at each call.  Where an outside authorization
server is named in the settings, its tokens are read instead of ours.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import ECKey, KeySet

from app.channels.clients.outside import ALGORITHMS, keys_outside
from app.channels.clients.signing import token_keys
from app.enterprises.machines.scopes import Scope
from config import Config

#: The type of an access token; no other JWT of ours, and none that a machine signs, has it.
TYPE = "at+jwt"
#: How far clocks of other machines may be ahead of ours, in seconds.
LEEWAY = 30


class TokenRefused(Exception):
    """It is no token of ours, or not for us."""


class TokenExpired(TokenRefused):
    """It was one."""


@dataclass(frozen=True, slots=True)
class Holder:
    """What a token says: a machine by our key, or by its name and enterprise elsewhere."""

    scopes: frozenset[str]
    client_id: UUID | None = None
    kid: str | None = None  # of the key that it signed in with
    outside_name: str | None = None
    enterprise_number: str | None = None


def issuer_of(config: Config) -> str:
    return config.oauth_issuer or config.public_address


def audience_of(config: Config) -> str:
    """For whom a token is: our interface for programs, and nobody else's."""
    return config.oauth_audience or f"{config.public_address}/api"


def issue(client_id: UUID, kid: str, scopes: list[Scope], *, config: Config, at: datetime) -> str:
    """A token for these scopes, valid for ``TOKEN_MINUTES`` from now on.

    It says with which key the machine signed in: ended, that key opens nothing any more.
    KeysMissing where there is no key to sign with.
    """
    key, *_older = token_keys(config).keys
    issued = int(at.timestamp())
    claims = {
        "iss": issuer_of(config),
        "aud": audience_of(config),
        "sub": str(client_id),
        "client_id": str(client_id),
        "client_kid": kid,
        "scope": " ".join(scopes),
        "iat": issued,
        "exp": issued + 60 * config.token_minutes,
        "jti": secrets.token_urlsafe(16),
    }
    return jwt.encode({"typ": TYPE, "alg": "ES256", "kid": key.kid}, claims, key, ["ES256"])


def holder_of(token: str) -> Holder:
    """What the token of the request says.

    TokenExpired, TokenRefused; KeysMissing and OutsideUnreachable where no key can be had to
    check it with.
    """
    config: Config = current_app.config["PARCOURS"]
    now = int(current_app.extensions["clock"].now().timestamp())
    if config.oauth_issuer:
        return _of_outside(_claims(token, keys_outside(config, token, now), now, config), config)
    keys = token_keys(config)
    claims = _claims(token, keys, now, config, typ=TYPE)
    try:
        return Holder(_scopes(claims), UUID(claims["client_id"]), str(claims["client_kid"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise TokenRefused("client") from None


def _claims(
    token: str, keys: KeySet, now: int, config: Config, *, typ: str | None = None
) -> dict[str, Any]:
    algorithms = ["ES256"] if typ else list(ALGORITHMS)
    checks = jwt.JWTClaimsRegistry(
        now=now,
        leeway=0 if typ else LEEWAY,
        iss={"essential": True, "value": issuer_of(config)},
        aud={"essential": True, "value": audience_of(config)},
        exp={"essential": True},
    )
    try:
        read = jwt.decode(token, keys, algorithms=algorithms)
        if typ and str(read.header.get("typ", "")).lower().removeprefix("application/") != typ:
            raise TokenRefused("type")
        checks.validate(read.claims)
    except ExpiredTokenError:
        raise TokenExpired("expired") from None
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise TokenRefused(type(error).__name__) from None
    return dict(read.claims)


def _of_outside(claims: dict[str, Any], config: Config) -> Holder:
    name = claims.get(config.oauth_client_claim)
    number = claims.get(config.oauth_enterprise_claim)
    if not isinstance(name, str) or not isinstance(number, str):
        raise TokenRefused("client")
    return Holder(_scopes(claims), outside_name=name, enterprise_number=number)


def _scopes(claims: dict[str, Any]) -> frozenset[str]:
    said = claims.get("scope", "")
    return frozenset(said.split() if isinstance(said, str) else map(str, said or ()))


def published(config: Config) -> dict[str, Any]:
    """The public halves of our keys, as a JWKS."""
    keys = token_keys(config)
    return {"keys": [_public(key) for key in keys if isinstance(key, ECKey)]}


def _public(key: ECKey) -> dict[str, Any]:
    return {**key.as_dict(private=False), "use": "sig", "alg": "ES256"}
