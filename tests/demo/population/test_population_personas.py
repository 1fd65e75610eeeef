"""The people of the demonstration have the lives their tests count on."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal

from lxml import etree
from written_population import TODAY, Written, texts

from app.demo.population.enterprises import (
    ATELIER_NORD,
    DE_KROON,
    HOHES_MOOS,
    INTERIM,
    LENAERS,
    MERIDIAN,
    PECHVOGEL,
    SINT_RITA,
)
from app.demo.population.facts import Enterprise


def declarations(written: Written, enterprise: Enterprise, quarter: str) -> list[etree._Element]:
    return [
        form
        for root in written.of("DmfAOriginal")
        for form in root.iterfind("Form")
        if form.findtext("EmployerDeclaration/Quarter") == quarter
        and form.findtext("EmployerDeclaration/CompanyID") == enterprise.number
    ]


def occupations(
    written: Written, name: str, enterprise: Enterprise, quarter: str
) -> list[etree._Element]:
    """Someone's lines in the first declaration of a quarter."""
    form = declarations(written, enterprise, quarter)[0]
    return [
        line
        for person in form.iter("NaturalPerson")
        if person.findtext("INSS") == written.population.personas[name]
        for line in person.iter("Occupation")
    ]


def size(written: Written, enterprise: Enterprise) -> Decimal:
    """Full-time equivalents over the four quarters that count for 2026 and 2027."""
    total = Decimal(0)
    for quarter in ("20244", "20251", "20252", "20253"):
        for line in declarations(written, enterprise, quarter)[0].iter("Occupation"):
            if line.find("OccupationEndingDate") is None:
                worked, full = (
                    line.findtext("MeanWorkingHours"),
                    line.findtext("RefMeanWorkingHours"),
                )
                total += Decimal(worked) / Decimal(full) if worked and full else 1
    return total / 4


def test_amina_had_five_employers_and_works_for_two_of_them_today(written: Written) -> None:
    amina = written.population.personas["amina"]
    started = texts(written.dimona_of(amina, "DimonaIn"), "EmployerId/CompanyID")
    ended = texts(written.dimona_of(amina, "DimonaOut"), "EmployerId/CompanyID")
    five = (DE_KROON, LENAERS, SINT_RITA, ATELIER_NORD, MERIDIAN)

    assert started == [enterprise.number for enterprise in five]
    assert ended == [enterprise.number for enterprise in five[:3]]


def test_amina_works_28_and_8_hours_of_38_today(written: Written) -> None:
    for enterprise, hours, committee in (
        (MERIDIAN, "2800", "330"),
        (ATELIER_NORD, "800", "329.02"),
    ):
        (line,) = occupations(written, "amina", enterprise, "20263")
        assert line.findtext("MeanWorkingHours") == hours
        assert line.findtext("RefMeanWorkingHours") == "3800"
        assert line.findtext("ContractType") == "1"
        assert line.findtext("JointCommissionNbr") == committee


def test_aminas_regime_changes_inside_a_quarter(written: Written) -> None:
    before, after = occupations(written, "amina", DE_KROON, "20061")

    # The full-time line says neither Q nor S, which it need not.
    assert before.find("MeanWorkingHours") is None
    assert before.find("RefMeanWorkingHours") is None
    assert before.findtext("OccupationEndingDate") == "2006-02-12"
    assert after.findtext("OccupationStartingDate") == "2006-02-13"
    assert after.findtext("MeanWorkingHours") == "3040"


def test_aminas_severance_is_a_line_without_work(written: Written) -> None:
    work, severance = occupations(written, "amina", DE_KROON, "20092")

    assert work.findtext("OccupationEndingDate") == "2009-06-12"
    assert severance.find("Service") is None
    assert texts(severance.findall("Remun"), "RemunCode") == ["3"]


def test_amina_was_a_blue_collar_and_then_a_white_collar_worker(written: Written) -> None:
    amina = written.population.personas["amina"]

    for enterprise, code in ((DE_KROON, "015"), (SINT_RITA, "495")):
        records = written.records_of(amina, enterprise.nsso_number)
        assert {record.findtext("WorkerCode") for record in records} == {code}


