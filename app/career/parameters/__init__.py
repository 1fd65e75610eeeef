"""From when on work is reported, dated, with its source."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _reporting() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("reporting.toml").read_text("utf-8"))


def work_reported_since() -> date:
    """The first day from which every employer reports who works there."""
    since: date = _reporting()["work"]["since"]
    return since


def may_work_from(born_on: str | None) -> date:
    """The first day on which somebody may have worked; ``born_on`` with 00 for what is not known.

    Nothing known of the birth rules no day out: date.min.
    """
    if born_on is None or not born_on[:4].strip("0"):
        return date.min
    year, month, day = (int(part) for part in born_on.split("-"))
    # Of what is not known the earliest; 29 February is one day early in other years.
    return date(year + _reporting()["earliest"]["age"], max(month, 1), min(max(day, 1), 28))
