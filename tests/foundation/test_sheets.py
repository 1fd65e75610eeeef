"""What people bring as a sheet, and what they take away."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from app.foundation.sheets import MAX_LINES, Sheet, Unreadable, read_sheet, write_sheet
from app.foundation.sheets.wording import SENTENCES

SAID = "Naam;Opleiding;Uren\r\nAmina;Größe & été;7,6\r\n"


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return [line.cells for line in sheet.lines]


def refused(content: bytes, filename: str = "sheet.csv") -> str:
    with pytest.raises(Unreadable) as caught:
        read_sheet(content, filename)
    assert caught.value.problem.code in SENTENCES
    return caught.value.problem.code


def workbook(rows: list[list[Any]], **formats: str) -> bytes:
    """A workbook; a value with a format of its own is a pair."""
    into = io.BytesIO()
    book = xlsxwriter.Workbook(into)
    book.add_worksheet("Notes")
    sheet = book.add_worksheet("Trainings")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, tuple):
                shown = book.add_format({"num_format": value[1]})
                sheet.write(number, column, value[0], shown)
            else:
                sheet.write(number, column, value)
    book.close()
    return into.getvalue()


@pytest.mark.parametrize("alphabet", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_in_every_alphabet_and_with_every_separator(
    alphabet: str, separator: str
) -> None:
    said = SAID.replace("7,6", '"7,6"').replace(";", separator)
    sheet = read_sheet(said.encode(alphabet), "bestand.csv")
    assert sheet.header == ("Naam", "Opleiding", "Uren")
    assert cells(sheet) == [("Amina", "Größe & été", "7,6")]


def test_decimal_commas_are_no_separators() -> None:
    lines = "".join(f"Bram;{hours},5;{hours},25\n" for hours in range(9))
    assert read_sheet(f"a;b;c\n{lines}".encode(), "").header == ("a", "b", "c")


def test_a_line_of_excels_own_tells_the_separator() -> None:
    sheet = read_sheet(b"sep=,\nname,hours\nAmina,8\n", "")
    assert cells(sheet) == [("Amina", "8")]
    assert sheet.lines[0].number == 3


def test_a_title_above_the_names_of_columns_is_left_out_and_lines_keep_their_numbers() -> None:
    sheet = read_sheet(b'Export 2024;;\n\n"na\nam";uren;\nAmina;8;\n;;\nBram;4;\n', "")
    assert sheet.header == ("na\nam", "uren")
    assert [(line.number, line.cells) for line in sheet.lines] == [
        (5, ("Amina", "8")),
        (7, ("Bram", "4")),
    ]


def test_one_column_is_a_sheet_too() -> None:
    assert cells(read_sheet(b"number\n1\n2\n", "")) == [("1",), ("2",)]


def test_a_separator_within_a_text_moves_no_cell_into_the_next_column() -> None:
    assert refused(b"title;hours\nFirst; aid;8\n") == "sheet_line_too_long"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet_empty"),
        (b" \r\n ", "sheet_empty"),
        (b";;\n;;\n", "sheet_empty"),
        (b"name;hours\n", "sheet_without_lines"),
        (b"%PDF-1.7 ...", "not_a_sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sheet_old_or_locked"),
        (b"PK\x03\x04 and then nothing", "sheet_broken"),
        (b"name\x00\x01\x02;hours\n", "not_a_sheet"),
        (b'name;hours\n"Amina;8\nBram;4\n', "sheet_quotes_open"),
        (b"Name;hours;NAME\na;b;c\n", "sheet_same_column_twice"),
        ((";".join(f"c{n}" for n in range(61)) + "\n" + "x;" * 61).encode(), None),
        (b"a;b\n" + b"1;2\n" * (MAX_LINES + 1), "sheet_too_many_lines"),
        (b"x" * (8 * 1024 * 1024 + 1), "sheet_too_large"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_way_out(
    content: bytes, code: str | None
) -> None:
    assert refused(content) == (code or "sheet_too_many_columns")


def test_cells_of_a_workbook_are_read_as_people_see_them() -> None:
    day = datetime(2024, 3, 1)  # noqa: DTZ001 -- as the sheet has it
    rows = [
        ["Number", "Day", "At", "Length", "Time", "Sum", "Yes", "Text", "Hours", "Wrong"],
        [
            85073003328,
            (day, "dd/mm/yyyy"),
            (day.replace(hour=9, minute=30), "dd/mm/yyyy hh:mm"),
            (1.5, "[h]:mm"),
            (time(7, 36), "h:mm"),
            "=SUM(A1:A2)",
            True,
            "  aid\u00a0",
            0.1 + 0.2,
            "=1/0",
        ],
    ]
    sheet = read_sheet(workbook(rows), "trainings.xlsx")
    assert sheet.lines[0].number == 2
    assert sheet.lines[0].cells[:9] == (
        "85073003328",
        "2024-03-01",
        "2024-03-01 09:30",
        "36:00",
        "7:36",
        "0",
        "true",
        "aid",
        "0.3",
    )


def repacked(content: bytes, part: str, change: Any) -> bytes:
    """The same archive with one part changed."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(into, "w", 8) as new:
        for name in old.namelist():
            said = old.read(name)
            new.writestr(name, change(said) if name == part else said)
    return into.getvalue()


