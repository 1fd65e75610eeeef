"""Bram brings trainings from the federal tool and from his HR program."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests import messages as xml
from tests.employers.conftest import acts_on, csrf, said
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House, ssin
from tests.learning.carrying_out import carry_out, open_workplace

HISTORY = f"/employer/{MERIDIAN}/history"
#: Worked for Meridian until 2024, and has left long since.
DIRK = ssin("700101", 5)
HEADER = "INSZ;Opleiding;Begindatum;Einddatum;Duur in uren;Soort opleiding;Attest;Registratiedatum"
LINES = (
    f"{AMINA};Tillen;24/09/2025;24/09/2025;7,6;Formeel;ja;30/09/2025",
    f"{BRAM};Excel;3/02/2025;;4:00;Informeel;nee;",
    f"{DIRK};EHBO;11/03/2024;12/03/2024;15,2;Formeel;ja;2/04/2024",
    f"{CHLOE};EHBO;11/03/2024;12/03/2024;15,2;Formeel;ja;2/04/2024",
    f"{ssin('990101', 9)};EHBO;11/03/2024;12/03/2024;15,2;Formeel;ja;2/04/2024",
    f"{AMINA[:-1]}x;Tillen;24/09/2025;;7,6;Formeel;ja;",
    f"{AMINA};Zonder datum;31/02/2025;;7,6;Formeel;ja;",
    f"{AMINA};Tillen;24/09/2025;24/09/2025;7,6;Formeel;ja;30/09/2025",
)
ORIGIN = {"what": "trainings", "origin": "federal_account", "origin_name": ""}


@pytest.fixture
def meridian(meridian: House, monkeypatch: pytest.MonkeyPatch) -> House:
    open_workplace(meridian, monkeypatch)
    meridian.load(xml.dimona(xml.dimona_in(DIRK, MERIDIAN, "2020-01-06", "2024-06-30")))
    return meridian


def sheet(*lines: str, header: str = HEADER) -> bytes:
    return "\r\n".join([header, *lines, ""]).encode("cp1252")


def bring(
    browser: FlaskClient, content: bytes, name: str = "fla.csv", **typed: str
) -> TestResponse:
    page = f"{HISTORY}/new"
    data: dict[str, Any] = ORIGIN | typed | {"csrf_token": csrf(browser.get(page).text)}
    return browser.post(page, data=data | {"sheet": (io.BytesIO(content), name)})


def chosen(page: str) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    found: dict[str, str] = {}
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        marked = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = marked[1] if marked else ""
    for tag in re.findall(r"<input[^>]*checked[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name
        assert value
        found[name[1]] = value[1]
    for name, words in re.findall(
        r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S
    ):
        found[name] = words.strip()
    return found


def go_on(browser: FlaskClient, place: str, **typed: str) -> TestResponse:
    """Send the form of a page as it stands, or with something changed."""
    page = browser.get(place).text
    return browser.post(place, data=chosen(page) | typed | {"csrf_token": csrf(page)})


def read(house: House, browser: FlaskClient, content: bytes, **typed: str) -> str:
    """Bring a file and go on with what is guessed; where its page is."""
    brought = bring(browser, content, **typed)
    assert brought.status_code == 302, said(brought)
    asked = go_on(browser, brought.location)
    assert asked.status_code == 302, said(asked)
    if "/words" in asked.location:
        asked = go_on(browser, asked.location)
        assert asked.status_code == 302, said(asked)
    carry_out(house)
    return asked.location


def load(house: House, browser: FlaskClient, place: str) -> TestResponse:
    """Confirm what the page of the batch shows."""
    batch = browser.get(place).location
    page = browser.get(batch).text
    browser.post(f"{batch}/confirmation", data={"csrf_token": csrf(page)})
    carry_out(house)
    return browser.get(batch)


def trainings(house: House, person: str) -> list[Any]:
    with house.engine.connect() as connection:
        return list(
            connection.execute(
                text("select * from trainings where person_id = :who order by starts_on, title"),
                {"who": house.person(person)},
            )
        )


def test_what_was_registered_elsewhere_is_shown_and_then_stands_here_with_its_origin(
    house: House, bram: FlaskClient
) -> None:
    place = read(house, bram, sheet(*LINES))
    batch = bram.get(bram.get(place).location)
    shown = said(batch)
    assert "3 trainings can be registered" in shown
    assert not trainings(house, AMINA), "nothing is written yet"
    load(house, bram, place)
    [training] = trainings(house, AMINA)
    assert (training.title, training.minutes, training.formal) == ("Tillen", 456, True)
    assert (training.certified, training.followed, training.counts) == (True, True, True)
    assert (training.origin, training.origin_name) == ("federal_account", None)
    assert f"{training.original_registered_on:%Y-%m-%d}" == "2025-09-30"
    [excel] = trainings(house, BRAM)
    assert (excel.minutes, excel.formal, excel.certified) == (240, False, False)
    assert excel.starts_on == excel.ends_on
    amina, came = house.signed_in(AMINA), "brought along from the Federal Learning Account"
    for page in ("/career?view=trainings", f"/training-credit/{training.enterprise_id}?year=2025"):
        assert f"{came}, registered there on 30 September 2025" in said(amina.get(page)), page


def test_who_left_long_ago_keeps_a_history_and_is_not_named(
    house: House, bram: FlaskClient
) -> None:
    load(house, bram, read(house, bram, sheet(*LINES)))
    [training] = trainings(house, DIRK)
    assert training.title == "EHBO"


def test_somebody_elses_worker_and_nobody_look_the_same(house: House, bram: FlaskClient) -> None:
    place = read(house, bram, sheet(*LINES))
    page = bram.get(bram.get(place).location + "?outcome=refused").text
    rows = [row for row in page.split("<tr")[1:] if ">5<" in row or ">6<" in row]
    assert len(rows) == 2
    chloe, nobody = (re.sub(r">[56]<", "><", row) for row in rows)
    assert chloe == nobody
    assert "Dubois" not in page
    load(house, bram, place)
    assert not trainings(house, CHLOE)


def test_loading_the_same_file_again_writes_nothing_twice(house: House, bram: FlaskClient) -> None:
    content = sheet(*LINES)
    load(house, bram, read(house, bram, content))
    before = trainings(house, AMINA)
    second = read(house, bram, content)
    assert "Nothing of this can be registered" in said(bram.get(bram.get(second).location))
    assert trainings(house, AMINA) == before


def test_a_job_that_is_killed_while_reading_is_done_again_as_a_whole(
    house: House, bram: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.learning.bringing import jobs

    brought = bring(bram, sheet(*LINES))
    asked = go_on(bram, go_on(bram, brought.location).location)
    sheet_id = asked.location.rpartition("/")[2]

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr("app.learning.bringing.loading.change_sheet", killed)
        with pytest.raises(KeyboardInterrupt):
            jobs.read(sheet_id)
    for _ in range(2):
        jobs.read(sheet_id)
    carry_out(house)
    with house.engine.connect() as connection:
        batches = connection.exec_driver_sql("select count(*) from registration_batches").scalar()
        rows = connection.exec_driver_sql("select count(*) from registration_rows").scalar()
    assert (batches, rows) == (1, len(LINES))


def test_columns_are_remembered_for_the_next_file_and_can_be_forgotten(
    house: House, bram: FlaskClient
) -> None:
    strange = HEADER.replace("Opleiding", "Wat").replace("Soort opleiding", "Vorm")
    first = bring(bram, sheet(LINES[0].replace("Formeel", "klas"), header=strange))
    page = bram.get(first.location).text
    place = next(
        value for value, name in re.findall(r'value="(column:\d+)">([^<]+)<', page) if "Wat" in name
    )
    form = next(
        value
        for value, name in re.findall(r'value="(column:\d+)">([^<]+)<', page)
        if "Vorm" in name
    )
    words = go_on(bram, first.location, title=place, kind=form)
    assert go_on(bram, words.location, **{"kind-0": "formal"}).status_code == 302
    again = bring(bram, sheet(LINES[0].replace("Formeel", "klas"), header=strange))
    page = bram.get(again.location).text
    assert "These columns are known" in page
    assert chosen(page)["title"] == place
    assert chosen(bram.get(go_on(bram, again.location).location).text)["kind-0"] == "formal"
    overview = bram.get(HISTORY).text
    [forget] = set(re.findall(r'action="([^"]+/columns/[^"]+/withdrawal)"', overview))
    bram.post(forget, data={"csrf_token": csrf(overview)})
    assert (
        "These columns are known"
        not in bram.get(bring(bram, sheet(LINES[0], header=strange)).location).text
    )
    assert [act.rpartition(":")[2] for act in acts_on(house, "columns")] == [
        "remembered",
        "forgotten",
    ]


def test_samples_show_no_national_number(house: House, bram: FlaskClient) -> None:
    page = bram.get(bring(bram, sheet(*LINES)).location).text
    assert AMINA not in page
    assert AMINA[-2:] in page


def test_what_is_kept_of_a_file_is_sealed_and_goes_once_it_is_loaded(
    house: House, bram: FlaskClient
) -> None:
    from app.foundation.database import transaction
    from app.learning.bringing.forgetting import forget_old_sheets

    place = read(house, bram, sheet(*LINES))
    with house.engine.connect() as connection:
        [sealed] = connection.exec_driver_sql("select sealed from brought_lines").scalars()
        everything = connection.exec_driver_sql("select brought_sheets::text from brought_sheets")
        assert AMINA not in str(list(everything))
    assert AMINA.encode() not in sealed
    assert b"Tillen" not in sealed
    load(house, bram, place)
    with transaction(house.engine) as db:
        forget_old_sheets(db, at=house.clock.now())
    with house.engine.connect() as connection:
        assert not connection.exec_driver_sql("select * from brought_lines").all()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.7", "fla.pdf", "neither a CSV nor an XLSX file"),
        (b"NISS;Uren;niss\n1;2;3\n", "fla.csv", "Two columns are called"),
        (b"NISS;Titel\n" + b"1;2\n" * 100_001, "fla.csv", "more than 100000 lines"),
        (b"", "fla.csv", "Choose the file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_way_out(
    bram: FlaskClient, content: bytes, name: str, sentence: str
) -> None:
    answer = bring(bram, content, name if content else "")
    assert answer.status_code == 200
    assert sentence in said(answer)


def test_a_file_that_is_too_large_is_refused_with_a_sentence(
    bram: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.foundation.sheets.reading.MAX_BYTES", 1 << 10)
    assert "The file is larger than" in said(bring(bram, b"NISS;Titel\n" + b"1;2\n" * 300))


def test_another_system_needs_a_name(bram: FlaskClient) -> None:
    answer = bring(bram, sheet(*LINES), origin="other_system")
    assert "Enter the name of the other system" in said(answer)


def test_the_name_of_another_system_stays_with_the_training(
    house: House, bram: FlaskClient
) -> None:
    place = read(house, bram, sheet(LINES[0]), origin="other_system", origin_name="Personeel Pro")
    load(house, bram, place)
    [training] = trainings(house, AMINA)
    assert (training.origin, training.origin_name) == ("other_system", "Personeel Pro")


def test_days_become_hours_with_the_day_of_the_worker(house: House, bram: FlaskClient) -> None:
    header = HEADER.replace("Duur in uren", "Aantal dagen")
    place = read(house, bram, sheet(LINES[0].replace("7,6", "1,5"), header=header))
    load(house, bram, place)
    [training] = trainings(house, AMINA)
    assert training.minutes == 684, "one and a half days of 7 h 36"


def test_the_columns_can_be_said_again_until_it_is_loaded(house: House, bram: FlaskClient) -> None:
    place = read(house, bram, sheet(*LINES))
    first = bram.get(place).location
    words = go_on(bram, f"{place}/columns", kind="value:informal")
    while "/words" in words.location:
        words = go_on(bram, words.location)
    carry_out(house)
    second = bram.get(place).location
    assert first != second
    assert "taken back" in said(bram.get(first))
    load(house, bram, place)
    assert not trainings(house, AMINA)[0].formal
    assert bram.get(f"{place}/columns").status_code == 302, "it is loaded"


def test_another_enterprise_has_no_such_file(house: House, bram: FlaskClient) -> None:
    place = read(house, bram, sheet(LINES[0]))
    house.give_mandate(CHLOE, ELSEWHERE)
    house.give_mandate(BRAM, NORD)
    for browser, enterprise in ((house.signed_in(CHLOE), ELSEWHERE), (bram, NORD)):
        foreign = place.replace(MERIDIAN, enterprise)
        assert browser.get(foreign).status_code == 404
        assert browser.get(f"{foreign}/columns").status_code == 404
    assert house.signed_in(CHLOE).get(place).status_code == 403


def test_the_trail_tells_of_the_file_and_not_what_is_in_it(house: House, bram: FlaskClient) -> None:
    load(house, bram, read(house, bram, sheet(*LINES)))
    assert acts_on(house, "history") == ["enterprise:history:brought"]
    with house.engine.connect() as connection:
        lines = connection.exec_driver_sql("select audit_lines::text from audit_lines").scalars()
        assert not any(AMINA in line for line in lines)
