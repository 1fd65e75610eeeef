"""Who may open what: every address says it, and to everybody else it stays shut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.routing import AnyConverter, Rule

from app.enterprises.mandates import Role
from app.identity.access import Needs, OpensTo
from tests.house.lives import register
from tests.house.pages import ask_for_document, make_document, worker_path
from tests.house.posting import token_of
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, House, enterprise_number

#: Valid, and nobody's.
UNKNOWN = enterprise_number("09999999")
#: In addresses; in the house only where a test puts them there.
TRAINING, EMPLOYMENT = uuid4(), uuid4()
MANDATE, CLIENT_MANDATE, NOBODYS = uuid4(), uuid4(), uuid4()

BEHIND_A_SIGN_IN = (OpensTo.SIGNED_IN, OpensTo.MANDATE, OpensTo.REPRESENTATIVE)


def addresses(
    app: Flask, *whom: OpensTo, enterprise: str = MERIDIAN, person: object = None
) -> Iterator[tuple[str, str]]:
    """The method and path of every address that opens to one of these."""
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], "opens_to", None) in whom:
            for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}):
                yield method, _path(rule, enterprise, person)


def addresses_with_needs(
    app: Flask, enterprise: str, person: object
) -> Iterator[tuple[OpensTo, Needs, str, str]]:
    """The method and path of every address of an enterprise, with what it declares.

    Those for its legal representative come last: what they change is who holds a mandate.
    """
    for whom in (OpensTo.MANDATE, OpensTo.REPRESENTATIVE):
        for rule in app.url_map.iter_rules():
            view = app.view_functions[rule.endpoint]
            if getattr(view, "opens_to", None) is whom:
                for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}):
                    path = _path(rule, enterprise, person)
                    yield whom, view.needs, method, path  # type: ignore[attr-defined]


def _path(rule: Rule, enterprise: str, person: object) -> str:
    places = {
        "enterprise_number": enterprise,
        "enterprise_id": NOBODYS,
        "person_id": person or uuid4(),
        "training_id": TRAINING,
        "employment_id": EMPLOYMENT,
        "year": 2026,
        "first_year": 2026,
        "key": NOBODYS,
        "sheet_id": NOBODYS,
        "mapping_id": NOBODYS,
        "mandate_id": MANDATE,
        "client_mandate_id": CLIENT_MANDATE,
        "language": "fr",
    }
    # Any other key is nobody's.
    built = rule.build({name: places.get(name) or _anything(rule, name) for name in rule.arguments})
    assert built
    return built[1]


def _anything(rule: Rule, name: str) -> object:
    """Nobody's key; of a choice of words, one."""
    converter = rule._converters[name]
    return min(converter.items) if isinstance(converter, AnyConverter) else NOBODYS


def _sentences(page: str) -> str:
    """What a page says, without its own address and the number of its request.

    What leads on elsewhere says nothing.
    """
    if "<main" not in page:
        return ""
    return page.split("<main")[1].split('<span class="nowrap">')[0]


def test_every_address_says_whom_it_opens_to(app: Flask) -> None:
    silent = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        and not isinstance(getattr(app.view_functions[rule.endpoint], "opens_to", None), OpensTo)
    ]
    assert not silent


def test_an_address_that_says_nothing_opens_to_nobody(house: House) -> None:
    house.furnish()
    house.rebuild()
    house.app.add_url_rule("/forgotten", "forgotten", lambda: "a secret", methods=["GET", "POST"])
    for browser in (house.stranger(), house.signed_in(AMINA), house.signed_in(BRAM)):
        assert browser.get("/forgotten").status_code == 403
        assert browser.post("/forgotten").status_code == 403


def test_without_a_sign_in_a_page_leads_to_it_and_a_form_is_refused(house: House) -> None:
    for method, path in addresses(house.app, *BEHIND_A_SIGN_IN):
        answer = house.stranger().open(path, method=method)
        if method == "GET":
            assert answer.status_code == 302, path
            assert answer.location.startswith("/sign-in?next=/"), path
        else:
            assert answer.status_code == 401, path


def test_a_session_that_is_over_opens_nothing(house: House) -> None:
    browser = house.signed_in(AMINA)
    assert browser.get("/career").status_code == 200
    house.clock.at += timedelta(minutes=31)
    for method, path in addresses(house.app, *BEHIND_A_SIGN_IN):
        answer = browser.open(path, method=method)
        assert answer.status_code == (302 if method == "GET" else 401), path


def test_a_made_up_session_opens_nothing(house: House) -> None:
    browser = house.stranger()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = "made-up"
        cookie["acts_for_any"] = True
    assert browser.get("/career").status_code == 302


def _open_all(
    house: House, browser: FlaskClient, enterprise: str, person: object
) -> dict[tuple[str, str], tuple[int, str]]:
    """What every address for mandate holders answers, by method and address without numbers."""
    token = token_of(browser.get("/attestations"))
    found = {}
    for method, path in addresses(house.app, OpensTo.MANDATE, enterprise=enterprise, person=person):
        data = {"csrf_token": token} if method == "POST" else None
        answer = browser.open(path, method=method, data=data, buffered=True)
        place = path.replace(enterprise, "N").replace(str(person), "P")
        place = place.replace(str(TRAINING), "T").replace(str(EMPLOYMENT), "E")
        found[method, place] = (answer.status_code, _sentences(answer.text))
    return found


