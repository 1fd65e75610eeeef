"""Assertions: a machine signs who it is, for us, for minutes, and once (RFC 7523).

Authlib brings the frame; what is strict here is ours.  Only signatures with a key pair count,
whatever the header says; the audience is this server alone, so that an assertion for somebody
else cannot be sent on to us; and what was signed is taken once, whichever process is asked.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from authlib.oauth2.rfc6749 import ClientMixin, InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.channels.clients.asking import count_machine
from app.channels.clients.models import ApiAssertion
from app.enterprises.machines.acting import Client
from app.enterprises.machines.keys import keys_in_force
from app.enterprises.machines.public_keys import ALGORITHMS
from config import DEMO_KID

METHOD = "private_key_jwt"
#: Seconds that an assertion may be good for, and that clocks may differ by.
LONGEST, LEEWAY = 300, 30
#: Characters of an assertion, and of its name.
LARGEST, LONGEST_NAME = 8_000, 200


@dataclass(slots=True)
class Signing(ClientMixin):  # type: ignore[misc]
    """A machine that is signing in, in the words that Authlib uses for one."""

    client: Client
    kid: str = ""

    def get_client_id(self) -> str:
        return str(self.client.client_id)

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """What was asked for, all that it has where nothing was; None (refused) for more."""
        asked = set((scope or "").split())
        if asked - self.client.scopes:
            return None
        return " ".join(sorted(asked or self.client.scopes))

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == METHOD

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "client_credentials"


class KeysOf(KeySet):
    """The keys of the machine that is signing in, and the machine."""

    def __init__(self, signing: Signing, keys: list[dict[str, Any]]) -> None:
        super().__init__(KeySet.import_key_set({"keys": keys}).keys)
        self.signing = signing


class Assertions(JWTBearerClientAssertion):  # type: ignore[misc]
    """The one way in which a machine may prove who it is."""

    CLIENT_AUTH_METHOD = METHOD

    def __init__(
        self,
        audiences: tuple[str, ...],
        db: Callable[[], Session],
        now: Callable[[], datetime],
        used_before: Callable[[Client], None],
        *,
        production: bool,
    ) -> None:
        super().__init__()
        self._production = production
        self._audiences, self._db, self._now = audiences, db, now
        self._used_before = used_before

    def __call__(self, query_client: Callable[[str], Signing | None], request: Any) -> Any:
        said = request.form
        if "client_secret" in said or "Authorization" in request.headers:
            raise InvalidClientError("A client signs in with an assertion only.")
        if len(said.get("client_assertion", "")) > LARGEST:
            raise InvalidClientError("The assertion is too long.")
        if len(said.getlist("client_assertion")) > 1:
            raise InvalidClientError("There is more than one assertion.")
        return super().__call__(query_client, request)

    def extract_assertion(self, assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
        try:
            return super().extract_assertion(assertion)  # type: ignore[no-any-return]
        except (RecursionError, ValueError, TypeError) as error:
            raise InvalidClientError("The assertion cannot be read.") from error

    def resolve_client_public_key(self, client: Signing) -> KeySet:
        keys = [
            each
            for each in keys_in_force(self._db(), client.client.client_id)
            if not (self._production and each.get("kid") == DEMO_KID)
        ]
        if not keys:
            raise InvalidClientError("The client has no key.")
        return KeysOf(client, keys)

    def process_assertion_claims(self, assertion: str, resolve_key: KeysOf) -> dict[str, Any]:
        try:
            read = jwt.decode(assertion, resolve_key, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
            # What is wrong may quote what was sent: it is not repeated.
            raise InvalidClientError(
                "The signature is not that of a key of this client in force."
            ) from error
        # Without a name in the header, the one key that it has was tried.
        resolve_key.signing.kid = str(read.header.get("kid") or resolve_key.keys[0].kid)
        self._check(read.claims, resolve_key.signing.client)
        return dict(read.claims)

    def _check(self, claims: dict[str, Any], client: Client) -> None:
        now = self._now()
        if claims.get("iss") != str(client.client_id) or claims.get("sub") != claims.get("iss"):
            raise InvalidClientError("The claims iss and sub are the client_id, both of them.")
        audience = claims.get("aud")
        if isinstance(audience, list) and len(audience) == 1:
            [audience] = audience
        if not isinstance(audience, str) or audience not in self._audiences:
            raise InvalidClientError("The claim aud is this token endpoint, or its issuer.")
        left = _seconds(claims.get("exp")) - now.timestamp()
        # Written so that what is no number at all does not pass.
        if not left > -LEEWAY:
            raise InvalidClientError("The assertion has expired.")
        if not left <= LONGEST + LEEWAY:
            raise InvalidClientError("The assertion is valid for more than 5 minutes.")
        for name in ("iat", "nbf"):
            if name in claims and not _seconds(claims[name]) <= now.timestamp() + LEEWAY:
                raise InvalidClientError(f"The claim {name} lies in the future.")
        jti = claims.get("jti")
        if not isinstance(jti, str) or not 1 <= len(jti) <= LONGEST_NAME:
            raise InvalidClientError("The claim jti is missing, or too long.")
        expires_at = now + timedelta(seconds=left + 2 * LEEWAY)
        if not take_once(self._db(), client, jti, expires_at):
            self._used_before(client)
            raise InvalidClientError("The assertion was used before.")
        count_machine(client.client_id, now)


def take_once(db: Session, client: Client, jti: str, expires_at: datetime) -> bool:
    """Whether nobody came with this assertion before.

    Of two that come at once the second waits for the first, and is refused: it sees the row.
    """
    name = hashlib.sha256(jti.encode("utf-8", "surrogatepass")).digest()
    taken = db.execute(
        insert(ApiAssertion)
        .values(client_id=client.client_id, jti=name, expires_at=expires_at)
        .on_conflict_do_nothing()
        .returning(ApiAssertion.jti)
    )
    return taken.first() is not None


def forget_expired(db: Session, *, before: datetime) -> None:
    """What has expired is refused for that: it need not be remembered."""
    db.execute(delete(ApiAssertion).where(ApiAssertion.expires_at < before))


def _seconds(value: object) -> float:
    """A NumericDate; for anything else, a number that compares with none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e12:
        return math.nan
    return float(value)
