"""A receiver who left an address hears, by a mail that is really sent, and is then forgotten."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from procrastinate import PsycopgConnector
from sqlalchemy import text

from app.attestations import checks
from app.attestations.jobs import compare_all
from app.attestations.telling import NotTold, tell_again, tell_watchers
from app.foundation import jobs as queue
from tests.attestations.asked import count, kept, list_trainings, registered
from tests.attestations.mail_server import Mailbox, mail_server
from tests.house.posting import post
from tests.house_of import AMINA, House
from tests.threads import in_a_thread

WATCHERS = "attestation_watchers"


@pytest.fixture
def box(at_work: House) -> Iterator[Mailbox]:
    """A mail server that the portal sends by."""
    with mail_server() as box:
        at_work.app.config["PARCOURS"] = replace(
            at_work.app.config["PARCOURS"],
            mail_server="127.0.0.1",
            mail_port=box.port,
            mail_tls=False,
            mail_from="parcours@example.be",
        )
        yield box


def leave(house: House, number: str, address: str, language: str = "nl") -> None:
    form = {"number": number, "address": address}
    browser = house.stranger()
    with browser.session_transaction() as cookie:
        cookie["language"] = language
    post(browser, "/check/watch", form)


def work(database_url: str) -> None:
    """What a job worker does until nothing is left to do."""
    with queue.jobs.replace_connector(PsycopgConnector(conninfo=database_url)):
        in_a_thread(
            lambda: queue.jobs.run_worker(
                wait=False, install_signal_handlers=False, listen_notify=False
            )
        )


def test_a_receiver_hears_once_in_the_own_language_that_a_document_was_overtaken(
    at_work: House, listed: UUID, box: Mailbox, database_url: str
) -> None:
    number = kept(at_work, listed).number
    leave(at_work, number, "rik@example.be")
    at_work.clock.at += timedelta(days=1)
    compare_all(0)
    work(database_url)
    assert (box.mails, count(at_work, WATCHERS)) == ([], 1), "nothing has changed yet"
    registered(at_work, "Lifting")
    at_work.clock.at += timedelta(days=1)
    compare_all(0)
    work(database_url)
    [mail] = box.mails
    assert (mail["From"], mail["To"]) == ("parcours@example.be", "rik@example.be")
    assert number in mail["Subject"]
    said = mail.get_content()
    assert "/check" in said
    assert "verbeterd of aangevuld" in said
    assert not [each for each in ("Amina", "Benali", "Lifting") if each in mail.as_string()]
    assert count(at_work, WATCHERS) == 0
    compare_all(0)
    tell_again(0)
    work(database_url)
    assert len(box.mails) == 1


def test_a_receiver_hears_that_a_document_was_taken_back(
    at_work: House, listed: UUID, box: Mailbox, database_url: str
) -> None:
    leave(at_work, kept(at_work, listed).number, "rik@example.be", "en")
    there = f"/attestations/{listed}/withdrawal"
    assert post(at_work.signed_in(AMINA), there, {}).status_code == 302
    work(database_url)
    [mail] = box.mails
    assert "Its holder has taken back" in mail.get_content()


def overtaken(house: House, *addresses: str) -> str:
    """The key of a document that these watch and that is overtaken."""
    key = list_trainings(house)
    for each in addresses:
        leave(house, kept(house, key).number, each)
    with house.engine.begin() as connection:
        connection.execute(
            text("update attestations set overtaken_at = now(), overtaken_parts = '{trainings}'")
        )
    return str(key)


def test_an_address_that_is_refused_keeps_nobody_else_waiting(at_work: House, box: Mailbox) -> None:
    names = ["gone", "full", "rik", "mia"]
    key = overtaken(at_work, *(f"{each}@example.be" for each in names))
    box.refused = {"gone@example.be": "550 nobody here", "full@example.be": "452 full"}
    with pytest.raises(NotTold) as tried_again:
        tell_watchers(key)
    logged = "".join(traceback.format_exception(tried_again.value))
    assert "example.be" not in logged, "an address is in no log"
    assert {mail["To"] for mail in box.mails} == {"rik@example.be", "mia@example.be"}
    assert count(at_work, WATCHERS) == 1, "only who may be told later is kept"
    box.refused = {}
    tell_watchers(key)
    assert box.mails[-1]["To"] == "full@example.be"
    assert count(at_work, WATCHERS) == 0


def test_an_address_kept_that_nobody_can_be_written_to_by_is_given_up_and_the_next_hears(
    at_work: House, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(checks, "can_be_written_to", lambda _address: True)
        key = overtaken(at_work, "a@[b.cd", "a@b.be,root", "jörg@example.be", "rik@example.be")
    assert count(at_work, WATCHERS) == 4
    tell_watchers(key)
    assert [mail["To"] for mail in box.mails] == ["rik@example.be"]
    assert count(at_work, WATCHERS) == 0


def test_while_the_mail_server_is_away_the_address_is_kept_and_told_when_it_is_back(
    at_work: House, box: Mailbox, database_url: str
) -> None:
    key = overtaken(at_work, "rik@example.be")
    there = at_work.app.config["PARCOURS"]
    at_work.app.config["PARCOURS"] = replace(there, mail_port=1)
    with pytest.raises(NotTold, match="ConnectionRefusedError"):
        tell_watchers(key)
    assert count(at_work, WATCHERS) == 1
    at_work.app.config["PARCOURS"] = there
    tell_again(0)
    work(database_url)
    assert [mail["To"] for mail in box.mails] == ["rik@example.be"]


def test_where_no_mail_is_sent_nothing_is_tried_and_nobody_forgotten(
    at_work: House, box: Mailbox
) -> None:
    key = overtaken(at_work, "rik@example.be")
    at_work.app.config["PARCOURS"] = replace(at_work.app.config["PARCOURS"], mail_server="")
    tell_watchers(key)
    tell_again(0)
    assert (box.mails, count(at_work, WATCHERS)) == ([], 1)
