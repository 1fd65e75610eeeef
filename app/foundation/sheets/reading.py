"""Reading a file of any kind that claims to be a sheet: a header, and lines under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.foundation.sheets.csv_text import csv_lines
from app.foundation.sheets.sheet import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_LINES,
    Line,
    Sheet,
    unreadable,
)
from app.foundation.sheets.workbook import workbook_lines

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: How other files begin that people bring by mistake.
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"<?xml", b"<!DOCTYPE", b"<html")


def read_sheet(content: bytes, filename: str) -> Sheet:
    """Read a CSV or XLSX file; what it is, is seen from its content.

    ``filename`` only helps to say what is wrong with a file that is neither.  Raises
    :class:`Unreadable`.
    """
    if len(content) > MAX_BYTES:
        raise unreadable("sheet_too_large", most=MAX_BYTES // (1024 * 1024))
    if not content.strip():
        raise unreadable("sheet_empty")
    return _sheet(_lines(content, filename))


def _lines(content: bytes, filename: str) -> Iterable[Line]:
    if content.startswith(_ZIP):
        return workbook_lines(content)
    if content.startswith(_OLE):
        # Excel up to 2003, and today's with a password.
        raise unreadable("sheet_old_or_locked")
    if content.lstrip().startswith(_OTHERS) or filename.lower().endswith((".ods", ".numbers")):
        raise unreadable("not_a_sheet")
    return csv_lines(content)


def _sheet(lines: Iterable[Line]) -> Sheet:
    """The header is the first line with a name in more than one column, titles being left out.

    Where every line has one cell only, it is the first line.
    """
    filled = list(_filled(lines))
    if not filled:
        raise unreadable("sheet_empty")
    place = next((at for at, line in enumerate(filled) if sum(map(bool, line.cells)) > 1), 0)
    header, below = filled[place], filled[place + 1 :]
    if not below:
        raise unreadable("sheet_without_lines")
    return _as_wide_as_needed(header, below)


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that hold anything; no more of them than are allowed."""
    found = 0
    for line in lines:
        if any(line.cells):
            found += 1
            if found > MAX_LINES + 1:
                raise unreadable("sheet_too_many_lines", most=MAX_LINES)
            yield line


def _as_wide_as_needed(header: Line, below: list[Line]) -> Sheet:
    """Every line with as many cells as the widest one that holds anything so far right."""
    width = max(_width(line) for line in (header, *below))
    if width > MAX_COLUMNS:
        raise unreadable("sheet_too_many_columns", most=MAX_COLUMNS)
    names = _fitted(header, width)
    seen: set[str] = set()
    for name in filter(None, names):
        if name.casefold() in seen:
            raise unreadable("sheet_same_column_twice", name=name[:80])
        seen.add(name.casefold())
    return Sheet(names, [Line(line.number, _fitted(line, width)) for line in below])


def _width(line: Line) -> int:
    return max((at for at, cell in enumerate(line.cells, start=1) if cell), default=0)


def _fitted(line: Line, width: int) -> tuple[str, ...]:
    return (*line.cells[:width], *[""] * (width - len(line.cells)))
