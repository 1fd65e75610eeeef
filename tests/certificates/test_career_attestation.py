"""What a worker may hand over: the printed career, held to its standards and its words."""

import io
import json
import logging
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from pdfua.model import Severity
from pdfua.validator import validate

from certificates.career import CareerAttestation, Holder, Training, render
from certificates.record import read_record, write_record

LANGUAGES = ("fr", "nl", "de", "en")
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
SAID = {
    "fr": ("Attestation de carrière", "14 mai 1982", "depuis le 03.01.2022", "Congé parental"),
    "nl": ("Loopbaanattest", "14 mei 1982", "sinds 03.01.2022", "Ouderschapsverlof"),
    "de": ("Laufbahnbescheinigung", "14. Mai 1982", "seit dem 03.01.2022", "Elternurlaub"),
    "en": ("Career attestation", "14 May 1982", "since 03.01.2022", "Parental leave"),
}


def opened(document: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(document))


def text_of(document: bytes) -> str:
    pages = (page.extract_text() for page in opened(document).pages)
    return " ".join(" ".join(pages).split())


def attached(document: bytes) -> bytes:
    return opened(document).attachments["career.json"][0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_of_each_language_finds_dates_and_names_in_it(
    printed: Callable[[str], bytes], language: str
) -> None:
    text = text_of(printed(language))
    for words in (*SAID[language], "Amina Benali", "82.05.14-001.23", "Meridian Care nv", "28/38"):
        assert words in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_reader_is_told_language_title_and_structure(
    printed: Callable[[str], bytes], language: str, tmp_path: Path
) -> None:
    path = tmp_path / "career.pdf"
    path.write_bytes(printed(language))
    report = validate(str(path))
    assert report.worst_severity() in (None, Severity.INFO), report
    catalog = opened(printed(language)).trailer["/Root"]
    assert catalog["/Lang"] == language
    assert catalog["/MarkInfo"]["/Marked"]
    assert opened(printed(language)).metadata.title.startswith(SAID[language][0])


def test_the_file_says_that_it_is_an_archive_file_and_accessible(
    printed: Callable[[str], bytes],
) -> None:
    packet = opened(printed("fr")).trailer["/Root"]["/Metadata"].get_data()
    blocks = ET.fromstring(packet.strip()).findall(f"{RDF}RDF")  # noqa: S314 -- our own file
    assert len(blocks) == 1
    said = {name: value for block in blocks[0] for name, value in block.attrib.items()}
    assert said["{http://www.aiim.org/pdfa/ns/id/}part"] == "3"
    assert said["{http://www.aiim.org/pdfa/ns/id/}conformance"] == "A"
    assert said["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_every_letter_travels_with_the_document(printed: Callable[[str], bytes]) -> None:
    fonts = {
        font.get_object()["/BaseFont"]: font.get_object()["/DescendantFonts"][0].get_object()
        for page in opened(printed("de")).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert len(fonts) == 2
    assert all("Atkinson" in name for name in fonts)
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts.values())


def test_the_same_career_prints_to_the_same_bytes(
    printed: Callable[[str], bytes], amina: CareerAttestation
) -> None:
    assert render(replace(amina, language="en")) == printed("en")


def test_the_attached_data_read_back_as_what_was_printed(
    printed: Callable[[str], bytes], amina: CareerAttestation
) -> None:
    document = printed("fr")
    record = attached(document)
    assert json.loads(record)["format"] == "parcours-career-1"
    read = read_record(CareerAttestation, record, drawing_svg=amina.drawing_svg)
    assert read == amina
    (file,) = opened(document).trailer["/Root"]["/AF"]
    assert file.get_object()["/AFRelationship"] == "/Data"


def test_the_attached_data_keep_the_shape_that_is_documented(
    printed: Callable[[str], bytes],
) -> None:
    record = json.loads(attached(printed("fr")))
    assert list(record) == [
        *("format", "number", "language", "issuedAt", "asKnownOn", "holder", "employments"),
        *("periods", "trainings", "diplomas", "years", "coverage", "checkAddress"),
    ]
    assert record["issuedAt"] == "2026-11-21T10:30:00+00:00"
    assert record["employments"][0] == {
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


def test_a_record_of_another_format_is_refused(amina: CareerAttestation) -> None:
    foreign = write_record(amina).replace(b"parcours-career-1", b"parcours-career-9")
    with pytest.raises(ValueError, match="format"):
        read_record(CareerAttestation, foreign, drawing_svg="")


def test_a_document_without_a_time_zone_is_refused(amina: CareerAttestation) -> None:
    with pytest.raises(ValueError, match="time zone"):
        replace(amina, issued_at=amina.issued_at.replace(tzinfo=None))


def test_amina_s_career_goes_through_any_letter_box(printed: Callable[[str], bytes]) -> None:
    assert all(len(printed(language)) < 60_000 for language in LANGUAGES)


def test_forty_years_go_on_over_the_pages_under_the_same_headings(
    printed_forty_years: bytes,
) -> None:
    pages = [page.extract_text() for page in opened(printed_forty_years).pages]
    assert len(pages) > 10
    assert f"Pagina 2 van {len(pages)}" in pages[1].replace("\u00a0", " ")
    assert "Werkgever" in pages[1]
    assert all("PC-2026-7K3M-Q9XD https://parcours.example/check" in page for page in pages)
    assert all("zoals bekend op" in page for page in pages)
    assert "1962" in pages[0]
    text = " ".join(" ".join(pages).split()).replace("\u00a0", " ")
    assert all(f"Atelier {place} srl" in text for place in (0, 30, 58))
    assert text.count("Veiligheid op de werkvloer") == 15
    assert "€ 19 195,56" in text


def test_forty_years_are_accessible_too(printed_forty_years: bytes, tmp_path: Path) -> None:
    path = tmp_path / "career.pdf"
    path.write_bytes(printed_forty_years)
    assert validate(str(path)).worst_severity() in (None, Severity.INFO)


def _without_career(amina: CareerAttestation, name: str) -> CareerAttestation:
    return replace(
        amina,
        holder=Holder(name, None, "82.05.14-001.23"),
        employments=(),
        periods=(),
        trainings=(),
        diplomas=(),
        coverage=(),
        drawing_svg="",
    )


def test_a_worker_nobody_has_declared_yet_still_gets_a_whole_page(
    amina: CareerAttestation,
) -> None:
    text = text_of(render(_without_career(amina, "Chloé")))
    assert "Aucun emploi n’a été déclaré." in text


@pytest.mark.parametrize("name", ["Łukasz Çağla Đorđević", "Ελένη Ковач"])
def test_a_name_is_printed_as_it_is_written(amina: CareerAttestation, name: str) -> None:
    assert name in text_of(render(_without_career(amina, name)))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<img src=file:///etc/passwd>", "<img src=file:///etc/passwd>"),
        ("{{ attestation }}{% raw %}", "{{ attestation }}{% raw %}"),
        ("Benali\u202e\u2066anima\u200f\x00\x1b\ud800", "Benalianima"),
        ("李 Amina", "\ufffd Amina"),
    ],
)
def test_a_hostile_name_is_only_a_name(
    amina: CareerAttestation, caplog: pytest.LogCaptureFixture, name: str, shown: str
) -> None:
    hostile = _without_career(amina, name)
    with caplog.at_level(logging.WARNING):
        document = render(hostile)
    assert shown in text_of(document)
    assert not caplog.records
    assert read_record(CareerAttestation, attached(document), drawing_svg="").holder.name == name


def test_a_name_of_three_thousand_letters_stays_on_the_paper(amina: CareerAttestation) -> None:
    document = render(_without_career(amina, "Wolfeschlegelsteinhausen" * 125))
    letters = "".join(text_of(document).split())
    # Twice whole, under the title and in the first sentence, but for a cut at each page's end.
    cuts = len(opened(document).pages)
    assert letters.count("Wolfeschlegelsteinhausen") >= 2 * 125 - cuts


def test_a_drawing_cannot_reach_for_a_file(
    amina: CareerAttestation, caplog: pytest.LogCaptureFixture
) -> None:
    reaching = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        '<image href="file:///etc/hostname" width="9" height="9"/>'
        '<image href="http://127.0.0.1/" width="9" height="9"/></svg>'
    )
    with caplog.at_level(logging.ERROR):
        render(replace(_without_career(amina, "Bram"), drawing_svg=reaching))
    refusals = [entry.getMessage() for entry in caplog.records]
    assert len(refusals) == 2
    assert all("fetches nothing from outside" in refusal for refusal in refusals)


def test_a_training_of_two_days_states_both(amina: CareerAttestation) -> None:
    training: Training = amina.trainings[2]
    assert training.starts_on != training.ends_on
    text = text_of(render(replace(_without_career(amina, "Amina"), trainings=(training,))))
    assert f"{training.starts_on:%d.%m.%Y} – {training.ends_on:%d.%m.%Y}" in text
