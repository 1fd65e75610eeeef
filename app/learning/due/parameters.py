"""``duties.toml``, read into the values that the rules take."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from app.learning.due.rules import Code, Duties, Duty, Ground, Standing

FILE = Path(__file__).parent / "duties.toml"


@cache
def duties() -> Duties:
    """Every duty, by its code; KeyError or ValueError where the file lacks or misspells one."""
    stated = tomllib.loads(FILE.read_text("utf-8"))["duty"]
    found = {Code(each["code"]): _duty(each) for each in stated}
    missing = set(Code) - found.keys()
    if missing:
        raise KeyError(f"duties.toml says nothing of {sorted(missing)}")
    return found


def _duty(stated: dict[str, Any]) -> Duty:
    of = {name: value for name, value in stated.items() if name in _AS_THEY_STAND}
    return Duty(
        Code(stated["code"]),
        tuple(
            Ground(each["from"], Standing(each["standing"]), each.get("law"), each.get("source"))
            for each in stated["ground"]
        ),
        month_day=_month_day(stated.get("month_day")),
        advice=_month_day(stated.get("advice_month_day")),
        **of,
    )


_AS_THEY_STAND = {"days", "days_before", "days_after", "months", "draft_days", "fte_from"}


def _month_day(written: str | None) -> tuple[int, int] | None:
    if written is None:
        return None
    month, day = written.split("-")
    return int(month), int(day)
