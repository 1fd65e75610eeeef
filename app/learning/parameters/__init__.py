"""Reading the dated parameter files of this folder into the values that rules take."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from app.learning.rules.terms import (
    Band,
    LaterHire,
    LegalFact,
    Quality,
    RightInForce,
    RightParameters,
    doubt,
)

FOLDER = Path(__file__).parent


@cache
def federal_right() -> RightParameters:
    """The federal right: ``federal_right.toml``."""
    file = tomllib.loads((FOLDER / "federal_right.toml").read_text("utf-8"))
    stated = file["right"]
    return RightParameters(
        law=stated["law"],
        source=stated["source"],
        full_time_week=stated["full_time_week_when_not_stated"],
        days_per_week=stated["days_per_week_when_not_stated"],
        in_force=tuple(
            RightInForce(
                each["from"], tuple(Band(band["fte_from"], band["days"]) for band in each["band"])
            )
            for each in sorted(stated["in_force"], key=lambda each: each["from"])
        ),
        first_five_years=stated["first_five_years_from"],
        five_years=stated["five_years"],
        later_hire=LaterHire(stated["five_years_of_later_hire"]),
        carry_before_first_period=stated["carry_over_before_first_five_years"],
        same_account_days=stated["same_account_days"],
        agreement_floor_days=stated["agreement_floor_days"],
        agreement_floor_fte=stated["agreement_floor_fte"],
        facts=tuple(
            LegalFact(
                code=each["code"],
                starts_on=each["from"],
                ends_on=each.get("until"),
                law=each["law"],
                ended_by=each.get("ended_by"),
                source=each["source"],
                quality=Quality(each["quality"]),
                doubts=tuple(doubt(**open_question) for open_question in each.get("doubts", ())),
            )
            for each in file["fact"]
        ),
    )
