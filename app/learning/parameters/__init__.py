"""Reading the dated parameter files of this folder into the values that rules take."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from app.learning.rules.right import Band, RightInForce, RightParameters

FOLDER = Path(__file__).parent


@cache
def federal_right() -> RightParameters:
    """The federal right: ``federal_right.toml``."""
    stated = tomllib.loads((FOLDER / "federal_right.toml").read_text("utf-8"))["right"]
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
    )
