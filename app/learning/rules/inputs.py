"""What the account of one worker with one employer rests on: all of it, as one value.

Stored as JSON beside a figure, it gives the same figure years later.  Order means nothing in
it, so it is written in one order whatever the order it came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from app.learning.rules.facts import (
    ContractEnd,
    CreditedTraining,
    Employed,
    EndReason,
    EnterpriseFte,
    NotCounting,
    RegimePeriod,
    SizeOrigin,
    Statement,
)


@dataclass(frozen=True, slots=True)
class AccountInputs:
    """``sizes`` are by the first of the two years they count for.

    ``statements`` hold what the employer states for this worker and for everyone; for each
    year the one for the worker goes before.
    """

    employments: tuple[Employed, ...]
    trainings: tuple[CreditedTraining, ...] = ()
    sizes: Mapping[int, EnterpriseFte] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()

    def statement_for(self, year: int) -> Statement | None:
        """The employer's statement that holds for a year; the latest where several do."""
        found = [each for each in self.statements if each.year == year]
        return max(found, key=_precedence) if found else None


def _precedence(each: Statement) -> tuple[bool, date, str]:
    return not each.everyone, each.stated_on, repr(each)


def to_json(inputs: AccountInputs) -> dict[str, Any]:
    """Plain values for JSON: equal inputs give equal values, whatever order they came in."""
    return {
        "employments": _sorted(map(_plain, inputs.employments)),
        "trainings": _sorted(map(_plain, inputs.trainings)),
        "sizes": {str(year): _plain(size) for year, size in sorted(inputs.sizes.items())},
        "statements": _sorted(map(_plain, inputs.statements)),
    }


def _sorted(values: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(values, key=repr)


def _plain(value: Any) -> Any:
    """A fact as JSON has it; what is None is left out, so that later fields change nothing."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        said = ((each.name, getattr(value, each.name)) for each in fields(value))
        return {name: _plain(content) for name, content in said if content is not None}
    return value


def from_json(stored: Mapping[str, Any]) -> AccountInputs:
    """The inverse of :func:`to_json`; KeyError or ValueError where it is not one."""
    return AccountInputs(
        tuple(_employed(each) for each in stored["employments"]),
        tuple(_training(each) for each in stored["trainings"]),
        {int(year): _size(each) for year, each in stored["sizes"].items()},
        tuple(_statement(each) for each in stored["statements"]),
    )


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)


def _employed(stored: Mapping[str, Any]) -> Employed:
    end = stored.get("end")
    return Employed(
        date.fromisoformat(stored["starts_on"]),
        _day(stored.get("ends_on")),
        tuple(
            RegimePeriod(
                starts_on=date.fromisoformat(each["starts_on"]),
                ends_on=_day(each.get("ends_on")),
                hours_worked=each.get("hours_worked"),
                hours_full_time=each.get("hours_full_time"),
                part_time=each.get("part_time"),
                days_per_week=each.get("days_per_week"),
                joint_committee=each.get("joint_committee"),
            )
            for each in stored["regimes"]
        ),
        ContractEnd(EndReason(end["reason"]), _day(end.get("notice_from"))) if end else None,
    )


def _training(stored: Mapping[str, Any]) -> CreditedTraining:
    why = stored.get("not_counting")
    return CreditedTraining(
        reference=stored["reference"],
        starts_on=date.fromisoformat(stored["starts_on"]),
        ends_on=date.fromisoformat(stored["ends_on"]),
        minutes=stored["minutes"],
        followed=stored["followed"],
        counts=stored["counts"],
        not_counting=NotCounting(why) if why else None,
    )


def _size(stored: Mapping[str, Any]) -> EnterpriseFte:
    return EnterpriseFte(
        fte=stored["fte"],
        declared=tuple((quarter, fte) for quarter, fte in stored["declared"]),
        origin=SizeOrigin(stored["origin"]),
        reason=stored.get("reason"),
        stated_on=_day(stored.get("stated_on")),
        computed=stored.get("computed"),
    )


def _statement(stored: Mapping[str, Any]) -> Statement:
    return Statement(
        year=stored["year"],
        everyone=stored["everyone"],
        minutes=stored.get("minutes"),
        days=stored.get("days"),
        reason=stored["reason"],
        stated_on=date.fromisoformat(stored["stated_on"]),
        channel=stored["channel"],
        agreement=stored.get("agreement"),
    )
