"""Documents that no longer say what is known: found out, told, and never for a day that passed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.attestations.checks import How, Watching, checks_of, count_check, unwatch, watch
from app.attestations.jobs import compare_all
from app.attestations.wishes import Wish
from app.foundation.database import transaction
from certificates.attestation import Kind
from tests import messages as xml
from tests.attestations.asked import CAREER, count, kept, made, registered, status
from tests.house.posting import post
from tests.house_of import AMINA, CHLOE, MERIDIAN, House

WITH_PAY = Wish(Kind.EMPLOYMENTS, "en", with_pay=True)
TRAININGS = Wish(Kind.TRAININGS, "en")
EMPLOYMENTS = Wish(Kind.EMPLOYMENTS, "en")


def test_a_day_that_passed_and_a_register_that_reaches_further_overtake_nothing(
    furnished: House,
) -> None:
    declare(furnished, "20262", "2026-04-01")
    keys = [made(furnished, wish) for wish in (EMPLOYMENTS, CAREER, WITH_PAY, one_job(furnished))]
    declare(furnished, "20263", "2026-07-01")
    furnished.clock.at += timedelta(days=400)
    for key in keys:
        found = status(furnished, kept(furnished, key).number)
        assert found is not None
        assert found.overtaken_parts == (), kept(furnished, key).kind


def test_a_quarter_that_says_something_else_overtakes_it(furnished: House) -> None:
    declare(furnished, "20262", "2026-04-01")
    key = made(furnished, EMPLOYMENTS)
    declare(furnished, "20263", "2026-07-01", part_time=True, hours=2800)
    furnished.clock.at += timedelta(days=1)
    found = status(furnished, kept(furnished, key).number)
    assert found is not None
    assert found.overtaken_parts == ("employments",)


def declare(house: House, quarter: str, first_day: str, **otherwise: Any) -> None:
    """A quarter of Amina's employment with Meridian; the same work each time unless said."""
    line = xml.occupation("2022-01-03", **otherwise)
    worker = xml.worker(AMINA, line, quarter_start=first_day)
    house.load(xml.dmfa(quarter, worker, enterprise=MERIDIAN))


def one_job(house: House) -> Wish:
    with house.engine.connect() as connection:
        key = connection.execute(
            text("select employment_id from employments where person_id = :key"),
            {"key": house.person(AMINA)},
        ).scalar_one()
    return Wish(Kind.EMPLOYMENT, "en", employment_id=key)


def test_of_a_flood_of_checks_one_compares(furnished: House) -> None:
    registered(furnished, "Lifting")
    key = made(furnished, TRAININGS)
    number = kept(furnished, key).number
    for seconds in (0, 30, 89):
        furnished.clock.at += timedelta(seconds=seconds)
        assert status(furnished, number) is not None
        assert kept(furnished, key).compared_at == kept(furnished, key).issued_at
    furnished.clock.at += timedelta(seconds=1)
    assert status(furnished, number) is not None
    assert kept(furnished, key).compared_at == furnished.clock.now()


def test_a_training_registered_later_overtakes_what_said_there_was_none(furnished: House) -> None:
    registered(furnished, "Lifting")
    key = made(furnished, TRAININGS)
    row = kept(furnished, key)
    current = status(furnished, row.sha256)
    assert current is not None
    assert current.current
    furnished.clock.at += timedelta(days=3)
    registered(furnished, "Fire drill", month=10)
    found = status(furnished, row.number.lower().replace("-", " "))
    assert found is not None
    assert (found.overtaken_at, found.overtaken_parts) == (furnished.clock.now(), ("trainings",))
    amina = furnished.signed_in(AMINA)
    assert "Overtaken" in amina.get(f"/attestations/{key}").text
    assert kept(furnished, key).document == row.document, "what was issued stays as it was"


def test_what_overtook_it_put_right_it_is_current_again(at_work: House, listed: UUID) -> None:
    number = kept(at_work, listed).number
    registered(at_work, "By mistake")
    at_work.clock.at += timedelta(minutes=3)
    overtaken = status(at_work, number)
    assert overtaken is not None
    assert not overtaken.current
    with at_work.engine.begin() as connection:
        connection.execute(text("update trainings set recorded_until = now()"))
    at_work.clock.at += timedelta(minutes=3)
    again = status(at_work, number)
    assert again is not None
    assert again.current


