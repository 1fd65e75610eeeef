"""What the provider remembers: codes and the tokens given for them, in this process only.

One worker serves the provider, with several threads; every change happens under one lock.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from app.demo.provider.levels import Key
from app.demo.provider.people import Person


@dataclass(frozen=True, slots=True)
class SignIn:
    """One person having signed in with one key; what Authlib calls the user."""

    person: Person
    key: Key
    sub: str  # the person as this client knows them, not the national number
    at: int  # seconds since 1970


@dataclass(slots=True)
class Grant:
    """One authorisation code and its fate."""

    code: str = field(repr=False)
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str
    sign_in: SignIn
    expires_at: int
    used: bool = False
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class AccessToken:
    """An opaque token; it lives and dies with the grant it was given for."""

    value: str = field(repr=False)
    grant: Grant
    scope: str
    expires_at: int


class Memory:
    """Codes and tokens by their value."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._grants: dict[str, Grant] = {}
        self._tokens: dict[str, AccessToken] = {}

    def keep_grant(self, grant: Grant, *, forget_before: int) -> None:
        """Remember a code, and forget those that expired before the given moment.

        A used code has to be remembered for as long as its token lives, so that using it again
        is recognised and revokes that token.
        """
        with self._lock:
            self._grants = {
                code: known
                for code, known in self._grants.items()
                if known.expires_at >= forget_before
            }
            self._tokens = {
                value: token
                for value, token in self._tokens.items()
                if token.grant.code in self._grants
            }
            self._grants[grant.code] = grant

    def take_grant(self, code: str, client_id: str, *, now: int) -> Grant | None:
        """The grant behind a code, once; a second time, everything it gave is revoked."""
        with self._lock:
            grant = self._grants.get(code)
            if grant is None or grant.client_id != client_id:
                return None
            if grant.used:
                grant.revoked = True
                return None
            grant.used = True
            return grant if now < grant.expires_at and not grant.revoked else None

    def keep_token(self, token: AccessToken) -> None:
        with self._lock:
            self._tokens[token.value] = token

    def token(self, value: str) -> AccessToken | None:
        with self._lock:
            return self._tokens.get(value)

    def sign_out(self, sub: str) -> None:
        """Revoke everything given for one person."""
        with self._lock:
            for grant in self._grants.values():
                if grant.sign_in.sub == sub:
                    grant.revoked = True
