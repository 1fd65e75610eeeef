"""What the portal may ask of the provider, what it gets for asking otherwise, and signing out."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from portal_side import CALLBACK, ISSUER, Portal, answer_of

LEVEL = "urn:be:fedict:iam:fas:Level"


@pytest.mark.parametrize(
    "uri",
    [
        "http://localhost:8000/sign-in/callback/",
        "http://localhost:8000/sign-in/callback?next=/",
        "http://evil.example/",
        'http://evil.example/"é',
        None,
    ],
)
def test_an_unregistered_address_gets_a_page_and_never_a_redirect(
    portal: Portal, uri: str | None
) -> None:
    for response_type in ("code", "token"):
        response = portal.page(redirect_uri=uri, response_type=response_type)

        assert response.status_code == 400
        assert "Location" not in response.headers
        assert "This sign-in request is not right" in response.text


def test_an_unknown_client_gets_a_page(portal: Portal) -> None:
    assert portal.page(client_id="stranger").status_code == 400
    assert portal.page(client_id=None).status_code == 400


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "openid address"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
        ({"acr_values": LEVEL + "600"}, "unmet_authentication_requirements"),
        ({"acr_values": "urn:something:else"}, "unmet_authentication_requirements"),
    ],
)
def test_what_cannot_be_given_is_told_to_the_portal(
    portal: Portal, changes: dict[str, str | None], error: str
) -> None:
    answer = answer_of(portal.page(**changes))

    assert answer["error"] == error
    assert answer["state"] == "the state"


def test_the_same_parameter_twice_gets_a_page(portal: Portal) -> None:
    response = portal.browser.get(portal.address() + "&" + urlencode({"redirect_uri": CALLBACK}))

    assert response.status_code == 400


def test_the_highest_level_leaves_only_eid(portal: Portal) -> None:
    page = portal.page(acr_values=LEVEL + "500").text

    assert "Continue with eID" in page
    assert "Continue with itsme" not in page
    assert "only eID will do" in page


def test_a_lower_key_than_asked_for_is_refused_even_when_it_is_sent(portal: Portal) -> None:
    refused = portal.choose(key="ITSME", acr_values=LEVEL + "500")

    assert refused.status_code == 400
    assert "Choose a digital key offered on this page." in refused.text


@pytest.mark.parametrize("asked", [None, LEVEL + "450", f"{LEVEL}500 {LEVEL}450", LEVEL + "400"])
def test_a_lower_minimum_offers_both_and_the_token_says_which_it_was(
    portal: Portal, asked: str | None
) -> None:
    code = answer_of(portal.choose(key="ITSME", acr_values=asked))["code"]
    claims = portal.read(portal.exchange(code).json["id_token"]).claims

    assert claims["acr"] == LEVEL + "450"


def test_going_back_and_picking_someone_else_works(portal: Portal) -> None:
    answer_of(portal.choose("Amina Benali"))

    assert "code" in answer_of(portal.choose("Bram Peeters"))


def test_cancelling_tells_the_portal(portal: Portal) -> None:
    answer = answer_of(portal.browser.post(portal.address(), data={"cancel": "1"}))

    assert answer["error"] == "access_denied"
    assert answer["state"] == "the state"
    assert answer["iss"] == ISSUER


def test_the_discovery_document_names_fas_addresses(portal: Portal) -> None:
    document = portal.browser.get(f"{ISSUER}/.well-known/openid-configuration").json

    assert document["issuer"] == ISSUER
    assert document["token_endpoint"] == f"{ISSUER}/access_token"
    assert document["jwks_uri"] == f"{ISSUER}/connect/jwk_uri"
    assert document["scopes_supported"] == ["openid", "profile", "egovnrn", "roles"]
    assert document["code_challenge_methods_supported"] == ["S256"]


def test_the_published_keys_are_public(portal: Portal) -> None:
    (published,) = portal.browser.get(f"{ISSUER}/connect/jwk_uri").json["keys"]

    assert set(published) == {"kty", "n", "e", "kid", "use", "alg"}


def sign_out(portal: Portal, **wish: str) -> str | None:
    response = portal.browser.get(f"{ISSUER}/connect/endSession?{urlencode(wish)}")
    return response.headers.get("Location")


def test_signing_out_leads_back_to_the_portal_and_revokes(portal: Portal) -> None:
    tokens = portal.tokens()

    location = sign_out(
        portal,
        id_token_hint=tokens["id_token"],
        post_logout_redirect_uri="http://localhost:8000/",
        state="goodbye",
    )

    assert location == "http://localhost:8000/?state=goodbye"
    assert portal.userinfo(tokens["access_token"]).status_code == 401


def test_the_clients_name_is_enough_to_come_back(portal: Portal) -> None:
    home = "http://localhost:8000/signed-out"

    assert sign_out(portal, client_id="parcours", post_logout_redirect_uri=home) == home


@pytest.mark.parametrize(
    "uri",
    [
        "http://evil.example/",
        "https://localhost:8000/",
        "http://localhost:8000@evil.example/",
        "http://localhost:80000/",
        "javascript:alert(1)",
        "//localhost:8000/",
    ],
)
def test_signing_out_leads_nowhere_else(portal: Portal, uri: str) -> None:
    assert sign_out(portal, client_id="parcours", post_logout_redirect_uri=uri) is None


def test_signing_out_without_a_client_ends_on_a_page(portal: Portal) -> None:
    response = portal.browser.get(f"{ISSUER}/connect/endSession")

    assert response.status_code == 200
    assert "You are signed out" in response.text


@pytest.mark.parametrize("hint", ["nonsense", "a.b.c", json.dumps({}), "é"])
def test_a_hint_that_is_no_token_of_ours_gets_a_page(portal: Portal, hint: str) -> None:
    wish = {"id_token_hint": hint, "post_logout_redirect_uri": "http://localhost:8000/"}
    response = portal.browser.get(f"{ISSUER}/connect/endSession?{urlencode(wish)}")

    assert response.status_code == 400
    assert "Location" not in response.headers
