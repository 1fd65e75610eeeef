"""The lives that the guards look at: a full one, an empty one, and one that means harm."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from app.audit.trail import Channel
from app.foundation.clock import day_of
from app.foundation.database import transaction
from app.learning.registration import Registered, Registration, register_trainings
from tests import messages as xml
from tests.furnishing import once
from tests.house_of import AMINA, BRAM, MERIDIAN, NORD, House, enterprise_number, ssin

HANNE = ssin("070609", 4, since_2000=True)
#: Her name, her diploma, her training and her employer try to be more than words.
MALLORY = ssin("880808", 2)
CARTEL = enterprise_number("04000004")
SCRIPT = "<script>alert(1)</script>"
IMAGE = "\"'><img src=x onerror=alert(1)> {{ 7*7 }}"
#: No place to break, and longer than any screen.
ENDLESS = "Wolfeschlegelstein" * 11

QUARTERS = ("20241", "20242", "20261", "20262", "20263")


@once
def furnish_lives(house: House) -> None:
    """Amina has everything a career can hold, Hanne nothing, Mallory what should do no harm."""
    house.furnish()
    _load(
        house,
        xml.persons(
            xml.person(HANNE, "D'Hooghvorst", "Hanne", language="nl"),
            xml.person(MALLORY, ENDLESS, SCRIPT, born_on="1988-00-00"),
        ),
    )
    _load(house, xml.enterprises(xml.enterprise(CARTEL, IMAGE)))
    _load(
        house,
        xml.dimona(
            xml.dimona_in(AMINA, enterprise_number("04000009"), "2010-02-01", "2014-03-31"),
            xml.dimona_in(AMINA, NORD, "2019-03-01"),
            xml.dimona_in(MALLORY, CARTEL, "2020-01-01"),
            xml.dimona_in(MALLORY, MERIDIAN, "2021-01-01"),
        ),
    )
    for quarter in QUARTERS:
        _load(house, _quarter(quarter, AMINA, MERIDIAN, part_time=True, hours=2800))
        _load(house, _quarter(quarter, MALLORY, CARTEL))
    _load(
        house,
        xml.periods(
            xml.period("U-1", AMINA, "unemployment", "2009-07-01", "2010-01-31"),
            xml.period("P-1", AMINA, "parental_leave", "2016-05-16", "2016-09-15"),
            diploma("D-1", AMINA, "Bachelier en soins infirmiers", "2018-06-29"),
            diploma("D-2", MALLORY, f"{SCRIPT} {ENDLESS}", "2018-06-29"),
        ),
    )
    for person, title in ((AMINA, "Lifting and moving"), (MALLORY, f"{IMAGE} {ENDLESS}"[:200])):
        register(house, person, title, followed=True, certified=True)
        register(house, person, f"{title[:190]} (plan)", followed=False, counts=False)
    house.give_mandate(MALLORY, CARTEL)


def _load(house: House, content: str) -> None:
    """Load a message whole, a second after what came before: two versions need two moments."""
    house.clock.at += timedelta(seconds=1)
    assert house.load(content).refused == 0


def _quarter(quarter: str, person: str, enterprise: str, **of: object) -> str:
    month = int(quarter[4]) * 3 - 2
    line = xml.occupation("2022-01-03", **of)  # type: ignore[arg-type]
    worker = xml.worker(person, line, quarter_start=f"{quarter[:4]}-{month:02d}-01")
    return xml.dmfa(quarter, worker, enterprise=enterprise)


def diploma(reference: str, person: str, title: str, awarded_on: str) -> str:
    return (
        f'<Diploma reference="{reference}"><INSS>{person}</INSS>'
        f"<Title>{xml.escape(title)}</Title><AwardedOn>{awarded_on}</AwardedOn>"
        "<Institution>Haute école Lumière</Institution><Level>6</Level></Diploma>\n"
    )


def register(
    house: House,
    person: str,
    title: str,
    *,
    followed: bool,
    counts: bool = True,
    certified: bool = False,
    month: int = 0,
) -> UUID:
    """Bram registers a day of training at Meridian; the key of the training."""
    day = date(2026, month or (9 if followed else 12), 24)
    wanted = Registration(
        person_id=house.person(person),
        title=title,
        starts_on=day,
        ends_on=day,
        minutes=456,
        formal=followed,
        followed=followed,
        counts=counts,
        certified=certified,
        certificate_until=date(2029, 9, 24) if certified else None,
    )
    actor = house.actor(BRAM, MERIDIAN)
    now = house.clock.now()
    assert day_of(now).year == day.year
    with transaction(house.engine) as db:
        [outcome] = register_trainings(db, [wanted], by=actor, via=Channel.COMMAND, at=now)
    assert isinstance(outcome, Registered), outcome
    return outcome.training_id
