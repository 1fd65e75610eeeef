"""From what a provider vouches for to a person and a session."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from app.foundation.database import transaction
from app.identity.signing_in import (
    NotVouchedFor,
    Representation,
    VouchedFor,
    sign_in,
    vouched_for,
)
from tests import messages as xml
from tests.house_of import AMINA, BRAM, CHLOE, House

ITSME, EID = "urn:be:fedict:iam:fas:Level450", "urn:be:fedict:iam:fas:Level500"
FAS = {
    "sub": "a1b2",
    "surname": "Benali",
    "givenName": "Amina",
    "prefLanguage": "fr",
    "egovNRN": AMINA,
}
ITS_ME = {
    "sub": "c3d4",
    "family_name": "Benali",
    "given_name": "Amina",
    "locale": "FR-be",
    "http://itsme.services/v2/claim/BENationalNumber": f"{AMINA[:6]}-{AMINA[6:9]}.{AMINA[9:]}",
}


def read(claims: dict[str, Any], level: str = EID) -> VouchedFor:
    return vouched_for(claims, level=level, accepted=(ITSME, EID))


@pytest.mark.parametrize("claims", [FAS, ITS_ME], ids=["FAS", "itsme"])
@pytest.mark.parametrize("level", [ITSME, EID])
def test_amina_is_read_from_either_kind_of_claims(claims: dict[str, Any], level: str) -> None:
    assert read(claims, level) == VouchedFor(AMINA, "Benali", "Amina", "fr", level)


@pytest.mark.parametrize("level", ["", "urn:be:fedict:iam:fas:Level100", EID + " ", "Level500"])
def test_a_level_below_what_we_accept_signs_nobody_in(level: str) -> None:
    with pytest.raises(NotVouchedFor, match="level"):
        read(FAS, level)


@pytest.mark.parametrize(
    "number",
    [None, "", "82051400", AMINA[:-1] + str((int(AMINA[-1]) + 1) % 10), "not a number", 0, [], {}],
)
def test_without_a_right_national_number_nobody_is_signed_in(number: Any) -> None:
    with pytest.raises(NotVouchedFor, match="national number") as refused:
        read(FAS | {"egovNRN": number})
    assert "8205" not in str(refused.value)


@pytest.mark.parametrize(
    ("said", "language"),
    [("nl", "nl"), ("nl_BE", "nl"), ("DE", "de"), ("es", None), ("", None), (None, None)],
)
def test_a_language_we_do_not_speak_is_no_language(said: Any, language: str | None) -> None:
    assert read(FAS | {"prefLanguage": said}).language == language


@pytest.mark.parametrize("name", ["", None, 7, ["Benali"], "  ", "Ben\0ali"])
def test_a_name_that_is_no_name_is_left_to_the_registers(name: Any) -> None:
    assert read(FAS | {"surname": name, "family_name": None}).surname is None


def _sign_in(house: House, who: VouchedFor) -> str:
    with transaction(house.engine) as db:
        return sign_in(db, who, vault=house.vault, at=house.clock.now(), hours=10)


def _rows(house: House, query: str) -> list[Any]:
    with house.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_a_first_sign_in_begins_a_person_and_takes_the_name_from_the_eid(house: House) -> None:
    _sign_in(house, read(FAS))
    assert _rows(house, "select surname, given_names, language from person_particulars") == [
        ("Benali", "Amina", "fr")
    ]
    amina = house.person(AMINA)
    assert _rows(house, "select person_id, level from sign_in_sessions") == [(amina, EID)]
    assert _rows(
        house, "select act, actor_id, subject_id, ground, channel, details from audit_lines"
    ) == [("person:session:started", amina, amina, "own_data", "page", {"level": EID})]


def test_a_name_that_a_register_gave_is_not_overwritten_by_the_eid(house: House) -> None:
    house.load(xml.persons(xml.person(AMINA, "Benali-Peeters", "Amina Zohra")))
    _sign_in(house, read(FAS))
    assert _rows(house, "select surname, given_names from person_particulars") == [
        ("Benali-Peeters", "Amina Zohra")
    ]


def test_a_second_sign_in_is_the_same_person_and_another_session(house: House) -> None:
    first, second = _sign_in(house, read(FAS)), _sign_in(house, read(ITS_ME, ITSME))
    assert first != second
    assert _rows(house, "select count(*), count(distinct person_id) from sign_in_sessions") == [
        (2, 1)
    ]


def test_a_replaced_number_signs_the_same_person_in(house: House) -> None:
    _sign_in(house, read(FAS))
    amina = house.person(AMINA)
    house.clock.at = house.clock.at.replace(hour=12)
    house.load(xml.persons(xml.person(CHLOE, "Benali", "Amina", replaces=AMINA)))
    _sign_in(house, read(FAS))
    _sign_in(house, read(FAS | {"egovNRN": CHLOE}))
    assert _rows(house, "select distinct person_id from sign_in_sessions") == [(amina,)]


def test_somebody_without_a_name_is_signed_in_too(house: House) -> None:
    _sign_in(house, VouchedFor(BRAM, None, None, None, EID))
    assert _rows(house, "select count(*) from person_particulars") == [(0,)]
    assert _rows(house, "select count(*) from sign_in_sessions") == [(1,)]


@pytest.mark.parametrize(
    ("roles", "numbers"),
    [
        (None, ()),
        ("LegalRepresentative", ()),
        ([{"name": "Employee", "enterpriseNumber": "0400000185"}], ()),
        ([{"name": "LegalRepresentative"}, "0400000185", None], ()),
        ([{"name": "LegalRepresentative", "enterpriseNumber": "400000185"}], ()),
        (
            [{"name": "LegalRepresentative", "enterpriseNumber": "0400000185"}] * 2,
            ("0400000185",),
        ),
    ],
)
def test_only_who_is_named_as_legal_representative_represents(
    roles: object, numbers: tuple[str, ...]
) -> None:
    said = Representation("roles", "LegalRepresentative")
    assert said.read({"roles": roles}) == numbers
