"""XLSX: the first sheet of a workbook that holds anything, as text.

A small file can unpack to very much, and one cell in the last column of the last row makes the
reader keep room for all between.  So the parts are unpacked and looked at before it sees them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zlib import error as ZlibError

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from app.foundation.sheets.sheet import MAX_COLUMNS, MAX_LINES, Line, unreadable

#: What the parts of a workbook may come to, unpacked (bytes).
MAX_UNPACKED = 128 * 1024 * 1024
#: Rows down to the last cell; above the limit of lines, as rows may be empty.
_MAX_ROWS = MAX_LINES + 1_000
#: Room the reader keeps: rows times columns.
_MAX_CELLS = 2_000_000

_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACED = re.compile(rb"""<(?:\w+:)?c\s+r=["']([A-Z]{1,3})([0-9]{1,7})["']""")

_Value = int | float | str | bool | time | date | datetime | timedelta


def workbook_lines(content: bytes) -> Iterator[Line]:
    """The lines of a workbook; raises :class:`~app.foundation.sheets.sheet.Unreadable`."""
    try:
        _look_through(content)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheet = _first_filled(book)
            rows = sheet.to_python(skip_empty_area=True) if sheet else []
    except (zipfile.BadZipFile, ZlibError, NotImplementedError, RuntimeError, EOFError):
        raise unreadable("sheet_broken") from None
    except CalamineError:
        raise unreadable("sheet_broken") from None
    if sheet is None or sheet.start is None:
        raise unreadable("sheet_empty")
    return _lines(rows, sheet.start[0] + 1)


def _lines(rows: list[list[_Value]], first: int) -> Iterator[Line]:
    for number, row in enumerate(rows, start=first):
        yield Line(number, tuple(map(_text, row)))


def _look_through(content: bytes) -> None:
    """Refuse what is no workbook, and what would unpack to more than is allowed."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = set(packed.namelist())
        if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
            raise unreadable("not_a_sheet")
        left = MAX_UNPACKED
        for part in packed.infolist():
            # What a part says of its own size may be untrue: read to its real end.
            part.file_size = left + 2  # one more than is read, so that the end is not met
            with packed.open(part) as opened:
                unpacked = opened.read(left + 1)
            left -= len(unpacked)
            if left < 0:
                raise unreadable("sheet_too_large_unpacked", most=MAX_UNPACKED // (1024 * 1024))
            if b"sheetData" in unpacked:
                _measure(unpacked)


def _measure(sheet: bytes) -> None:
    """Refuse a sheet that reaches too far to the right or down."""
    places = _PLACED.findall(sheet)
    if len(places) < len(_CELL.findall(sheet)):
        # A cell that does not say where it stands; programs people use write it first.
        raise unreadable("sheet_broken")
    width = max((_column(letters) for letters in {each for each, _row in places}), default=0)
    height = max((int(row) for row in {each for _letters, each in places}), default=0)
    if height > _MAX_ROWS:
        raise unreadable("sheet_too_many_lines", most=MAX_LINES)
    if width > MAX_COLUMNS:
        raise unreadable("sheet_too_many_columns", most=MAX_COLUMNS)
    if height * width > _MAX_CELLS:
        raise unreadable("sheet_too_many_cells", most=_MAX_CELLS)


def _column(letters: bytes) -> int:
    """``A`` is 1, ``Z`` 26, ``AA`` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _first_filled(book: CalamineWorkbook) -> CalamineSheet | None:
    """The first sheet with anything on it; one that is hidden only where no other has."""
    hidden = [about.visible is not SheetVisibleEnum.Visible for about in book.sheets_metadata]
    for at in sorted(range(len(hidden)), key=hidden.__getitem__):
        sheet = book.get_sheet_by_index(at)
        if sheet.height and sheet.width:
            return sheet
    return None


def _text(value: _Value) -> str:
    """A cell as a person would read it."""
    if isinstance(value, str):
        return value.strip().strip("\u00a0")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        day = value.date().isoformat()
        return day if value.time() == time() else f"{day} {value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return _figure(value)


def _figure(number: int | float) -> str:
    """Fifteen digits, as a sheet shows them: what a float holds beyond is no one's figure."""
    written = Decimal(f"{number:.15g}") if isinstance(number, float) else Decimal(number)
    text = f"{written:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
