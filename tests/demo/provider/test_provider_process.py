"""The provider as the portal meets it: another process, over HTTP, with secrets in files."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from portal_side import AMINA, CALLBACK, PEOPLE

from app.demo.provider import ProviderSettings
from app.demo.provider.process import running_provider
from app.demo.provider.safekeeping import client_secret, signing_key


def test_a_portal_signs_amina_in_over_http(tmp_path: Path) -> None:
    (tmp_path / "people.json").write_text(json.dumps(PEOPLE))
    with running_provider(tmp_path, [CALLBACK]) as provider:
        verifier = generate_token(64)
        portal = OAuth2Session(
            provider.client_id,
            provider.client_secret,
            scope="openid profile egovnrn",
            redirect_uri=CALLBACK,
            code_challenge_method="S256",
        )
        with portal, requests.Session() as browser:
            found = browser.get(f"{provider.issuer}/.well-known/openid-configuration").json()
            address, state = portal.create_authorization_url(
                found["authorization_endpoint"], code_verifier=verifier, nonce="the nonce"
            )
            page = browser.get(address).text
            amina = page.split(">Amina Benali<")[0].rsplit('value="', 1)[1].split('"')[0]
            answer = browser.post(
                address, data={"person": amina, "key": "ITSME"}, allow_redirects=False
            )
            tokens = portal.fetch_token(
                found["token_endpoint"],
                authorization_response=answer.headers["Location"],
                code_verifier=verifier,
            )
            userinfo = portal.get(found["userinfo_endpoint"])
            keys = KeySet.import_key_set(browser.get(found["jwks_uri"]).json())

        assert dict(parse_qsl(urlsplit(answer.headers["Location"]).query))["state"] == state
        who = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims
        assert who["nonce"] == "the nonce"
        assert who["acr"] == "urn:be:fedict:iam:fas:Level450"
        assert userinfo.headers["Content-Type"] == "application/jwt"
        told = jwt.decode(userinfo.text, keys, algorithms=["RS256"]).claims
        assert told["egovNRN"] == AMINA
        assert told["sub"] == who["sub"]

    with pytest.raises(ProcessLookupError):
        os.kill(provider.process_id, 0)


def test_a_provider_that_cannot_be_right_says_why_and_does_not_start(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.demo.provider", "--redirect-uri", CALLBACK]
    command += ["--issuer", "http://fas.example/fas/oauth2"]
    command += ["--key-file", str(tmp_path / "key"), "--client-secret-file", str(tmp_path / "s")]

    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert "http://fas.example/fas/oauth2" in ended.stderr


def test_secrets_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    secret_file, key_file = tmp_path / "new" / "secret", tmp_path / "new" / "key.pem"

    secret, key = client_secret(secret_file), signing_key(key_file)

    assert len(secret) == 43
    assert (client_secret(secret_file), signing_key(key_file).kid) == (secret, key.kid)
    for file in (secret_file, key_file):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(list(secret_file.parent.iterdir())) == 2


def test_an_empty_secret_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("\n")

    with pytest.raises(ValueError, match="holds no secret"):
        client_secret(tmp_path / "secret")


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "http://fas.example/fas/oauth2"},
        {"issuer": "http://localhost:8001/fas/oauth2/"},
        {"issuer": "localhost"},
        {"redirect_uris": ()},
        {"redirect_uris": ("/sign-in/callback",)},
        {"redirect_uris": ("javascript:alert(1)",)},
        {"redirect_uris": (CALLBACK + "#part",)},
        {"client_id": ""},
        {"client_secret": ""},
    ],
)
def test_settings_that_would_be_unsafe_are_refused(
    key: RSAKey, tmp_path: Path, wrong: dict[str, object]
) -> None:
    right: dict[str, object] = {
        "issuer": "http://localhost:8001/fas/oauth2",
        "client_id": "parcours",
        "client_secret": "the secret",
        "redirect_uris": (CALLBACK,),
        "key": key,
        "people": tmp_path / "people.json",
    }
    with pytest.raises(ValueError):  # noqa: PT011  each has its own words
        ProviderSettings(**(right | wrong))  # type: ignore[arg-type]
