"""Amina's life as one answer, and what it costs to ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from app.career.queries import Life, life_of
from tests import messages as xml
from tests.house_of import AMINA, CHLOE, ELSEWHERE, NORD, House

TODAY = date(2026, 11, 21)


@contextmanager
def questions(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def life(house: House, number: str) -> Life:
    person_id = house.person(number)
    with Session(house.engine) as db:
        return life_of(db, person_id, today=TODAY, with_years=True)


def test_a_life_is_read_from_all_who_reported_on_it_newest_first(house: House) -> None:
    house.furnish()
    house.load(xml.dimona(xml.dimona_in(AMINA, NORD, "2019-02-04", "2021-12-31")))
    house.load(xml.periods(xml.period("p1", AMINA, "unemployment", "2018-06-01", "2019-02-03")))
    timeline = life(house, AMINA).timeline
    assert [(job.employer, job.ends_on) for job in timeline.jobs] == [
        ("Meridian Care nv", None),
        ("Atelier Nord scrl", date(2021, 12, 31)),
    ]
    assert [(p.kind, p.starts_on, p.institution) for p in timeline.periods] == [
        ("unemployment", date(2018, 6, 1), "ONEM-RVA")
    ]
    assert not timeline.empty


def test_somebody_nobody_reported_on_has_an_empty_life_and_no_account(house: House) -> None:
    empty = life(house, AMINA)
    assert empty.timeline.empty
    assert empty.credit is None


def test_a_job_without_a_dmfa_yet_has_no_figure_to_show(house: House) -> None:
    house.furnish()
    assert life(house, AMINA).credit is None


def test_nothing_of_one_life_is_in_another(house: House) -> None:
    house.furnish()
    assert [job.employer for job in life(house, CHLOE).timeline.jobs] == ["Elsewhere sa"]


def test_a_long_life_is_asked_for_as_often_as_a_short_one(house: House) -> None:
    house.furnish()
    many = [
        xml.dimona_in(AMINA, (NORD, ELSEWHERE)[year % 2], f"{year}-02-01", f"{year}-11-30")
        for year in range(2003, 2021)
    ]
    house.load(xml.dimona(*many))
    amina, chloe = house.person(AMINA), house.person(CHLOE)
    counts = []
    for person_id in (chloe, amina):
        with Session(house.engine) as db, questions(house.engine) as asked:
            life_of(db, person_id, today=TODAY, with_years=True)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6
