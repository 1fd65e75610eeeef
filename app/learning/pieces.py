"""The JSON of what an account rests on, assembled from pieces.

It is what :func:`app.learning.rules.inputs.to_json` gives, but for the order of lists, which
means nothing in it.  Parsing the text of a row and writing it again as a whole would cost more
than the account itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from app.learning.gathering import EmploymentColumns, TrainingColumns
from app.learning.rules.facts import Employed, EnterpriseFte, RegimePeriod, Statement
from app.learning.rules.inputs import AccountInputs, to_json

#: ``json.loads`` spends as much on looking for space around a text as on the text itself.
_DECODER = json.JSONDecoder()


class Regime(NamedTuple):
    """As stored with an employment; the committee is the employment's where it has none."""

    starts_on: str
    ends_on: str | None
    terms: tuple[Any, ...]  # Q, S, part time, days a week, joint committee


class Employment(NamedTuple):
    starts_on: str
    ends_on: str | None
    regimes: list[Regime]
    end: str | None  # JSON


def employment_of(columns: EmploymentColumns) -> Employment:
    starts_on, ends_on, committee, stored, end = columns
    regimes = [
        Regime(begun, until, (worked, full_time, part_time, days, stated or committee))
        for begun, until, worked, full_time, part_time, days, stated in _DECODER.raw_decode(stored)[
            0
        ]
    ]
    return Employment(starts_on, ends_on, regimes, end)


def employed_from(employment: Employment) -> Employed:
    """For the rules, where no end is stated: it is said as JSON only."""
    return Employed(
        date.fromisoformat(employment.starts_on),
        date.fromisoformat(employment.ends_on) if employment.ends_on else None,
        tuple(
            RegimePeriod(
                date.fromisoformat(begun),
                date.fromisoformat(until) if until else None,
                worked,
                full_time,
                part_time,
                days,
                committee,
            )
            for begun, until, (worked, full_time, part_time, days, committee) in employment.regimes
        ),
    )


@lru_cache(maxsize=1 << 12)
def _terms_json(terms: tuple[Any, ...]) -> str:
    names = ("hours_worked", "hours_full_time", "part_time", "days_per_week", "joint_committee")
    said = (
        f',"{name}":{json.dumps(value)}'
        for name, value in zip(names, terms, strict=True)
        if value is not None
    )
    return "".join(said)


def employments_json(employments: list[Employment]) -> str:
    texts = []
    for starts_on, ends_on, stored, end in employments:
        regimes = ",".join(
            [
                f'{{"starts_on":"{begun}"{_ends_json(until)}{_terms_json(terms)}}}'
                for begun, until, terms in stored
            ]
        )
        stated = f',"end":{end}' if end else ""
        texts.append(
            f'{{"starts_on":"{starts_on}"{_ends_json(ends_on)},"regimes":[{regimes}]{stated}}}'
        )
    return ",".join(texts)


def _ends_json(ends_on: str | None) -> str:
    return f',"ends_on":"{ends_on}"' if ends_on else ""


def training_json(columns: TrainingColumns) -> str:
    key, starts_on, ends_on, minutes, followed, counts, why = columns
    stated = f',"not_counting":"{why}"' if why else ""
    return (
        f'{{"reference":"{key}","starts_on":"{starts_on}","ends_on":"{ends_on}",'
        f'"minutes":{minutes},"followed":{_JSON[followed]},"counts":{_JSON[counts]}{stated}}}'
    )


_JSON = {True: "true", False: "false"}


def inputs_json(employments: str, trainings: list[str], sizes: str, statements: str) -> str:
    return (
        f'{{"employments":[{employments}],"trainings":[{",".join(trainings)}],'
        f'"sizes":{sizes},"statements":{statements}}}'
    )


def sizes_json(sizes: Mapping[int, EnterpriseFte]) -> str:
    return json.dumps(to_json(AccountInputs((), (), sizes))["sizes"])


@lru_cache(maxsize=1 << 12)
def statements_json(statements: tuple[Statement, ...]) -> str:
    return json.dumps(to_json(AccountInputs((), (), {}, statements))["statements"])


def known_by(employments: list[Employment], last_day: str) -> list[Employment]:
    """The employments as far as they go by a day: what begins or ends later is left out."""
    return [
        Employment(
            each.starts_on,
            _by(each.ends_on, last_day),
            [
                Regime(regime.starts_on, _by(regime.ends_on, last_day), regime.terms)
                for regime in each.regimes
                if regime.starts_on <= last_day
            ],
            each.end if each.ends_on and each.ends_on <= last_day else None,
        )
        for each in employments
        if each.starts_on <= last_day
    ]


def _by(day: str | None, last_day: str) -> str | None:
    return day if day and day <= last_day else None
