"""Workers of many enterprises, with regimes, sizes and trainings, straight into the tables.

Drawn from a seed, so that every run measures the same: hired on any day since 2001 and more
often lately, in seven joint committees, a third of them part time at any of twenty regimes,
every tenth with a regime that changed, some gone, some back again after a break.  Every fifth was
known from somewhere else before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

import psycopg

AT = "2026-10-20T10:00:00+00:00"
COMMITTEES = ("124", "200", "302.00", "311", "330", "118", "140.03")
#: Workers of the enterprises, repeated until there are enough.
STAFF = (9, 14, 48, 15, 260, 31, 1_200, 75, 18, 6, 5_400, 120)
PART_TIME = tuple(range(1_000, 3_700, 135))
_FIRST_KEY = 1_790_000_000_000  # milliseconds: when the first worker became known
FIRST_DAY, LAST_DAY = date(2001, 1, 1), date(2026, 10, 1)


def furnish(address: str, workers: int, *, staff: Sequence[int] = STAFF) -> list[UUID]:
    """Fill an empty, migrated database with that many workers; the keys of their enterprises.

    ``staff``: how many work in each enterprise, repeated until there are enough.
    """
    rnd = Random(workers)  # noqa: S311 (nothing secret)
    enterprises: list[str] = []
    places = iter(_places(rnd, workers))
    with psycopg.connect(address) as connection:
        tables: dict[str, list[str]] = {name: [] for name in _TABLES}
        left = workers
        while left:
            here = min(left, staff[len(enterprises) % len(staff)])
            enterprise = _key(rnd, workers - left)
            enterprises.append(enterprise)
            persons = [_key(rnd, place) for place in islice(places, here)]
            _invent_enterprise(rnd, tables, enterprise, len(enterprises), persons)
            left -= here
        for name, lines in tables.items():
            with connection.cursor().copy(f"copy {name} ({_TABLES[name]}) from stdin") as copy:
                copy.write("".join(lines))
        connection.commit()
        connection.autocommit = True
        connection.execute("vacuum analyze")
    return [UUID(key) for key in enterprises]


_TABLES = {
    "persons": "person_id",
    "enterprises": "enterprise_id, enterprise_number",
    "enterprise_sizes": "enterprise_id, first_year, recorded_from, fte, quarters, origin",
    "employments": "person_id, employment_id, recorded_from, enterprise_id, starts_on, ends_on,"
    " worker_type, joint_committee, part_time, hours_worked, hours_full_time, regimes, sources,"
    " declared_until, declared_at",
    "trainings": "person_id, training_id, recorded_from, enterprise_id, fingerprint, title,"
    " starts_on, ends_on, minutes, formal, followed, counts, not_counting, certified, channel",
}


def _any_key(rnd: Random) -> str:
    """A key as the portal draws it (UUID version 4)."""
    return str(UUID(int=rnd.getrandbits(128), version=4))


def _places(rnd: Random, workers: int) -> Iterator[int]:
    """In which place each worker became known: with the first employer, mostly this one."""
    for place in range(workers):
        yield rnd.randrange(workers) if rnd.random() < 0.2 else place


def _key(rnd: Random, place: int) -> str:
    """A key as the database draws it (UUID version 7): by milliseconds first, then by lot."""
    by_lot = rnd.getrandbits(74)
    high = (_FIRST_KEY + place) << 16 | 0x7 << 12 | by_lot >> 62
    low = 0b10 << 62 | by_lot & (1 << 62) - 1
    return str(UUID(int=high << 64 | low))


def _line(*columns: Any) -> str:
    return "\t".join(r"\N" if each is None else str(each) for each in columns) + "\n"


def _invent_enterprise(
    rnd: Random, tables: dict[str, list[str]], enterprise: str, number: int, persons: list[str]
) -> None:
    staff = len(persons)
    tables["enterprises"].append(_line(enterprise, f"0{number:09d}"))
    for first_year in (2022, 2024, 2026):
        fte = [staff * rnd.randrange(70, 100) for _ in range(4)]
        before = (first_year - 2) * 10 + 4
        quarters = (before, *(before + 7 + each for each in range(3)))
        rests_on = [{"quarter": q, "fte": f} for q, f in zip(quarters, fte, strict=True)]
        tables["enterprise_sizes"].append(
            _line(enterprise, first_year, AT, sum(fte) // 4, json.dumps(rests_on), "measured")
        )
    committees = rnd.sample(COMMITTEES, 2)
    for person in persons:
        tables["persons"].append(_line(person))
        committee = committees[rnd.random() < 0.2]
        for starts_on, ends_on in _stretches(rnd):
            tables["employments"].append(
                _employment(rnd, person, enterprise, committee, starts_on, ends_on)
            )
        tables["trainings"] += _trainings(rnd, person, enterprise, starts_on)


def _stretches(rnd: Random) -> Iterator[tuple[date, date | None]]:
    """The employments of one worker: mostly one, going on."""
    days = (LAST_DAY - FIRST_DAY).days
    starts_on = FIRST_DAY + timedelta(days=int(days * rnd.random() ** 0.5))
    if rnd.random() < 0.03:
        before = starts_on - timedelta(days=rnd.randrange(10, 500))
        yield before - timedelta(days=rnd.randrange(30, 900)), before
    gone = rnd.random() < 0.05 and starts_on < date(2025, 12, 31)
    yield starts_on, date(2026, 1, 1) + timedelta(days=rnd.randrange(270)) if gone else None


def _employment(
    rnd: Random, person: str, enterprise: str, committee: str, starts_on: date, ends_on: date | None
) -> str:
    regimes = [_regime(rnd, starts_on, committee)]
    if rnd.random() < 0.1:
        changed = starts_on + timedelta(days=rnd.randrange(30, 3_000))
        if changed < (ends_on or LAST_DAY):
            regimes[0][1] = (changed - timedelta(days=1)).isoformat()
            regimes.append(_regime(rnd, changed, committee))
    _, _, worked, full_time, part_time, _, _ = regimes[-1]
    return _line(
        *(person, _any_key(rnd), AT, enterprise, starts_on, ends_on, "OTH", committee, part_time),
        *(worked, full_time, json.dumps(regimes), "{dimona,dmfa}", 20263, AT),
    )


def _regime(rnd: Random, starts_on: date, committee: str) -> list[Any]:
    full_time = rnd.choice((3800, 3800, 3800, 3900, 4000))
    worked = rnd.choice(PART_TIME) if rnd.random() < 0.33 else None
    days = 500 if worked is None else rnd.choice((300, 400, 500))
    return [starts_on.isoformat(), None, worked, full_time, worked is not None, days, committee]


def _trainings(rnd: Random, person: str, enterprise: str, starts_on: date) -> Iterator[str]:
    """Four in five follow some, two on average, over the years since the law."""
    since = max(starts_on, date(2023, 1, 1))
    for _ in range(rnd.choice((0, 1, 2, 3, 4)) if (LAST_DAY - since).days > 30 else 0):
        day = since + timedelta(days=rnd.randrange((LAST_DAY - since).days))
        until = day + timedelta(days=rnd.choice((0, 0, 0, 1, 30)))
        counts = rnd.random() < 0.9
        yield _line(
            *(person, _any_key(rnd), AT, enterprise, f"\\\\x{rnd.getrandbits(128):032x}"),
            *("Working safely at height", day, until, rnd.randrange(60, 1_400, 15), True, True),
            *(counts, None if counts else "training_leave", False, "file"),
        )
