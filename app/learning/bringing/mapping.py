"""Which column is which field, and what the words in it mean: guessed, said, remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.foundation.problems import Problem, problem
from app.learning.bringing.fields import FIELDS, DayOrder, Field, Reads, Unit, What
from app.learning.bringing.names import COLUMN_NAMES, folded, meaning_of
from app.learning.bringing.reading import looks_month_first

#: A column of more different words than that holds something else than a few meanings.
MOST_WORDS = 12
#: In words of units, as column names hold them.
_UNITS = {
    Unit.MINUTES: ("minutes", "minuten", "min"),
    Unit.DAYS: ("jours", "jour", "dagen", "dag", "tage", "tag", "days", "day"),
}


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """``columns``: names of columns by field; ``fixed``: one value for all lines, by field.

    ``words``: by field, what each word of its column stands for.  A column without a name is
    named by its place: ``#4``.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unit: Unit = Unit.HOURS
    days: DayOrder = DayOrder.DAY_FIRST

    def as_plain(self) -> dict[str, Any]:
        return {
            "columns": dict(self.columns),
            "fixed": dict(self.fixed),
            "words": {name: dict(words) for name, words in self.words.items()},
            "unit": self.unit.value,
            "days": self.days.value,
        }

    @classmethod
    def from_plain(cls, said: Mapping[str, Any]) -> ColumnMapping:
        return cls(
            said["columns"],
            said["fixed"],
            said["words"],
            Unit(said["unit"]),
            DayOrder(said["days"]),
        )


def column_keys(header: Sequence[str]) -> tuple[str, ...]:
    """What each column is called in a mapping."""
    return tuple(name or f"#{place}" for place, name in enumerate(header, start=1))


def signature_of(header: Sequence[str]) -> bytes:
    """The same for the same columns, in whatever order and whichever capitals."""
    names = repr(sorted(map(folded, filter(None, header))))
    return hashlib.blake2b(names.encode(), digest_size=16).digest()


def guessed(what: What, header: Sequence[str], samples: Sequence[Sequence[str]]) -> ColumnMapping:
    """What the columns most likely are; ``samples`` are a few lines."""
    columns = _guessed_columns(what, header)
    keys = column_keys(header)
    amount = next(each.name for each in FIELDS[what] if each.reads is Reads.AMOUNT)
    days = [each.name for each in FIELDS[what] if each.reads is Reads.DAY and each.name in columns]
    seen = [line[columns[name]] for name in days for line in samples]
    return ColumnMapping(
        {name: keys[at] for name, at in columns.items()},
        unit=_guessed_unit(header[columns[amount]] if amount in columns else "", what),
        days=DayOrder.MONTH_FIRST if looks_month_first(seen) else DayOrder.DAY_FIRST,
    )


def _guessed_columns(what: What, header: Sequence[str]) -> dict[str, int]:
    """The column of each field: the surest pair first, no column and no field twice."""
    pairs = sorted(
        (
            (_likeness(folded(name), COLUMN_NAMES[each.name]), -at, each.name)
            for at, name in enumerate(header)
            for each in FIELDS[what]
        ),
        reverse=True,
    )
    found: dict[str, int] = {}
    for likeness, place, name in pairs:
        if likeness > (0, 0) and name not in found and -place not in found.values():
            found[name] = -place
    return found


def _likeness(name: str, known: tuple[str, ...]) -> tuple[int, int]:
    """Nothing in common (0, 0); a known name in it (1, …), the longer the better; the same."""
    if name in known:
        return 2, len(known) - known.index(name)
    within = [len(each) for each in known if len(each) > 2 and f" {each} " in f" {name} "]
    return (1, max(within)) if within else (0, 0)


def _guessed_unit(name: str, what: What) -> Unit:
    words = folded(name).split()
    for unit, known in _UNITS.items():
        if any(word in known for word in words):
            return unit
    # Rights are granted in days, trainings last hours.
    return Unit.DAYS if what is What.RIGHTS and not _in_hours(words) else Unit.HOURS


def _in_hours(words: Iterable[str]) -> bool:
    return bool({"heures", "uren", "stunden", "hours"} & set(words))


def coded(what: What, mapping: ColumnMapping) -> list[Field]:
    """The fields whose column holds words that stand for something."""
    return [
        each for each in FIELDS[what] if each.reads is Reads.WORD and each.name in mapping.columns
    ]


def with_words(
    what: What, mapping: ColumnMapping, words: Mapping[str, Iterable[str]]
) -> ColumnMapping:
    """The mapping with a meaning for the words of its columns, where one is known or guessed."""
    meant = {}
    for each in coded(what, mapping):
        known = mapping.words.get(each.name, {})
        guesses = {
            word: known.get(word) or meaning_of(each.name, word) for word in words[each.name]
        }
        meant[each.name] = {word: code for word, code in guesses.items() if code}
    return ColumnMapping(mapping.columns, mapping.fixed, meant, mapping.unit, mapping.days)


def problems_of_columns(what: What, mapping: ColumnMapping, header: Sequence[str]) -> list[Problem]:
    """What is missing or chosen twice, field by field."""
    found = []
    keys = set(column_keys(header))
    taken: dict[str, str] = {}
    for each in FIELDS[what]:
        column = mapping.columns.get(each.name)
        if column is None:
            if each.needed and each.name not in mapping.fixed:
                found.append(problem("column_needed", each.name, which=each.name))
        elif column not in keys:
            found.append(problem("column_gone", each.name, which=each.name, column=column))
        elif column in taken:
            found.append(problem("column_twice", each.name, which=each.name, column=column))
        else:
            taken[column] = each.name
    return found


def problems_of_words(
    what: What, mapping: ColumnMapping, words: Mapping[str, Sequence[str]]
) -> list[Problem]:
    """What is not said of the words of the columns."""
    found = []
    for each in coded(what, mapping):
        open_ones = [
            word
            for word in words[each.name]
            if mapping.words.get(each.name, {}).get(word) not in each.meanings
        ]
        if len(words[each.name]) > MOST_WORDS:
            found.append(problem("too_many_words", each.name, which=each.name, most=MOST_WORDS))
        elif open_ones:
            found.append(
                problem("word_without_meaning", each.name, which=each.name, words=len(open_ones))
            )
    return found
