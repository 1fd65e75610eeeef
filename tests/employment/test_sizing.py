"""The size of an enterprise from its declarations, and of a new one from its first workers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.employment.sizing import measure_first_quarter
from app.enterprises.queries import Size, SizeOrigin, size_history, sizes_known
from app.foundation.database import transaction
from tests import messages as xml
from tests.house_of import AMINA, BRAM, CHLOE, NORD, House

STARTS = {"20251": "2025-01-01", "20253": "2025-07-01", "20262": "2026-04-01",
          "20263": "2026-07-01"}  # fmt: skip


def hire(house: House, *people: tuple[str, str, str | None]) -> None:
    house.load(
        xml.dimona(*(xml.dimona_in(who, NORD, since, until) for who, since, until in people))
    )
    later(house)


def declare(house: House, quarter: str, *workers: str, since: str = "2026-05-04") -> None:
    lines = [xml.worker(w, xml.occupation(since), quarter_start=STARTS[quarter]) for w in workers]
    house.load(xml.dmfa(quarter, *lines, enterprise=NORD))
    later(house)


def later(house: House) -> None:
    house.clock.at += timedelta(hours=1)


def size(house: House, first_year: int = 2026) -> Size | None:
    with transaction(house.engine) as db:
        return sizes_known(db, house.enterprise(NORD)).get(first_year)


@pytest.fixture
def begun(house: House) -> House:
    """Nord hired its first two people in May 2026, and a third in July."""
    hire(
        house, (AMINA, "2026-05-04", None), (BRAM, "2026-06-30", None), (CHLOE, "2026-07-01", None)
    )
    return house


def test_a_new_employer_has_the_workers_of_the_last_day_of_its_first_quarter(begun: House) -> None:
    declare(begun, "20262", AMINA, BRAM)
    assert size(begun) == Size(200, SizeOrigin.FIRST_QUARTER, ((20262, 200),))
    declare(begun, "20263", AMINA, BRAM, CHLOE)
    assert size(begun) == Size(200, SizeOrigin.FIRST_QUARTER, ((20262, 200),))


def test_who_left_before_that_day_is_not_counted_and_nobody_twice(house: House) -> None:
    hire(
        house,
        (AMINA, "2026-05-04", "2026-06-29"),
        (BRAM, "2026-05-04", "2026-05-29"),
        (BRAM, "2026-06-15", None),
    )
    with transaction(house.engine) as db:
        measure_first_quarter(db, house.enterprise(NORD), 2026, at=house.clock.now())
    found = size(house)
    assert found is not None
    assert (found.fte, found.quarters) == (100, (20262,))


def test_a_reference_quarter_that_is_declared_late_takes_the_place_of_the_first(
    begun: House,
) -> None:
    declare(begun, "20262", AMINA, BRAM)
    declare(begun, "20251", AMINA, since="2025-02-03")
    found = size(begun)
    assert found is not None
    assert (found.fte, found.origin, found.quarters) == (100, SizeOrigin.MEASURED, (20251,))
    with transaction(begun.engine) as db:
        history = size_history(db, begun.enterprise(NORD), 2026)
    assert [each.origin for each in history] == [SizeOrigin.FIRST_QUARTER, SizeOrigin.MEASURED]
    # And it stays so when the first quarter is declared again.
    declare(begun, "20263", AMINA, BRAM, CHLOE)
    assert size(begun) == found


def test_an_employer_whose_declarations_are_missing_is_not_a_new_one(begun: House) -> None:
    declare(begun, "20262", AMINA, BRAM)
    hire(begun, (CHLOE, "2019-09-02", "2026-05-31"))
    declare(begun, "20263", AMINA, BRAM)
    assert size(begun) is None


def test_the_order_of_arrival_decides_nothing(begun: House) -> None:
    declare(begun, "20263", AMINA, BRAM, CHLOE)
    declare(begun, "20262", AMINA, BRAM)
    assert size(begun) == Size(200, SizeOrigin.FIRST_QUARTER, ((20262, 200),))
