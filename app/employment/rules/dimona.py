"""Dimona declarations of one worker with one employer, replayed into periods."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Declared:
    """One Dimona declaration."""

    act: str  # in, out, update, cancel
    declared_at: datetime
    period_number: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    worker_type: str | None = None
    joint_committee: str | None = None
    fingerprint: bytes = b""


@dataclass(frozen=True, slots=True)
class DimonaPeriod:
    starts_on: date
    ends_on: date | None
    worker_type: str | None
    joint_committee: str | None
    declared_at: datetime
    number: int | None = field(default=None, compare=False)


#: At the same instant an IN comes before what speaks of it.
_TURN = {"in": 0, "update": 1, "out": 2, "cancel": 3}


def dimona_periods(declarations: Iterable[Declared]) -> list[DimonaPeriod]:
    """The periods that stand after every declaration, oldest first.

    Order of arrival plays no part: declarations are replayed in the order they were made.
    One that speaks of no period we know (its IN has not come yet) waits without effect.
    """
    periods: list[DimonaPeriod] = []
    ordered = sorted(declarations, key=lambda d: (d.declared_at, _TURN[d.act], d.fingerprint))
    for declared in ordered:
        if declared.act == "in":
            periods.append(_begun(declared))
            continue
        index = _period_meant(periods, declared)
        if index is None:
            continue
        if declared.act == "cancel":
            del periods[index]
        else:
            periods[index] = _changed(periods[index], declared)
    return sorted(periods, key=lambda p: (p.starts_on, p.ends_on or date.max))


def _begun(declared: Declared) -> DimonaPeriod:
    assert declared.starts_on is not None
    return DimonaPeriod(
        starts_on=declared.starts_on,
        ends_on=declared.ends_on,
        worker_type=declared.worker_type,
        joint_committee=declared.joint_committee,
        declared_at=declared.declared_at,
        number=declared.period_number,
    )


def _period_meant(periods: list[DimonaPeriod], declared: Declared) -> int | None:
    """The period a declaration speaks of: by its number, else the latest it can mean.

    The number of a period is given in the answer to the IN, which we may not hold; so the
    first declaration that names a number is matched to a period that has none yet.
    """
    if declared.period_number is not None:
        for index, period in enumerate(periods):
            if period.number == declared.period_number:
                return index
    can_mean = [
        index
        for index, period in enumerate(periods)
        if (period.number is None or declared.period_number is None)
        and (
            declared.ends_on is None
            or declared.act == "update"
            or period.starts_on <= declared.ends_on
        )
    ]

    def likelihood(index: int) -> tuple[bool, date]:
        # Whoever tells an end speaks of a period that has none yet, if there is one.
        period = periods[index]
        return (declared.act == "out" and period.ends_on is None, period.starts_on)

    return max(can_mean, key=likelihood, default=None)


def _changed(period: DimonaPeriod, declared: Declared) -> DimonaPeriod:
    starts_on = declared.starts_on or period.starts_on
    ends_on = declared.ends_on or period.ends_on
    if ends_on is not None and ends_on < starts_on:
        return period  # the two declarations contradict each other: the earlier one stands
    return replace(
        period,
        starts_on=starts_on,
        ends_on=ends_on,
        declared_at=declared.declared_at,
        number=period.number or declared.period_number,
    )
