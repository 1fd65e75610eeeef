"""One record that is wrong: refused with its line, its element and its reason; the rest goes on."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.sources.wording import sentence
from tests import messages as xml
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, House

WRONG = AMINA[:-2] + f"{(int(AMINA[-2:]) + 1) % 97:02d}"
LINE = xml.occupation("2022-01-03", part_time=True, hours=2800)


def refusals(house: House) -> list[tuple[int | None, str, str]]:
    with house.engine.connect() as connection:
        rows = connection.execute(
            text("select line, element, code, params from message_refusals order by ordinal")
        ).all()
    for row in rows:
        assert sentence(row.code, row.params)
    return [(row.line, row.element, row.code) for row in rows]


def everything_refused(house: House) -> str:
    with house.engine.connect() as connection:
        return str(connection.execute(text("select * from message_refusals")).all())


def quarter(*workers: str, **of: object) -> str:
    return xml.dmfa("20263", *workers, **({"enterprise": MERIDIAN} | of))


def amina(*lines: str, number: str = AMINA, **of: str) -> str:
    return xml.worker(number, *(lines or (LINE,)), quarter_start="2026-07-01", **of)


def with_(name: str, value: str, content: str = LINE) -> str:
    """The content with another value in the element of that name."""
    head, _, rest = content.partition(f"<{name}>")
    return f"{head}<{name}>{value}<{rest.partition('<')[2]}"


def without(name: str, content: str) -> str:
    head, _, rest = content.partition(f"<{name}>")
    return head + rest.partition(f"</{name}>")[2]


def test_bram_is_taken_though_aminas_number_is_wrong(house: House) -> None:
    loaded = house.load(quarter(amina(number=WRONG), amina(number=BRAM)))
    assert (loaded.state, loaded.taken, loaded.refused) == ("read", 1, 1)
    assert refusals(house) == [(4, "INSS", "not_a_national_number")]
    assert WRONG not in everything_refused(house)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("JointCommissionNbr", "33", "not_a_joint_committee"),
        ("JointCommissionNbr", "330.1", "not_a_joint_committee"),
        ("JointCommissionNbr", "", "element_missing"),
        ("ServiceCode", "999", "unknown_code"),
        ("ServiceCode", "", "element_missing"),
        ("RemunCode", "99", "unknown_code"),
        ("RemunAmount", "-1", "not_a_number"),
        ("RemunAmount", "1.50", "not_a_number"),
        ("RemunAmount", "9" * 12, "not_a_number"),
        ("RemunAmount", "9" * 5000, "text_too_long"),
        ("RemunAmount", "", "element_missing"),
        ("ServiceNbrDays", "-3", "not_a_number"),
        ("ServiceNbrDays", "9" * 5000, "not_a_number"),
        ("ServiceNbrDays", "1e3", "not_a_number"),
        ("MeanWorkingHours", "9999", "not_a_number"),
        ("WorkingDaysSystem", "800", "not_a_number"),
        ("ContractType", "2", "not_a_number"),
        ("ContractType", "", "element_missing"),
        ("OccupationStartingDate", "2026-02-30", "not_a_date"),
        ("OccupationStartingDate", "0000-00-00", "not_a_date"),
        ("OccupationStartingDate", "2026-W01-1", "not_a_date"),
        ("OccupationStartingDate", "0001-01-01", "not_a_date"),
        ("OccupationStartingDate", "3/1/2022", "not_a_date"),
        ("OccupationStartingDate", "2026-10-01", "starts_after_the_quarter"),
    ],
)
def test_an_occupation_that_says_the_impossible_is_refused(
    house: House, name: str, value: str, code: str
) -> None:
    loaded = house.load(quarter(amina(with_(name, value)), amina(number=BRAM)))
    assert (loaded.taken, loaded.refused) == (1, 1)
    assert refusals(house) == [(6, name, code)]


def test_an_occupation_that_ends_before_it_starts_is_refused(house: House) -> None:
    house.load(quarter(amina(xml.occupation("2026-08-03", "2026-08-02"))))
    assert refusals(house) == [(6, "OccupationEndingDate", "ends_before_it_starts")]


def test_an_unknown_worker_code_is_refused(house: House) -> None:
    house.load(quarter(amina(worker_code="999")))
    assert refusals(house) == [(5, "WorkerCode", "unknown_code")]


def test_the_second_service_is_told_on_its_own_line(house: House) -> None:
    house.load(quarter(amina(xml.occupation(inside=f"{xml.service()}\n{xml.service(999)}"))))
    assert refusals(house) == [(7, "ServiceCode", "unknown_code")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("20265", "not_a_quarter"),
        ("20020", "not_a_quarter"),
        ("00001", "not_a_quarter"),
        ("99994", "not_a_quarter"),
        ("", "element_missing"),
    ],
)
def test_a_declaration_of_no_quarter_is_one_refusal(house: House, value: str, code: str) -> None:
    loaded = house.load(with_("Quarter", value, quarter(amina(), amina(number=BRAM))))
    assert (loaded.taken, loaded.refused) == (0, 1)
    assert [(element, told) for _, element, told in refusals(house)] == [("Quarter", code)]


def test_a_declaration_without_its_quarter_is_refused(house: House) -> None:
    house.load(without("Quarter", quarter(amina())))
    assert refusals(house)[0][1:] == ("Quarter", "element_missing")


@pytest.mark.parametrize(
    ("of", "element", "code"),
    [
        ({"enterprise": "0"}, "CompanyID", "employer_without_number"),
        ({"enterprise": "400000100"}, "CompanyID", "not_an_enterprise_number"),
        ({"nsso": 123_456_789}, "NOSSRegistrationNbr", "not_an_nsso_number"),
        ({"made_on": "2026-02-30"}, "FormCreationDate", "not_a_date"),
        ({"made_at": "25:00:00.000"}, "FormCreationHour", "not_a_time"),
        ({"made_at": "10:00:00+05:00"}, "FormCreationHour", "not_a_time"),
        ({"made_at": "ten"}, "FormCreationHour", "not_a_time"),
    ],
)
def test_a_declaration_with_a_faulty_head_is_one_refusal(
    house: House, of: dict[str, object], element: str, code: str
) -> None:
    loaded = house.load(quarter(amina(), amina(number=BRAM), **of))
    assert (loaded.state, loaded.taken, loaded.refused) == ("read", 0, 1)
    assert [row[1:] for row in refusals(house)] == [(element, code)]


def test_the_next_declaration_goes_on_after_a_faulty_head(house: House) -> None:
    forms = [
        xml.dmfa_form("20265", amina(), enterprise=MERIDIAN),
        xml.dmfa_form("20263", amina(), enterprise=MERIDIAN),
    ]
    loaded = house.load(f"{xml.HEAD}<DmfAOriginal>{''.join(forms)}</DmfAOriginal>")
    assert (loaded.taken, loaded.refused) == (1, 1)


def test_what_dmfa_has_and_we_do_not_know_is_passed_over(house: House) -> None:
    unknown = "<Whatever><ServiceCode>999</ServiceCode><Deep><INSS>1</INSS></Deep></Whatever>"
    content = quarter(amina(LINE.replace("<Retired>", f"{unknown}<Retired>")))
    content = content.replace("<Trusteeship>", f"{unknown}<Trusteeship>")
    content = content.replace("<NaturalPerson>", f"{unknown}<NaturalPerson>{unknown}")
    loaded = house.load(content)
    assert (loaded.taken, loaded.refused) == (1, 0)


@pytest.mark.parametrize(
    ("form", "element", "code"),
    [
        (xml.dimona_in(WRONG, MERIDIAN, "2026-01-05"), "INSS", "not_a_national_number"),
        (xml.dimona_in(AMINA, "0", "2026-01-05"), "EmployerId", "employer_without_number"),
        (xml.dimona_in(AMINA, "400000100", "2026-01-05"), "CompanyID", "not_an_enterprise_number"),
        (xml.dimona_in(AMINA, MERIDIAN, "2026-02-30", made_on="2026-03-01"), "StartingDate",
         "not_a_date"),
        (xml.dimona_in(AMINA, MERIDIAN, "2026-01-05", "2026-01-04"), "EndingDate",
         "ends_before_it_starts"),
        (xml.dimona_in(AMINA, MERIDIAN, "2026-01-05", worker_type="CEO"), "WorkerType",
         "unknown_code"),
        (xml.dimona_in(AMINA, MERIDIAN, "2026-01-05", joint_committee="9"), "JointCommissionNbr",
         "not_a_joint_committee"),
        (xml.dimona_out(AMINA, MERIDIAN, "", made_on="2026-01-05"), "EndingDate",
         "element_missing"),
    ],
)  # fmt: skip
def test_a_dimona_that_says_the_impossible_is_refused(
    house: House, form: str, element: str, code: str
) -> None:
    loaded = house.load(xml.dimona(form, xml.dimona_in(CHLOE, MERIDIAN, "2026-01-05")))
    assert (loaded.taken, loaded.refused) == (1, 1)
    assert [row[1:] for row in refusals(house)] == [(element, code)]


@pytest.mark.parametrize(
    ("record", "element", "code"),
    [
        (xml.period("U-1", AMINA, "holiday", "2024-01-01"), "Kind", "unknown_code"),
        (xml.period("U-1", AMINA, "sickness", "2024-01-02", "2024-01-01"), "EndingDate",
         "ends_before_it_starts"),
        (xml.period("", AMINA, "sickness", "2024-01-02"), "reference", "element_missing"),
        (xml.period("x" * 5000, AMINA, "sickness", "2024-01-02"), "reference", "text_too_long"),
        (xml.period("U-1", WRONG, "sickness", "2024-01-02"), "INSS", "not_a_national_number"),
    ],
)  # fmt: skip
def test_a_period_that_says_the_impossible_is_refused(
    house: House, record: str, element: str, code: str
) -> None:
    loaded = house.load(xml.periods(record, xml.period("U-2", BRAM, "sickness", "2024-01-08")))
    assert (loaded.taken, loaded.refused) == (1, 1)
    assert [row[1:] for row in refusals(house)] == [(element, code)]


@pytest.mark.parametrize(
    ("entry", "element", "code"),
    [
        (xml.person(WRONG, "Benali"), "INSS", "not_a_national_number"),
        (xml.person(AMINA, "Benali", replaces=WRONG), "ReplacedINSS", "not_a_national_number"),
        (xml.person(AMINA, ""), "Surname", "element_missing"),
        (xml.person(AMINA, "Benali", born_on="1982-13-01"), "BirthDate", "not_a_date"),
        (xml.person(AMINA, "Benali", language="it"), "Language", "unknown_code"),
    ],
)
def test_an_entry_of_a_register_that_says_the_impossible_is_refused(
    house: House, entry: str, element: str, code: str
) -> None:
    loaded = house.load(xml.persons(entry, xml.person(BRAM, "Peeters")))
    assert (loaded.taken, loaded.refused) == (1, 1)
    assert [row[1:] for row in refusals(house)] == [(element, code)]


@pytest.mark.parametrize("blank_lines", [0, 65_500, 65_540, 200_000])
def test_the_line_is_right_in_a_file_however_long(house: House, blank_lines: int) -> None:
    bad = xml.dimona_in(AMINA, MERIDIAN, "2026-02-30", made_on="2026-03-01")
    house.load(xml.dimona("\n" * blank_lines, bad, bad, bad))
    lines = [line for line, _, _ in refusals(house)]
    # A form of these tests takes two lines; what is refused stands on the second.
    assert lines == [blank_lines + 3, blank_lines + 5, blank_lines + 7]


@pytest.mark.parametrize(
    "element", ["WorkerCode", "ServiceNbrDays", "JointCommissionNbr", "OccupationStartingDate"]
)
@pytest.mark.parametrize("written", [AMINA, f"{AMINA[:6]}-{AMINA[6:9]}.{AMINA[9:]}"])
def test_a_national_number_in_the_wrong_place_is_not_repeated(
    house: House, element: str, written: str
) -> None:
    worker = amina()
    house.load(quarter(with_(element, written, worker)))
    assert len(refusals(house)) == 1
    told = everything_refused(house)
    assert AMINA not in told
    assert AMINA[:6] not in told
