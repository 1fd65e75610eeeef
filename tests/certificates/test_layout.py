"""How documents sit on their pages: what goes on over the page, and what stands in its place."""

import io
from dataclasses import replace
from datetime import date

import pypdf

from certificates.attestation import Kind, Span
from certificates.document import page, preview, render
from certificates.sections import Employments, Step
from tests.certificates.documents import ACCOUNT, JOBS, YEAR, document, nothing_to_tell
from tests.certificates.reading import pages_of


def test_how_a_right_came_about_begins_where_there_is_room_and_goes_on_over_the_page() -> None:
    why = "The average of the full-time equivalents that were declared for four quarters. " * 3
    steps = tuple(Step(f"Step {place}", why, "5 days", "A law") for place in range(14))
    granted = replace(YEAR.lines[1], steps=steps)
    year = replace(YEAR, lines=(YEAR.lines[0], granted, *YEAR.lines[2:]))
    letter = document(Kind.ACCOUNT_STATEMENT, "en")
    pages = pages_of(render(replace(letter, sections=(replace(ACCOUNT, years=(year,)),))))
    assert len(pages) == 2
    assert "Granted for the year: how it came about" in pages[0]
    assert "Step 0 (a)" in pages[0]
    assert "Step 13 (a)" in pages[1]
    assert "How it is worked out" in pages[1], "the head of the table stands on each page"
    assert "".join(pages).count("A law") == 1, "a ground is told once, under its letter"


def test_the_foot_of_a_page_is_two_lines_on_the_longest_day() -> None:
    german = replace(nothing_to_tell("de"), as_known_on=date(2026, 9, 22))
    said = pypdf.PdfReader(io.BytesIO(render(german))).pages[0].extract_text()
    assert any(
        line.startswith("Meldungen von") and line.rstrip().endswith("ein unabhängiges Produkt.")
        for line in said.splitlines()
    )


def test_what_is_not_known_is_said_before_all_else() -> None:
    nothing = nothing_to_tell("fr")
    assert "Rien de ce que ce document pourrait attester n’est connu" in page(nothing)
    assert "En bref" not in page(nothing)
    of_1960 = replace(nothing, number=None, period=Span(date(1960, 1, 1), date(1960, 12, 31)))
    said = preview(of_1960)
    assert "Rien n’est connu pour la période demandée." in said
    assert "Aucun emploi n’a été déclaré pour la période demandée." in said
    some = replace(of_1960, sections=(Employments(JOBS),))
    assert "Rien n’est connu" not in preview(some)


def test_one_day_of_work_is_a_month_and_not_a_stretch_between_two() -> None:
    day = replace(JOBS[0], starts_on=date(2026, 3, 5), ends_on=date(2026, 3, 5))
    one = replace(document(Kind.EMPLOYMENTS, "en"), sections=(Employments((day,)),))
    said = page(one).replace("\u00a0", " ")
    assert "1 month, in March 2026" in said
    assert "March 2026 – March 2026" not in said


def test_a_training_that_all_have_in_common_is_named_once_on_a_receipt() -> None:
    receipt = document(Kind.RECEIPT, "en")
    [section] = receipt.sections
    common = replace(section, title="HACCP")  # type: ignore[type-var]  # A receipt's.
    said = page(replace(receipt, sections=(common,)))
    assert said.count("HACCP") == 1
    assert said.count("Moving and handling, level 2") == 2
