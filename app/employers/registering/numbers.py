"""National numbers as people paste them, or as a column of a sheet has them.

Nothing here repeats a number that cannot be read: a line is known by where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.foundation.problems import problem
from app.foundation.sheets import Sheet
from app.identity.national_numbers import InvalidSsin, read_ssin
from app.learning.batches.values import NewRow


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands on a line, from 1; empty lines are left out."""

    line: int
    text: str


def pasted(text: str) -> list[Typed]:
    """One number to a line; commas and semicolons at its end are left out."""
    lines = enumerate(text.splitlines(), start=1)
    return [Typed(line, kept) for line, typed in lines if (kept := typed.strip(" \t,;"))]


def column_of_numbers(sheet: Sheet) -> list[Typed] | None:
    """The cells of the column that holds national numbers; None where none does.

    It is known by what stands in it: a sheet of one column may have no header at all.
    """
    readable = [
        sum(_ssin(line.cells[column]) is not None for line in sheet.lines)
        + (_ssin(name) is not None)
        for column, name in enumerate(sheet.header)
    ]
    most = max(readable, default=0)
    if not most:
        return None
    column = readable.index(most)
    cells = [Typed(line.number, line.cells[column]) for line in sheet.lines]
    if _ssin(sheet.header[column]):
        cells.insert(0, Typed(1, sheet.header[column]))
    return [each for each in cells if each.text]


def rows_of(typed: Iterable[Typed]) -> list[NewRow]:
    """A row for each line; one whose number cannot be read says so."""
    wrong = (problem("number_wrong", "worker"),)
    return [
        NewRow(each.line, ssin=ssin)
        if (ssin := _ssin(each.text))
        else NewRow(each.line, problems=wrong)
        for each in typed
    ]


def _ssin(text: str) -> str | None:
    """The number; with the zeros at its front that a sheet took for a figure and dropped."""
    kept = text.strip()
    if kept.isascii() and kept.isdigit() and 8 <= len(kept) <= 11:
        kept = kept.zfill(11)
    try:
        return read_ssin(kept)
    except InvalidSsin:
        return None