def test_every_night_all_are_compared_each_once(furnished: House) -> None:
    keys = [made(furnished, TRAININGS), made(furnished, Wish(Kind.UNEMPLOYMENT_AND_BREAKS, "fr"))]
    registered(furnished, "Lifting")
    furnished.clock.at += timedelta(days=1)
    compare_all(0)
    assert [kept(furnished, key).overtaken_parts for key in keys] == [["trainings"], None]
    today = "compared_at >= timestamptz '2026-11-22 00:00+1'"
    assert count(furnished, f"attestations where {today}") == len(keys)


def test_taken_back_it_stays_kept_and_whoever_checks_is_told(at_work: House, listed: UUID) -> None:
    number = kept(at_work, listed).number
    chloe = at_work.signed_in(CHLOE)
    assert chloe.get(f"/attestations/{listed}/withdrawal").status_code == 404
    amina = at_work.signed_in(AMINA)
    there = f"/attestations/{listed}/withdrawal"
    assert post(amina, there, {}).status_code == 302
    found = status(at_work, number)
    assert found is not None
    assert found.withdrawn_at == at_work.clock.now()
    assert amina.get(there).status_code == 302, "there is nothing left to take back"
    assert amina.get(f"/attestations/{listed}/document.pdf").status_code == 200


def test_a_number_or_a_hash_that_is_nobodys_has_no_status(at_work: House, listed: UUID) -> None:
    for which in ("PC-2026-0000-0000", "", "é", bytes(32)):
        assert status(at_work, which) is None


def test_checks_are_counted_by_the_hour_and_by_way_and_nothing_else_is_kept(
    at_work: House,
    listed: UUID,
) -> None:
    at = at_work.clock.now()
    with transaction(at_work.engine) as db:
        for minutes, how in ((1, How.CODE), (20, How.CODE), (59, How.FILE), (61, How.CODE)):
            count_check(db, listed, how, at=at + timedelta(minutes=minutes))
        found = [(each.how, each.times) for each in checks_of(db, listed)]
    assert found == [(How.CODE, 1), (How.CODE, 2), (How.FILE, 1)]
    assert "checked 4 times" in at_work.signed_in(AMINA).get(f"/attestations/{listed}").text


@pytest.mark.parametrize("typed", ["", "nobody", "a@b", "a b@c.be", "a@b.be\nBcc: c@d.be"])
def test_what_is_no_address_is_not_kept(at_work: House, listed: UUID, typed: str) -> None:
    with transaction(at_work.engine) as db:
        outcome = watch(
            db,
            kept(at_work, listed).number,
            typed,
            language="nl",
            vault=at_work.vault,
            at=at_work.clock.now(),
        )
    assert not isinstance(outcome, Watching)
    assert count(at_work, "attestation_watchers") == 0


def test_an_address_is_kept_once_encrypted_and_goes_when_it_is_taken_back(
    at_work: House,
    listed: UUID,
) -> None:
    number = kept(at_work, listed).number
    with transaction(at_work.engine) as db:
        first, second = (
            watch(
                db,
                number,
                typed,
                language="nl",
                vault=at_work.vault,
                at=at_work.clock.now(),
            )
            for typed in ("Hr@Employer.example", " hr@employer.example ")
        )
    assert isinstance(first, Watching)
    assert first == second
    with at_work.engine.connect() as connection:
        row = connection.execute(text("select * from attestation_watchers")).one()
    assert b"employer" not in bytes(row.address_encrypted).lower()
    with transaction(at_work.engine) as db:
        assert not unwatch(db, first.token[:-2] + "AA", vault=at_work.vault)
        assert not unwatch(db, "made-up", vault=at_work.vault)
    assert count(at_work, "attestation_watchers") == 1
    with transaction(at_work.engine) as db:
        assert unwatch(db, first.token, vault=at_work.vault)
    assert count(at_work, "attestation_watchers") == 0
