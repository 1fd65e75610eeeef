"""Amina's own career page: hers alone, in every view and language, and never at fault."""

from __future__ import annotations

import pytest

from tests import messages as xml
from tests.furnishing import once
from tests.house_of import AMINA, CHLOE, MERIDIAN, House


@pytest.fixture
def furnished(house: House) -> House:
    furnish_quarter(house)
    return house


@once
def furnish_quarter(house: House) -> None:
    house.furnish()
    lines = xml.occupation("2022-01-03", part_time=True, hours=2800)
    worker = xml.worker(AMINA, lines, quarter_start="2026-07-01")
    house.load(xml.dmfa("20263", worker, enterprise=MERIDIAN))


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize("view", ["", "job", "year", "trainings", "nonsense", "%00"])
def test_amina_opens_every_view_of_her_career(furnished: House, language: str, view: str) -> None:
    answer = furnished.signed_in(AMINA, language).get(f"/career?view={view}")
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.text
    assert "Meridian Care nv" in answer.text


def test_full_time_work_is_named_though_its_declaration_need_not_say_the_hours(
    house: House,
) -> None:
    lines = xml.occupation("2022-01-03", full_time_hours=None)
    worker = xml.worker(AMINA, lines, quarter_start="2026-07-01")
    house.load(xml.dmfa("20263", worker, enterprise=MERIDIAN))
    assert "voltijds · paritair comité 330" in house.signed_in(AMINA, "nl").get("/career").text


def test_chloe_sees_her_own_life_and_nothing_of_aminas(furnished: House) -> None:
    page = furnished.signed_in(CHLOE).get("/career").text
    assert "Elsewhere sa" in page
    assert "Meridian" not in page
    assert "Benali" not in page


def test_somebody_without_a_career_yet_is_told_what_will_come(house: House) -> None:
    answer = house.signed_in(AMINA).get("/career")
    assert answer.status_code == 200


def test_pay_is_shown_to_the_person_alone_and_kept_by_nobody_between(furnished: House) -> None:
    answer = furnished.signed_in(AMINA).get("/career?view=year")
    assert "€9,000.00" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_name_with_markup_in_it_is_written_and_not_obeyed(furnished: House) -> None:
    furnished.clock.at = furnished.clock.at.replace(hour=12)
    name = "<script>alert(1)</script> & sons"
    furnished.load(xml.enterprises(xml.enterprise(MERIDIAN, name)))
    page = furnished.signed_in(AMINA).get("/career").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; sons" in page


def test_no_national_number_stands_on_any_of_her_pages(furnished: House) -> None:
    amina = furnished.signed_in(AMINA)
    for path in ("/career", "/career?view=year", "/training-credit", "/attestations"):
        assert AMINA not in amina.get(path).text.replace(".", "").replace("-", "")
