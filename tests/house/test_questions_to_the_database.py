"""How many statements a page costs: a number that does not grow with a life or a workforce."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import psycopg
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from tests import messages as xml
from tests.house.lives import register
from tests.house_of import AMINA, BRAM, MERIDIAN, House, enterprise_number, ssin


class _Noted(psycopg.Cursor[Any]):
    """The driver's own cursor, noting every statement, whoever sends it."""

    sent: ClassVar[list[str]] = []

    def execute(self, query: Any, *arguments: Any, **options: Any) -> Any:
        _Noted.sent.append(str(query))
        return super().execute(query, *arguments, **options)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements sent to the database within the block."""
    _Noted.sent.clear()

    def note(connection: Any, *_: object) -> None:
        connection.cursor_factory = _Noted

    def forget(connection: Any, *_: object) -> None:
        connection.cursor_factory = psycopg.Cursor

    event.listen(engine, "checkout", note)
    event.listen(engine, "checkin", forget)
    try:
        yield _Noted.sent
    finally:
        event.remove(engine, "checkout", note)
        event.remove(engine, "checkin", forget)


def _statements(house: House, browser: FlaskClient, path: str) -> list[str]:
    browser.get(path)  # what is asked once in the life of a process is not the page's
    with counted(house.engine) as sent:
        assert browser.get(path).status_code == 200
    return sent


def _live(house: House, years: range) -> None:
    """A job, its declarations and a training for each of these years."""
    employers = {year: enterprise_number(f"0{year}0001") for year in years}
    house.load(
        xml.enterprises(
            *(
                xml.enterprise(number, f"Employer {year}", nsso=year * 1000)
                for year, number in employers.items()
            )
        )
    )
    house.load(
        xml.dimona(
            *(
                xml.dimona_in(AMINA, number, f"{year}-01-01", f"{year}-12-31")
                for year, number in employers.items()
            )
        )
    )
    for year, number in employers.items():
        line = xml.occupation(f"{year}-01-01", f"{year}-12-31")
        worker = xml.worker(AMINA, line, quarter_start=f"{year}-04-01")
        house.load(xml.dmfa(f"{year}2", worker, enterprise=number))
    house.load(
        xml.periods(
            *(
                xml.period(f"U-{year}", AMINA, "sickness", f"{year}-05-01", f"{year}-05-09")
                for year in years
            )
        )
    )


PAGES = ["/career", "/career?view=year", "/career?view=trainings", "/training-credit"]


def test_a_long_life_costs_no_more_questions_than_a_short_one(house: House) -> None:
    house.furnish()
    _live(house, range(1995, 1998))
    browser = house.signed_in(AMINA)
    short = {path: _statements(house, browser, path) for path in PAGES}
    _live(house, range(1998, 2022))
    for number in range(10):
        register(house, AMINA, f"Training {number}", followed=True)
    long = {path: _statements(house, browser, path) for path in PAGES}
    assert {path: len(sent) for path, sent in long.items()} == {
        path: len(sent) for path, sent in short.items()
    }
    for path in PAGES[:3]:
        assert len(long[path]) <= 8, "\n\n".join(long[path])


def _hire(house: House, numbers: range) -> None:
    workers = [ssin("900101", 2 * number) for number in numbers]
    house.load(
        xml.persons(*(xml.person(worker, f"Worker{i}", "Anna") for i, worker in enumerate(workers)))
    )
    house.load(xml.dimona(*(xml.dimona_in(worker, MERIDIAN, "2024-01-01") for worker in workers)))


@pytest.mark.parametrize("page", ["workforce", "workforce?name=worker", "overview"])
def test_a_large_workforce_costs_no_more_questions_than_a_small_one(
    house: House, page: str
) -> None:
    house.furnish()
    path = f"/employer/{MERIDIAN}/{page}"
    _hire(house, range(10, 13))
    browser = house.signed_in(BRAM)
    few = _statements(house, browser, path)
    _hire(house, range(13, 68))
    many = _statements(house, browser, path)
    assert len(many) == len(few), "\n\n".join(many)
    # Nobody's account is kept here: each is worked out while the page waits.
    assert len(many) <= 14, "\n\n".join(many)


def test_a_file_that_is_the_same_for_everybody_asks_the_database_nothing(house: House) -> None:
    browser = house.signed_in(AMINA)
    with browser.session_transaction() as cookie:
        del cookie["language"]
    with counted(house.engine) as sent, browser.get("/static/parcours.css") as answer:
        assert answer.status_code == 200
    assert not sent
