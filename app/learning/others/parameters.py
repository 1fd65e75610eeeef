"""``likeness.toml``, read into the values that the rules take."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.learning.others.rules import Likeness, Sign

FILE = Path(__file__).parent / "likeness.toml"


@cache
def _stated() -> tuple[tuple[date, Likeness], ...]:
    """Every table with its first day, oldest first; KeyError where a sign has no points."""
    tables: list[dict[str, Any]] = tomllib.loads(FILE.read_text("utf-8"))["likeness"]
    return tuple(
        (
            each["from"],
            Likeness(
                {sign: each["points"][sign.value] for sign in Sign},
                each["least"],
                each["common_words"],
                each["day_minutes"],
            ),
        )
        for each in tables
    )


def likeness_on(day: date) -> Likeness:
    """What holds on a day; the first table for days before it."""
    begun = [likeness for since, likeness in _stated() if since <= day]
    return begun[-1] if begun else _stated()[0][1]
