"""CSV as Excel and its like write it in Belgium: separators, alphabets and quotes of every kind."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from app.foundation.sheets.sheet import Line, unreadable

_SEPARATORS = ";\t,"
#: Lines looked at to see which separator is meant.
_LOOKED_AT = 50
#: Longest text of one cell; longer ones come from a quotation mark that is never closed.
_LONGEST_CELL = 32_767  # what a cell of Excel holds
#: What exports put before a text that a program would take for a formula (``writing``).
_HARMLESS = "'"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(content: bytes) -> Iterator[Line]:
    """The lines of a CSV file; raises :class:`~app.foundation.sheets.sheet.Unreadable`."""
    text = _decoded(content)
    rows = list(io.StringIO(text, newline=""))
    if rows[0].strip().lower() in {f"sep={each}" for each in _SEPARATORS}:
        # A line of Excel's own, which tells the separator.
        return _parsed(rows[1:], rows[0].strip()[-1], before=1)
    return _parsed(rows, _separator(rows[:_LOOKED_AT]), before=0)


def _decoded(content: bytes) -> str:
    """The text, in the first alphabet that fits: Windows-1252 fits last, as nearly all does."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        alphabets = ["utf-16"]
    elif content[1:2] == b"\0":
        alphabets = ["utf-16-le"]
    else:
        alphabets = ["utf-8-sig", "cp1252"]
    for alphabet in alphabets:
        try:
            text = content.decode(alphabet)
        except UnicodeDecodeError:
            continue
        if any(ord(each) < 32 and each not in "\t\r\n\f" for each in set(text)):
            break
        return text
    raise unreadable("not_a_sheet")


def _separator(rows: list[str]) -> str:
    """The separator with which most lines have as many cells as the first that has several."""

    def lines_that_agree(separator: str) -> tuple[int, int]:
        read = csv.reader(rows, delimiter=separator)
        widths = [len(cells) for cells in read if any(map(str.strip, cells))]
        several = next((width for width in widths if width > 1), 1)
        return (sum(width == several for width in widths) if several > 1 else 0), several

    return max(_SEPARATORS, key=lines_that_agree)


def _parsed(rows: list[str], separator: str, *, before: int) -> Iterator[Line]:
    reader = csv.reader(rows, delimiter=separator, strict=True)
    width = 0
    number = before + 1
    try:
        for cells in reader:
            line = Line(number, tuple(map(_plain, cells)))
            number = before + reader.line_num + 1
            filled = len(cells) - next(
                (at for at, cell in enumerate(reversed(cells)) if cell.strip()), len(cells)
            )
            if width > 1 and filled > width:
                # A separator within a text: every cell after it would be read in a wrong column.
                raise unreadable("sheet_line_too_long", line=line.number)
            if any(len(cell) > _LONGEST_CELL for cell in line.cells):
                raise unreadable("sheet_quotes_open", line=line.number)
            if filled > 1 and not width:
                width = len(cells)
            yield line
    except csv.Error:
        raise unreadable("sheet_quotes_open", line=number) from None


def _plain(cell: str) -> str:
    """The text without spaces around it, and without what was put there against formulas."""
    text = cell.strip().strip("\u00a0")
    if text.startswith(_HARMLESS) and text[1:].startswith(_FORMULA):
        return text[1:].strip()
    return text
