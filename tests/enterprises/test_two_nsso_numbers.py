"""Employers known by one number only stay who they are."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.enterprises.identifying import identify_enterprise
from tests.house_of import MERIDIAN, NORD


def test_two_employers_known_by_nsso_number_alone_are_two(db: Session) -> None:
    first = identify_enterprise(db, enterprise_number=None, nsso_number=1961)
    second = identify_enterprise(db, enterprise_number=None, nsso_number=1962)
    assert first.enterprise_id != second.enterprise_id
    assert identify_enterprise(db, enterprise_number=None, nsso_number=1961) == first


def test_two_employers_known_by_enterprise_number_alone_are_two(db: Session) -> None:
    first = identify_enterprise(db, enterprise_number=MERIDIAN, nsso_number=None)
    second = identify_enterprise(db, enterprise_number=NORD, nsso_number=None)
    assert first.enterprise_id != second.enterprise_id
