"""Numbers are well formed, distinct, and none likely to be anybody's."""

from __future__ import annotations

from datetime import date

import pytest
from stdnum.be import bis, nn, ssn, vat
from written_population import Written

from app.demo.population.chance import chance
from app.demo.population.enterprises import STORY, invent_enterprises
from app.demo.population.numbers import (
    ENTERPRISES_AT_MOST,
    BirthRegister,
    enterprise_number,
    nsso_number,
    ssin,
)


def numbers(written: Written) -> list[str]:
    return [
        element.text or ""
        for root in written.of("PersonRegister")
        for element in root.iter("INSS", "ReplacedINSS")
    ]


def test_all_national_numbers_are_valid(written: Written) -> None:
    assert all(ssn.is_valid(number) for number in numbers(written))


def test_no_two_people_share_a_number(written: Written) -> None:
    found = numbers(written)

    assert len(set(found)) == len(found)


def test_no_invented_record_can_take_the_place_of_one_that_a_story_chose(written: Written) -> None:
    found = [
        str(record.get("reference"))
        for report in written.of("PeriodReport")
        for record in report.iter("Period", "Diploma")
    ]
    assert len(set(found)) == len(found)
    chosen = {reference for reference in found if len(reference.rpartition("-")[2]) < 5}
    # Amina's five, the diploma and the temporary unemployment of two others.
    assert len(chosen) == 7
    assert "U-2009-118" in chosen


def test_some_people_have_a_bis_number_and_some_were_born_after_1999(written: Written) -> None:
    found = numbers(written)

    assert any(bis.is_valid(number) for number in found)
    assert {(nn.get_birth_year(number) or 0) >= 2000 for number in found} == {True, False}


def test_numbers_known_from_the_public_rules_come_out_as_published() -> None:
    # The first two are python-stdnum's examples, the third the highest the DmfA schema allows.
    assert ssin(1985, 7, 30, 33) == "85073003328"
    assert ssin(2017, 7, 30, 33) == "17073003384"
    assert nsso_number(ENTERPRISES_AT_MOST - 1)[:4] == "1998"


def test_everyone_declared_is_in_the_register(written: Written) -> None:
    declared = {
        element.text
        for kind in ("Dimona", "DmfAOriginal", "PeriodReport")
        for root in written.of(kind)
        for element in root.iter("INSS")
    }

    assert declared <= set(numbers(written))


def test_five_hundred_women_can_be_born_on_one_day_and_no_more() -> None:
    births = BirthRegister()
    issued = {births.issue(1990, 5, 1, woman=True) for _ in range(499)}

    assert len(issued) == 499
    assert nn.get_birth_date(issued.pop()) == date(1990, 5, 1)
    with pytest.raises(ValueError, match="no national number is left"):
        births.issue(1990, 5, 1, woman=True)


def test_enterprise_numbers_are_valid_and_stay_in_their_unissued_range() -> None:
    for order in (0, 1, 5_000, ENTERPRISES_AT_MOST - 1):
        assert vat.is_valid(enterprise_number(order))
        assert enterprise_number(order).startswith("019")
        assert len(nsso_number(order)) == 9
        assert int(nsso_number(order)) <= 199_999_934
    with pytest.raises(ValueError, match="the range holds"):
        enterprise_number(ENTERPRISES_AT_MOST)


def test_a_thousand_enterprises_have_a_thousand_names() -> None:
    invented = list(invent_enterprises(chance(1), 1000))

    assert len({enterprise.name for enterprise in (*STORY, *invented)}) == 1000 + len(STORY)
