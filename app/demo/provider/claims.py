"""What the provider says about a person: in the ID token, in the signed userinfo, and never more
than the scopes allow.  Also the end of a session, which an ID token introduces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import OAuth2Request
from authlib.oidc.core import UserInfoEndpoint
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.rpinitiated import EndSessionEndpoint
from joserfc.jwk import KeySet

from app.demo.provider.memory import SignIn
from app.demo.provider.safekeeping import ALGORITHM
from app.demo.provider.settings import origin_of

if TYPE_CHECKING:
    from app.demo.provider.server import Client, DemoServer

SCOPES = ("openid", "profile", "egovnrn", "roles")
CLAIMS = ("sub", "surname", "givenName", "prefLanguage", "mail", "egovNRN", "roles")
#: What a legal representative is called among the roles.
REPRESENTATIVE = "LegalRepresentative"


def claims_of(sign_in: SignIn, scope: str) -> dict[str, Any]:
    """FAS's own names for its claims; what is unknown is left out."""
    person, scopes = sign_in.person, scope.split()
    claims: dict[str, Any] = {"sub": sign_in.sub}
    if "profile" in scopes:
        claims |= {
            "surname": person.surname,
            "givenName": person.given_names,
            "prefLanguage": person.language,
        }
        claims |= {"mail": person.mail} if person.mail else {}
    if "egovnrn" in scopes:
        claims["egovNRN"] = person.ssin
    if "roles" in scopes and person.represents:
        claims["roles"] = [
            {"name": REPRESENTATIVE, "enterpriseNumber": number} for number in person.represents
        ]
    return claims


class SigningIdToken(OpenIDCode):  # type: ignore[misc]
    """The ID token: who signed in, when and how surely; the rest is for userinfo."""

    def __init__(self, server: DemoServer) -> None:
        super().__init__()
        self._server = server

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        """Never refused: someone who goes back and picks another person sends it again, and it
        is the client that recognises its own.
        """
        return False

    def resolve_client_private_key(self, client: Client) -> KeySet:
        """A set rather than a key: from a set the signature names the key it took."""
        return self._server.keys

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        settings = self._server.settings
        return {
            "iss": settings.issuer,
            "aud": client.client_id,
            "iat": settings.now,
            "exp": settings.now + settings.token_lifetime,
        }

    def generate_user_info(self, user: SignIn, scope: str) -> dict[str, Any]:
        return claims_of(user, "openid")


class SignedUserInfo(UserInfoEndpoint):  # type: ignore[misc]
    """Userinfo as FAS gives it: a signed JWT."""

    def get_issuer(self) -> str:
        return str(self.server.settings.issuer)

    def get_supported_algorithms(self) -> list[str]:
        return [ALGORITHM]

    def generate_user_info(self, user: SignIn, scope: str) -> dict[str, Any]:
        return claims_of(user, scope)

    def resolve_private_key(self) -> KeySet:
        keys: KeySet = self.server.keys
        return keys


class EndSession(EndSessionEndpoint):  # type: ignore[misc]
    """Signing out on the client's request.

    The provider keeps no session of its own, every sign-in asks anew, so there is nothing that
    a stranger's request could end and no need for a confirmation; with an ID token the access
    tokens of its person die.
    """

    def get_server_jwks(self) -> KeySet:
        keys: KeySet = self.server.keys
        return keys

    def get_algorithms(self) -> list[str]:
        return [ALGORITHM]

    def end_session(self, end_session_request: Any) -> None:
        if claims := end_session_request.id_token_claims:
            self.server.memory.sign_out(claims["sub"])

    def is_post_logout_redirect_uri_legitimate(self, *_: Any) -> bool:
        """Without an ID token too, since only the client's own origins are ever allowed."""
        return True

    def _is_valid_post_logout_redirect_uri(self, client: Client, uri: str) -> bool:
        """Anywhere at the client's origin; Authlib would compare whole addresses."""
        try:
            return origin_of(uri) in client.origins
        except ValueError:
            return False
