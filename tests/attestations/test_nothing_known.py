"""What a document cannot tell, and what cannot be asked: said before it is made, in plain words."""

from __future__ import annotations

import pytest

from tests.house.posting import post
from tests.house_of import AMINA, House

BEFORE_HER_TIME = {
    "language": "nl",
    "step": "look",
    "starts_on": "1.1.1960",
    "ends_on": "1.2.1960",
    "enterprise_id": "all",
}


@pytest.mark.parametrize("choice", ["career", "employments", "breaks", "trainings"])
def test_amina_reads_on_the_preview_that_nothing_is_known_in_the_period(
    furnished: House, choice: str
) -> None:
    browser = furnished.signed_in(AMINA)
    browser.get("/language/fr")
    said = post(browser, f"/attestations/new/{choice}", BEFORE_HER_TIME).text
    assert "Rien n’est connu pour cette période." in said
    assert "Over de gevraagde periode is niets bekend." in said, "the document says so too"
    assert "modifiez la période" in said


def test_amina_reads_nothing_of_the_kind_where_something_is_known(furnished: House) -> None:
    browser = furnished.signed_in(AMINA)
    wanted = {"language": "en", "step": "look", "starts_on": "1.1.2022", "enterprise_id": "all"}
    said = post(browser, "/attestations/new/employments", wanted).text
    assert "Meridian" in said
    assert "Nothing is known" not in said


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("999", "There is no joint committee 999"),
        ("12", "as three figures"),
        ("124; 330", "as three figures"),
    ],
)
def test_amina_is_told_what_is_wrong_with_the_committee(
    furnished: House, typed: str, answer: str
) -> None:
    browser = furnished.signed_in(AMINA)
    browser.get("/language/en")
    wanted = {"language": "en", "step": "make", "years": "5", "joint_committee": typed}
    assert answer in post(browser, "/attestations/new/seniority", wanted).text


def test_a_sub_committee_of_a_sub_committee_can_be_asked_about(furnished: House) -> None:
    browser = furnished.signed_in(AMINA)
    wanted = {"language": "en", "step": "look", "years": "5", "joint_committee": "111.01.07"}
    assert "joint committee 111.01.07?" in post(browser, "/attestations/new/seniority", wanted).text
