"""The portal's side of OpenID Connect: code flow with PKCE, state and nonce, through Authlib.

FAS answers userinfo with a signed JWT; other providers answer JSON.  Both are read here.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app, url_for
from flask import session as cookie
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException
from werkzeug.wrappers import Response

from app.identity.signing_in import NotVouchedFor, Representation, VouchedFor, vouched_for
from config import Config

#: Seconds until we give up on the provider; a person is waiting.
PATIENCE = 10
ALGORITHMS = ["RS256", "PS256", "ES256"]
#: Sign-ins that may be under way in tabs side by side; more would outgrow the cookie.
ATTEMPTS = 3
#: What Authlib calls the state of one attempt in the cookie, under our name for the client.
_ATTEMPT = "_state_provider_"


class ProviderUnreachable(Exception):
    """The identity provider does not answer, or not as a provider should."""


class Provider:
    def __init__(self, app: Flask, config: Config) -> None:
        self._config = config
        self._client = OAuth(app).register(
            "provider",
            client_id=config.oidc_client_id,
            client_secret=config.oidc_client_secret,
            server_metadata_url=f"{config.oidc_issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": config.oidc_scope,
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": "client_secret_basic",
                "default_timeout": PATIENCE,
            },
        )

    def ask(self, *, language: str) -> Response:
        """Send the browser to the provider.  Raises ProviderUnreachable."""
        _forget_older_attempts()
        try:
            redirect: Response = self._client.authorize_redirect(
                self._callback,
                acr_values=self._config.accepted_levels[0],
                ui_locales=language,
            )
        except (RequestException, ValueError, KeyError, RuntimeError) as error:
            raise ProviderUnreachable from error
        return redirect

    def answer(self) -> VouchedFor:
        """Take the provider's answer in the request under way.

        Raises NotVouchedFor when it signs nobody in, ProviderUnreachable when it cannot be
        fetched.
        """
        try:
            token = self._client.authorize_access_token(timeout=PATIENCE)
            told = token.get("userinfo") or {}
            if told.get("iss") != self._config.oidc_issuer:
                raise NotVouchedFor("issuer")
            claims = self._userinfo(token)
        except NotVouchedFor:
            raise
        except (AuthlibBaseError, JoseError) as error:
            raise NotVouchedFor("refused") from error
        except (RequestException, ValueError) as error:
            # ValueError: an answer that came, but is not what a provider says.
            raise ProviderUnreachable from error
        if claims.get("sub") != told.get("sub"):
            raise NotVouchedFor("subject")
        return vouched_for(
            claims,
            level=str(told.get("acr", "")),
            accepted=self._config.accepted_levels,
            representation=Representation(
                self._config.oidc_roles_claim, self._config.oidc_representative_role
            ),
        )

    def _userinfo(self, token: dict[str, Any]) -> dict[str, Any]:
        metadata = self._client.load_server_metadata()
        response = self._client.get(metadata["userinfo_endpoint"], token=token, timeout=PATIENCE)
        response.raise_for_status()
        if "jwt" not in response.headers.get("Content-Type", ""):
            claims: dict[str, Any] = response.json()
            if not isinstance(claims, dict):
                raise ProviderUnreachable("userinfo is not an object")
            return claims
        keys = KeySet.import_key_set(self._client.fetch_jwk_set())
        signed = jwt.decode(response.text, keys, algorithms=ALGORITHMS)
        audience = signed.claims.get("aud", self._config.oidc_client_id)
        if self._config.oidc_client_id not in (
            [audience] if isinstance(audience, str) else audience
        ):
            raise NotVouchedFor("audience")
        return dict(signed.claims)

    def farewell(self) -> str | None:
        """Where the browser signs out at the provider too; None if there is no such place."""
        try:
            place = self._client.load_server_metadata().get("end_session_endpoint")
        except RequestException:
            return None
        if not place:
            return None
        home = current_app.config["PARCOURS"].public_address + "/"
        query = urlencode(
            {"client_id": self._config.oidc_client_id, "post_logout_redirect_uri": home}
        )
        return f"{place}?{query}"

    @property
    def _callback(self) -> str:
        return self._config.public_address + url_for("identity.callback")


def _forget_older_attempts() -> None:
    begun = [name for name in cookie if name.startswith(_ATTEMPT)]
    begun.sort(key=lambda name: float(cookie[name].get("exp", 0)))
    for name in begun[: len(begun) - ATTEMPTS + 1]:
        del cookie[name]
