"""The code flow with one person signing in, and every way in which it must not work."""

from __future__ import annotations

import base64

import pytest
from portal_side import AMINA, CALLBACK, ISSUER, HandClock, Portal, answer_of


def test_amina_signs_in_and_the_portal_learns_who_when_and_how_surely(
    portal: Portal, clock: HandClock
) -> None:
    token = portal.read(portal.tokens()["id_token"])

    sub = token.claims.pop("sub")
    assert AMINA not in sub
    assert len(token.claims.pop("at_hash")) == 22
    assert token.claims == {
        "iss": ISSUER,
        "aud": "parcours",
        "iat": clock.now,
        "exp": clock.now + 300,
        "auth_time": clock.now,
        "nonce": "the nonce",
        "acr": "urn:be:fedict:iam:fas:Level500",
    }
    assert token.header["kid"]


def test_userinfo_is_a_signed_token_in_fas_words(portal: Portal) -> None:
    tokens = portal.tokens()

    response = portal.userinfo(tokens["access_token"])

    assert response.content_type == "application/jwt"
    token = portal.read(response.text)
    assert token.header["kid"]
    assert token.claims == {
        "iss": ISSUER,
        "aud": "parcours",
        "sub": portal.read(tokens["id_token"]).claims["sub"],
        "egovNRN": AMINA,
        "surname": "Benali",
        "givenName": "Amina",
        "prefLanguage": "fr",
    }


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ("openid", set()),
        ("openid profile", {"surname", "givenName", "prefLanguage", "mail"}),
        ("openid egovnrn", {"egovNRN"}),
        # He represents no enterprise: there is no role to tell.
        ("openid roles", set()),
    ],
)
def test_no_more_is_told_than_the_scope_allows(portal: Portal, scope: str, told: set[str]) -> None:
    code = answer_of(portal.choose("Bram Peeters", scope=scope))["code"]
    token = portal.exchange(code).json["access_token"]

    claims = portal.read(portal.userinfo(token).text).claims

    assert set(claims) - {"iss", "aud", "sub"} == told


def test_a_person_is_the_same_subject_every_time_and_nobody_else(portal: Portal) -> None:
    def subject(name: str) -> str:
        tokens = portal.exchange(answer_of(portal.choose(name))["code"]).json
        return str(portal.read(tokens["id_token"]).claims["sub"])

    assert subject("Amina Benali") == subject("Amina Benali") != subject("Bram Peeters")


def test_state_comes_back_with_the_name_of_who_answers(portal: Portal) -> None:
    response = portal.choose()

    assert response.status_code == 303
    answer = answer_of(response)
    assert answer["state"] == "the state"
    assert answer["iss"] == ISSUER


def test_a_wrong_verifier_is_refused_and_spends_the_code(portal: Portal) -> None:
    code = portal.code()

    assert portal.exchange(code, code_verifier="x" * 43).json["error"] == "invalid_grant"
    assert portal.exchange(code).json["error"] == "invalid_grant"


def test_a_missing_verifier_is_refused(portal: Portal) -> None:
    assert portal.exchange(portal.code(), code_verifier="").json["error"] == "invalid_request"


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge": "short"},
    ],
)
def test_a_request_without_s256_goes_back_as_an_error(
    portal: Portal, changes: dict[str, str | None]
) -> None:
    answer = answer_of(portal.page(**changes))

    assert answer["error"] == "invalid_request"
    assert answer["state"] == "the state"
    assert answer["iss"] == ISSUER


def test_a_second_use_of_a_code_is_refused_and_revokes_what_it_gave(portal: Portal) -> None:
    code = portal.code()
    token = portal.exchange(code).json["access_token"]

    assert portal.exchange(code).json["error"] == "invalid_grant"
    assert portal.userinfo(token).status_code == 401


def test_a_code_is_good_for_less_than_a_minute(portal: Portal, clock: HandClock) -> None:
    in_time, too_late = portal.code(), portal.code()

    clock.now += 59
    assert portal.exchange(in_time).status_code == 200
    clock.now += 1
    assert portal.exchange(too_late).json["error"] == "invalid_grant"


def test_an_access_token_is_good_for_five_minutes(portal: Portal, clock: HandClock) -> None:
    tokens = portal.tokens()
    assert tokens["expires_in"] == 300
    assert "refresh_token" not in tokens

    clock.now += 299
    assert portal.userinfo(tokens["access_token"]).status_code == 200
    clock.now += 1
    refused = portal.userinfo(tokens["access_token"])
    assert refused.status_code == 401
    assert "invalid_token" in refused.headers["WWW-Authenticate"]


def test_what_has_expired_is_forgotten_in_the_end(portal: Portal, clock: HandClock) -> None:
    token = portal.tokens()["access_token"]
    clock.now += 3600
    portal.code()

    assert portal.userinfo(token).status_code == 401


@pytest.mark.parametrize("secret", ["not the secret", "", "né"])
def test_a_wrong_client_secret_is_refused_and_leaves_the_code_whole(
    portal: Portal, secret: str
) -> None:
    code = portal.code()

    refused = portal.exchange(code, secret=secret)

    assert refused.status_code == 401
    assert refused.json["error"] == "invalid_client"
    assert refused.headers["WWW-Authenticate"].startswith("Basic")
    assert portal.exchange(code).status_code == 200


@pytest.mark.parametrize(
    "header", ["Basic " + base64.b64encode(b"\xff:\xfe").decode(), "Basic ÿ", "Basic ", "x"]
)
def test_malformed_credentials_are_refused(portal: Portal, header: str) -> None:
    response = portal.browser.post(
        f"{ISSUER}/access_token",
        data={"grant_type": "authorization_code"},
        headers={"Authorization": header},
    )

    assert response.status_code == 401
    assert response.json["error"] == "invalid_client"


def test_a_secret_in_the_body_is_refused(portal: Portal) -> None:
    form = {
        "grant_type": "authorization_code",
        "client_id": "parcours",
        "client_secret": portal.secret,
    }
    response = portal.browser.post(f"{ISSUER}/access_token", data=form)

    assert response.json["error"] == "invalid_client"


def test_another_redirect_uri_at_the_exchange_is_refused(portal: Portal) -> None:
    refused = portal.exchange(portal.code(), redirect_uri=CALLBACK + "/")

    assert refused.json["error"] == "invalid_grant"


def test_other_grants_are_refused(portal: Portal) -> None:
    refused = portal.exchange(portal.code(), grant_type="client_credentials")

    assert refused.json["error"] == "unsupported_grant_type"


def test_userinfo_without_a_token_is_refused(portal: Portal) -> None:
    assert portal.browser.get(f"{ISSUER}/userinfo").status_code == 401
    assert portal.userinfo("invented").status_code == 401
