"""From the cells of a line to what it says, with what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from app.foundation.problems import Problem, problem
from app.foundation.sheets import Line
from app.identity.national_numbers import InvalidSsin
from app.learning.bringing.fields import FIELDS, Field, Reads, What
from app.learning.bringing.mapping import ColumnMapping, coded, column_keys
from app.learning.bringing.reading import read_amount, read_day, read_number, read_year


@dataclass(slots=True)
class Said:
    """What a line says: values by field; what is not said, or cannot be read, is not there.

    The national number is apart, so that it goes nowhere by accident.
    """

    number: int
    ssin: str | None = field(default=None, repr=False)
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        return str(self.values.get(name, ""))

    def day(self, name: str) -> date | None:
        found: date | None = self.values.get(name)
        return found

    @property
    def amount(self) -> Fraction | None:
        """How long a training lasts, or how much a right is, in the unit of the mapping."""
        return self.values.get("length", self.values.get("amount"))


class LineReader:
    """Reads lines of sheets with one header, as a mapping says."""

    def __init__(self, what: What, mapping: ColumnMapping, header: Sequence[str]) -> None:
        keys = column_keys(header)
        self._mapping = mapping
        self._fields = [
            (each, keys.index(mapping.columns[each.name]))
            for each in FIELDS[what]
            if each.name in mapping.columns
        ]
        self._fixed = {
            name: int(value) if name == "year" else value for name, value in mapping.fixed.items()
        }

    def read(self, line: Line) -> Said:
        said = Said(line.number, values=dict(self._fixed))
        for each, place in self._fields:
            cell = line.cells[place]
            if not cell and each.reads is not Reads.WORD:
                if each.needed:
                    said.problems.append(
                        problem(f"brought_{each.reads}_missing", each.name, which=each.name)
                    )
                continue
            self._take(said, each, cell)
        return said

    def _take(self, said: Said, each: Field, cell: str) -> None:
        """Keep what the cell says.  A problem never repeats it: it may hold anything."""
        if each.reads is Reads.NUMBER:
            try:
                said.ssin = read_number(cell)
            except InvalidSsin:
                said.problems.append(
                    problem("brought_number_unreadable", each.name, which=each.name)
                )
            return
        value = self._value(each, cell)
        if value is not None:
            said.values[each.name] = value
        elif cell or each.needed:
            said.problems.append(
                problem(f"brought_{each.reads}_unreadable", each.name, which=each.name)
            )

    def _value(self, each: Field, cell: str) -> Any:
        mapping = self._mapping
        if each.reads is Reads.DAY:
            return read_day(cell, mapping.days)
        if each.reads is Reads.AMOUNT:
            return read_amount(cell, mapping.unit)
        if each.reads is Reads.YEAR:
            return read_year(cell)
        if each.reads is Reads.WORD:
            return mapping.words.get(each.name, {}).get(cell)
        return cell


def words_in(
    what: What, mapping: ColumnMapping, header: Sequence[str], lines: Iterable[Line]
) -> dict[str, list[str]]:
    """The different words in the columns that hold words, by field, the most frequent first."""
    keys = column_keys(header)
    places = {each.name: keys.index(mapping.columns[each.name]) for each in coded(what, mapping)}
    found: dict[str, Counter[str]] = {name: Counter() for name in places}
    for line in lines:
        for name, place in places.items():
            found[name][line.cells[place]] += 1
    return {name: [word for word, _times in each.most_common()] for name, each in found.items()}
