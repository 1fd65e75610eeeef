"""Who opens which page: every kind of person, at every address of an enterprise.

The addresses come from the portal itself and what they need from what they declare, so that a
new page stands in the matrix by being there.
"""

from __future__ import annotations

import pytest
from flask import Flask

from app.enterprises.machines.scopes import Scope
from app.enterprises.mandates import Role
from app.identity.access import Needs, OpensTo
from tests.house.matrix import ACTORS, Stranger
from tests.house.posting import token_of
from tests.house.test_doors import _put_into_addresses, addresses_with_needs
from tests.house_of import AMINA, MERIDIAN, House

#: What a person who holds these roles for the enterprise is let in to.
LETS_IN = {
    Needs.READING: {Role.READER, Role.REGISTRAR, Role.ACCESS_MANAGER},
    Needs.REGISTERING: {Role.REGISTRAR},
    Needs.MANAGING: {Role.ACCESS_MANAGER},
}


def test_every_page_of_an_enterprise_says_what_it_needs(app: Flask) -> None:
    """A page that opens to mandates is about the enterprise in its address, and says its need."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        whom = getattr(view, "opens_to", None)
        if whom in {OpensTo.MANDATE, OpensTo.REPRESENTATIVE}:
            assert "enterprise_number" in rule.arguments, rule.rule
            assert isinstance(getattr(view, "needs", None), Needs), rule.rule
        if "enterprise_number" in rule.arguments:
            assert whom in {OpensTo.MANDATE, OpensTo.REPRESENTATIVE, OpensTo.CLIENT}, rule.rule
        if whom is OpensTo.CLIENT:
            assert getattr(view, "scope", None) in set(Scope), rule.rule


@pytest.mark.parametrize("who", ACTORS, ids=lambda who: who.name.replace(" ", "-"))
def test_each_opens_what_their_role_opens_and_nothing_else(house: House, who: Stranger) -> None:
    house.furnish()
    _put_into_addresses(house)
    who.arrive(house)
    browser = who.browser(house)
    token = token_of(browser.get("/attestations"))
    for whom, needs, method, path in addresses_with_needs(house.app, MERIDIAN, house.person(AMINA)):
        let_in = bool(who.roles & LETS_IN[needs]) if whom is OpensTo.MANDATE else who.represents
        data = {"csrf_token": token} if method == "POST" else None
        answer = browser.open(path, method=method, data=data, buffered=True)
        assert answer.status_code < 500, f"{method} {path}"
        assert (answer.status_code != 403) == let_in, f"{method} {path}: {answer.status_code}"
