"""Signing in and out: the whole way, through the demo provider in its own process."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from app.application import create_app
from app.demo.provider.process import RunningProvider, running_provider
from app.foundation.clock import FixedClock
from app.identity.provider import Provider as SignIn
from app.identity.views import own_path
from config import Config
from tests.house_of import AMINA, BRAM, MERIDIAN, House

CALLBACK = "http://localhost:8000/sign-in/callback"
PEOPLE = {
    "people": [
        {"ssin": AMINA, "surname": "Benali", "given_names": "Amina", "language": "fr"},
        {"ssin": BRAM, "surname": "Peeters", "given_names": "Bram", "language": "nl"},
    ]
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProvider]:
    folder = tmp_path_factory.mktemp("provider")
    (folder / "people.json").write_text(json.dumps(PEOPLE))
    with running_provider(folder, [CALLBACK]) as provider:
        yield provider


@pytest.fixture
def portal(app: Flask, running: RunningProvider) -> Flask:
    """The portal of all tests, which signs in at this provider for the length of one."""
    own = replace(
        app.config["PARCOURS"],
        oidc_issuer=running.issuer,
        oidc_client_secret=running.client_secret,
    )
    app.config["PARCOURS"] = own
    app.extensions["provider"] = SignIn(app, own)
    return app


@pytest.fixture
def browser(portal: Flask) -> FlaskClient:
    return portal.test_client()


@dataclass
class Provider:
    """The provider's page in the person's browser."""

    session: requests.Session

    def choose(self, address: str, name: str = "Amina Benali") -> str:
        """Pick somebody; where the provider then sends the browser, as a path of the portal."""
        before = self.session.get(address).text.split(f">{name}<")[0]
        person = before.rsplit('value="', 1)[1].split('"')[0]
        return self._post(address, {"person": person, "key": "EID"})

    def cancel(self, address: str) -> str:
        return self._post(address, {"cancel": "1"})

    def _post(self, address: str, form: dict[str, str]) -> str:
        answer = self.session.post(address, data=form, allow_redirects=False)
        assert answer.headers["Location"].startswith(CALLBACK)
        return answer.headers["Location"].removeprefix("http://localhost:8000")


@pytest.fixture
def provider() -> Iterator[Provider]:
    with requests.Session() as session:
        yield Provider(session)


def sent_to(browser: FlaskClient, path: str = "/sign-in") -> str:
    answer = browser.get(path)
    assert answer.status_code == 302
    location: str = answer.location
    return location


def with_query(address: str, **changes: str) -> str:
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query)) | changes
    return parts._replace(query=urlencode(query)).geturl()


def _tokens(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return list(
            connection.execute(
                text("select token_hash, ended_at from sign_in_sessions order by started_at")
            )
        )


def test_amina_signs_in_sees_her_career_and_signs_out(
    browser: FlaskClient, provider: Provider, engine: Engine, portal: Flask
) -> None:
    turned_away = browser.get("/career?view=year")
    assert turned_away.location == "/sign-in?next=/career?view%3Dyear"
    back = provider.choose(sent_to(browser, turned_away.location))
    answer = browser.get(back)
    assert (answer.status_code, answer.location) == (302, "/career?view=year")
    page = browser.get("/career?view=year")
    assert page.status_code == 200
    assert "Amina Benali" in page.text
    farewell = sign_out(browser, page.text)
    assert farewell.startswith(portal.config["PARCOURS"].oidc_issuer)
    assert provider.session.get(farewell, allow_redirects=False).headers["Location"] == (
        "http://localhost:8000/"
    )
    assert browser.get("/career").location.startswith("/sign-in")
    [(_, ended_at)] = _tokens(engine)
    assert ended_at is not None


def sign_out(browser: FlaskClient, page: str) -> str:
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = browser.post("/sign-out", data={"csrf_token": token})
    assert answer.status_code == 302
    location: str = answer.location
    return location


def test_somebody_who_came_for_no_page_begins_at_the_start(
    browser: FlaskClient, provider: Provider
) -> None:
    assert browser.get(provider.choose(sent_to(browser))).location == "/start"


def test_the_cookie_of_before_is_worth_nothing_after_signing_in(
    browser: FlaskClient, provider: Provider, engine: Engine
) -> None:
    with browser.session_transaction() as cookie:
        cookie["planted"] = "by somebody"
        cookie["language"] = "de"
    browser.get(provider.choose(sent_to(browser)))
    with browser.session_transaction() as cookie:
        first = cookie["_user_id"]
        assert "planted" not in cookie
        assert cookie["language"] == "de"
        assert not [key for key in cookie if key.startswith("_state")]
    browser.get(provider.choose(sent_to(browser)))
    with browser.session_transaction() as cookie:
        assert cookie["_user_id"] != first
    (_, first_ended), (_, second_ended) = _tokens(engine)
    assert first_ended is not None
    assert second_ended is None


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(
    browser: FlaskClient, provider: Provider, portal: Flask
) -> None:
    browser.get(provider.choose(sent_to(browser)))
    stolen = browser.get_cookie("parcours")
    assert stolen is not None
    sign_out(browser, browser.get("/career").text)
    thief = portal.test_client()
    thief.set_cookie("parcours", stolen.value)
    assert thief.get("/career").status_code == 302


def test_bram_who_holds_a_mandate_finds_the_way_to_his_enterprise(
    house: House, browser: FlaskClient, provider: Provider
) -> None:
    house.furnish()
    browser.get(provider.choose(sent_to(browser), "Bram Peeters"))
    with browser.session_transaction() as cookie:
        assert cookie["acts_for_any"] is True
    assert browser.get(f"/employer/{MERIDIAN}/workforce").status_code == 200


def test_an_answer_with_another_state_signs_nobody_in(
    browser: FlaskClient, provider: Provider, engine: Engine
) -> None:
    back = provider.choose(sent_to(browser))
    assert browser.get(with_query(back, state="another")).status_code == 401
    assert browser.get("/sign-in/callback").status_code == 401
    assert browser.get("/sign-in/callback?code=x&state=").status_code == 401
    assert _tokens(engine) == []


def test_an_answer_for_another_browser_signs_nobody_in(
    browser: FlaskClient, provider: Provider, portal: Flask, engine: Engine
) -> None:
    back = provider.choose(sent_to(browser))
    assert portal.test_client().get(back).status_code == 401
    assert _tokens(engine) == []


def test_an_answer_signs_in_once(browser: FlaskClient, provider: Provider, engine: Engine) -> None:
    back = provider.choose(sent_to(browser))
    assert browser.get(back).status_code == 302
    assert browser.get(back).status_code == 401
    # The code with a state of its own does not work a second time either.
    [state] = parse_qs(urlsplit(sent_to(browser)).query)["state"]
    assert browser.get(with_query(back, state=state)).status_code == 401
    assert len(_tokens(engine)) == 1


def test_another_nonce_signs_nobody_in(
    browser: FlaskClient, provider: Provider, engine: Engine
) -> None:
    back = provider.choose(with_query(sent_to(browser), nonce="planted"))
    assert browser.get(back).status_code == 401
    assert _tokens(engine) == []


def test_somebody_who_cancels_is_back_at_the_start_page(
    browser: FlaskClient, provider: Provider, engine: Engine
) -> None:
    answer = browser.get(provider.cancel(sent_to(browser)))
    assert (answer.status_code, answer.location) == (302, "/")
    assert _tokens(engine) == []


def test_any_other_refusal_of_the_provider_is_said_to_be_one(browser: FlaskClient) -> None:
    [state] = parse_qs(urlsplit(sent_to(browser)).query)["state"]
    answer = browser.get(f"/sign-in/callback?error=server_error&state={state}")
    assert answer.status_code == 401


def test_beginning_to_sign_in_again_and_again_keeps_the_cookie_small(
    browser: FlaskClient, provider: Provider
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Werkzeug warns of a cookie that browsers refuse.
        addresses = [sent_to(browser, "/sign-in?next=/career") for _ in range(20)]
    assert browser.get(provider.choose(addresses[-1])).location == "/career"


@contextmanager
def without_a_provider(config: Config, engine: Engine, clock: FixedClock) -> Iterator[Flask]:
    # Port 9 discards; on a loopback interface nobody listens there.
    own = replace(config, oidc_issuer="http://localhost:9/fas/oauth2")
    yield create_app(own, engine=engine, clock=clock)


def test_while_the_provider_is_down_that_is_what_the_page_says(
    config: Config, engine: Engine, clock: FixedClock
) -> None:
    with without_a_provider(config, engine, clock) as portal:
        answer = portal.test_client().get("/sign-in", headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "We cannot answer just now" in answer.text


def test_a_provider_that_goes_down_half_way_is_said_to_be_down(
    config: Config, engine: Engine, clock: FixedClock, provider: Provider, tmp_path: Path
) -> None:
    (tmp_path / "people.json").write_text(json.dumps(PEOPLE))
    with running_provider(tmp_path, [CALLBACK]) as short_lived:
        own = replace(
            config,
            oidc_issuer=short_lived.issuer,
            oidc_client_secret=short_lived.client_secret,
        )
        browser = create_app(own, engine=engine, clock=clock).test_client()
        back = provider.choose(sent_to(browser))
    assert browser.get(back).status_code == 503
    assert _tokens(engine) == []


def test_signing_out_works_while_the_provider_is_down(house: House) -> None:
    amina = house.signed_in(AMINA)
    assert sign_out(amina, amina.get("/career").text) == "/"
    assert amina.get("/career").status_code == 302


def test_a_form_sent_after_the_session_is_over_is_refused_and_not_lost_on_a_redirect(
    house: House,
) -> None:
    assert house.stranger().post("/sign-out").status_code in {400, 401}
    house.furnish()
    path = f"/employer/{MERIDIAN}/workforce"
    assert house.stranger().get(path).location == f"/sign-in?next={path}"


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/career",
        "/career?view=year",
        "/employer/0400000185/workforce?name=a%20b&page=2",
        "/employer/0400000185/workforce?name=Chloé",
        "/career?next=https://evil.example",
        "/%09/evil.example",
        "/career#top",
    ],
)
def test_a_page_of_ours_is_ours(target: str) -> None:
    assert own_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "career",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/career\r\nSet-Cookie: a=b",
        "/career\n",
        "/\x00/evil.example",
        "/\t/[",
        "//[",
        "/career\\..\\evil",
        "/\u2028",
        "/" + "a" * 5000,
    ],
)
def test_anything_else_is_not(target: str | None) -> None:
    assert own_path(target) is None


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/%09/evil.example",
        "/%0A/evil.example",
        "/%5Cevil.example",
        "/%09/%5B",
        "https://evil.example",
        "/career%0D%0ASet-Cookie:%20a=b",
        "/" + "a" * 5000,
    ],
)
def test_no_address_can_send_somebody_who_signs_in_elsewhere(
    browser: FlaskClient, provider: Provider, target: str
) -> None:
    back = provider.choose(sent_to(browser, f"/sign-in?next={target}"))
    assert browser.get(back).location == "/start"
