"""What people may hand over: documents of every kind, held to their standards and their words."""

import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pdfua.model import Severity
from pdfua.validator import validate

from certificates.attestation import Kind
from certificates.document import page, preview, render
from certificates.sections import Coverage, Employments, Period, Periods
from certificates.words import LANGUAGES
from tests.certificates.documents import (
    ANSWERS,
    document,
    nothing_to_tell,
)
from tests.certificates.reading import pages_of, text_of

#: Documents take long to print: one process prints them all, once.
pytestmark = pytest.mark.xdist_group("documents")

Printed = Callable[..., bytes]
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
SAID = {
    "fr": ("Attestation de carrière", "14 mai 1982", "depuis le 03.01.2022", "Congé parental"),
    "nl": ("Loopbaanattest", "14 mei 1982", "sinds 03.01.2022", "Ouderschapsverlof"),
    "de": ("Laufbahnbescheinigung", "14. Mai 1982", "seit dem 03.01.2022", "Elternurlaub"),
    "en": ("Career attestation", "14 May 1982", "since 03.01.2022", "Parental leave"),
}
#: The career in each language, every other kind in one: the layouts differ by kind, the words by
#: language, and both are read whole in the golden pages.
PRINTED = [(language, Kind.CAREER) for language in LANGUAGES] + [
    (LANGUAGES[place % 4], kind) for place, kind in enumerate(Kind) if kind is not Kind.CAREER
]


