"""An account as data: what it says, that its description is true, and who gets it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.learning.accounts import KnownAccount
from app.learning.parameters import law
from app.learning.rules.facts import ContractEnd, Employed, EndReason, EnterpriseFte, SizeOrigin
from app.learning.rules.inputs import AccountInputs
from app.learning.rules.ledger import ledger_for
from app.learning.statement_json import statement
from app.learning.versions import TrainingVersion, Version
from tests import messages as xml
from tests.furnishing import once
from tests.house.lives import register
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, House
from tests.languages import LANGUAGES, speaking
from tests.learning.employed import HIRED, TODAY, employed, inputs, regime, sizes, training
from tests.learning.employed import statement as stated

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "schemas" / "account-statement.schema.json").read_text("utf-8"))
NOW = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)
KEY = "00000000-0000-4000-8000-00000000000a"


def account(told: AccountInputs, today: date = TODAY, **of: Any) -> KnownAccount:
    """An account of Amina's with Meridian; her training ``KEY`` is called Lifting."""
    version = Version(NOW, None, None, None, "page", None, False)
    lifting = TrainingVersion(
        *(UUID(KEY), uuid4(), uuid4(), "Lifting", TODAY, TODAY, 456),
        *(True, True, True, None, False, None, version),
    )
    named = {"employer": "Meridian Care nv", "enterprise_number": MERIDIAN} | of
    return KnownAccount(
        enterprise_id=uuid4(),
        inputs=told,
        ledger=ledger_for(told, law(), until=today.year, today=today),
        trainings={KEY: lifting},
        employments=(),
        rights=(),
        ends={},
        **named,
    )


def said(known: KnownAccount, today: date = TODAY, **asked: Any) -> dict[str, Any]:
    return statement(known, law_version=law().version, today=today, known_at=NOW, **asked)


def cases() -> Iterator[tuple[AccountInputs, date]]:
    """Accounts of every kind, so that every field and value comes up."""
    later = date(2030, 1, 1)
    long = training(date(2024, 3, 4), 9000, key=KEY)
    for committee in (
        "XXX",
        "112",
        "124",
        "142.01",
        "149.01",
        "200",
        "209",
        "302",
        "121",
        "341",
        "113",
    ):
        yield inputs(employed(regime(committee=committee)), fte=2000, trainings=(long,)), later
    yield inputs(employed(regime(committee="109"), until=date(2024, 5, 1))), TODAY
    yield inputs(employed(regime(committee="330")), fte=1500), TODAY
    yield inputs(employed(regime(committee="116")), fte=500), TODAY
    yield inputs(employed(regime(committee="104")), fte=500), TODAY
    yield inputs(employed(regime(committee="115"))), later
    yield inputs(employed(regime(committee="999"))), TODAY
    yield inputs(employed(regime(1900, committee="313"))), TODAY
    yield inputs(employed()), TODAY
    yield inputs(employed(regime(4000, 3800))), TODAY
    yield inputs(employed(regime(full_time=4000, days=10))), TODAY
    yield inputs(employed(regime()), fte=None), TODAY
    yield inputs(employed(regime(full_time=None))), TODAY
    backwards = employed(regime(), since=date(2026, 3, 1), until=date(2026, 2, 1))
    yield inputs(employed(regime()), backwards), TODAY
    outside = training(date(2026, 11, 2), key=KEY)
    yield inputs(employed(regime(), until=date(2025, 3, 31)), trainings=(outside,)), TODAY
    noticed = ContractEnd(EndReason.NOTICE, date(2026, 1, 5))
    yield inputs(Employed(HIRED, date(2026, 3, 31), (regime(),), noticed)), TODAY
    for reason in EndReason:
        yield inputs(employed(regime(), until=date(2026, 3, 31), end=reason)), TODAY
    for right in (stated(), stated(minutes=600, agreement="182345/CO/200"), stated(days=250)):
        yield inputs(employed(regime()), statements=(right,)), TODAY
    for origin in SizeOrigin:
        size = EnterpriseFte(5000, ((20253, 5000),), origin, "We split", TODAY, 2500)
        yield AccountInputs((employed(regime()),), sizes=sizes(5000) | {2026: size}), TODAY


@cache
def statements(language: str = "en") -> list[dict[str, Any]]:
    with speaking(language):
        return [said(account(told, today), today) for told, today in cases()]


TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}


def faults(value: Any, schema: dict[str, Any], at: str = "") -> Iterator[str]:
    """Where a value is not what the schema says, as far as the schema uses JSON Schema."""
    for part in schema.get("allOf", ()):
        yield from faults(value, part, at)
    if "oneOf" in schema and sum(not list(faults(value, each)) for each in schema["oneOf"]) != 1:
        yield f"{at}: none of the forms, or several"
    if "$ref" in schema:
        yield from faults(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], at)
    if "type" in schema and type(value) is not TYPES[schema["type"]]:
        yield f"{at}: {value!r} is no {schema['type']}"
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from faults(each, schema["items"], f"{at}[{number}]")
    elif isinstance(value, dict) and "properties" in schema:
        yield from _faults_of_object(value, schema, at)
    else:
        yield from _faults_of_value(value, schema, at)


