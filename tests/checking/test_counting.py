"""Checks are counted, not profiled: what a check leaves behind, in the database and in the log."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from tests.checking.given import Given, check, hand_over
from tests.house_of import AMINA, House

WHENCE = "203.0.113.77"


@pytest.fixture
def given(house: House) -> Given:
    return hand_over(house)


def rows(house: House) -> dict[str, int]:
    """How many rows each table has."""
    with house.engine.connect() as connection:
        tables = connection.execute(
            text("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
        ).scalars()
        return {
            table: connection.execute(text(f"select count(*) from {table}")).scalar_one()  # noqa: S608
            for table in tables
        }


def test_a_check_leaves_a_count_and_nothing_else(house: House, given: Given) -> None:
    browser = house.stranger()
    browser.environ_base["REMOTE_ADDR"] = WHENCE
    browser.environ_base["HTTP_USER_AGENT"] = "a browser of somebody's"
    before = rows(house)
    file = (io.BytesIO(given.pdf), "for-the-landlord.pdf")
    with capture_logs() as logged:
        for way, sent in (("document", file), ("code", given.code), ("number", given.number)):
            assert "current" in check(browser, way, **{way: sent}).text
    assert rows(house) == before | {"attestation_checks": before["attestation_checks"] + 3}
    with house.engine.connect() as connection:
        kept = connection.execute(text("select * from attestation_checks")).mappings().all()
    assert {name for row in kept for name in row} == {"attestation_id", "hour", "how", "times"}
    for secret in (WHENCE, "somebody", "landlord", given.number, given.code[:20], "Amina"):
        assert secret not in str(logged)


def test_the_holder_sees_that_and_when_a_document_was_checked_and_no_more(
    house: House, given: Given
) -> None:
    browser = house.stranger()
    browser.environ_base["REMOTE_ADDR"] = WHENCE
    check(browser, "number", number=given.number)
    amina = house.signed_in(AMINA)
    with house.engine.connect() as connection:
        key = connection.execute(text("select attestation_id from attestations")).scalar_one()
    page = amina.get(f"/attestations/{key}").text.replace("\u00a0", " ")
    assert "This document was checked once." in page
    assert "<li>21 November 2026</li>" in page
    assert "By whom is not recorded." in page
    assert WHENCE not in page
