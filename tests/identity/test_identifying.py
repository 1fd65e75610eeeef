"""From numbers to persons: known, unknown, and one by one or by the thousand."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.identity.identifying import identify_persons, persons_by_ssin
from app.identity.national_numbers import Vault
from tests.conftest import TODAY
from tests.house_of import AMINA, BRAM, CHLOE


def test_a_number_leads_to_the_same_person_for_good(db: Session, vault: Vault) -> None:
    first = identify_persons(db, [AMINA, BRAM], vault=vault, at=TODAY)
    again = identify_persons(db, [CHLOE, BRAM, AMINA], vault=vault, at=TODAY)
    assert first == {number: again[number] for number in (AMINA, BRAM)}
    assert len(set(again.values())) == 3


def test_looking_somebody_up_begins_no_record(db: Session, vault: Vault) -> None:
    assert persons_by_ssin(db, [AMINA], vault=vault) == {}
    assert db.execute(text("select count(*) from persons")).scalar_one() == 0


def test_no_number_stands_in_clear_in_the_database(db: Session, vault: Vault) -> None:
    identify_persons(db, [AMINA], vault=vault, at=TODAY)
    row = db.execute(text("select ssin_hash, ssin_encrypted from national_numbers")).one()
    assert AMINA.encode() not in bytes(row.ssin_hash) + bytes(row.ssin_encrypted)
    assert vault.open(bytes(row.ssin_encrypted), bytes(row.ssin_hash)) == AMINA
