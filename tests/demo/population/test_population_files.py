"""The files as a whole: what is written, in which order, and always the same."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree
from written_population import TODAY, Written

from app.demo.population import NAMES, write_population
from app.demo.population.dmfa import last_quarter
from app.foundation.calendar import Quarter

SCHEMA = Path(__file__).parents[4] / "shared" / "data" / "dmfa" / "DmfAOriginal_20223.xsd"


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_same_seed_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("once", "again"):
        write_population(tmp_path / folder, workers=30, seed=3, today=TODAY)

    assert digests(tmp_path / "once") == digests(tmp_path / "again")


def test_another_seed_gives_other_people_but_the_same_personas(
    tmp_path: Path, written: Written
) -> None:
    other = write_population(tmp_path, workers=30, seed=3, today=TODAY)

    assert other.personas == written.population.personas
    assert digests(tmp_path)["persons-001.xml"] != digests(written.folder)["persons-001.xml"]


def test_a_population_too_small_for_the_story_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="10 workers"):
        write_population(tmp_path, workers=9, seed=3, today=TODAY)


def test_the_smallest_population_still_tells_the_whole_story(tmp_path: Path) -> None:
    population = write_population(tmp_path, workers=10, seed=3, today=TODAY)

    assert set(population.personas) == set(NAMES)
    assert population.persons == 11  # ten workers, and Hanne


def test_registers_come_before_what_speaks_of_people_and_enterprises(written: Written) -> None:
    kinds = dict.fromkeys(root.tag for root in written.roots.values())

    assert list(kinds) == [
        "PersonRegister",
        "EnterpriseRegister",
        "Dimona",
        "DmfAOriginal",
        "PeriodReport",
    ]


def test_what_is_said_to_be_written_is_written(written: Written) -> None:
    population = written.population
    persons = [p for root in written.of("PersonRegister") for p in root.iterfind("Person")]
    declared = [p for root in written.of("DmfAOriginal") for p in root.iter("NaturalPerson")]
    enterprises = written.roots["enterprises.xml"].findall("Enterprise")

    assert (len(persons), len(enterprises), len(declared)) == (
        population.persons,
        population.enterprises,
        population.worker_quarters,
    )


@pytest.mark.skipif(not SCHEMA.exists(), reason="the DmfA schema is not beside the project")
def test_every_quarterly_declaration_follows_the_social_security_offices_schema(
    written: Written,
) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))

    for root in written.of("DmfAOriginal"):
        schema.assertValid(root)


def test_declarations_reach_from_the_first_quarter_of_dmfa_to_the_last_one_due(
    written: Written,
) -> None:
    quarters = [
        root.findtext("Form/EmployerDeclaration/Quarter") for root in written.of("DmfAOriginal")
    ]

    assert quarters[0] == "20031"
    assert max(filter(None, quarters)) == "20263"


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2026, 11, 21), Quarter(2026, 3)),
        (date(2026, 10, 31), Quarter(2026, 3)),
        (date(2026, 10, 30), Quarter(2026, 2)),
        (date(2027, 1, 1), Quarter(2026, 3)),
        (date(2027, 1, 31), Quarter(2026, 4)),
    ],
)
def test_a_quarter_is_declared_by_the_end_of_the_month_after_it(
    today: date, quarter: Quarter
) -> None:
    assert last_quarter(today) == quarter


def test_nothing_was_declared_after_today(written: Written) -> None:
    made_on = [
        element.text or ""
        for root in written.roots.values()
        for element in root.iter("FormCreationDate")
    ]

    assert max(made_on) <= TODAY.isoformat()


def test_dimona_tells_of_starts_changes_ends_and_work_that_never_began(written: Written) -> None:
    told = {
        part.tag
        for root in written.of("Dimona")
        for form in root.iterfind("Form")
        for part in form
        if str(part.tag).startswith("Dimona")
    }

    assert told == {"DimonaIn", "DimonaUpdate", "DimonaOut", "DimonaCancel"}


def test_a_period_of_dimona_is_announced_before_anything_else_is_said_of_it(
    written: Written,
) -> None:
    announced: set[tuple[str | None, str | None]] = set()
    replaced = {
        person.findtext("ReplacedINSS"): person.findtext("INSS")
        for root in written.of("PersonRegister")
        for person in root.iterfind("Person")
    }
    for root in written.of("Dimona"):
        forms = root.findall("Form")
        made = [
            (form.findtext("FormCreationDate"), form.findtext("FormCreationHour")) for form in forms
        ]
        assert made == sorted(made)
        for part in (form[-1] for form in forms):
            ssin = next(part.iter("INSS")).text
            key = (replaced.get(ssin, ssin), part.findtext("EmployerId/CompanyID"))
            if part.tag == "DimonaIn":
                announced.add(key)
            assert key in announced


def test_everyone_who_can_sign_in_is_described_in_four_languages(written: Written) -> None:
    people = json.loads(written.population.people.read_text("utf-8"))["people"]

    assert [who["ssin"] for who in people[:8]] == list(written.population.personas.values())
    assert len(people) > 8
    for who in people:
        assert set(who) == {
            "ssin",
            "surname",
            "given_names",
            "language",
            "description",
            "represents",
        }
        assert set(who["description"]) == {"fr", "nl", "de", "en"}
        assert all(who["description"].values())
