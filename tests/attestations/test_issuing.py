"""Asking for an attestation, and its making: once, whole, sealed, and Amina's alone."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from procrastinate import PsycopgConnector
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.attestations import asking, issuing
from app.attestations.asking import Asked, Refused, ask_for_attestation
from app.attestations.jobs import make_attestation, make_what_waits
from app.attestations.keys import Keyring
from app.attestations.wishes import Wish
from app.audit.trail import Actor, Channel
from app.foundation import jobs as queue
from app.foundation.database import transaction
from certificates.attestation import Kind
from certificates.checking import Finding, check_pdf
from tests.attestations.asked import (
    CAREER,
    acts,
    ask,
    asked,
    count,
    kept,
    made,
    registered,
    status,
)
from tests.checking.given import check
from tests.house.posting import post
from tests.house_of import AMINA, BRAM, CHLOE, House
from tests.threads import in_a_thread

#: Beside them wait the accounts that loading a message has changed.
ITS_JOBS = "procrastinate_jobs where task_name like '%make_attestation'"
BREAKS = Wish(Kind.UNEMPLOYMENT_AND_BREAKS, "nl")


def order(browser: FlaskClient, choice: str = "breaks", **more: str) -> str:
    wanted = {"language": "en", "step": "make"} | more
    answer = post(browser, f"/attestations/new/{choice}", wanted)
    assert answer.status_code == 302, answer.text
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
    assert "Your document is ready" in amina.get(page).text
    document = amina.get(f"{page}/document.pdf")
    row = kept(furnished)
    assert document.data == row.document
    assert hashlib.sha256(document.data).digest() == row.sha256
    assert row.number in document.headers["Content-Disposition"]
    history = furnished.app.extensions["keyring"].history()
    assert check_pdf(document.data, history).finding is Finding.GENUINE
    assert [each for each in acts(furnished) if "attestation" in each] == [
        "worker:attestation:asked",
        "worker:attestation:issued",
        "worker:attestation:fetched",
    ]
    assert row.number in amina.get("/attestations").text
    for stranger in (furnished.signed_in(CHLOE), furnished.signed_in(BRAM)):
        for place in ("", "/document.pdf", "/withdrawal"):
            assert stranger.get(f"{page}{place}").status_code == 404
        assert row.number not in stranger.get("/attestations").text


def test_the_wish_and_its_job_are_written_together_or_not_at_all(furnished: House) -> None:
    amina = furnished.person(AMINA)
    with furnished.app.test_request_context(), Session(furnished.engine) as db:
        outcome = ask_for_attestation(
            db, amina, BREAKS, by=Actor(amina), via=Channel.PAGE, at=furnished.clock.now()
        )
        assert isinstance(outcome, Asked)
        queue.enqueue(db, make_attestation, attestation_id=str(outcome.attestation_id))
        assert count(furnished, ITS_JOBS) == 0
        db.rollback()
    assert (count(furnished, "attestations"), count(furnished, ITS_JOBS)) == (0, 0)
    order(furnished.signed_in(AMINA))
    assert (count(furnished, "attestations"), count(furnished, ITS_JOBS)) == (1, 1)


def test_made_a_second_time_it_stays_as_it_was(furnished: House) -> None:
    key = made(furnished, BREAKS)
    before = kept(furnished, key)
    furnished.clock.at = furnished.clock.at.replace(hour=15)
    make_attestation(str(key))
    assert kept(furnished, key) == before
    assert acts(furnished).count("worker:attestation:issued") == 1


def test_killed_before_it_was_kept_it_is_made_again(
    furnished: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = asked(furnished, BREAKS)

    def killed(*_arguments: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(issuing, "fingerprint_of", killed)
        with pytest.raises(KeyboardInterrupt):
            make_attestation(str(key))
    assert kept(furnished, key).issued_at is None
    assert "worker:attestation:issued" not in acts(furnished)
    make_attestation(str(key))
    assert kept(furnished, key).issued_at == furnished.clock.now()


def test_the_same_wish_on_unchanged_facts_has_the_same_document_at_once(furnished: House) -> None:
    key = made(furnished, BREAKS)
    furnished.clock.at = furnished.clock.at.replace(day=28)
    assert ask(furnished, BREAKS) == Asked(key, new=False), "a day that passed changes nothing"
    for other in (replace(BREAKS, language="fr"), replace(BREAKS, starts_on=None), CAREER):
        if other != BREAKS:
            assert asked(furnished, other) != key
    anew = ask(furnished, BREAKS, anew=True)
    assert isinstance(anew, Asked)
    assert anew.new


def test_two_clicks_ask_once(furnished: House) -> None:
    assert asked(furnished, BREAKS) == asked(furnished, BREAKS)
    assert count(furnished, "attestations") == 1


def test_what_has_changed_gives_another_document(furnished: House) -> None:
    wish = Wish(Kind.TRAININGS, "en")
    registered(furnished, "Lifting")
    first = made(furnished, wish)
    registered(furnished, "Fire drill", month=10)
    assert asked(furnished, wish) != first


def test_more_than_one_document_holds_is_refused_with_the_way_out(
    furnished: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered(furnished, "Lifting")
    key = asked(furnished)
    monkeypatch.setattr("certificates.document.MOST_BYTES", 1_000)
    amina = furnished.signed_in(AMINA)
    for step in ("look", "make"):
        page = post(amina, "/attestations/new/career", {"language": "en", "step": step})
        assert "more than one document can hold. Choose a shorter period" in page.text
    make_attestation(str(key))
    assert kept(furnished).problem == "too_long"
    assert "more to say than one document can hold" in amina.get(f"/attestations/{key}").text
    furnished.clock.at = furnished.clock.at.replace(hour=15)
    make_what_waits(0)
    assert count(furnished, ITS_JOBS) == 0, "it would never be made"


def test_a_new_layout_makes_new_documents_and_leaves_the_old_as_they_are(
    furnished: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = made(furnished, BREAKS)
    before = kept(furnished, key)
    for act in (asking, issuing):
        monkeypatch.setattr(act, "LAYOUT_VERSION", before.layout_version + 1)
    later = made(furnished, BREAKS)
    assert later != key, "the same wish has another document"
    assert kept(furnished, later).layout_version == before.layout_version + 1
    assert kept(furnished, key) == before
    for row in (before, kept(furnished, later)):
        found = status(furnished, row.number)
        assert found is not None
        assert found.current


def test_no_request_opens_the_key_only_the_worker_does(
    furnished: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    really = Keyring.open
    monkeypatch.setattr(Keyring, "open", lambda ring: opened.append("open") or really(ring))
    amina, stranger = furnished.signed_in(AMINA), furnished.stranger()
    wanted = {"language": "en", "step": "look"}
    assert "Meridian" in post(amina, "/attestations/new/career", wanted).text
    page = order(amina)
    row = kept(furnished)
    for browser, place in (
        (amina, "/attestations"),
        (amina, page),
        (stranger, "/check"),
        (stranger, "/check/offline.html"),
        (stranger, "/keys/history.json"),
    ):
        assert browser.get(place).status_code == 200, place
    assert not opened
    make_attestation(str(row.attestation_id))
    assert opened == ["open"]
    assert amina.get(f"{page}/document.pdf").status_code == 200
    assert "still current" in check(stranger, "number", number=row.number).text
    assert opened == ["open"]


def test_what_is_only_planned_is_not_attested(furnished: House) -> None:
    registered(furnished, "Lifting")
    registered(furnished, "Fire drill", month=12, followed=False)
    key = made(furnished)
    sections = {each["section"]: each for each in kept(furnished, key).facts["sections"]}
    assert [each["title"] for each in sections["trainings"]["rows"]] == ["Lifting"]


def test_the_facts_beside_the_document_hold_no_national_number(furnished: House) -> None:
    facts = kept(furnished, made(furnished)).facts
    assert facts["holder"] == {"name": "Amina Benali", "bornOn": "1982-05-14"}
    assert AMINA not in re.sub(r"[.\- ]", "", json.dumps(facts))


def test_what_is_not_hers_cannot_be_attested(furnished: House) -> None:
    chloes = furnished.person(CHLOE)
    with furnished.engine.connect() as connection:
        job, enterprise = connection.execute(
            text("select employment_id, enterprise_id from employments where person_id = :key"),
            {"key": chloes},
        ).one()
    for wish, field in (
        (Wish(Kind.EMPLOYMENT, "en", employment_id=job), "employment_id"),
        (Wish(Kind.ACCOUNT, "en", enterprise_id=enterprise), "enterprise_id"),
        (Wish(Kind.TRAINING, "en", training_id=job), "training_id"),
    ):
        outcome = ask(furnished, wish)
        assert isinstance(outcome, Refused)
        assert [(each.code, each.field) for each in outcome.problems] == [("not_yours", field)]
    assert count(furnished, "attestations") == 0


def test_an_employers_letter_is_not_hers_to_ask_for(furnished: House) -> None:
    for kind in (Kind.ACCOUNT_STATEMENT, Kind.RECEIPT, Kind.BALANCE_NOTICE):
        outcome = ask(furnished, Wish(kind, "en"))
        assert isinstance(outcome, Refused)
        assert outcome.problems[-1].code == "kind_unknown"


def test_a_language_we_do_not_speak_is_not_asked_for(furnished: House) -> None:
    amina = furnished.signed_in(AMINA)
    for typed in ({"language": "es"}, {}):
        answer = post(amina, "/attestations/new/career", typed | {"step": "make"})
        assert answer.status_code == 200
    assert count(furnished, "attestations") == 0


def test_earlier_documents_of_one_kind_are_told_apart_by_what_was_chosen(
    furnished: House,
) -> None:
    first, second = registered(furnished, "Lifting"), registered(furnished, "Fire drill", month=8)
    amina = furnished.signed_in(AMINA)
    for key in (first, second):
        order(amina, "training", training_id=str(key))
    order(amina, starts_on="1.1.2020")
    page = amina.get("/attestations").text
    for chosen in (
        "Lifting · 3 September 2026",
        "Fire drill · 3 August 2026",
        "1 January 2020 – …",
    ):
        assert page.count(chosen) == 1


def test_a_preview_keeps_nothing(furnished: House) -> None:
    amina = furnished.signed_in(AMINA)
    seen = post(amina, "/attestations/new/career", {"language": "nl", "step": "look"})
    assert '<div lang="nl">' in seen.text
    assert "Meridian Care nv" in seen.text
    assert re.sub(r"[.\- ]", "", AMINA) not in re.sub(r"[.\- ]", "", seen.text)
    with transaction(furnished.engine) as db:
        assert db.execute(text("select count(*) from attestations")).scalar_one() == 0
