"""From the text of a parameter file to the values that rules take, with the faults on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Any

from app.learning.parameters.tables import File, Table, opened
from app.learning.rules.law import (
    STATED_DOUBTS,
    Agreement,
    Amount,
    Band,
    CarryOver,
    Doubt,
    Entitlement,
    Kind,
    LaterHire,
    LegalFact,
    MonthsRule,
    PartTimeStep,
    Quality,
    RightInForce,
    RightParameters,
    Taking,
    doubt,
)

COMMITTEE = r"[0-9]{3}(\.[0-9]{2}){0,2}"
ADDRESS = r"https?://[^\s/]+\.[^\s/]+(/\S*)?"


class Elsewhere(StrEnum):
    """What holds for sizes and days of which an agreement states nothing."""

    LAW = "law"


@dataclass(frozen=True, slots=True)
class Stated:
    """An agreement as its file states it, and the file, for whoever checks it further."""

    agreement: Agreement
    law_elsewhere: bool
    file: File


def read_agreement(name: str, text: str) -> tuple[Stated | None, File]:
    """One file of ``agreements/``; None where something is wrong, which the file then says."""
    file, top = opened(name, text)
    head = top.table("agreement") if top else None
    if top is None or head is None:
        return None, file
    lists: dict[str, Any] = {
        "entitlements": tuple(_entitlement(each) for each in top.tables("entitlement")),
        "collective": tuple(
            _entitlement(each, Kind.COLLECTIVE) for each in top.tables("collective")
        ),
        "part_time": tuple(_part_time(each) for each in top.tables("part_time")),
        "taking": tuple(_taking(each) for each in top.tables("taking")),
    }
    top.done()
    said: dict[str, Any] = {
        "code": name.rpartition("/")[2].removesuffix(".toml"),
        "committees": _committees(head),
        "starts_on": head.day("from"),
        "ends_on": head.day("until", needed=False),
        "concluded_on": head.day("concluded_on", needed=False),
        "registration": head.matching("registration", rf"[0-9]+/CO/{COMMITTEE}", "181682/CO/200"),
        "royal_decree": head.matching("royal_decree", r"(19|20)[0-9]{8}", "2024201463"),
        "source": head.matching("source", ADDRESS, "https://example.org/page", needed=True),
        "quality": head.choice("quality", Quality),
        "read_on": head.day("read_on"),
        "months": head.choice("months", MonthsRule, needed=False) or MonthsRule.STARTED,
        "carry_over": head.choice("carry_over", CarryOver, needed=False) or CarryOver.LAW,
        "budget_from": head.whole("budget_from", needed=False, least=2000),
        "same_as_law": head.yes("same_as_law"),
        "doubts": _doubts(head),
    }
    elsewhere = head.choice("elsewhere", Elsewhere, needed=False)
    head.done()
    if file.faults:
        return None, file
    return Stated(Agreement(**said, **lists), elsewhere is Elsewhere.LAW, file), file


def _committees(head: Table) -> tuple[str, ...]:
    found = head.items("committees")
    if not found:
        head.fault("missing", "committees", 'name at least one joint committee: ["200"].')
    for number, each in enumerate(found, start=1):
        one = Table(head.file, head.path, {f"committees[{number}]": each})
        said = one.matching(f"committees[{number}]", COMMITTEE, "200, 106.01 or 111.01.07")
        if said and said.endswith(".00"):
            one.fault(
                "wrong_form",
                f"committees[{number}]",
                f'write "{said}" without the zeros at its end.',
            )
    return tuple(str(each) for each in found)


def _entitlement(block: Table, kind: Kind | None = None) -> Entitlement | None:
    stated = kind or block.choice("kind", Kind)
    if kind is None and stated is Kind.COLLECTIVE:
        block.fault(
            "collective_entitlement",
            "kind",
            "collective days are told, never granted: write them in a block [[collective]].",
        )
    starts_on = block.day("from")
    said: dict[str, Any] = {
        "starts_on": starts_on,
        "ends_on": block.day("until", needed=False),
        "fte_from": block.whole("fte_from", needed=False) or 0,
        "fte_below": block.whole("fte_below", needed=False, least=1),
        "kind": stated,
        "amount": _amount(block),
        "doubts": _doubts(block),
        "band_stated": block.has("fte_from") or block.has("fte_below"),
    }
    block.done()
    return None if starts_on is None or stated is None else Entitlement(**said)


def _amount(block: Table) -> Amount | None:
    days, hours, unknown = block.exact("days"), block.exact("hours"), block.yes("unknown")
    years = block.whole("years", needed=False, least=1)
    stated = [key for key in ("days", "hours", "unknown") if block.has(key)]
    if len(stated) != 1:
        block.fault(
            "not_one_amount",
            stated[-1] if stated else None,
            "state exactly one of days and hours, or unknown = true where no source tells "
            f"(here: {' and '.join(stated) or 'none'}).",
        )
        return None
    if hours is not None and (hours * 60).denominator != 1:
        block.fault("not_exact", "hours", f"{hours} hours are not a whole number of minutes.")
        return None
    if stated == ["unknown"] and not unknown:
        block.fault("not_one_amount", "unknown", "leave unknown out, and state days or hours.")
    if days is None and hours is None:
        return None
    return Amount(days, None if hours is None else int(hours * 60), 1 if years is None else years)


def _doubts(block: Table) -> tuple[Doubt, ...]:
    found = []
    for each in block.tables("doubts"):
        code = each.text("code")
        values = {key: value for key, value in each.stated.items() if key != "code"}
        if code is None:
            continue
        if code not in STATED_DOUBTS:
            known = ", ".join(sorted(STATED_DOUBTS))
            each.fault("unknown_value", "code", f'no doubt is called "{code}"; known are: {known}.')
        elif values.keys() != STATED_DOUBTS[code]:
            wanted = ", ".join(sorted(STATED_DOUBTS[code])) or "no other key"
            each.fault("wrong_type", None, f'the doubt "{code}" needs beside its code: {wanted}.')
        else:
            found.append(doubt(code, **values))
    return tuple(found)


def _part_time(block: Table) -> PartTimeStep:
    percent = block.whole("percent_from")
    share = block.exact("share")
    if share is None and not block.has("share"):
        block.fault("missing", "share", 'the key "share" is missing: it must be a number.')
    if (percent or 0) > 10_000 or (share or 0) > 1:
        block.fault("too_large", None, "neither percent_from nor share goes beyond a full-timer's.")
    block.done()
    return PartTimeStep(percent or 0, share or Fraction(0))


def _taking(block: Table) -> Taking:
    starts_on = block.day("from")
    days = block.whole("days_in_hours", needed=False)
    minutes = block.whole("block_minutes", needed=False, least=1)
    block.done()
    return Taking(starts_on or date.min, days, minutes)


def read_federal(name: str, text: str) -> tuple[RightParameters | None, File]:
    """The federal file; None where something is wrong, which the file then says."""
    file, top = opened(name, text)
    right = top.table("right") if top else None
    if top is None or right is None:
        return None, file
    facts = tuple(_fact(each) for each in top.tables("fact"))
    top.done()
    said: dict[str, Any] = {
        "law": right.text("law"),
        "source": right.matching("source", ADDRESS, "https://example.org/page", needed=True),
        "full_time_week": right.whole("full_time_week_when_not_stated", least=1),
        "days_per_week": right.whole("days_per_week_when_not_stated", least=1),
        "first_five_years": right.day("first_five_years_from"),
        "five_years": right.whole("five_years", least=1),
        "later_hire": right.choice("five_years_of_later_hire", LaterHire),
        "carry_before_first_period": right.yes("carry_over_before_first_five_years", needed=True),
        "same_account_days": right.whole("same_account_days"),
        "agreement_floor_days": right.whole("agreement_floor_days"),
        "agreement_floor_fte": right.whole("agreement_floor_fte"),
    }
    in_force = [_in_force(each) for each in right.tables("in_force", needed=True)]
    right.yes("started_month_counts_whole", needed=True)
    right.done()
    _in_order(right, in_force)
    if file.faults:
        return None, file
    return RightParameters(in_force=tuple(in_force), facts=facts, **said), file


def _in_force(block: Table) -> RightInForce:
    bands = []
    for each in block.tables("band", needed=True):
        bands.append(Band(each.whole("fte_from") or 0, each.whole("days") or 0))
        each.done()
    if bands and (bands[0].fte_from or bands != sorted(bands, key=lambda band: band.fte_from)):
        block.fault("band_hole", None, "bands must begin with fte_from = 0 and go up from there.")
    starts_on = block.day("from")
    block.done()
    return RightInForce(starts_on or date.min, tuple(bands))


def _in_order(right: Table, in_force: list[RightInForce]) -> None:
    days = [each.starts_on for each in in_force]
    for number, (before, after) in enumerate(pairwise(days), start=2):
        if after <= before:
            right.fault(
                "steps_overlap",
                f"in_force[{number}].from",
                f"{after} is not after {before}, when the block before begins: oldest first.",
            )


def _fact(block: Table) -> LegalFact:
    said: dict[str, Any] = {
        "code": block.text("code"),
        "starts_on": block.day("from"),
        "ends_on": block.day("until", needed=False),
        "law": block.text("law"),
        "ended_by": block.text("ended_by", needed=False),
        "source": block.matching("source", ADDRESS, "https://example.org/page", needed=True),
        "quality": block.choice("quality", Quality),
        "doubts": _doubts(block),
    }
    block.done()
    return LegalFact(**said)