def test_amina_was_ill_and_once_on_full_leave(written: Written) -> None:
    ill = occupations(written, "amina", DE_KROON, "20071")[0]
    _, leave, _ = (
        *occupations(written, "amina", SINT_RITA, "20162"),
        *occupations(written, "amina", SINT_RITA, "20163")[1:],
    )

    assert "50" in texts(ill.findall("Service"), "ServiceCode")
    assert leave.findtext("MeanWorkingHours") == "0"
    assert leave.findtext("ReorganisationMeasure") == "3"
    assert leave.find("Service") is None


def test_institutions_report_aminas_unemployment_leave_and_two_diplomas(written: Written) -> None:
    amina = written.population.personas["amina"]
    onem, diplomas = (
        [record for record in written.roots[name] if record.findtext("INSS") == amina]
        for name in ("periods-onem.xml", "diplomas.xml")
    )

    assert texts(onem, "Kind") == ["unemployment", "parental_leave"]
    assert texts(onem, "StartingDate") == ["2009-07-01", "2016-05-16"]
    assert texts(onem, "EndingDate") == ["2010-01-31", "2016-09-15"]
    assert [(day or "")[:4] for day in texts(diplomas, "AwardedOn")] == ["2003", "2018"]


def test_one_of_aminas_employments_was_announced_without_its_joint_committee(
    written: Written,
) -> None:
    amina = written.population.personas["amina"]
    committees = texts(written.dimona_of(amina, "DimonaIn"), "DimonaFeatures/JointCommissionNbr")

    assert committees == ["118", "XXX", "330", "329.02", "330"]


def test_two_employers_once_left_one_of_their_numbers_out(written: Written) -> None:
    silent = [
        (form.findtext("EmployerDeclaration/Quarter"), element)
        for root in written.of("DmfAOriginal")
        for form in root.iterfind("Form")
        for element in ("NOSSRegistrationNbr", "CompanyID")
        if form.findtext(f"EmployerDeclaration/{element}") == "0"
    ]

    assert silent == [("20122", "NOSSRegistrationNbr"), ("20153", "CompanyID")]


def test_a_declaration_of_meridian_was_corrected_for_amina_alone(written: Written) -> None:
    amina = written.population.personas["amina"]
    first, second = declarations(written, MERIDIAN, "20252")
    days: list[dict[str, list[str | None]]] = []
    for form in (first, second):
        found: dict[str, list[str | None]] = defaultdict(list)
        for person in form.iter("NaturalPerson"):
            found[person.findtext("INSS") or ""] += texts(
                list(person.iter("Service")), "ServiceNbrDays"
            )
        days.append(found)

    assert (first.findtext("FormCreationDate") or "") < "2025-10-14"
    assert second.findtext("FormCreationDate") == "2025-10-14"
    assert [who for who in days[0] if days[0][who] != days[1][who]] == [amina]


def test_the_three_enterprises_of_the_story_have_the_sizes_the_law_tells_apart(
    written: Written,
) -> None:
    assert size(written, HOHES_MOOS) < 10
    assert 10 <= size(written, ATELIER_NORD) < 20
    assert size(written, MERIDIAN) >= 20


def test_amina_has_fourteen_trainings_one_planned_and_one_outside_the_credit(
    written: Written,
) -> None:
    trainings = json.loads(written.population.trainings.read_text("utf-8"))
    hers = [
        training
        for training in trainings
        if training["ssin"] == written.population.personas["amina"]
    ]
    planned = [training for training in hers if not training["followed"]]

    assert len(hers) == 14
    assert [training["starts_on"][:7] for training in planned] == ["2026-12"]
    assert sum(not training["counts"] for training in hers) == 1
    assert all(training["registered_on"] <= TODAY.isoformat() for training in trainings)