def _faults_of_object(value: dict[str, Any], schema: dict[str, Any], at: str) -> Iterator[str]:
    known = schema["properties"]
    yield from (f"{at}.{name} is not described" for name in value.keys() - known.keys())
    yield from (f"{at}.{name} is missing" for name in set(schema["required"]) - value.keys())
    for name in value.keys() & known.keys():
        yield from faults(value[name], known[name], f"{at}.{name}")


def _faults_of_value(value: Any, schema: dict[str, Any], at: str) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of those named"
    if "minimum" in schema and value < schema["minimum"]:
        yield f"{at}: {value} is too little"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not look like it"
    if isinstance(value, str) and len(value) < schema.get("minLength", 0):
        yield f"{at}: is empty"
    yield from _faults_of_format(value, schema.get("format"), at)


def _faults_of_format(value: Any, form: str | None, at: str) -> Iterator[str]:
    try:
        if form == "date":
            date.fromisoformat(value)
        elif form == "date-time":
            assert datetime.fromisoformat(value).tzinfo
    except ValueError:
        yield f"{at}: {value!r} is no {form}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_is_what_the_schema_says(language: str) -> None:
    found = [fault for each in statements(language) for fault in faults(each, SCHEMA)]
    assert not found, "\n".join(found[:20])


def test_the_schema_refuses_what_is_not_described() -> None:
    whole = statements()[0]
    for wrong in (
        whole | {"ssin": "82051400100"},
        whole | {"period": None},
        whole | {"rulesVersion": 1.0},
        {name: value for name, value in whole.items() if name != "years"},
    ):
        assert list(faults(wrong, SCHEMA))


def _names(schema: dict[str, Any]) -> dict[str, set[str]]:
    """The fields of every object of the schema, by its title."""
    objects = [schema, *schema["$defs"].values()]
    return {each["title"]: set(each["properties"]) for each in objects}


