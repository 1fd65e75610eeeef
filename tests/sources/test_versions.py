"""Corrections, late arrivals and several declarations in one message."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests import messages as xml
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, NORD, House

#: What is known now, but for keys and for when and from which message it became known.
NOW = {
    "occupation_lines": "select n.ssin_hash, e.enterprise_number, l.quarter, l.starts_on,"
    " l.ends_on, l.hours_worked, l.days, l.pay, l.services::text, l.fingerprint"
    " from occupation_lines l join national_numbers n using (person_id)"
    " join enterprises e using (enterprise_id) where l.recorded_until is null",
    "employments": "select n.ssin_hash, e.enterprise_number, m.starts_on, m.ends_on,"
    " m.regimes::text, m.sources, m.declared_until from employments m"
    " join national_numbers n using (person_id) join enterprises e using (enterprise_id)"
    " where m.recorded_until is null",
    "quarters": "select e.enterprise_number, q.quarter, q.declared_at from quarter_declarations q"
    " join enterprises e using (enterprise_id) where q.recorded_until is null",
    "sizes": "select e.enterprise_number, s.first_year, s.fte, s.quarters::text"
    " from enterprise_sizes s join enterprises e using (enterprise_id)"
    " where s.recorded_until is null",
    "periods": "select n.ssin_hash, p.reference, p.kind, p.starts_on, p.ends_on, p.declared_on"
    " from reported_periods p join national_numbers n using (person_id)"
    " where p.recorded_until is null",
    "dimonas": "select n.ssin_hash, d.fingerprint, d.act, d.declared_at from dimona_declarations d"
    " join national_numbers n using (person_id)",
    "reported": "select source, institution, reported_until from source_reports",
    "names": "select n.ssin_hash, p.surname from person_particulars p"
    " join national_numbers n using (person_id) where p.recorded_until is null",
}


def known_now(house: House) -> dict[str, list[str]]:
    with house.engine.connect() as connection:
        return {
            name: sorted(str(tuple(row)) for row in connection.execute(text(question)))
            for name, question in NOW.items()
        }


def rows(house: House, question: str) -> list[tuple[object, ...]]:
    with house.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


def worker(number: str, *lines: str, quarter_start: str = "2026-07-01") -> str:
    return xml.worker(
        number, *(lines or (xml.occupation("2022-01-03"),)), quarter_start=quarter_start
    )


def declared(*workers: str, quarter: str = "20263", on: str = "2026-10-20", at: str = "10") -> str:
    return xml.dmfa_form(
        quarter, *workers, enterprise=MERIDIAN, made_on=on, made_at=f"{at}:00:00.000"
    )


def message(*forms: str) -> str:
    return f"{xml.HEAD}<DmfAOriginal>{''.join(forms)}</DmfAOriginal>\n"


def part_time(hours: int) -> str:
    return xml.occupation("2022-01-03", part_time=True, hours=hours)


def later(house: House) -> None:
    house.clock.at += timedelta(hours=1)


def test_a_correction_without_bram_takes_his_work_away_and_keeps_what_was_known(
    house: House,
) -> None:
    house.load(message(declared(worker(AMINA), worker(BRAM))))
    later(house)
    house.load(message(declared(worker(AMINA), on="2026-10-25")))
    assert len(rows(house, "select from employments where recorded_until is null")) == 1
    known_then = "select person_id from {} where recorded_from < '{}' and recorded_until >= '{}'"
    for table in ("employments", "occupation_lines"):
        question = known_then.format(table, house.clock.at, house.clock.at)
        assert rows(house, question) == [(house.person(BRAM),)]


def test_a_correction_with_a_refused_record_is_not_taken_at_all(house: House) -> None:
    house.load(message(declared(worker(AMINA, part_time(2800)), worker(BRAM))))
    before = known_now(house)
    later(house)
    wrong = worker(BRAM, xml.occupation("2026-02-30"))
    loaded = house.load(message(declared(worker(AMINA, part_time(3000)), wrong, on="2026-10-25")))
    assert (loaded.taken, loaded.refused) == (0, 2)
    assert known_now(house) == before
    codes = rows(house, "select code from message_refusals order by ordinal")
    assert codes == [("not_a_date",), ("correction_not_whole",)]


def test_the_same_content_again_makes_no_new_version(house: House) -> None:
    house.load(message(declared(worker(AMINA), worker(BRAM))))
    later(house)
    house.load(message(declared(worker(AMINA), worker(BRAM), on="2026-10-25")))
    for table in ("occupation_lines", "employments"):
        assert rows(house, f"select count(*) from {table}") == [(2,)]  # noqa: S608


def test_an_employment_keeps_its_key_when_a_declaration_changes_it(house: House) -> None:
    house.load(message(declared(worker(AMINA, part_time(2800)))))
    later(house)
    house.load(xml.dimona(xml.dimona_in(AMINA, MERIDIAN, "2021-12-01")))
    later(house)
    house.load(xml.dimona(xml.dimona_out(AMINA, MERIDIAN, "2026-09-30")))
    keys = rows(house, "select employment_id from employments")
    assert len(keys) == 3
    assert len(set(keys)) == 1


def test_two_quarters_of_one_employer_in_one_message_are_both_taken(house: House) -> None:
    first = declared(worker(AMINA, quarter_start="2025-04-01"), quarter="20252", on="2025-07-20")
    second = declared(worker(AMINA, quarter_start="2025-07-01"), quarter="20253", on="2025-10-20")
    assert house.load(message(first, second)).taken == 2
    assert rows(house, "select declared_until from employments") == [(20253,)]
    assert rows(house, "select fte from enterprise_sizes") == [(100,)]


def test_a_declaration_and_its_corrections_in_one_message_leave_the_last(house: House) -> None:
    forms = [
        declared(worker(AMINA, part_time(2800)), worker(BRAM), at="10"),
        declared(worker(AMINA, part_time(3000)), at="11"),
        declared(worker(AMINA, part_time(2800)), at="12"),
    ]
    house.load(message(*forms))
    assert rows(house, "select hours_worked from occupation_lines") == [(2800,)]
    assert rows(house, "select hours_worked from employments") == [(2800,)]


def test_two_declarations_of_the_very_same_instant_leave_the_last(house: House) -> None:
    house.load(message(declared(worker(AMINA, part_time(2800))), declared(worker(BRAM))))
    assert rows(house, "select person_id from occupation_lines") == [(house.person(BRAM),)]
    assert rows(house, "select person_id from employments") == [(house.person(BRAM),)]


@pytest.mark.parametrize("correction", [False, True])
def test_a_worker_who_stands_twice_in_a_declaration_is_taken(
    house: House, correction: bool
) -> None:
    if correction:
        house.load(message(declared(worker(BRAM), on="2026-10-01")))
        later(house)
    loaded = house.load(message(declared(worker(AMINA), worker(AMINA), worker(CHLOE))))
    assert (loaded.state, loaded.refused) == ("read", 0)
    now = rows(house, "select person_id from occupation_lines where recorded_until is null")
    assert sorted(now) == sorted([(house.person(AMINA),), (house.person(CHLOE),)])


def test_two_occupations_that_say_the_same_are_two(house: House) -> None:
    half = part_time(1900)
    house.load(message(declared(worker(AMINA, half, half))))
    assert rows(house, "select hours_worked, part_time from employments") == [(3800, False)]


def test_a_period_reported_withdrawn_and_reported_again_in_one_message(house: House) -> None:
    first = xml.period("S-1", AMINA, "sickness", "2024-01-08")
    again = xml.period("S-1", AMINA, "sickness", "2024-01-15")
    house.load(xml.periods(first, '<Cancel reference="S-1"/>', again))
    assert [str(r[0]) for r in rows(house, "select starts_on from reported_periods")] == [
        "2024-01-15"
    ]


def test_an_old_withdrawal_that_arrives_late_changes_nothing(house: House) -> None:
    again = xml.period("S-1", AMINA, "sickness", "2024-01-15")
    house.load(xml.periods(again, reported_on="2026-10-31"))
    later(house)
    house.load(xml.periods('<Cancel reference="S-1"/>', reported_on="2026-09-30"))
    assert rows(house, "select count(*) from reported_periods where recorded_until is null") == [
        (1,)
    ]


def test_a_report_of_nothing_says_until_when_there_was_nothing(house: House) -> None:
    assert house.load(xml.periods()).state == "read"
    assert [str(r[0]) for r in rows(house, "select reported_until from source_reports")] == [
        "2026-10-31"
    ]


def test_one_register_that_names_somebody_twice_leaves_the_last_name(house: House) -> None:
    many = [xml.person(BRAM, "Peeters")] * 1_001  # the second entry is read with the next chunk
    house.load(xml.persons(xml.person(AMINA, "Benali"), *many, xml.person(AMINA, "Benali-Roux")))
    names = rows(house, "select surname from person_particulars order by surname")
    assert names == [("Benali-Roux",), ("Peeters",)]
    house.load(xml.enterprises(xml.enterprise(NORD, "Nord"), xml.enterprise(NORD, "Nord nv")))
    assert rows(house, "select name from enterprise_particulars") == [("Nord nv",)]


MESSAGES = [
    xml.dimona(
        xml.dimona_in(AMINA, MERIDIAN, "2025-02-03"), xml.dimona_in(BRAM, NORD, "2024-01-02")
    ),
    xml.dimona(xml.dimona_update(AMINA, MERIDIAN, starts_on="2025-02-04", made_on="2025-02-10")),
    xml.dimona(xml.dimona_out(AMINA, MERIDIAN, "2026-08-31")),
    xml.dimona(xml.dimona_in(AMINA, MERIDIAN, "2026-09-15")),
    xml.dimona(xml.dimona_cancel(BRAM, NORD, made_on="2024-02-01")),
    message(
        declared(worker(AMINA), worker(CHLOE), quarter="20252", on="2025-07-20"),
        declared(worker(AMINA), worker(CHLOE, part_time(1900)), quarter="20253", on="2025-10-20"),
    ),
    message(declared(worker(AMINA), quarter="20253", on="2025-11-20")),
    message(declared(worker(AMINA, part_time(2800)), worker(CHLOE), on="2026-10-20")),
    message(declared(worker(AMINA, part_time(3000)), worker(CHLOE), on="2026-10-21")),
    message(declared(worker(AMINA, part_time(3000)), worker(BRAM), on="2026-10-22")),
    xml.periods(xml.period("S-1", AMINA, "sickness", "2025-03-03"), reported_on="2025-04-01"),
    xml.periods(
        xml.period("S-1", AMINA, "sickness", "2025-03-03", "2025-03-31"), reported_on="2025-05-01"
    ),
    xml.periods(xml.period("S-1", AMINA, "sickness", "2025-03-03"), reported_on="2025-06-01"),
    xml.persons(xml.person(AMINA, "Benali"), xml.person(CHLOE, "Dubois")),
]


#: What the first of these tests to run came to know: the others must come to know the same.
EXPECTED: dict[str, dict[str, list[str]]] = {}


@pytest.mark.parametrize("seed", range(4))
def test_the_order_in_which_messages_arrive_plays_no_part(house: House, seed: int) -> None:
    arrived = list(MESSAGES)
    if seed:
        random.Random(seed).shuffle(arrived)  # noqa: S311 - nobody must not guess it
    for content in arrived:
        later(house)
        assert house.load(content).refused == 0
    known = known_now(house)
    assert len(known["employments"]) == 4
    assert EXPECTED.setdefault("known", known) == known
