"""One question, one answer: yes, no, and not known, as the sealed document says it."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from app.attestations.asking import Refused, preview_of
from app.attestations.wishes import Asked, Wish
from app.foundation.database import transaction
from certificates.attestation import Kind
from certificates.sections import Answer
from tests import messages as xml
from tests.attestations.asked import asked, kept, made, registered
from tests.attestations.test_overtaking import declare
from tests.house_of import AMINA, CHLOE, ELSEWHERE, MERIDIAN, House


def answered(house: House, asked: Asked, **more: Any) -> tuple[bool | None, str | None]:
    """What the document would say, and why when it says nothing."""
    wish = Wish(Kind.ANSWER, "en", asked=asked, **more)
    with transaction(house.engine) as db:
        found = preview_of(db, house.person(AMINA), wish, at=house.clock.now())
    assert not isinstance(found, Refused), found
    [answer] = found.sections
    assert isinstance(answer, Answer), "and nothing else"
    return answer.answer, answer.unknown_because


def seniority(house: House, years: int, committee: str) -> tuple[bool | None, str | None]:
    return answered(house, Asked.SENIORITY, years=years, joint_committee=committee)


def listed(house: House) -> str:
    """Her documents as she sees them, newest first."""
    return house.signed_in(AMINA).get("/attestations").text.replace("\u00a0", " ")


def report(house: House) -> None:
    """Meridian declares joint committee 330 for Amina, who began on 3 January 2022."""
    declare(house, "20263", "2026-07-01")
    # Somebody else's: that nobody reported anything else until then.
    house.load(xml.dimona(xml.dimona_in(CHLOE, ELSEWHERE, "2026-11-20", made_on="2026-11-20")))


def born(house: House, day: str) -> None:
    house.load(xml.persons(xml.person(AMINA, "Benali", "Amina", born_on=day)))


def test_four_years_under_the_committee_are_four_years(furnished: House) -> None:
    report(furnished)
    assert seniority(furnished, 4, "330") == (True, None)
    wish = Wish(Kind.ANSWER, "en", asked=Asked.SENIORITY, years=4, joint_committee="330")
    row = kept(furnished, made(furnished, wish))
    assert [each["section"] for each in row.facts["sections"]] == ["answer"]
    said = row.facts["sections"][0]
    assert (said["answer"], said["unknownBecause"]) == (True, None)
    paper = PdfReader(io.BytesIO(row.document))
    assert len(paper.pages) == 1
    assert "330" in paper.pages[0].extract_text()
    assert "Meridian" not in paper.pages[0].extract_text()
    assert "At least 4 years of work under joint committee 330? · Yes</p>" in listed(furnished)


def test_what_was_before_anybody_reported_is_not_denied(furnished: House) -> None:
    report(furnished)
    # Born in 1982, she may have worked from 1997 on; work is reported from 2003 on.
    assert seniority(furnished, 5, "124") == (None, "not_reported")
    assert seniority(furnished, 10, "330") == (None, "not_reported")
    assert seniority(furnished, 12, "330") == (False, None)
    assert seniority(furnished, 6, "124") == (False, None)


def test_who_was_a_child_then_is_told_no(furnished: House) -> None:
    report(furnished)
    born(furnished, "1995-08-01")
    assert seniority(furnished, 1, "124") == (False, None)
    assert seniority(furnished, 5, "330") == (False, None)


def test_of_whom_no_day_of_birth_is_known_nothing_is_denied(furnished: House) -> None:
    report(furnished)
    with furnished.engine.begin() as connection:
        connection.execute(text("update person_particulars set born_on = null"))
    assert seniority(furnished, 60, "124") == (None, "not_reported")


def test_under_which_committee_is_not_declared_yet(furnished: House) -> None:
    born(furnished, "1995-08-01")
    assert seniority(furnished, 4, "330") == (None, "not_reported")
    assert seniority(furnished, 5, "330") == (False, None), "not as many under any"


def test_where_nobody_has_reported_nothing_is_said(furnished: House) -> None:
    report(furnished)
    with furnished.engine.begin() as connection:
        connection.execute(text("delete from source_reports"))
    assert seniority(furnished, 4, "330") == (None, "not_reported")


def certificate(house: House, day: str, **training: Any) -> tuple[bool | None, str | None]:
    on = house.clock.now().date().fromisoformat(day)
    key = registered(house, f"Lifting {training}", **training)
    return answered(house, Asked.CERTIFICATE_VALID, training_id=key, on=on)


@pytest.mark.parametrize(
    ("day", "valid"),
    [("2026-09-02", False), ("2026-09-03", True), ("2027-09-03", True), ("2027-09-04", False)],
)
def test_a_certificate_is_valid_from_the_training_to_its_last_day(
    furnished: House, day: str, valid: bool
) -> None:
    until = furnished.clock.now().date().replace(year=2027, month=9, day=3)
    found = certificate(furnished, day, certified=True, certificate_until=until)
    assert found == (valid, None)


def test_without_a_last_day_nobody_can_say(furnished: House) -> None:
    assert certificate(furnished, "2026-11-21", certified=True) == (None, "no_end_stated")


def test_without_a_certificate_there_is_none_to_be_valid(furnished: House) -> None:
    assert certificate(furnished, "2026-11-21") == (False, None)


def credit(house: House, days: int) -> tuple[bool | None, str | None]:
    enterprise: UUID = house.enterprise(MERIDIAN)
    return answered(house, Asked.CREDIT_LEFT, days=days * 100, enterprise_id=enterprise)


def test_days_of_credit_left(furnished: House) -> None:
    report(furnished)
    for year in range(2022, 2027):
        for number in range(1, 5):
            declare(furnished, f"{year}{number}", f"{year}-{number * 3 - 2:02}-01")
    with furnished.engine.begin() as connection:
        # Twenty-five full-time equivalents, without declaring twenty-five people.
        connection.execute(text("update enterprise_sizes set fte = 2500"))
    assert credit(furnished, 1) == (True, None)
    assert credit(furnished, 100) == (False, None)


def test_of_a_right_that_is_not_known_nothing_is_said(furnished: House) -> None:
    assert credit(furnished, 1) == (None, "right_not_known")


def test_answers_that_wait_are_told_apart_by_their_questions(furnished: House) -> None:
    key, meridian = registered(furnished, "Lifting"), furnished.enterprise(MERIDIAN)
    day = furnished.clock.now().date()
    for wanted in (
        {"asked": Asked.SENIORITY, "years": 5, "joint_committee": "124"},
        {"asked": Asked.SENIORITY, "years": 9, "joint_committee": "330"},
        {"asked": Asked.CREDIT_LEFT, "days": 250, "enterprise_id": meridian},
        {"asked": Asked.CERTIFICATE_VALID, "training_id": key, "on": day},
    ):
        asked(furnished, Wish(Kind.ANSWER, "nl", **wanted))
    page = listed(furnished)
    for said in (
        "At least 5 years of work under joint committee 124?</p>",
        "At least 9 years of work under joint committee 330?</p>",
        "At least 2.5 days of training credit left with Meridian Care nv?</p>",
        "Is the certificate of the training ‘Lifting’ of 3 September 2026 valid? · "
        "Answered for 21 November 2026</p>",
    ):
        assert page.count(said) == 1, said
