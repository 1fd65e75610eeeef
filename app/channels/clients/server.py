"""The token endpoint: Authlib's server with one grant and one way of signing in.

Authlib has no type information, hence the marks on the classes that extend it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import InvalidScopeError
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from flask import Flask

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.channels.clients.assertions import METHOD, Assertions, Signing
from app.channels.clients.tokens import issue, issuer_of
from app.enterprises.machines.acting import Client, client_by_id
from app.enterprises.machines.scopes import Scope
from app.enterprises.machines.using import note_use
from app.foundation.clock import Clock
from app.foundation.database import session
from config import Config

#: Where tokens are given, below the portal's address.
TOKEN_PATH = "/oauth/token"  # noqa: S105


class OfMachines(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = [METHOD]  # noqa: RUF012


class MachineServer(AuthorizationServer):  # type: ignore[misc]
    """Gives tokens to machines that sign who they are, and writes down that it did."""

    def __init__(self, app: Flask, config: Config, clock: Clock) -> None:
        self._config, self._clock = config, clock
        super().__init__(app, self._find, self._given)
        self.scopes_supported = [each.value for each in Scope]
        self.register_token_generator(
            "default",
            BearerTokenGenerator(
                self._token, expires_generator=lambda *_: 60 * config.token_minutes
            ),
        )
        audiences = (config.public_address + TOKEN_PATH, issuer_of(config))
        self.register_client_auth_method(
            METHOD,
            Assertions(
                audiences, session, clock.now, self._used_before, production=config.production
            ),
        )
        self.register_grant(OfMachines)

    def _find(self, client_id: str) -> Signing | None:
        try:
            client = client_by_id(session(), UUID(client_id))
        except ValueError:
            return None
        return Signing(client) if client else None

    def _token(self, client: Signing, scope: str, **_more: Any) -> str:
        scopes = [Scope(each) for each in scope.split()]
        return issue(
            client.client.client_id, client.kid, scopes, config=self._config, at=self._clock.now()
        )

    def validate_requested_scope(self, scope: str | None) -> None:
        """What a machine may not have is refused by :meth:`generate_token`."""

    def generate_token(self, *, client: Signing, scope: str | None = None, **more: Any) -> Any:
        try:
            return super().generate_token(client=client, scope=scope, **more)
        except InvalidScopeError:
            self._write(Act.MACHINE_NOT_SIGNED_IN, client.client, problems=["scope_not_granted"])
            raise

    def _given(self, token: dict[str, Any], request: Any) -> None:
        signing: Signing = request.client
        note_use(session(), signing.client, at=self._clock.now())
        scopes = token["scope"].split()
        self._write(Act.MACHINE_SIGNED_IN, signing.client, kid=signing.kid, scopes=scopes)

    def _used_before(self, client: Client) -> None:
        self._write(Act.MACHINE_NOT_SIGNED_IN, client, problems=["assertion_used_before"])

    def _write(self, act: Act, client: Client, **details: object) -> None:
        by = Actor(None, client.enterprise_id, client_id=client.client_id)
        trace = Trace(
            act, by, Ground.MANDATE, details={"client_id": str(client.client_id)} | details
        )
        record(session(), [trace], via=Channel.API, at=self._clock.now())
