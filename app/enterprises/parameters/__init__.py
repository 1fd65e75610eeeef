"""Figures of the law for enterprises, dated, with their source; what the rules say with them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from app.enterprises import rules
from app.enterprises.rules import Stretch


@cache
def days_after_the_end() -> tuple[tuple[date, int], ...]:
    """For how many days somebody who left may still be looked at, for ends from a day on."""
    text = Path(__file__).with_name("access.toml").read_text("utf-8")
    blocks = tomllib.loads(text)["after_the_end"]
    return tuple(sorted((block["from"], block["days"]) for block in blocks))


def open_until(stretches: Iterable[Stretch]) -> date | None:
    """The last day on which an employer may look at somebody; None while no end is declared.

    ``stretches``: first and last days of all employments with that employer, at least one.
    """
    return rules.open_until(stretches, days_after_the_end())


def is_open(stretches: Iterable[Stretch], today: date) -> bool:
    """Whether the employer may look today; never where there was no employment at all."""
    found = list(stretches)
    if not found:
        return False
    until = open_until(found)
    return until is None or until >= today


def days_still_open(today: date) -> int:
    """For how many days somebody who leaves today may still be looked at."""
    blocks = days_after_the_end()
    return next((days for since, days in reversed(blocks) if since <= today), blocks[0][1])


def first_end_still_open(today: date) -> date:
    """Nobody whose employment ended before this day is open any more: where lists begin."""
    return today - timedelta(days=max(days for _since, days in days_after_the_end()))
