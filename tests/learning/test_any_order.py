"""The same declarations and trainings, whatever the order in which they arrive.

Amina's come in the order in which they were made, Chloé's are the same and come in another.
Left out is what ``docs/loading.md`` says hangs on the order: registers and reports of periods,
of which no account is made.  A training is registered once the work it belongs to is known: no
employer may register one for somebody who is not known to work there.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.audit.trail import Channel
from app.foundation.database import transaction
from app.learning.registration import Registered, Registration, register_trainings
from app.learning.rules.figures import Figures
from tests import messages as xml
from tests.furnishing import once
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, House, ssin
from tests.learning.kept import keep_all, kept_now, shown

QUARTERS = (
    "20204",
    "20211",
    "20224",
    "20231",
    "20234",
    "20243",
    "20244",
    "20252",
    "20254",
    "20263",
)
TRAININGS = ("2024-05-14", "2025-02-11", "2026-03-10", "2026-09-24")
#: The register of persons and of enterprises come first: they are no part of this.
Arrival = Callable[[], bool]


def arrivals(house: House, who: str, where: str) -> list[Arrival]:
    """What becomes known of somebody, in the order in which it was made."""

    def load(content: str) -> Arrival:
        return lambda: house.load(content).refused == 0

    declared = [
        xml.dimona(xml.dimona_in(who, where, "2023-03-06")),
        xml.dimona(xml.dimona_update(who, where, starts_on="2023-04-03", made_on="2023-03-20")),
        *(quarter(who, where, key) for key in QUARTERS),
        # A correction of one quarter, the end of the work, and another end of it.
        quarter(who, where, "20252", hours=2850, made_on="2026-11-03"),
        xml.dimona(xml.dimona_out(who, where, "2026-10-31", made_on="2026-10-05")),
        xml.dimona(xml.dimona_update(who, where, ends_on="2026-11-15", made_on="2026-10-20")),
    ]
    return [*map(load, declared), *(training(house, who, where, day) for day in TRAININGS)]


def quarter(who: str, where: str, key: str, hours: int = 1900, made_on: str = "") -> str:
    """A part-timer beside twenty-five full-timers."""
    year, first = int(key[:4]), f"{key[:4]}-{int(key[4]) * 3 - 2:02d}-01"
    mine = xml.occupation("2023-04-03", part_time=True, hours=hours, joint_committee="999.99")
    others = (
        xml.worker(ssin("700101", 2 * n + 1), xml.occupation("2019-01-01"), quarter_start=first)
        for n in range(25)
    )
    workers = [xml.worker(who, mine, quarter_start=first)] if key > "20231" else []
    made_on = made_on or (date.fromisoformat(first) + timedelta(days=110)).isoformat()
    assert year > 2019
    return xml.dmfa(key, *workers, *others, enterprise=where, made_on=made_on)


def training(house: House, who: str, where: str, day: str) -> Arrival:
    on = date.fromisoformat(day)

    def register() -> bool:
        wanted = Registration(
            house.person(who), "First aid", on, on, 240, formal=True, followed=True, counts=True
        )
        with transaction(house.engine) as db:
            [outcome] = register_trainings(
                db,
                [wanted],
                by=house.actor(BRAM, where),
                via=Channel.PAGE,
                at=house.clock.now(),
            )
        return isinstance(outcome, Registered)

    return register


def arrive(house: House, one_by_one: list[Arrival]) -> None:
    """Let everything arrive; what is refused for its time comes again at the end."""
    refused = []
    for arrival in one_by_one:
        house.clock.at += timedelta(minutes=1)
        if not arrival():
            refused.append(arrival)
    for arrival in refused:
        house.clock.at += timedelta(minutes=1)
        assert arrival()


def of_one_employer(years: list[Figures]) -> list[Figures]:
    return [each for each in years if each.opened_on.startswith("2023")]


@once
def furnish_in_order(house: House) -> None:
    """Two enterprises for which Bram registers, and all of Amina in the order it was made."""
    house.load(
        xml.enterprises(
            xml.enterprise(MERIDIAN, "Meridian Care nv"), xml.enterprise(ELSEWHERE, "Elsewhere sa")
        )
    )
    for where in (MERIDIAN, ELSEWHERE):
        house.give_mandate(BRAM, where)
    arrive(house, arrivals(house, AMINA, MERIDIAN))


@pytest.mark.xdist_group("any order")
@pytest.mark.parametrize("seed", range(4))
def test_the_account_as_known_now_does_not_hang_on_the_order(house: House, seed: int) -> None:
    furnish_in_order(house)
    shuffled = arrivals(house, CHLOE, ELSEWHERE)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 (nothing secret)
    arrive(house, shuffled)
    keep_all(house)
    accounts = of_one_employer(kept_now(house, AMINA))
    assert [each.year for each in accounts] == [2023, 2024, 2025, 2026]
    assert sum(each.used for each in accounts) == 240 * len(TRAININGS)
    assert all(each.granted for each in accounts)
    assert of_one_employer(kept_now(house, CHLOE)) == accounts
    assert of_one_employer(shown(house, CHLOE)) == of_one_employer(shown(house, AMINA)) == accounts
