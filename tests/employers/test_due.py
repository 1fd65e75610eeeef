"""What Bram sees to be due at Meridian, and what he does about it."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.attestations.asking import Refused
from app.attestations.jobs import workshop
from app.attestations.statements import make_next, make_statements
from app.audit.trail import Channel
from app.enterprises.mandates import Role
from app.foundation.database import transaction
from app.foundation.problems import problem
from app.learning.queries import trainings_of
from certificates.attestation import Kind
from tests.employers.conftest import acts_on, csrf, said, send
from tests.house.lives import register
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, House

DUE = f"/employer/{MERIDIAN}/due"
NOTICES = f"/employer/{MERIDIAN}/notices/2026"


@pytest.fixture
def over(meridian: House) -> House:
    """Amina has a training planned for 24 December; it is the 28th."""
    register(meridian, AMINA, "First aid", followed=False)
    meridian.clock.at = datetime(2026, 12, 28, 11, 0, tzinfo=UTC)
    return meridian


def _ticked(page: str) -> list[str]:
    return [
        each.split('"')[0]
        for each in page.split('name="training"')[1:]
        for each in [each.split('value="')[1]]
    ]


def test_each_task_says_why_and_whether_it_is_law(meridian: House, bram: FlaskClient) -> None:
    page = said(bram.get(DUE))
    plan = page.index("Adopt the training plan of 2026")
    assert "31.03.2026 Late" in page[:plan]
    assert "Required by law · Law of 3 October 2022, articles 34 to 38" in page[plan:]
    notices = page.index("Tell 2 workers their balance of 2026")
    assert "Good practice: the duty was repealed" in page[notices:]
    assert page.index("31.12.2026") > plan


def test_every_task_opens_into_what_is_behind_it(meridian: House, bram: FlaskClient) -> None:
    page = bram.get(DUE).text
    leads = [
        each.split('"')[0]
        for each in page.split('class="task__what"')[1:]
        for each in [each.split('href="')[1]]
    ]
    assert len(leads) >= 3
    for place in leads:
        assert bram.get(place).status_code == 200, place


def test_a_page_past_the_end_is_not_there(meridian: House, bram: FlaskClient) -> None:
    for page in ("2", "9" * 30):
        assert bram.get(f"{DUE}/certificates?page={page}").status_code == 404


def test_what_took_place_as_planned_is_settled_in_one_click(over: House) -> None:
    bram = over.signed_in(BRAM)
    page = bram.get(f"{DUE}/planned_over")
    [ticked] = _ticked(page.text)
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "training": ticked, "step": "followed"}
    over.clock.at += timedelta(seconds=1)
    assert bram.post(f"{DUE}/planned-trainings", data=data).status_code == 302
    listed = said(bram.get(f"{DUE}/planned_over"))
    assert "1 training is registered as followed." in listed
    assert "There is nobody in this list." in listed
    assert acts_on(over, "training")[-1] == "worker:training:corrected"
    # Sent again it changes nothing, and says so in words.
    over.clock.at += timedelta(seconds=1)
    bram.post(f"{DUE}/planned-trainings", data=data)
    with transaction(over.engine) as db:
        [training] = trainings_of(db, over.person(AMINA))
    assert training.followed


def test_a_cancelled_training_needs_a_reason(over: House) -> None:
    bram = over.signed_in(BRAM)
    page = bram.get(f"{DUE}/planned_over")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "training": _ticked(page.text)[0], "step": "cancelled"}
    over.clock.at += timedelta(seconds=1)
    bram.post(f"{DUE}/planned-trainings", data=data)
    assert "Say why" in said(bram.get(f"{DUE}/planned_over"))
    over.clock.at += timedelta(seconds=1)
    bram.post(f"{DUE}/planned-trainings", data=data | {"reason": "The trainer was ill"})
    assert "1 training is cancelled." in said(bram.get(f"{DUE}/planned_over"))


def test_nobody_settles_the_training_of_somebody_elses_worker(over: House) -> None:
    bram = over.signed_in(BRAM)
    page = bram.get(f"{DUE}/planned_over")
    [ticked] = _ticked(page.text)
    chloe = ticked.replace(str(over.person(AMINA)), str(over.person(CHLOE)))
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    for value in (chloe, "made up", ""):
        data = {"csrf_token": token, "training": value, "step": "followed"}
        bram.post(f"{DUE}/planned-trainings", data=data)
    with transaction(over.engine) as db:
        [training] = trainings_of(db, over.person(AMINA))
    assert not training.followed


def test_looking_at_a_list_leaves_a_line_for_each_worker(
    meridian: House, bram: FlaskClient
) -> None:
    before = len(acts_on(meridian, "record"))
    bram.get(f"{DUE}/right_check")
    assert len(acts_on(meridian, "record")) == before + 2


def test_a_task_put_aside_is_out_of_the_way_and_shown_again(
    meridian: House, bram: FlaskClient
) -> None:
    aside = f"{DUE}/right_check/aside"
    assert "Enter the day on which it is to come back" in said(
        send(meridian, bram, aside, kind="later", reason="Later")
    )
    assert "Say why" in said(send(meridian, bram, aside, kind="done", reason=""))
    send(meridian, bram, aside, kind="done", reason="The accountant did it")
    page = said(bram.get(DUE))
    assert "“The accountant did it” Bram Peeters" in page
    assert page.index("Check the rights of 2 workers") > page.index("Put aside done")
    send(meridian, bram, DUE.replace("/due", "/due/right_check/aside"), step="take_up")
    assert "The accountant did it" not in said(bram.get(DUE))
    assert acts_on(meridian, "task")[-2:] == [
        "enterprise:task:put_aside",
        "enterprise:task:taken_up",
    ]


def test_bram_takes_away_the_letters_of_everyone(meridian: House, bram: FlaskClient) -> None:
    assert bram.get(f"{NOTICES}/notices.zip").status_code == 302
    ask(meridian, bram)
    assert "0 of 2 notices are made" in said(bram.get(NOTICES))
    ask(meridian, bram)
    assert acts_on(meridian, "statements") == ["enterprise:statements:asked"]
    make_all(meridian)
    assert "2 notices are made." in said(bram.get(NOTICES))
    answer = bram.get(f"{NOTICES}/notices.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as found:
        assert found.testzip() is None
        assert all(found.read(name).startswith(b"%PDF-") for name in found.namelist())
        names = sorted(found.namelist())
    assert [name[:12] for name in names] == ["Benali Amina", "Peeters Bram"]
    assert acts_on(meridian, "statements")[-1] == "enterprise:statements:fetched"
    due = bram.get(DUE)
    assert "Tell 2 workers" not in said(due)
    assert f'href="{NOTICES}"' in due.text, "who comes back another day still finds them"


def make_all(house: House) -> None:
    """Do what the worker does, at once."""
    with house.engine.connect() as connection:
        runs = list(connection.execute(text("select run_id from statement_runs")).scalars())
    for run_id in runs:
        more = True
        while more:
            with house.app.test_request_context(), transaction(house.engine) as db:
                more = make_next(db, run_id, 0, workshop=workshop(), at=house.clock.now())


def ask(house: House, browser: FlaskClient) -> TestResponse:
    """Ask for the notices of everyone, a second after what came before."""
    house.clock.at += timedelta(seconds=1)
    token = csrf(browser.get("/attestations").text)
    return browser.post(f"{NOTICES}/making", data={"csrf_token": token})


def test_each_letter_is_in_the_workers_own_language(meridian: House, bram: FlaskClient) -> None:
    ask(meridian, bram)
    with meridian.engine.connect() as connection:
        rows = connection.execute(text("select person_id, language from statement_run_rows"))
        languages = {row.person_id: row.language for row in rows}
    assert languages == {meridian.person(AMINA): "fr", meridian.person(BRAM): "nl"}


def test_a_reader_sees_what_is_due_and_does_nothing_about_it(meridian: House) -> None:
    meridian.give_mandate(CHLOE, MERIDIAN, Role.READER)
    reader = meridian.signed_in(CHLOE)
    page = reader.get(DUE)
    assert page.status_code == 200
    assert "/aside" not in page.text
    assert reader.get(f"{DUE}/right_check/aside").status_code == 403
    assert "Make the notices" not in reader.get(NOTICES).text
    with transaction(meridian.engine) as db:
        outcome = make_statements(
            db,
            meridian.enterprise(MERIDIAN),
            [meridian.person(AMINA)],
            kind=Kind.BALANCE_NOTICE,
            year=2026,
            by=meridian.actor(CHLOE, MERIDIAN),
            via=Channel.PAGE,
            at=meridian.clock.now(),
        )
    assert outcome == Refused((problem("no_mandate"),))