def _put_into_addresses(house: House) -> None:
    """Give Amina's employment, and a training of hers, the keys that the addresses have."""
    register(house, AMINA, "Lifting", followed=True)
    with house.engine.begin() as connection:
        connection.execute(text("update trainings set training_id = :key"), {"key": TRAINING})
        connection.execute(
            text("update employments set employment_id = :key where person_id = :person"),
            {"key": EMPLOYMENT, "person": house.person(AMINA)},
        )


def test_an_enterprise_opens_to_its_own_and_to_strangers_looks_as_if_it_were_not_there(
    house: House,
) -> None:
    house.furnish()
    house.give_mandate(CHLOE, ELSEWHERE)
    amina = house.person(AMINA)
    strangers = {"Chloé": CHLOE, "Amina, who works there": AMINA}
    for who, number in strangers.items():
        browser = house.signed_in(number)
        foreign = _open_all(house, browser, MERIDIAN, amina)
        unknown = _open_all(house, browser, UNKNOWN, amina)
        assert {status for status, _page in foreign.values()} == {403}, who
        assert foreign == unknown, who
    _put_into_addresses(house)
    opened = _open_all(house, house.signed_in(BRAM), MERIDIAN, amina)
    # Where there is nothing to withdraw or to follow, the browser is led on.
    led_on = {place for place, (status, _page) in opened.items() if status == 302}
    # What takes an access manager, and keys that are nobody's: the matrix goes through them.
    assert {status for status, _page in opened.values()} <= {200, 302, 403, 404}
    assert {place.rpartition("/")[2] for _method, place in led_on} == {
        *("withdrawal", "followed", "adoption", "aside", "deposit", "making", "notices.zip"),
        *("planned-trainings", "choice"),
        *("checked", "decisions"),
        "statement",
    }


def test_a_mandate_that_has_ended_opens_nothing(house: House) -> None:
    house.furnish()
    with house.engine.begin() as connection:
        connection.execute(text("update mandates set valid_until = date '2026-11-20'"))
    found = _open_all(house, house.signed_in(BRAM), MERIDIAN, house.person(AMINA))
    assert {status for status, _page in found.values()} == {403}


@pytest.mark.parametrize("role", [Role.READER, Role.ACCESS_MANAGER])
def test_who_does_not_register_is_not_led_to_registering(house: House, role: Role) -> None:
    house.furnish()
    house.give_mandate(CHLOE, MERIDIAN, role)
    page = house.signed_in(CHLOE).get(worker_path(house, AMINA)).text
    assert "Amina Benali" in page
    assert "trainings/new" not in page


def test_bram_does_not_see_who_never_worked_for_his_enterprise(house: House) -> None:
    house.furnish()
    browser = house.signed_in(BRAM)
    chloe, nobody = house.person(CHLOE), uuid4()
    found = _open_all(house, browser, MERIDIAN, chloe)
    found = {(method, place): seen for (method, place), seen in found.items() if "/P" in place}
    assert {status for status, _page in found.values()} == {404}
    strangers = _open_all(house, browser, MERIDIAN, nobody)
    assert {place: strangers[place] for place in found} == found


def test_aminas_document_is_hers_alone(house: House) -> None:
    house.furnish()
    amina = house.signed_in(AMINA)
    path = ask_for_document(amina)
    assert amina.get(f"{path}/document.pdf").status_code == 404
    make_document(house, path)
    answer = amina.get(f"{path}/document.pdf")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    for number in (CHLOE, BRAM):
        browser = house.signed_in(number)
        nowhere = _sentences(browser.get(f"/attestations/{uuid4()}").text)
        for place in (path, f"{path}/document.pdf"):
            answer = browser.get(place)
            assert answer.status_code == 404
            assert _sentences(answer.text) == nowhere


def test_a_form_without_its_token_changes_nothing(house: House) -> None:
    house.furnish()
    everything = (OpensTo.ANYONE, OpensTo.SIGNED_IN, OpensTo.MANDATE)
    person = house.person(AMINA)
    every = addresses(house.app, *everything, person=person)
    # What is no address of the interface for programs reads no cookie, and does nothing.
    posts = [p for m, p in every if m != "GET" and not p.startswith("/api/")]
    assert len(posts) >= 3
    browser = house.signed_in(BRAM)
    for path in posts:
        for data in ({}, {"csrf_token": "made-up", "language": "nl"}):
            assert browser.post(path, data=data).status_code == 400, path
    assert browser.get("/career").status_code == 200, "Bram is still signed in"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\evil.example",
        "/\t/evil.example",
    ],
)
def test_no_address_leads_a_browser_elsewhere(house: House, elsewhere: str) -> None:
    answer = house.stranger().get("/language/nl", query_string={"next": elsewhere})
    assert answer.status_code == 302
    assert answer.location == "/"
