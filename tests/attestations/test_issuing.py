"""Asking for an attestation, and its making: once, whole, and Amina's alone."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from procrastinate import PsycopgConnector
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.attestations import issuing
from app.attestations.issuing import ask_for_attestation
from app.attestations.jobs import make_attestation
from app.audit.trail import Actor, Channel
from app.foundation import jobs as queue
from app.foundation.database import transaction
from app.learning.registration import Registered, Registration, register_trainings
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, House
from tests.threads import in_a_thread


@pytest.fixture
def furnished(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    house.furnish()
    monkeypatch.setattr(queue, "_portal", house.app)
    return house


def ask(house: House, language: str = "en") -> UUID:
    amina = house.person(AMINA)
    with transaction(house.engine) as db:
        return ask_for_attestation(
            db,
            amina,
            language=language,
            by=Actor(amina),
            via=Channel.PAGE,
            at=house.clock.now(),
        )


def kept(house: House, key: UUID | None = None) -> Any:
    with house.engine.connect() as connection:
        return connection.execute(
            text(
                "select * from attestations where attestation_id = coalesce(:key, attestation_id)"
            ),
            {"key": key},
        ).one()


#: Beside them wait the accounts that loading a message has changed.
ITS_JOBS = "procrastinate_jobs where task_name like '%make_attestation'"


def count(house: House, what: str) -> int:
    with house.engine.connect() as connection:
        number: int = connection.execute(text(f"select count(*) from {what}")).scalar_one()  # noqa: S608
        return number


def order(browser: FlaskClient, language: str = "en") -> str:
    token = browser.get("/attestations").text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = browser.post("/attestations", data={"csrf_token": token, "language": language})
    assert answer.status_code == 302
    location: str = answer.location
    return location


def test_amina_asks_the_worker_makes_it_and_she_takes_it_away(
    furnished: House, database_url: str
) -> None:
    amina = furnished.signed_in(AMINA)
    page = order(amina)
    assert "being made" in amina.get(page).text
    assert amina.get(f"{page}/document.pdf").status_code == 404
    with queue.jobs.replace_connector(PsycopgConnector(conninfo=database_url)):
        in_a_thread(
            lambda: queue.jobs.run_worker(
                wait=False, install_signal_handlers=False, listen_notify=False
            )
        )
    assert "Your document is ready." in amina.get(page).text
    document = amina.get(f"{page}/document.pdf")
    row = kept(furnished)
    assert document.data.startswith(b"%PDF")
    assert document.data == row.document
    assert hashlib.sha256(document.data).digest() == row.sha256
    assert row.number in document.headers["Content-Disposition"]
    assert [each for each in acts(furnished) if "attestation" in each] == [
        "worker:attestation:asked",
        "worker:attestation:issued",
        "worker:attestation:fetched",
    ]
    for stranger in (furnished.signed_in(CHLOE), furnished.signed_in(BRAM)):
        assert stranger.get(page).status_code == 404
        assert stranger.get(f"{page}/document.pdf").status_code == 404
        assert row.number not in stranger.get("/attestations").text


def acts(house: House) -> list[str]:
    with house.engine.connect() as connection:
        return list(
            connection.execute(text("select act from audit_lines order by line_id")).scalars()
        )


def test_the_wish_and_its_job_are_written_together_or_not_at_all(furnished: House) -> None:
    amina = furnished.person(AMINA)
    with Session(furnished.engine) as db:
        key = ask_for_attestation(
            db,
            amina,
            language="fr",
            by=Actor(amina),
            via=Channel.PAGE,
            at=furnished.clock.now(),
        )
        queue.enqueue(db, make_attestation, attestation_id=str(key))
        assert count(furnished, ITS_JOBS) == 0
        db.rollback()
    assert (count(furnished, "attestations"), count(furnished, ITS_JOBS)) == (0, 0)
    order(furnished.signed_in(AMINA))
    assert (count(furnished, "attestations"), count(furnished, ITS_JOBS)) == (1, 1)
    with furnished.engine.connect() as connection:
        arguments = connection.execute(text(f"select args from {ITS_JOBS}")).scalar_one()  # noqa: S608
    assert arguments == {"attestation_id": str(kept(furnished).attestation_id)}


def test_made_a_second_time_it_stays_as_it_was(furnished: House) -> None:
    key = ask(furnished)
    make_attestation(str(key))
    before = kept(furnished, key)
    furnished.clock.at = furnished.clock.at.replace(hour=15)
    make_attestation(str(key))
    assert kept(furnished, key) == before
    assert acts(furnished).count("worker:attestation:issued") == 1


def test_killed_before_it_was_kept_it_is_made_again(
    furnished: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ask(furnished)
    with monkeypatch.context() as during:
        during.setattr(issuing, "_facts", _killed)
        with pytest.raises(KeyboardInterrupt):
            make_attestation(str(key))
    assert kept(furnished, key).issued_at is None
    assert "worker:attestation:issued" not in acts(furnished)
    make_attestation(str(key))
    assert kept(furnished, key).issued_at == furnished.clock.now()


def _killed(_document: Any) -> Any:
    raise KeyboardInterrupt


def test_what_is_only_planned_is_not_attested_nor_drawn(
    furnished: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, bram = furnished.person(AMINA), furnished.actor(BRAM, MERIDIAN)
    today = furnished.clock.now().date()
    with transaction(furnished.engine) as db:
        outcomes = register_trainings(
            db,
            [
                Registration(amina, title, day, day, 456, True, followed, counts=True)
                for title, day, followed in (
                    ("Lifting", today.replace(month=9), True),
                    ("Fire drill", today.replace(month=12), False),
                )
            ],
            by=bram,
            via=Channel.PAGE,
            at=furnished.clock.now(),
        )
    assert all(isinstance(each, Registered) for each in outcomes)
    drawn: list[str] = []
    real = issuing.draw

    def draw(*arguments: Any, **more: Any) -> str:
        drawn.append(real(*arguments, **more))
        return drawn[-1]

    monkeypatch.setattr(issuing, "draw", draw)
    key = ask(furnished)
    make_attestation(str(key))
    assert [each["title"] for each in kept(furnished, key).facts["trainings"]] == ["Lifting"]
    assert "Lifting" in drawn[0]
    assert "Fire drill" not in drawn[0]


def test_the_facts_beside_the_document_hold_no_national_number(furnished: House) -> None:
    key = ask(furnished)
    make_attestation(str(key))
    facts = kept(furnished, key).facts
    assert facts["holder"] == {"name": "Amina Benali", "born_on": "1982-05-14"}
    assert facts["employments"][0]["employer"] == "Meridian Care nv"
    assert AMINA not in re.sub(r"[.\- ]", "", json.dumps(facts))


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_the_document_speaks_the_language_asked_for_whatever_the_page_speaks(
    furnished: House, language: str
) -> None:
    amina = furnished.signed_in(AMINA, language="en")
    order(amina, language)
    key = kept(furnished).attestation_id
    make_attestation(str(key))
    row = kept(furnished, key)
    assert (row.language, row.facts["language"]) == (language, language)
    assert row.document.startswith(b"%PDF")


def test_a_language_we_do_not_speak_is_not_asked_for(furnished: House) -> None:
    amina = furnished.signed_in(AMINA)
    token = amina.get("/attestations").text.split('name="csrf_token" value="')[1].split('"')[0]
    for typed in ({"language": "es"}, {}):
        answer = amina.post("/attestations", data={"csrf_token": token} | typed)
        assert answer.status_code == 200
    assert count(furnished, "attestations") == 0
