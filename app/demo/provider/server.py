"""The OpenID provider itself: Authlib's server, told what FAS does.

Authlib has no type information, hence the marks on the classes that extend it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2.rfc6749 import (
    ClientMixin,
    InvalidClientError,
    InvalidRequestError,
    OAuth2Error,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter
from flask import Flask
from joserfc.jwk import KeySet

from app.demo.provider.claims import SCOPES, EndSession, SignedUserInfo, SigningIdToken
from app.demo.provider.levels import keys_for
from app.demo.provider.memory import AccessToken, Grant, Memory, SignIn
from app.demo.provider.safekeeping import ALGORITHM
from app.demo.provider.settings import ProviderSettings


class Client(ClientMixin):  # type: ignore[misc]
    """The one registered client: confidential, code flow only."""

    client_metadata = {"userinfo_signed_response_alg": ALGORITHM}  # noqa: RUF012
    id_token_signed_response_alg = ALGORITHM

    def __init__(self, settings: ProviderSettings) -> None:
        self.client_id = settings.client_id
        self.origins = settings.client_origins
        self._redirect_uris = settings.redirect_uris
        self._secret = settings.client_secret.encode()

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """None: OpenID Connect wants the redirect URI said every time."""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """The requested scopes, or None (refused) when ``openid`` is not among them."""
        return scope if scope and "openid" in scope.split() else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self._redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret.encode(), self._secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class RequiredS256(CodeChallenge):  # type: ignore[misc]
    """PKCE for every client.  Authlib demands it of public clients only, and allows ``plain``."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]  # noqa: RUF012
    DEFAULT_CODE_CHALLENGE_METHOD = "S256"

    def validate_code_challenge(self, grant: Any, redirect_uri: str | None) -> None:
        asked = grant.request.payload.data
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("A 'code_challenge' with method S256 is required.")
        super().validate_code_challenge(grant, redirect_uri)

    def get_authorization_code_challenge_method(self, grant: Grant) -> str:
        return "S256"


def reachable_level(grant: Any) -> None:
    """Refuse at once a level that no key reaches, instead of quietly giving less."""

    def check(grant: Any, redirect_uri: str | None) -> None:
        if not keys_for(grant.request.payload.data.get("acr_values")):
            raise OAuth2Error(
                "No key reaches the requested level.", error="unmet_authentication_requirements"
            )

    grant.register_hook("after_validate_authorization_request_payload", check)


class Issuer(IssuerParameter):  # type: ignore[misc]
    """Every answer to the client says who gives it (RFC 9207)."""

    def __init__(self, server: Any) -> None:
        self._issuer = server.settings.issuer
        self(server)

    def get_issuer(self) -> str:
        return str(self._issuer)


class DemoServer(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server with its memory, its clock and its one client."""

    def __init__(self, app: Flask, settings: ProviderSettings) -> None:
        self.settings = settings
        self.memory = Memory()
        self.client = Client(settings)
        self.keys = KeySet([settings.key])
        app.config["OAUTH2_SCOPES_SUPPORTED"] = list(SCOPES)
        app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {"authorization_code": settings.token_lifetime}
        super().__init__(app, self._find_client, self._keep_token)
        self.register_grant(
            _code_grant(self), [RequiredS256(), SigningIdToken(self), reachable_level]
        )
        self.register_extension(Issuer)
        protector = ResourceProtector()
        protector.register_token_validator(_TokenCheck(self))
        self.register_endpoint(SignedUserInfo(self, protector))
        self.register_endpoint(EndSession(self))

    def sub_of(self, ssin: str) -> str:
        """The person as this client knows them: stable while the key is, and no way back."""
        salt = hashlib.sha256(b"sub" + self.settings.key.as_der(private=True)).digest()
        text = f"{self.client.client_id}\n{ssin}".encode()
        return hmac.new(salt, text, hashlib.sha256).hexdigest()[:32]

    def authenticate_client(self, request: Any, methods: list[str], endpoint: str = "token") -> Any:
        try:
            return super().authenticate_client(request, methods, endpoint)
        except ValueError as error:
            # Authlib trips over an Authorization header that is not well formed.
            raise InvalidClientError("The credentials are malformed.", status_code=401) from error

    def _find_client(self, client_id: str) -> Client | None:
        return self.client if client_id == self.client.client_id else None

    def _keep_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        self.memory.keep_token(
            AccessToken(
                value=token["access_token"],
                grant=request.authorization_code.grant,
                scope=token["scope"],
                expires_at=self.settings.now + token["expires_in"],
            )
        )


class _GivenCode:
    """A grant in the words Authlib uses for an authorisation code."""

    def __init__(self, grant: Grant) -> None:
        self.grant = grant
        self.code_challenge = grant.code_challenge

    def get_redirect_uri(self) -> str:
        return self.grant.redirect_uri

    def get_scope(self) -> str:
        return self.grant.scope

    def get_nonce(self) -> str | None:
        return self.grant.nonce

    def get_auth_time(self) -> int:
        return self.grant.sign_in.at

    def get_acr(self) -> str:
        return self.grant.sign_in.key.acr

    def get_amr(self) -> None:
        """None: FAS says the level, not the means."""


class _GivenToken:
    """An access token in the words Authlib uses for one."""

    def __init__(self, token: AccessToken, client: Client, now: Callable[[], int]) -> None:
        self.scope = token.scope
        self._token, self._client, self._now = token, client, now

    def get_client(self) -> Client:
        return self._client

    def get_user(self) -> SignIn:
        return self._token.grant.sign_in

    def get_scope(self) -> str:
        return self.scope

    def is_expired(self) -> bool:
        return self._now() >= self._token.expires_at

    def is_revoked(self) -> bool:
        return self._token.grant.revoked


class _TokenCheck(BearerTokenValidator):  # type: ignore[misc]
    def __init__(self, server: DemoServer) -> None:
        super().__init__()
        self._server = server

    def authenticate_token(self, value: str) -> _GivenToken | None:
        token = self._server.memory.token(value)
        if token is None:
            return None
        return _GivenToken(token, self._server.client, lambda: self._server.settings.now)


def _code_grant(provider: DemoServer) -> type:
    """The grant of this server.  Authlib makes one of the class per request, so that the
    provider reaches it only from around.
    """
    settings, memory = provider.settings, provider.memory

    class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]  # noqa: RUF012

        def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
            asked = request.payload.data
            grant = Grant(
                code=code,
                client_id=request.client.client_id,
                redirect_uri=request.payload.redirect_uri,
                scope=request.scope,
                nonce=asked.get("nonce"),
                code_challenge=asked["code_challenge"],
                sign_in=request.user,
                expires_at=settings.now + settings.code_lifetime,
            )
            memory.keep_grant(grant, forget_before=settings.now - settings.token_lifetime)

        def query_authorization_code(self, code: str, client: Client) -> _GivenCode | None:
            """The code is spent here, before its verifier is checked: one attempt, no more."""
            grant = memory.take_grant(code, client.client_id, now=settings.now)
            return _GivenCode(grant) if grant else None

        def delete_authorization_code(self, authorization_code: _GivenCode) -> None:
            """Kept as spent, so that a second use is recognised."""

        def authenticate_user(self, authorization_code: _GivenCode) -> SignIn:
            return authorization_code.grant.sign_in

    return CodeGrant