def opened(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


def attached(made: bytes) -> bytes:
    return opened(made).attachments["attestation.json"][0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_of_each_language_finds_dates_and_names_in_it(
    printed: Printed, language: str
) -> None:
    text = text_of(printed(language))
    for words in (*SAID[language], "Amina Benali", "82.05.14-001.23", "Meridian Care nv", "28/38"):
        assert words in text


@pytest.mark.parametrize(("language", "kind"), PRINTED)
def test_a_screen_reader_is_told_language_title_and_structure(
    printed: Printed, language: str, kind: Kind, tmp_path: Path
) -> None:
    made = printed(language, kind)
    path = tmp_path / "document.pdf"
    path.write_bytes(made)
    report = validate(str(path))
    assert report.worst_severity() in (None, Severity.INFO), report
    catalog = opened(made).trailer["/Root"]
    assert catalog["/Lang"] == language
    assert catalog["/MarkInfo"]["/Marked"]
    title = opened(made).metadata
    assert title is not None
    assert title.title is not None
    assert title.title.endswith(" PC-2026-7K3M-Q9XD")


@pytest.mark.parametrize(("language", "kind"), PRINTED)
def test_the_file_is_an_archive_file_with_its_colours_letters_and_data(
    printed: Printed, language: str, kind: Kind
) -> None:
    made = opened(printed(language, kind))
    catalog = made.trailer["/Root"]
    packet = catalog["/Metadata"].get_data()
    blocks = ET.fromstring(packet.strip()).findall(f"{RDF}RDF")  # noqa: S314 -- our own file
    assert len(blocks) == 1
    said = {name: value for block in blocks[0] for name, value in block.attrib.items()}
    assert said["{http://www.aiim.org/pdfa/ns/id/}part"] == "3"
    assert said["{http://www.aiim.org/pdfa/ns/id/}conformance"] == "A"
    assert said["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    (intent,) = catalog["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert intent.get_object()["/DestOutputProfile"].get_object()["/N"] == 3
    (file,) = catalog["/AF"]
    assert file.get_object()["/AFRelationship"] == "/Data"
    assert "/Encrypt" not in made.trailer
    assert not any(name in catalog for name in ("/OpenAction", "/AA"))
    for font in _fonts(made):
        assert "Atkinson" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"]


def _fonts(made: pypdf.PdfReader) -> list[Any]:
    return [
        font.get_object()["/DescendantFonts"][0].get_object()
        for each in made.pages
        for font in each["/Resources"]["/Font"].values()
    ]


@pytest.mark.parametrize(("language", "kind"), PRINTED)
def test_it_goes_through_any_letter_box(printed: Printed, language: str, kind: Kind) -> None:
    made = printed(language, kind)
    assert len(opened(made).pages) <= 2
    assert len(made) < 54_000, "with its seal it stays under 60 kB"


def test_an_answer_is_one_page(printed: Printed) -> None:
    for language, kind in PRINTED:
        if kind is Kind.ANSWER:
            assert len(opened(printed(language, kind)).pages) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CAREER])
def test_only_what_institutions_ask_for_shows_the_national_number(
    kind: Kind, language: str
) -> None:
    shown = {Kind.EMPLOYMENTS, Kind.EMPLOYMENT, Kind.UNEMPLOYMENT_AND_BREAKS}
    assert ("82.05.14-001.23" in page(document(kind, language))) == (kind in shown)


@pytest.mark.parametrize("asked", ANSWERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_says_nothing_else_of_a_life(asked: str, language: str) -> None:
    answer = replace(document(Kind.ANSWER, language), sections=(ANSWERS[asked],))
    said = page(answer)
    others = ("Atelier Nord", "Hospital", "2003", "82.05.14", "Soins", "Bachelor", "ONEM")
    assert not [each for each in others if each in said]


def test_the_same_career_prints_to_the_same_bytes(printed: Printed) -> None:
    assert render(document(Kind.CAREER, "en")) == printed("en")


def test_forty_years_go_on_over_the_pages_under_the_same_headings(
    printed_forty_years: bytes,
) -> None:
    pages = pages_of(printed_forty_years)
    assert len(pages) > 10
    assert f"Pagina 2 van {len(pages)}" in pages[1]
    assert "Werkgever" in pages[1]
    assert all("PC-2026-7K3M-Q9XD https://parcours.example/check" in each for each in pages)
    assert all("zoals bekend op" in each for each in pages)
    assert "1962" in pages[0]
    text = " ".join(pages)
    assert all(f"Atelier {place} srl" in text for place in (0, 30, 58))
    assert text.count("Veiligheid op de werkvloer") == 100
    assert "€ 19 195,56" in text


def test_forty_years_are_accessible_too(printed_forty_years: bytes, tmp_path: Path) -> None:
    path = tmp_path / "career.pdf"
    path.write_bytes(printed_forty_years)
    assert validate(str(path)).worst_severity() in (None, Severity.INFO)


@pytest.mark.parametrize("rows", range(20, 25))
def test_no_row_stands_alone_on_a_page(rows: int) -> None:
    """Whatever the number of rows: the last of a list takes another along to a new page."""
    period = Period("sickness", *[document(Kind.CAREER, "en").as_known_on] * 2, "Fonds 323")
    many = replace(
        document(Kind.UNEMPLOYMENT_AND_BREAKS, "en"),
        sections=(Periods((period,) * rows), Coverage(())),
    )
    pages = [each.count("Fonds 323") for each in pages_of(render(many))]
    assert sum(pages) == rows
    assert 1 not in pages


def test_a_worker_nobody_has_declared_yet_still_gets_a_whole_page() -> None:
    made = render(nothing_to_tell("fr"))
    assert "Aucun emploi n’a été déclaré." in text_of(made)
    assert len(opened(made).pages) == 1


@pytest.mark.parametrize("name", ["Łukasz Çağla Đorđević", "Ελένη Ковач"])
def test_a_name_is_printed_as_it_is_written(name: str) -> None:
    assert name in text_of(render(nothing_to_tell("en", name)))


def test_a_preview_says_the_same_and_has_no_number_code_or_seal() -> None:
    career = document(Kind.CAREER, "en")
    shown = preview(replace(career, number=None))
    assert "preview, not a document" in shown
    assert "Hospital Sint-Rita vzw" in shown
    assert not [each for each in ("PC-2026", "check", "certificate:") if each in shown]
    with pytest.raises(ValueError, match="preview"):
        render(replace(career, number=None))


def test_a_document_holds_what_its_kind_may_hold() -> None:
    answer = document(Kind.ANSWER, "en")
    with pytest.raises(ValueError, match="sections"):
        replace(answer, sections=(*answer.sections, Employments(())))
    with pytest.raises(ValueError, match="sections"):
        replace(answer, sections=())
    with pytest.raises(ValueError, match="time zone"):
        replace(answer, issued_at=answer.issued_at.replace(tzinfo=None))


def test_the_attached_data_travel_with_the_document(printed: Printed) -> None:
    record = json.loads(attached(printed("fr")))
    assert record["format"] == "parcours-attestation-1"
    assert record["sections"][0]["rows"][0] == {
        "employer": "Meridian Care nv",
        "enterpriseNumber": "0400000003",
        "startsOn": "2022-01-03",
        "endsOn": None,
        "jointCommittee": "330",
        "hoursWorked": 2800,
        "hoursFullTime": 3800,
        "declaredUntil": {"year": 2026, "number": 3},
        "sources": ["dimona", "dmfa"],
    }
