"""Two keys that turn out to be one person, or one enterprise."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from app.enterprises.identifying import identify_enterprise
from app.foundation.database import transaction
from app.identity.sessions import start_session
from tests import messages as xml
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House, ssin

FORMER = ssin("824514", 3)  # Amina's BIS number, before she was in the national register


def nsso(radix: int) -> int:
    return radix * 100 + (96 - (radix * 100) % 97 or 97)


NUMBER, OTHER = nsso(1_000_001), nsso(1_000_002)


def rows(house: House, question: str, **values: object) -> list[tuple[object, ...]]:
    with house.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question), values)]


def later(house: House) -> None:
    house.clock.at += timedelta(hours=1)


def quarter(number: str, key: str = "20263", **of: object) -> str:
    start = f"{key[:4]}-{int(key[4]) * 3 - 2:02d}-01"
    worker = xml.worker(number, xml.occupation("2022-01-03"), quarter_start=start)
    return xml.dmfa(key, worker, **of)


def begin_training(house: House, person: UUID, fingerprint: bytes) -> None:
    with house.engine.begin() as connection:
        connection.execute(
            text(
                "insert into trainings (person_id, recorded_from, enterprise_id, fingerprint,"
                " title, starts_on, ends_on, minutes, formal, followed, counts, certified,"
                " channel) values (:person, :at, :enterprise, :fingerprint, 'First aid',"
                " '2026-03-02', '2026-03-02', 420, true, true, true, false, 'page')"
            ),
            {
                "person": person,
                "at": house.clock.now(),
                "enterprise": house.enterprise(MERIDIAN),
                "fingerprint": fingerprint,
            },
        )


def begin_attestation(house: House, person: UUID) -> None:
    with house.engine.begin() as connection:
        connection.execute(
            text(
                "insert into attestations (person_id, number, kind, layout_version, language,"
                " asked_by, asked_at) values (:person, :number, 'career', 1, 'fr', :person, :at)"
            ),
            {"person": person, "number": str(person), "at": house.clock.now()},
        )


def test_everything_of_both_numbers_becomes_one_life(house: House) -> None:
    house.furnish()
    house.load(quarter(FORMER, "20252", enterprise=NORD))
    house.load(xml.dimona(xml.dimona_in(FORMER, MERIDIAN, "2022-01-03")))
    house.load(xml.periods(xml.period("S-1", FORMER, "sickness", "2024-01-08", "2024-01-19")))
    house.give_mandate(FORMER, MERIDIAN)
    house.give_mandate(FORMER, NORD)
    kept, given_up = house.person(AMINA), house.person(FORMER)
    for person in (kept, given_up):
        begin_training(house, person, b"the same training")
        begin_attestation(house, person)
    begin_training(house, given_up, b"another training")
    with transaction(house.engine) as db:
        start_session(db, given_up, level="500", at=house.clock.now(), hours=10)
    later(house)
    house.load(xml.persons(xml.person(AMINA, "Benali", "Amina", replaces=FORMER)))

    assert house.person(FORMER) == house.person(AMINA) == kept
    for table, count in {
        "employments": 2,
        "occupation_lines": 1,
        "reported_periods": 1,
        "trainings": 2,
    }.items():
        now = f"select person_id from {table} where recorded_until is null and person_id = any(:p)"  # noqa: S608
        assert rows(house, now, p=[kept, given_up]) == [(kept,)] * count, table
    held = "select count(*) from mandates where person_id = :p and valid_until is null"
    assert rows(house, held, p=kept) == [(2,)]
    assert rows(house, "select distinct person_id, asked_by from attestations") == [(kept, kept)]
    assert rows(house, "select ended_at from sign_in_sessions") == [(house.clock.now(),)]
    assert rows(house, "select merged_into from persons where person_id = :p", p=given_up) == [
        (kept,)
    ]
    assert rows(house, "select subject_id from audit_lines where act = 'person:number:replaced'")
    in_force = "select ssin_hash from national_numbers where person_id = :p and replaced_at is null"
    assert rows(house, in_force, p=kept) == [(house.vault.hash(AMINA),)]


def test_a_replaced_number_known_before_any_declaration_leads_to_amina(house: House) -> None:
    house.load(xml.persons(xml.person(AMINA, "Benali", replaces=FORMER)))
    later(house)
    house.load(quarter(FORMER, enterprise=MERIDIAN))
    assert rows(house, "select count(*) from persons") == [(1,)]
    assert rows(house, "select person_id from employments") == [(house.person(AMINA),)]


def test_names_may_arrive_after_the_declarations(house: House) -> None:
    house.load(quarter(AMINA, enterprise=MERIDIAN))
    house.load(xml.persons(xml.person(AMINA, "Benali", "Amina")))
    house.load(xml.enterprises(xml.enterprise(MERIDIAN, "Meridian Care nv")))
    page = house.signed_in(AMINA).get("/career", follow_redirects=True).text
    assert "Meridian Care nv" in page


def test_three_numbers_of_one_person_in_one_register(house: House) -> None:
    older = ssin("820014", 4)
    for number in (older, FORMER, AMINA):
        house.load(quarter(number, enterprise=MERIDIAN, made_on="2026-10-2" + number[-1]))
    later(house)
    house.load(
        xml.persons(
            xml.person(FORMER, "Benali", replaces=older),
            xml.person(AMINA, "Benali-Roux", replaces=FORMER),
        )
    )
    assert house.person(older) == house.person(FORMER) == house.person(AMINA)
    now = "select surname from person_particulars where recorded_until is null"
    assert rows(house, now) == [("Benali-Roux",)]


def test_an_enterprise_known_by_one_number_then_by_both(house: House) -> None:
    house.load(quarter(AMINA, "20251", nsso=NUMBER, made_on="2025-04-20"))
    house.load(quarter(BRAM, "20252", enterprise=MERIDIAN, made_on="2025-07-20"))
    house.load(xml.enterprises(xml.enterprise(None, "Meridian", NUMBER)))
    house.load(xml.dimona(xml.dimona_in(BRAM, MERIDIAN, "2022-01-03")))
    house.give_mandate(BRAM, MERIDIAN)
    begin_training(house, house.person(AMINA), b"first aid")
    keys = set(rows(house, "select employment_id from employments where recorded_until is null"))
    later(house)
    house.load(xml.enterprises(xml.enterprise(MERIDIAN, "Meridian Care nv", NUMBER)))

    kept = house.enterprise(MERIDIAN)
    for table in (
        "quarter_declarations",
        "occupation_lines",
        "employments",
        "enterprise_sizes",
        "enterprise_particulars",
        "trainings",
    ):
        now = f"select distinct enterprise_id from {table} where recorded_until is null"  # noqa: S608
        assert rows(house, now) == [(kept,)], table
    assert rows(house, "select enterprise_id from mandates") == [(kept,)]
    now = "select employment_id from employments where recorded_until is null"
    assert set(rows(house, now)) == keys
    size = "select quarters::text from enterprise_sizes where recorded_until is null"
    assert [str(r[0]).count("20251") + str(r[0]).count("20252") for r in rows(house, size)] == [2]


def test_both_declared_the_same_quarter_and_the_later_stands(house: House) -> None:
    house.load(quarter(AMINA, nsso=NUMBER, made_on="2026-10-20"))
    house.load(quarter(BRAM, enterprise=MERIDIAN, made_on="2026-10-25"))
    later(house)
    house.load(xml.enterprises(xml.enterprise(MERIDIAN, "Meridian Care nv", NUMBER)))
    for table in ("occupation_lines", "employments"):
        now = f"select person_id from {table} where recorded_until is null"  # noqa: S608
        assert rows(house, now) == [(house.person(BRAM),)], table


def test_a_number_of_0_is_no_number(house: House) -> None:
    house.load(quarter(AMINA, "20262", enterprise="0", nsso=NUMBER))
    house.load(quarter(AMINA, "20262", enterprise="0", nsso=OTHER))
    house.load(quarter(AMINA, "20262", enterprise=MERIDIAN, nsso=0))
    house.load(quarter(AMINA, "20262", enterprise=NORD, nsso=0))
    assert rows(house, "select count(*) from enterprises where merged_into is null") == [(4,)]


def test_employers_shown_to_be_one_further_on_in_the_message_are_one_for_all_of_it(
    house: House,
) -> None:
    by_nsso = xml.dimona_in(AMINA, MERIDIAN, "2022-01-03").replace(
        f"<CompanyID>{MERIDIAN}<", f"<NOSSRegistrationNbr>{NUMBER}<"
    )
    by_nsso = by_nsso.replace("</CompanyID>", "</NOSSRegistrationNbr>")
    by_both = xml.dimona_in(CHLOE, MERIDIAN, "2022-01-03").replace(
        "<CompanyID>", f"<NOSSRegistrationNbr>{NUMBER}</NOSSRegistrationNbr><CompanyID>"
    )
    house.load(xml.dimona(xml.dimona_in(BRAM, MERIDIAN, "2022-01-03"), by_nsso, by_both))
    kept = house.enterprise(MERIDIAN)
    assert (
        rows(house, "select enterprise_id from employments where recorded_until is null")
        == [(kept,)] * 3
    )
    assert rows(house, "select distinct enterprise_id from dimona_declarations") == [(kept,)]


@pytest.mark.parametrize("known", [None, ELSEWHERE])
def test_an_enterprise_number_is_never_given_up_for_an_nsso_number(
    house: House, known: str | None
) -> None:
    house.load(quarter(AMINA, enterprise=MERIDIAN, nsso=NUMBER))
    if known:
        house.load(quarter(CHLOE, enterprise=ELSEWHERE))
    later(house)
    house.load(quarter(BRAM, enterprise=ELSEWHERE, nsso=NUMBER, made_on="2026-10-25"))
    assert house.enterprise(MERIDIAN) != house.enterprise(ELSEWHERE)
    of = "select enterprise_id from employments where person_id = :p and recorded_until is null"
    assert rows(house, of, p=house.person(AMINA)) == [(house.enterprise(MERIDIAN),)]
    assert rows(house, of, p=house.person(BRAM)) == [(house.enterprise(ELSEWHERE),)]


def test_a_provisional_nsso_number_has_ten_digits(house: House) -> None:
    with transaction(house.engine) as db:
        first = identify_enterprise(db, enterprise_number=None, nsso_number=nsso(51_050_001))
        again = identify_enterprise(db, enterprise_number=None, nsso_number=nsso(51_050_001))
        assert first == again
