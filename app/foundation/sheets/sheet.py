"""What a sheet is once it has been read, and what it may not be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.foundation.problems import Problem, problem

#: A file larger than this is not taken (bytes): about 80,000 lines of a training each.
MAX_BYTES = 8 * 1024 * 1024
#: Lines under the header.  More would be years of trainings of a large enterprise: by year, then.
MAX_LINES = 100_000
MAX_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line under the header; ``number`` is the line's own in the file, from 1."""

    number: int
    #: As many as the header has; empty text where nothing stands.
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the lines under it that hold anything.

    Cells are text as a person would read it: days as ``2024-03-01``, times as ``7:36``, whole
    numbers without a decimal point.  What the program that wrote the sheet has lost, such as
    the first zero of a number, is not given back here.
    """

    #: Names of columns, without spaces around them; empty where a column has none.
    header: tuple[str, ...]
    lines: Sequence[Line]


class Unreadable(Exception):
    """The file is not a sheet that can be read; ``problem`` tells why, and nothing of its content.

    Its field is ``sheet``.  The sentences: :mod:`app.foundation.sheets.wording`.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def unreadable(code: str, **params: int | str) -> Unreadable:
    return Unreadable(problem(code, "sheet", **params))