def test_employers_state_and_correct_what_declarations_do_not_say(written: Written) -> None:
    entries = json.loads(written.population.statements.read_text("utf-8"))
    registrars = {
        mandate["enterprise_number"]
        for mandate in json.loads(written.population.mandates.read_text("utf-8"))
        if mandate["role"] == "registrar"
    }
    trainings = json.loads(written.population.trainings.read_text("utf-8"))
    days = [entry["on"] for entry in entries]

    assert days == sorted(days)
    assert days[-1] <= TODAY.isoformat()
    assert {entry["enterprise_number"] for entry in entries} <= registrars
    assert [entry["kind"] for entry in entries if entry["act"] == "right"] == ["opt_out", "stated"]
    assert {entry["end_reason"] for entry in entries if entry["act"] == "end"} == {
        "resignation",
        "notice",
        "indemnity",
    }
    for act in ("correction", "cancellation"):
        [entry] = [entry for entry in entries if entry["act"] == act]
        assert any(
            (training["ssin"], training["title"]) == (entry["ssin"], entry["title"])
            and training["registered_on"] < entry["on"]
            for training in trainings
        )
    assert [entry["fte"] for entry in entries if entry["act"] == "size"] == [2150]


def test_bram_and_farida_may_register_trainings(written: Written) -> None:
    mandates = json.loads(written.population.mandates.read_text("utf-8"))
    personas = written.population.personas
    registrars = {
        mandate["ssin"]: mandate["enterprise_number"]
        for mandate in mandates
        if mandate["role"] == "registrar"
    }

    assert registrars[personas["bram"]] == MERIDIAN.number
    assert registrars[personas["farida"]] == HOHES_MOOS.number
    assert personas["chloe"] not in {mandate["ssin"] for mandate in mandates}
    assert {mandate["role"] for mandate in mandates} == {"registrar", "access_manager"}


def test_chloe_never_worked_where_amina_or_bram_did(written: Written) -> None:
    chloe = written.population.personas["chloe"]
    (start,) = written.dimona_of(chloe, "DimonaIn")

    assert start.findtext("EmployerId/CompanyID") not in {
        enterprise.number for enterprise in (DE_KROON, LENAERS, SINT_RITA, ATELIER_NORD, MERIDIAN)
    }


def test_dieters_first_employer_announced_him_and_took_it_back(written: Written) -> None:
    dieter = written.population.personas["dieter"]
    (cancelled,) = written.dimona_of(dieter, "DimonaCancel")
    records = written.records_of(dieter)

    assert cancelled.findtext("EmployerId/CompanyID") == PECHVOGEL.number
    assert records == written.records_of(dieter, HOHES_MOOS.nsso_number)


def test_elifs_early_work_stands_under_the_number_that_was_replaced(written: Written) -> None:
    elif_ = written.population.personas["elif"]
    (entry,) = [
        person
        for root in written.of("PersonRegister")
        for person in root
        if person.findtext("INSS") == elif_
    ]
    former = entry.findtext("ReplacedINSS") or ""
    early, late = written.records_of(former), written.records_of(elif_)
    student, *agency = early

    assert student.findtext("WorkerCode") == "840"
    assert student.find("StudentContribution") is not None
    assert {record.find("StudentContribution") for record in agency} == {None}
    assert written.dimona_of(former, "DimonaIn")
    # The mission of those days was announced under one number and declared under the other.
    assert written.records_of(elif_, INTERIM.nsso_number)
    assert len(late) > len(early)


def test_gert_works_for_43_years_and_draws_a_pension(written: Written) -> None:
    gert = written.population.personas["gert"]
    records = written.records_of(gert)

    assert records[0].findtext("Occupation/OccupationStartingDate") == "1983-09-01"
    assert records[-1].findtext("Occupation/Retired") == "1"
    # His first job began before Dimona did.
    assert len(written.dimona_of(gert, "DimonaIn")) == 1


def test_hanne_is_in_the_register_and_nowhere_else(written: Written) -> None:
    hanne = written.population.personas["hanne"]
    found = {
        name
        for name, root in written.roots.items()
        for element in root.iter("INSS")
        if element.text == hanne
    }

    assert found == {"persons-001.xml"}