def test_everything_the_schema_describes_occurs() -> None:
    """What is never said has no place in the description."""
    seen: dict[str, set[str]] = {title: set() for title in _names(SCHEMA)}

    def walk(value: Any, schema: dict[str, Any]) -> None:
        for part in schema.get("allOf", ()):
            walk(value, part)
        if "$ref" in schema:
            walk(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")])
        elif isinstance(value, list):
            for each in value:
                walk(each, schema["items"])
        elif isinstance(value, dict) and "title" in schema:
            seen[schema["title"]] |= value.keys()
            for name, each in value.items():
                walk(each, schema["properties"][name])

    for each in statements():
        walk(each, SCHEMA)
    unseen = {title: names - seen[title] for title, names in _names(SCHEMA).items()}
    assert not {title: names for title, names in unseen.items() if names}


def test_the_page_about_it_describes_every_field_and_no_other() -> None:
    text = (DOCS / "account-statement.md").read_text("utf-8")
    described = {}
    for part in text.split("\n## ")[1:]:
        title, _, table = part.partition("\n")
        described[title] = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
    assert described == _names(SCHEMA)


def test_nothing_is_null_and_nothing_a_float() -> None:
    def values(value: Any) -> Iterator[Any]:
        inside = value.values() if isinstance(value, dict) else value
        if isinstance(value, (dict, list)):
            for each in inside:
                yield from values(each)
        else:
            yield value

    for each in statements():
        assert {type(value) for value in values(each)} <= {str, int, bool}


def test_the_lines_add_up_to_the_balance() -> None:
    for each in statements():
        for year in each["years"]:
            lines = year["lines"]
            assert sum(line["minutes"] for line in lines) == lines[-1]["balanceMinutes"]


def test_codes_and_values_are_the_same_in_every_language() -> None:
    words = {"language", "label", "sum", "result", "ground", "sentence"}

    def without_words(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: without_words(v) for k, v in value.items() if k not in words}
        return [without_words(each) for each in value] if isinstance(value, list) else value

    first, *others = (without_words(statements(language)) for language in LANGUAGES)
    assert all(each == first for each in others)


def test_aminas_year_as_data() -> None:
    job = employed(regime(2800, committee="200"), since=HIRED)
    told = inputs(job, trainings=(training(date(2026, 9, 24), 456, key=KEY),))
    with speaking("en"):
        found = said(account(told), year=2026)
    assert found["employer"] == {"enterpriseNumber": MERIDIAN, "name": "Meridian Care nv"}
    assert (found["knownAt"], found["seenFrom"]) == ("2026-11-21T11:00:00+00:00", "2026-11-21")
    [year] = found["years"]
    # 4 days × 456 min × 28 ÷ 38 = 1344 min; 1344 ÷ 456 = 2.947 days
    assert (year["grantedMinutes"], year["grantedDays"]) == (1344, "2.95")
    followed = year["lines"][2]
    assert (followed["minutes"], followed["trainingTitle"]) == (-456, "Lifting")
    [agreed] = [s for s in year["lines"][1]["steps"] if s["code"] == "full_timer_agreed"]
    assert agreed["params"] == {
        "days": "4",
        "years": 1,
        "year": 2026,
        "since": "2026-01-01",
        "agreement": "200",
        "committee": "200",
        "registration": "181682/CO/200",
        "concludedOn": "2023-07-06",
        "quality": "fund",
    }
    assert agreed["agreementCode"] == "200"
    assert agreed["label"] == "Days of a full-timer by the agreement of the sector"


def test_an_employer_without_a_name_or_number_is_an_empty_object() -> None:
    with speaking("en"):
        found = said(account(inputs(employed(regime())), employer=None, enterprise_number=None))
    assert found["employer"] == {}


def test_a_right_that_is_not_known_is_absent_and_says_why() -> None:
    with speaking("en"):
        found = said(account(inputs(employed(regime()), fte=None)), year=2026)
    [year] = found["years"]
    assert not {"grantedMinutes", "grantedDays", "leftMinutes", "leftDays"} & year.keys()
    assert [each["code"] for each in year["problems"]] == ["size_unknown"]


@pytest.fixture
def furnished(house: House) -> House:
    """Amina works full-time for Meridian, which has declared, and has followed a training."""
    furnish_followed(house)
    return house


@once
def furnish_followed(house: House) -> None:
    house.furnish()
    for quarter in ("20244", "20251", "20261"):
        line = xml.occupation("2022-01-03")
        first = f"{quarter[:4]}-{int(quarter[4]) * 3 - 2:02d}-01"
        house.load(
            xml.dmfa(quarter, xml.worker(AMINA, line, quarter_start=first), enterprise=MERIDIAN)
        )
    house.clock.at += timedelta(hours=1)
    register(house, AMINA, "Lifting and moving", followed=True)


def get(browser: FlaskClient, house: House, enterprise: str = MERIDIAN, **of: Any) -> TestResponse:
    path = f"/training-credit/{house.enterprise(enterprise)}/statement.json"
    return browser.get(path, query_string=of)


def test_amina_takes_her_own_account_away(furnished: House) -> None:
    answer = get(furnished.signed_in(AMINA), furnished)
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert not list(faults(answer.json, SCHEMA))
    assert answer.json["employer"] == {"enterpriseNumber": MERIDIAN, "name": "Meridian Care nv"}
    assert [each["year"] for each in answer.json["years"]] == [2023, 2024, 2025, 2026]
    titles = [line.get("trainingTitle") for line in answer.json["years"][-1]["lines"]]
    assert "Lifting and moving" in titles
    assert AMINA not in answer.text


def test_it_speaks_her_language(furnished: House) -> None:
    answer = get(furnished.signed_in(AMINA, "nl"), furnished, year=2026)
    assert answer.json["language"] == "nl"
    assert [each["year"] for each in answer.json["years"]] == [2026]


def test_what_was_registered_later_was_not_known_the_day_before(furnished: House) -> None:
    answer = get(furnished.signed_in(AMINA), furnished, known="2026-11-20", year=2026)
    assert answer.status_code == 404  # everything was recorded on the 21st
    today = get(furnished.signed_in(AMINA), furnished, known="2026-11-21", year=2026)
    assert today.json["seenFrom"] == "2026-11-21"


def test_nobody_else_gets_it(furnished: House) -> None:
    for number in (BRAM, CHLOE):
        browser = furnished.signed_in(number)
        enterprise = ELSEWHERE if number == BRAM else MERIDIAN
        answer = get(browser, furnished, enterprise)
        unknown = browser.get(f"/training-credit/{uuid4()}/statement.json")
        for each in (answer, unknown):
            assert each.status_code == 404
            assert each.content_type == "application/problem+json"
        assert answer.json["detail"] == unknown.json["detail"]
    own = get(furnished.signed_in(BRAM), furnished)
    assert "Lifting" not in own.text
    assert get(furnished.stranger(), furnished).status_code == 302


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"until": "2026"}, "unknownInput"),
        ({"year": "26"}, "schemaViolation"),
        ({"year": ["2025", "2026"]}, "schemaViolation"),
        ({"known": "1.6.2026"}, "schemaViolation"),
        ({"known": "2026-02-30"}, "invalidInput"),
        ({"known": "2026-11-22"}, "invalidInput"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    furnished: House, asked: dict[str, Any], kind: str
) -> None:
    answer = get(furnished.signed_in(AMINA), furnished, **asked)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert answer.json["type"] == "urn:problem-type:belgif:badRequest"
    assert answer.json["instance"] == f"urn:uuid:{answer.headers['X-Request-Id']}"
    [issue] = answer.json["issues"]
    assert issue["type"] == f"urn:problem-type:belgif:input-validation:{kind}"
    assert (issue["in"], issue["name"]) == ("query", *asked)