def test_a_workbook_that_unpacks_to_very_much_is_refused() -> None:
    bomb = repacked(workbook([["a", "b"], [1, 2]]), "docProps/app.xml", lambda _: b" " * (2**27))
    assert len(bomb) < 300_000
    assert refused(bomb) == "sheet_too_large_unpacked"


def test_what_a_part_says_of_its_own_size_is_not_believed() -> None:
    bomb = repacked(workbook([["a", "b"], [1, 2]]), "docProps/app.xml", lambda _: b" " * (2**27))
    with zipfile.ZipFile(io.BytesIO(bomb)) as packed:
        part = packed.getinfo("docProps/app.xml")
    sizes = struct.pack("<LL", part.compress_size, part.file_size)
    small = bomb.replace(sizes, struct.pack("<LL", part.compress_size, 7))
    assert small != bomb
    assert refused(small) == "sheet_too_large_unpacked"


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (b"XFD2", "sheet_too_many_columns"),
        (b"B1048576", "sheet_too_many_lines"),
        (b"AZ90000", "sheet_too_many_cells"),
    ],
)
def test_one_cell_far_away_does_not_fill_the_memory(place: bytes, code: str) -> None:
    sheet = repacked(
        workbook([["a", "b"], [1, 2]]),
        "xl/worksheets/sheet2.xml",
        lambda said: said.replace(b'r="B2"', b'r="' + place + b'"'),
    )
    assert refused(sheet) == code


def test_a_cell_that_does_not_say_where_it_stands_is_refused() -> None:
    sheet = repacked(
        workbook([["a", "b"], [1, 2]]),
        "xl/worksheets/sheet2.xml",
        lambda said: said.replace(b'<c r="B2"', b"<c"),
    )
    assert refused(sheet) == "sheet_broken"


DANGEROUS = ["=1+1", "+32", "-3", "@SUM(A1)", "\t=1", " =1", "plain"]


def test_an_export_holds_no_formula() -> None:
    said = b"".join(write_sheet([[each] for each in DANGEROUS], header=["=h"], as_="csv"))
    assert said.startswith(b"\xef\xbb\xbf'=h")
    lines = said.decode("utf-8-sig").split("\r\n")
    assert lines[1:-1] == ["'=1+1", "'+32", "'-3", "'@SUM(A1)", "'\t=1", "' =1", "plain"]
    packed = b"".join(write_sheet([[each] for each in DANGEROUS], header=["=h", "x"], as_="xlsx"))
    with zipfile.ZipFile(io.BytesIO(packed)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("as_", ["csv", "xlsx"])
def test_what_is_taken_away_can_be_brought_back(as_: Any) -> None:
    rows = [['=Été; "x"', date(2024, 3, 1), Decimal("7.6"), -8, None], ["b", None, 1, 2, "y"]]
    content = b"".join(write_sheet(rows, header=["a", "b", "c", "d", "e"], as_=as_))
    comma = "7,6" if as_ == "csv" else "7.6"
    assert cells(read_sheet(content, "")) == [
        ('=Été; "x"', "2024-03-01", comma, "-8", ""),
        ("b", "", "1", "2", "y"),
    ]


def test_a_large_export_comes_in_pieces() -> None:
    rows = ([f"worker {n}", n] for n in range(10_000))
    pieces = list(write_sheet(rows, header=["a", "b"], as_="csv"))
    assert len(pieces) > 2
    assert len(read_sheet(b"".join(pieces), "").lines) == 10_000
