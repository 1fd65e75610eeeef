"""Loading: what becomes of a file, and that nothing happens twice."""

from __future__ import annotations

from sqlalchemy import text

from tests import messages as xml
from tests.house_of import AMINA, MERIDIAN, House


def _quarter(house: House, made_on: str, *lines: str) -> None:
    content = xml.dmfa(
        "20263",
        xml.worker(AMINA, *lines, quarter_start="2026-07-01"),
        enterprise=MERIDIAN,
        made_on=made_on,
    )
    assert house.load(content).refused == 0


def _lines(house: House) -> list[tuple[object, ...]]:
    with house.engine.connect() as connection:
        return [
            tuple(row)
            for row in connection.execute(
                text(
                    "select hours_worked, recorded_until is null from occupation_lines"
                    " order by recorded_from"
                )
            )
        ]


def test_a_declaration_of_aminas_quarter_becomes_an_employment(house: House) -> None:
    _quarter(house, "2026-10-20", xml.occupation("2022-01-03", part_time=True, hours=2800))
    with house.engine.connect() as connection:
        row = connection.execute(
            text("select starts_on::text, ends_on, hours_worked, sources from employments")
        ).one()
    assert tuple(row) == ("2022-01-03", None, 2800, ["dmfa"])


def test_the_same_file_twice_changes_nothing(house: House) -> None:
    content = xml.dmfa(
        "20263",
        xml.worker(AMINA, xml.occupation("2022-01-03"), quarter_start="2026-07-01"),
        enterprise=MERIDIAN,
    )
    first, second = house.load(content), house.load(content)
    assert (first.taken, first.already) == (1, False)
    assert (second.taken, second.already) == (1, True)
    assert _lines(house) == [(None, True)]


def test_a_correction_closes_one_version_and_opens_the_next(house: House) -> None:
    _quarter(house, "2026-10-20", xml.occupation("2022-01-03", part_time=True, hours=2800))
    house.clock.at = house.clock.at.replace(hour=12)
    _quarter(house, "2026-10-25", xml.occupation("2022-01-03", part_time=True, hours=3000))
    assert _lines(house) == [(2800, False), (3000, True)]


def test_an_older_declaration_that_arrives_late_changes_nothing(house: House) -> None:
    _quarter(house, "2026-10-25", xml.occupation("2022-01-03", part_time=True, hours=3000))
    house.clock.at = house.clock.at.replace(hour=12)
    _quarter(house, "2026-10-20", xml.occupation("2022-01-03", part_time=True, hours=2800))
    assert _lines(house) == [(3000, True)]
