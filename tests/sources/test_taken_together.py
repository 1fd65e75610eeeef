"""Declarations of one file are taken together: they give what they give one by one."""

from __future__ import annotations

import pytest

from app.sources import taking_dmfa
from tests import messages as xml
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, NORD, House
from tests.sources.test_merging import NUMBER, OTHER
from tests.sources.test_versions import known_now, later, message, part_time, rows, worker

WRONG = worker(CHLOE, xml.occupation("2026-02-30"))


def form(
    *workers: str, of: str = MERIDIAN, nsso: int = 0, quarter: str = "20263", made: str
) -> str:
    return xml.dmfa_form(quarter, *workers, enterprise=of, nsso=nsso, made_on=made)


BEFORE = message(
    form(worker(AMINA, part_time(2000)), worker(BRAM), quarter="20262", made="2026-07-10"),
    form(worker(BRAM), quarter="20261", made="2026-04-10"),
)
FORMS = [
    form(worker(AMINA, part_time(2800)), worker(AMINA, part_time(2800)), made="2026-10-20"),
    # Others: by both numbers, by the one that is theirs alone, by a number known of nobody.
    form(worker(CHLOE), worker(BRAM), of=NORD, made="2026-10-20"),
    form(worker(AMINA), of="0", nsso=OTHER, made="2026-10-21"),
    form(worker(BRAM), of="0", nsso=OTHER, quarter="20262", made="2026-07-20"),
    # A correction without Bram, one that cannot be taken, one of the very file, one come late.
    form(worker(AMINA, part_time(2000)), quarter="20262", made="2026-10-21"),
    form(worker(AMINA), WRONG, quarter="20261", made="2026-10-21"),
    form(worker(AMINA, part_time(3000)), worker(CHLOE), made="2026-10-22"),
    form(worker(BRAM), made="2026-10-19"),
    # New, and not whole; of nobody; and one that shows two enterprises to be one.
    form(worker(CHLOE), WRONG, quarter="20254", made="2026-01-20"),
    form(of=NORD, quarter="20254", made="2026-01-20"),
    form(worker(BRAM), of=NORD, nsso=OTHER, quarter="20262", made="2026-10-22"),
    form(worker(AMINA), of=MERIDIAN, nsso=NUMBER, quarter="20253", made="2026-10-22"),
    form(worker(AMINA), of="0", nsso=NUMBER, quarter="20252", made="2026-10-22"),
]

VERSIONS = (
    "select n.ssin_hash, e.enterprise_number, l.quarter, l.fingerprint, l.recorded_from,"
    " l.recorded_until from occupation_lines l join national_numbers n using (person_id)"
    " join enterprises e using (enterprise_id) order by 1, 2, 3, 4, 5, 6"
)
REFUSED = (
    "select code, element from message_refusals join messages using (message_id)"
    " order by message_id, ordinal"
)


#: What the declarations gave one by one, for all sizes of what is taken together.
APART: list[tuple[object, ...]] = []


def told(house: House, *contents: str) -> tuple[object, ...]:
    """Everything that is known once these messages were loaded after what was known before."""
    with house.engine.begin() as connection:
        connection.exec_driver_sql("select testing.empty_all()")
    house.load(BEFORE)
    later(house)
    loaded = [house.load(content) for content in contents]
    house.clock.at = min(at for (at,) in rows(house, "select recorded_from from occupation_lines"))
    taken = sum(each.taken for each in loaded), sum(each.refused for each in loaded)
    return known_now(house), rows(house, VERSIONS), rows(house, REFUSED), taken


@pytest.mark.parametrize("chunk", [1_000, 2, 1])
def test_a_file_gives_what_its_declarations_give_one_by_one(
    house: House, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not APART:
        APART.append(told(house, *(message(each) for each in FORMS)))
    monkeypatch.setattr(taking_dmfa, "CHUNK", chunk)
    together = told(house, message(*FORMS))
    assert [together] == APART
    assert together[3] == (14, 3)
