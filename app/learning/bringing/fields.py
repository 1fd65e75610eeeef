"""What we can take from a sheet: our fields, how each is written, and what words stand for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """What a sheet holds, one on each line."""

    TRAININGS = "trainings"
    RIGHTS = "rights"


class Reads(StrEnum):
    """How a cell is read."""

    NUMBER = "number"  # a national number
    TEXT = "text"
    DAY = "day"
    AMOUNT = "amount"  # of time: hours, minutes or training days
    YEAR = "year"
    WORD = "word"  # one of a few meanings


class Unit(StrEnum):
    HOURS = "hours"
    MINUTES = "minutes"
    DAYS = "days"


class DayOrder(StrEnum):
    """How days are written that do not begin with the year."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class Field:
    """``needed``: a line without it is refused, so that it needs a column or one value for all."""

    name: str
    reads: Reads
    needed: bool = False
    meanings: tuple[str, ...] = ()

    @property
    def fixable(self) -> bool:
        """Whether one value may be chosen for all lines instead of a column."""
        return self.reads in {Reads.WORD, Reads.YEAR}


YES, NO = "yes", "no"
_YES_NO = (YES, NO)

FIELDS: dict[What, tuple[Field, ...]] = {
    What.TRAININGS: (
        Field("ssin", Reads.NUMBER, needed=True),
        Field("title", Reads.TEXT, needed=True),
        Field("starts_on", Reads.DAY, needed=True),
        Field("ends_on", Reads.DAY),
        Field("length", Reads.AMOUNT, needed=True),
        Field("kind", Reads.WORD, needed=True, meanings=("formal", "informal")),
        Field("followed", Reads.WORD, meanings=_YES_NO),
        Field("counts", Reads.WORD, meanings=_YES_NO),
        Field("certified", Reads.WORD, meanings=_YES_NO),
        Field("certificate_until", Reads.DAY),
        Field("field_of_learning", Reads.TEXT),
        Field("given_by", Reads.WORD, meanings=("internal", "provider")),
        Field("provider", Reads.TEXT),
        Field("provider_number", Reads.TEXT),
        Field("registered_on", Reads.DAY),
    ),
    What.RIGHTS: (
        Field("ssin", Reads.NUMBER, needed=True),
        Field("year", Reads.YEAR, needed=True),
        Field("amount", Reads.AMOUNT, needed=True),
        Field("agreement", Reads.TEXT),
    ),
}


def field_named(what: What, name: str) -> Field:
    """KeyError where a sheet of that kind has no such field."""
    return {each.name: each for each in FIELDS[what]}[name]
