"""Sheets that people bring and take away: CSV and XLSX, as text in rows and columns.

What comes in is somebody's file: of any kind, with any separator, as large as it pleases.
:func:`read_sheet` gives back its lines, or raises :class:`Unreadable` with a problem that tells
what to do about it.  What the columns mean is the affair of whoever asked for the sheet.
"""

from app.foundation.sheets.reading import read_sheet
from app.foundation.sheets.sheet import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_LINES,
    Line,
    Sheet,
    Unreadable,
)
from app.foundation.sheets.writing import MEDIA_TYPES, Cell, Form, write_sheet

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_LINES",
    "MEDIA_TYPES",
    "Cell",
    "Form",
    "Line",
    "Sheet",
    "Unreadable",
    "read_sheet",
    "write_sheet",
]
