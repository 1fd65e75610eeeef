"""What is wrong with the parameter files, each for itself and all together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from app.learning.parameters import FEDERAL_FILE
from app.learning.parameters.coverage import check_coverage, check_growth, numbered
from app.learning.parameters.reading import Stated, read_agreement, read_federal
from app.learning.parameters.tables import Fault, File
from app.learning.rules.law import Entitlement, RightParameters


def faults_of(texts: Mapping[str, str]) -> list[Fault]:
    """Everything that is wrong with the files, by file and line; empty where nothing is.

    ``texts`` are those of :func:`app.learning.parameters.law_texts`, or some of them changed.
    A file that cannot be read is not checked further until it can.
    """
    federal, file = read_federal(FEDERAL_FILE, texts.get(FEDERAL_FILE, ""))
    files = [file]
    readable = []
    for name in sorted(texts.keys() - {FEDERAL_FILE}):
        stated, file = read_agreement(name, texts[name])
        files.append(file)
        if stated is not None:
            readable.append(stated)
    for stated in readable:
        check_agreement(stated, federal)
    _check_claims(readable)
    faults = [fault for file in files for fault in file.faults]
    return sorted(faults, key=lambda fault: (fault.file, fault.line or 0, fault.where or ""))


def check_agreement(stated: Stated, federal: RightParameters | None) -> None:
    """Note what contradicts itself within one file, or the federal law."""
    _check_says_something(stated)
    _check_days(stated)
    if stated.file.faults:
        return  # steps that end before they begin cannot be laid out in time
    check_coverage(stated)
    check_growth(stated)
    _check_budgets(stated)
    if federal is not None:
        _check_floor(stated, federal)
        _check_years(stated, federal)


def _check_says_something(stated: Stated) -> None:
    own = stated.agreement
    if own.same_as_law and (own.entitlements or own.collective):
        stated.file.fault(
            "contradiction",
            "agreement.same_as_law",
            "the file says that the sector follows the law, and states amounts of its own: "
            "leave out the one or the other.",
        )
    if not (own.same_as_law or own.entitlements or own.collective or own.doubts):
        stated.file.fault(
            "says_nothing",
            "agreement",
            "the file states no amount, no doubt and not that the sector follows the law: add "
            "a block [[entitlement]] or [[collective]], doubts, or same_as_law = true.",
        )


def _check_days(stated: Stated) -> None:
    own, file = stated.agreement, stated.file
    _check_order(file, "agreement", own.starts_on, own.ends_on)
    blocks = numbered(own.entitlements, "entitlement") + numbered(own.collective, "collective")
    for path, each in blocks:
        _check_order(file, path, each.starts_on, each.ends_on)
        if each.fte_below is not None and each.fte_below <= each.fte_from:
            file.fault(
                "ends_before_start",
                f"{path}.fte_below",
                f"the band ends at {each.fte_below}, not above its beginning, {each.fte_from}.",
            )
        if each.starts_on < own.starts_on:
            file.fault(
                "outside_validity",
                f"{path}.from",
                f"the step begins before the agreement, {own.starts_on}: correct one of them.",
            )
        if own.ends_on and (each.ends_on is None or each.ends_on > own.ends_on):
            file.fault(
                "outside_validity",
                f"{path}.until" if each.ends_on else path,
                f"the step goes on after the agreement's end, {own.ends_on}: end it then.",
            )


def _check_order(file: File, path: str, starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        file.fault(
            "ends_before_start",
            f"{path}.until",
            f"the end, {ends_on}, is before the beginning, {starts_on}: correct one of them.",
        )


def _check_budgets(stated: Stated) -> None:
    """Budgets of several years begin on 1 January, and none begins within another."""
    own, file = stated.agreement, stated.file
    lasting = [
        (path, each)
        for path, each in numbered(own.entitlements, "entitlement")
        if each.amount and each.amount.years > 1
    ]
    if lasting and own.budget_from is None:
        file.fault(
            "no_budget_from",
            f"{lasting[0][0]}.years",
            "the amount is for several years together, and the file does not say when the first "
            "such period begins: write budget_from = 2024, or which year it is, in [agreement].",
        )
        return
    for path, each in lasting:
        if (each.starts_on.month, each.starts_on.day) != (1, 1):
            file.fault(
                "budget_cut",
                f"{path}.from",
                "an amount for several years together begins on 1 January.",
            )
        elif own.budget_from is not None and each.starts_on.year < own.budget_from:
            file.fault(
                "budget_cut",
                f"{path}.from",
                f"the step begins before the first budget period, {own.budget_from}.",
            )
        follower = _known_follower(own.entitlements, each)
        if follower is not None and each.budget_of(follower.starts_on.year)[0] != (
            follower.starts_on.year
        ):
            file.fault(
                "budget_cut",
                f"{path}.until",
                f"the next step, from {follower.starts_on}, begins within the period of "
                f"{each.amount.years if each.amount else 1} years for which this amount is given: "
                "let the step hold for whole periods.",
            )


def _known_follower(steps: Iterable[Entitlement], each: Entitlement) -> Entitlement | None:
    """The step that takes over the day after, in the same band, with a known amount."""
    if each.ends_on is None:
        return None
    next_day = each.ends_on + timedelta(days=1)
    for other in steps:
        if other.starts_on == next_day and other.covers(each.fte_from, next_day) and other.amount:
            return other
    return None


def _check_floor(stated: Stated, federal: RightParameters) -> None:
    floor, from_fte = federal.agreement_floor_days, federal.agreement_floor_fte
    usual_day = federal.full_time_week // federal.days_per_week
    for path, each in numbered(stated.agreement.entitlements, "entitlement"):
        reaches = each.fte_below is None or each.fte_below > from_fte
        if each.amount is None or not reaches:
            continue
        if each.amount.per_year(usual_day) < floor * usual_day:
            stated.file.fault(
                "below_floor",
                f"{path}.{'hours' if each.amount.days is None else 'days'}",
                f"an agreement cannot set fewer than {floor} days a year from "
                f"{from_fte // 100} full-time equivalents on: correct the amount or the band.",
            )


def _check_years(stated: Stated, federal: RightParameters) -> None:
    first = federal.in_force[0].starts_on
    if stated.agreement.starts_on < first:
        stated.file.fault(
            "no_parameters",
            "agreement.from",
            f"no federal parameters are known before {first}: begin then, or add the earlier "
            f"ones to {FEDERAL_FILE}.",
        )


def _check_claims(readable: Sequence[Stated]) -> None:
    """One committee is claimed by one file on any day."""
    for number, stated in enumerate(readable):
        own = stated.agreement
        for place, committee in enumerate(own.committees, start=1):
            rivals = [
                each.file.name
                for each in readable[:number]
                if committee in each.agreement.committees
                and each.agreement.holds_on(max(own.starts_on, each.agreement.starts_on))
                and own.holds_on(max(own.starts_on, each.agreement.starts_on))
            ]
            if rivals or committee in own.committees[: place - 1]:
                stated.file.fault(
                    "claimed_twice",
                    f"agreement.committees[{place}]",
                    f"{committee} is claimed by {rivals[0] if rivals else 'this file'} too, on "
                    "some of the same days: end one before the other begins.",
                )
