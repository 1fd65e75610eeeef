"""Whether the steps of an agreement cover what they claim: every size and day once.

The sizes are cut where any step begins or ends; within each of these slices the steps that hold
there are laid out in time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from app.learning.parameters.reading import Stated
from app.learning.rules.law import Entitlement, Kind

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slice:
    """Sizes that no step divides, in hundredths, and the steps there by their first day."""

    fte_from: int
    fte_below: int | None
    steps: tuple[tuple[str, Entitlement], ...]  # with the path of each

    def __str__(self) -> str:
        lower = f"{self.fte_from / 100:g}"
        if self.fte_below is None:
            return f"{lower} full-time equivalents and more"
        return f"{lower} to under {self.fte_below / 100:g} full-time equivalents"


def slices_of(steps: Sequence[tuple[str, Entitlement]]) -> list[Slice]:
    cuts = {0}
    for _, each in steps:
        cuts |= {each.fte_from} | ({each.fte_below} if each.fte_below else set())
    edges: list[int | None] = [*sorted(cuts), None]
    return [
        Slice(lower or 0, upper, _within(steps, lower or 0)) for lower, upper in pairwise(edges)
    ]


def _within(
    steps: Sequence[tuple[str, Entitlement]], fte: int
) -> tuple[tuple[str, Entitlement], ...]:
    there = [(path, each) for path, each in steps if each.covers(fte, each.starts_on)]
    return tuple(sorted(there, key=lambda pair: pair[1].starts_on))


def numbered(entitlements: Sequence[Entitlement], block: str) -> list[tuple[str, Entitlement]]:
    """Each with the path of its block in the file."""
    return [(f"{block}[{number}]", each) for number, each in enumerate(entitlements, start=1)]


def check_coverage(stated: Stated) -> None:
    """Note steps and bands that overlap, gaps between steps, holes between bands."""
    steps = numbered(stated.agreement.entitlements, "entitlement")
    if not steps:
        return
    if len({each.band_stated for _, each in steps}) > 1:
        path = next(path for path, each in steps if not each.band_stated)
        stated.file.fault(
            "band_missing",
            path,
            "other steps of this file state a band and this one does not: state fte_from, "
            "fte_below or both.",
        )
        return
    slices = slices_of(steps)
    told: set[tuple[str, str]] = set()
    for each in slices:
        for earlier, later in pairwise(each.steps):
            _check_pair(stated, earlier, later, told)
    _check_ends(stated, slices)


def _check_pair(
    stated: Stated,
    earlier: tuple[str, Entitlement],
    later: tuple[str, Entitlement],
    told: set[tuple[str, str]],
) -> None:
    """Two steps that follow each other in one slice; a pair is told once."""
    (first, before), (second, after) = earlier, later
    if (first, second) in told:
        return
    told.add((first, second))
    if before.ends_on is None or before.ends_on >= after.starts_on:
        same = (before.fte_from, before.fte_below) == (after.fte_from, after.fte_below)
        # The block that stands later in the file is the one to look at.
        own, other = (later, earlier) if _number(second) > _number(first) else (earlier, later)
        stated.file.fault(
            "steps_overlap" if same else "bands_overlap",
            f"{own[0]}.from" if same else f"{own[0]}.fte_from",
            f"{other[0]} holds for the same sizes {_from_to(other[1].starts_on, other[1].ends_on)},"
            f" this step {_from_to(own[1].starts_on, own[1].ends_on)}: correct the days of one"
            + (" of them." if same else " of them, or its band."),
        )
    elif before.ends_on + _DAY < after.starts_on:
        stated.file.fault(
            "step_gap",
            f"{second}.from",
            f"{_from_to(before.ends_on + _DAY, after.starts_on - _DAY)} nothing is stated "
            f"between {first} and this step: close the gap, or add a step with unknown = true.",
        )


def _number(path: str) -> int:
    """The place of a block among those of its name."""
    return int(path.partition("[")[2].removesuffix("]"))


def _check_ends(stated: Stated, slices: Sequence[Slice]) -> None:
    """What lies before, after, below and above the steps, and holes between bands."""
    agreement = stated.agreement
    with_steps = [number for number, each in enumerate(slices) if each.steps]
    for number, each in enumerate(slices):
        between = with_steps[0] < number < with_steps[-1]
        if not each.steps and (between or not stated.law_elsewhere):
            stated.file.fault(
                "band_hole",
                None,
                f"no step says anything for {each}: add one, or one with unknown = true"
                + ("." if between else ', or write elsewhere = "law" in [agreement].'),
            )
        elif each.steps and not stated.law_elsewhere:
            for gap in _open_ends(each, agreement.starts_on, agreement.ends_on):
                stated.file.fault(
                    "step_gap",
                    each.steps[0][0],
                    f"{gap} nothing is stated for {each}, although the agreement holds: add a "
                    'step, or one with unknown = true, or write elsewhere = "law" in [agreement].',
                )


def _open_ends(each: Slice, starts_on: date, ends_on: date | None) -> Iterator[str]:
    first, last = each.steps[0][1], each.steps[-1][1]
    if first.starts_on > starts_on:
        yield _from_to(starts_on, first.starts_on - _DAY)
    if last.ends_on is not None and (ends_on is None or last.ends_on < ends_on):
        yield _from_to(last.ends_on + _DAY, ends_on)


def _from_to(first: date, last: date | None) -> str:
    return f"from {first} to {last}" if last else f"from {first} on"


def check_growth(stated: Stated) -> None:
    """Note where a later step gives less than an earlier one in the same unit."""
    told: set[tuple[str, str]] = set()
    for each in slices_of(numbered(stated.agreement.entitlements, "entitlement")):
        known = [
            (path, step)
            for path, step in each.steps
            if step.amount is not None and step.kind is not Kind.COLLECTIVE
        ]
        for (first, before), (second, after) in pairwise(known):
            if (first, second) in told or before.amount is None or after.amount is None:
                continue
            if before.ends_on is None or before.ends_on >= after.starts_on:
                continue  # they overlap, which has been said
            told.add((first, second))
            days = before.amount.days is not None
            # A length of one minute leaves days as they are: only like is compared with like.
            if days == (after.amount.days is not None) and after.amount.per_year(
                1
            ) < before.amount.per_year(1):
                stated.file.fault(
                    "goes_down",
                    f"{second}.{'days' if days else 'hours'}",
                    f"this is less a year than {first} gives, and a growth path only goes up: "
                    "correct the amount or the order.",
                )
