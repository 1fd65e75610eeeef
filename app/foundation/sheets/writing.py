"""Writing a sheet that people take away, so that no cell of it becomes a command.

CSV is as Excel opens it in Belgium: semicolons, decimal commas, UTF-8 that says so.  XLSX is
written line by line; its texts are texts, whatever they begin with.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Literal

import xlsxwriter

Cell = str | int | Decimal | date | None
Form = Literal["csv", "xlsx"]

MEDIA_TYPES: dict[Form, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: How a text begins that a program would work out instead of show (OWASP: CSV injection).
_FORMULA = re.compile(r"^[\s\u00a0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]|^[\t\r]")
_BYTES_AT_A_TIME = 64 * 1024
#: Longest text a cell of XLSX holds.
_LONGEST_CELL = 32_767


def write_sheet(
    rows: Iterable[Sequence[Cell]], *, header: Sequence[str], as_: Form
) -> Iterator[bytes]:
    """The file, piece by piece; days stay days and figures figures.

    ``rows`` are taken one by one: they may come from a stream of the database.
    """
    return _csv(rows, header) if as_ == "csv" else _xlsx(rows, header)


def _csv(rows: Iterable[Sequence[Cell]], header: Sequence[str]) -> Iterator[bytes]:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(_harmless, header))
    text_before = "\ufeff"
    for row in rows:
        writer.writerow(map(_written, row))
        if text.tell() >= _BYTES_AT_A_TIME:
            yield (text_before + text.getvalue()).encode()
            text_before = ""
            text.seek(0)
            text.truncate()
    yield (text_before + text.getvalue()).encode()


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return _harmless(cell)
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell)


def _harmless(text: str) -> str:
    """A text that a program will show: an apostrophe stands before what looks like a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _xlsx(rows: Iterable[Sequence[Cell]], header: Sequence[str]) -> Iterator[bytes]:
    with TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(header):
            sheet.set_column(column, column, min(max(len(name) + 2, 12), 40))
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell[:_LONGEST_CELL])
                elif isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif cell is not None:
                    sheet.write_number(number, column, cell)
        book.close()
        file.seek(0)
        while piece := file.read(_BYTES_AT_A_TIME):
            yield piece
