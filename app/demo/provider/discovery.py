"""The provider's description of itself, at ``/.well-known/openid-configuration``."""

from __future__ import annotations

from typing import Any

from authlib.oauth2 import rfc9207
from authlib.oidc import rpinitiated
from authlib.oidc.discovery import OpenIDProviderMetadata

from app.demo.provider.claims import CLAIMS, SCOPES
from app.demo.provider.levels import Key
from app.demo.provider.people import LANGUAGES
from app.demo.provider.safekeeping import ALGORITHM


def describe(issuer: str) -> dict[str, Any]:
    """The metadata, checked against the specifications by Authlib; ValueError when amiss."""
    metadata = OpenIDProviderMetadata(
        issuer=issuer,
        authorization_endpoint=f"{issuer}/authorize",
        token_endpoint=f"{issuer}/access_token",
        userinfo_endpoint=f"{issuer}/userinfo",
        jwks_uri=f"{issuer}/connect/jwk_uri",
        end_session_endpoint=f"{issuer}/connect/endSession",
        scopes_supported=list(SCOPES),
        claims_supported=list(CLAIMS),
        response_types_supported=["code"],
        response_modes_supported=["query"],
        grant_types_supported=["authorization_code"],
        acr_values_supported=[key.acr for key in Key],
        subject_types_supported=["pairwise"],
        id_token_signing_alg_values_supported=[ALGORITHM],
        userinfo_signing_alg_values_supported=[ALGORITHM],
        token_endpoint_auth_methods_supported=["client_secret_basic"],
        code_challenge_methods_supported=["S256"],
        prompt_values_supported=["none", "login"],
        ui_locales_supported=list(LANGUAGES),
        claims_parameter_supported=False,
        request_parameter_supported=False,
        request_uri_parameter_supported=False,
        authorization_response_iss_parameter_supported=True,
    )
    metadata.validate([rfc9207.AuthorizationServerMetadata, rpinitiated.OpenIDProviderMetadata])
    return dict(metadata)
