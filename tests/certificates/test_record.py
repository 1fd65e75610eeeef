"""The data attached to a document: they read back, they are what is documented, and no more."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from certificates.attestation import HOLDS, Kind
from certificates.coded import FACTS, UNEMPLOYMENT, coded_facts
from certificates.counting import days_in, months_in
from certificates.record import as_recorded, read_record, write_record
from certificates.sections import SECTIONS, Answer, CertificateValid, CreditLeft, Period, Section
from certificates.words import LANGUAGES, words_in
from tests.certificates.documents import ANSWERS, TODAY, document, forty_years, nothing_to_tell

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "schemas" / "attestation.schema.json").read_text("utf-8"))
DOCUMENTS = [
    *(document(kind, "fr") for kind in Kind),
    *(replace(document(Kind.ANSWER, "nl"), sections=(each,)) for each in ANSWERS.values()),
    forty_years(),
    nothing_to_tell("de"),
]
_TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
_FORMATS = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}


def conforms(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value is what a schema says, as far as ours use the language of schemas."""
    if "$ref" in schema and not conforms(value, SCHEMA["$defs"][schema["$ref"].split("/")[-1]]):
        return False
    if "anyOf" in schema and not any(conforms(value, each) for each in schema["anyOf"]):
        return False
    if "const" in schema:
        return bool(value == schema["const"])
    if "enum" in schema and value not in schema["enum"]:
        return False
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(type(value) is _TYPES[each] for each in kinds):
        return False
    if isinstance(value, str):
        return _text_conforms(value, schema)
    if isinstance(value, list) and "items" in schema:
        return all(conforms(each, schema["items"]) for each in value)
    if isinstance(value, dict) and "properties" in schema:
        parts = schema["properties"]
        return set(schema["required"]) <= set(value) <= set(parts) and all(
            conforms(each, parts[name]) for name, each in value.items()
        )
    return not isinstance(value, int) or bool(
        schema.get("minimum", value) <= value <= schema.get("maximum", value)
    )


def _text_conforms(text: str, schema: dict[str, Any]) -> bool:
    if not re.search(schema.get("pattern", ""), text):
        return False
    if "format" in schema:
        _FORMATS[schema["format"]](text)
    return True


@pytest.mark.parametrize("given", DOCUMENTS, ids=lambda each: f"{each.kind}-{each.language}")
def test_the_data_are_what_is_documented_and_read_back_as_what_was_printed(given: Any) -> None:
    record = write_record(given)
    assert conforms(json.loads(record), SCHEMA)
    assert read_record(record) == as_recorded(given)


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "passport"), ("number", "PC-2026"), ("issuedAt", None), ("sections", {})],
)
def test_the_description_tells_other_data_apart(name: str, value: Any) -> None:
    record = json.loads(write_record(document(Kind.CAREER, "fr")))
    assert not conforms(record | {name: value}, SCHEMA)
    del record[name]
    assert not conforms(record, SCHEMA)


@pytest.mark.parametrize("kind", Kind)
def test_no_national_number_travels_in_the_data_or_the_code(kind: Kind) -> None:
    given = document(kind, "fr")
    assert b"82.05.14" not in write_record(given)
    assert "82.05.14" not in repr(coded_facts(given))


def test_data_of_another_format_are_refused() -> None:
    foreign = write_record(document(Kind.CAREER, "fr")).replace(b"attestation-1", b"attestation-9")
    with pytest.raises(ValueError, match="format"):
        read_record(foreign)


@pytest.mark.parametrize("given", DOCUMENTS, ids=lambda each: f"{each.kind}-{each.language}")
def test_every_fact_in_a_code_has_its_unit_and_a_label_in_every_language(given: Any) -> None:
    facts = coded_facts(given).facts
    assert facts.keys() <= FACTS.keys()
    for language in LANGUAGES:
        assert all(f"facts.{name}" in words_in(language) for name in facts)


def test_the_code_says_what_a_digit_could_betray() -> None:
    said = {kind: dict(coded_facts(document(kind, "fr")).facts) for kind in Kind}
    assert said[Kind.CAREER]["months"] == 272
    assert said[Kind.EMPLOYMENTS]["pay"] == 2_184_610
    assert said[Kind.EMPLOYMENT]["worked"] == 2800
    assert said[Kind.UNEMPLOYMENT_AND_BREAKS]["unemployed"] == 215
    assert said[Kind.TRAINING]["until"] == "2029-09-24"
    assert said[Kind.ACCOUNT] == said[Kind.BALANCE_NOTICE]
    assert said[Kind.ACCOUNT]["left"] == 1668
    assert said[Kind.RECEIPT]["reference"] == "PT-2026-4M7X-2KQW"
    assert said[Kind.ANSWER] == {
        "question": "seniority",
        "years": 5,
        "committee": "330",
        "on": "2026-11-21",
        "answer": True,
    }


def test_a_title_too_long_for_a_code_is_cut_there_alone() -> None:
    asked = CertificateValid("Veiligheid voor operationeel leidinggevenden (VOL-VCA)")
    answer = replace(document(Kind.ANSWER, "nl"), sections=(Answer(asked, True, TODAY),))
    title = coded_facts(answer).facts["title"]
    assert isinstance(title, str)
    assert title.endswith("…")
    assert len(title) == 40


def test_what_is_not_known_says_why() -> None:
    with pytest.raises(ValueError, match="reason"):
        Answer(CreditLeft(100, "Meridian Care nv"), None, TODAY)


def test_months_and_days_count_once_however_many_periods_touch_them() -> None:
    first = Period("unemployment", date(2026, 1, 20), date(2026, 2, 3), "Fonds 323")
    second = Period("unemployment", date(2026, 2, 1), None, "Fonds 323")
    later = Period("unemployment", date(2026, 12, 1), None, "Fonds 323")
    assert months_in((second, first), date(2026, 2, 10)) == 2
    assert days_in((later, second, first), date(2026, 2, 10)) == 22
    assert days_in((), TODAY) == 0
    assert {key.split(".")[1] for key in words_in("en") if "kinds." in key} >= UNEMPLOYMENT


def test_the_pages_about_it_name_every_kind_section_and_fact() -> None:
    told = (DOCS / "attestations.md").read_text("utf-8")
    sections: set[type[Section]] = {each for held in HOLDS.values() for each in held}
    assert sections == set(SECTIONS.values())
    for name in (*Kind, *SECTIONS, *FACTS):
        assert f"`{name}`" in told, name
    for name, unit in FACTS.items():
        assert re.search(rf"^\| `{name}` \|.*\| `{unit}` \|$", told, re.MULTILINE), name
