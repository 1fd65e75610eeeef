"""The training account for one year, where all years would be too much."""

from __future__ import annotations

import re

from tests.house.posting import post
from tests.house_of import AMINA, MERIDIAN, House

FORM = "/attestations/new/account"


def test_amina_chooses_one_year_of_her_account(furnished: House) -> None:
    browser = furnished.signed_in(AMINA)
    offered = re.findall(r'<option value="(\d{4})"', browser.get(FORM).text)
    assert offered[0] == "2026"
    assert "2025" in offered
    wanted = {"language": "en", "enterprise_id": str(furnished.enterprise(MERIDIAN))}
    whole = post(browser, FORM, wanted | {"step": "look", "year": "all"}).text
    one = post(browser, FORM, wanted | {"step": "look", "year": "2025"}).text
    headings = [re.findall(r"<h2>[^<]*(20\d\d)[^<]*</h2>", page) for page in (whole, one)]
    assert headings == [offered, ["2025"]]
    post(browser, FORM, wanted | {"step": "make", "year": "2025"})
    assert "<p>Meridian Care nv · 2025</p>" in browser.get("/attestations").text
