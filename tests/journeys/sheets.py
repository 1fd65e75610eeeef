"""Sheets as people bring and take them, and the national numbers that stand in those they bring."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from playwright.sync_api import FilePayload, Locator
from python_calamine import CalamineWorkbook

Cells = Sequence[object]


def number_of(people: Path, name: str) -> str:
    """The national number of somebody of the demonstration, as their own papers have it."""
    known = json.loads(people.read_text("utf-8"))["people"]
    [found] = [each["ssin"] for each in known if name == _name(each)]
    return str(found)


def _name(person: dict[str, str]) -> str:
    return f"{person['given_names']} {person['surname']}".strip()


def workbook(lines: Iterable[Cells], name: str) -> FilePayload:
    """An XLSX; dates are dates there, and not texts."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(
        written, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}
    ) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(lines):
            sheet.write_row(row, 0, cells)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": name, "mimeType": kind, "buffer": written.getvalue()}


def semicolons(lines: Iterable[Cells], name: str) -> FilePayload:
    """A CSV as Excel saves it in Belgium: semicolons, and the letters of Windows."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";").writerows(lines)
    return {"name": name, "mimeType": "text/csv", "buffer": written.getvalue().encode("cp1252")}


def taken(way: Locator) -> bytes:
    """What is downloaded through this link or button."""
    with way.page.expect_download() as download:
        way.click()
    return download.value.path().read_bytes()


def csv_lines(content: bytes) -> list[dict[str, str]]:
    """Every line but the first, by the names that stand in that."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def xlsx_lines(content: bytes) -> list[dict[str, Any]]:
    """The same of the first sheet; figures are figures and dates are dates."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    header, *rows = book.get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]
