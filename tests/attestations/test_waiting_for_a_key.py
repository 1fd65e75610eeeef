"""Without a key that is good nothing is sealed and nothing is lost: whoever asked is told, so is
whoever runs the portal, and what was asked for comes once the key is back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from app.attestations.jobs import make_slices, make_what_waits, workshop
from app.attestations.keys import Keyring
from app.attestations.statements import Started, make_next
from app.foundation import jobs as queue
from app.foundation.database import transaction
from certificates.keys import CODES, DEMONSTRATION_PASSPHRASE, HISTORY, SEAL
from config import Config
from tests.attestations.asked import acts, count, kept
from tests.attestations.test_issuing import order
from tests.attestations.test_statements import progress, start
from tests.conftest import TODAY
from tests.foundation.failing import work_until_given_up
from tests.house.posting import post
from tests.house_of import AMINA, BRAM, MERIDIAN, House
from tests.learning.test_batches import hire

TOLD = "Documents cannot be sealed at this moment"
WORKERS = 2

Spoil = Callable[[House], str]


def with_keys(house: House, **otherwise: str) -> None:
    """Keys as the settings of a real installation name them, in the demonstration's folder."""
    settings = house.app.config["PARCOURS"]
    folder = settings.data_dir / "keys"
    named = {
        "seal_pkcs12": str(folder / SEAL),
        "seal_passphrase": DEMONSTRATION_PASSPHRASE,
        "code_key": str(folder / CODES),
        "key_history": str(folder / HISTORY),
    }
    config = replace(settings, **(named | otherwise))
    house.app.extensions["keyring"] = Keyring(config, house.clock)


def gone(house: House) -> str:
    with_keys(house, seal_pkcs12=str(house.folder / "gone.p12"))
    return "key_missing"


def locked(house: House) -> str:
    with_keys(house, seal_passphrase="not this one")
    return "key_unreadable"


def expired(house: House) -> str:
    with_keys(house)
    house.clock.at += timedelta(days=365 * 30)
    return "certificate_expired"


def no_code_key(house: House) -> str:
    with_keys(house, code_key=str(house.folder / "gone.pem"))
    return "code_key_missing"


@pytest.mark.parametrize("spoil", [gone, locked, expired, no_code_key])
def test_a_document_waits_and_says_so_and_comes_once_the_key_is_back(
    furnished: House, database_url: str, spoil: Spoil
) -> None:
    good, today = furnished.app.extensions["keyring"], furnished.clock.at
    browser = furnished.signed_in(AMINA)
    page = order(browser)
    code = spoil(furnished)
    with capture_logs() as logged:
        work_until_given_up(furnished.engine, database_url)
    assert {each["problem"] for each in logged if each["event"] == "not sealed"} == {code}
    assert "not this one" not in str(logged)
    assert kept(furnished).problem == code
    furnished.clock.at = today
    assert TOLD in browser.get(page).text
    assert browser.get("/career").status_code == 200, "everything else works"
    assert count(furnished, "attestations where issued_at is not null") == 0
    furnished.app.extensions["keyring"] = good
    furnished.clock.at += timedelta(minutes=10)
    make_what_waits(0)
    work_until_given_up(furnished.engine, database_url)
    assert kept(furnished).problem is None
    assert browser.get(f"{page}/document.pdf").status_code == 200
    assert acts(furnished).count("worker:attestation:issued") == 1


@pytest.fixture
def run_id(furnished: House) -> UUID:
    """Statements for two workers of Meridian, asked for; one of them is made."""
    started = start(furnished, *hire(furnished, WORKERS))
    assert isinstance(started, Started)
    with queue.workplace() as db:
        now = furnished.clock.now()
        assert make_next(db, started.run_id, 0, workshop=workshop(), at=now) is True
    with transaction(furnished.engine) as db:
        make_slices(db, started)
    return started.run_id


def test_statements_for_many_wait_too_and_their_employer_reads_why(
    furnished: House, database_url: str, run_id: UUID
) -> None:
    good = furnished.app.extensions["keyring"]
    code = gone(furnished)
    with capture_logs() as logged:
        work_until_given_up(furnished.engine, database_url)
    assert {"event": "not sealed", "log_level": "error", "problem": code, "path": "gone.p12"} in (
        logged
    )
    found = progress(furnished, run_id)
    assert found is not None
    assert (found.made, found.missing, found.waits, found.under_way) == (1, 0, code, True)
    assert count(furnished, "attestations") == 1, "of what was not sealed nothing is kept"
    place = f"/employer/{MERIDIAN}/statements/{run_id}"
    bram = furnished.signed_in(BRAM)
    assert TOLD in bram.get(place).text
    assert "A fault stopped it" not in bram.get(place).text
    make_what_waits(0)
    work_until_given_up(furnished.engine, database_url)
    furnished.app.extensions["keyring"] = good
    make_what_waits(0)
    work_until_given_up(furnished.engine, database_url)
    done = progress(furnished, run_id)
    assert done is not None
    assert (done.made, done.waits, done.under_way) == (WORKERS, None, False)
    assert TOLD not in bram.get(place).text
    assert acts(furnished).count("worker:attestation:issued") == WORKERS


def test_statements_that_were_stopped_meanwhile_are_not_made_after_all(
    furnished: House, database_url: str, run_id: UUID
) -> None:
    good = furnished.app.extensions["keyring"]
    gone(furnished)
    work_until_given_up(furnished.engine, database_url)
    place = f"/employer/{MERIDIAN}/statements/{run_id}"
    post(furnished.signed_in(BRAM), f"{place}/stop", {}, form_at=place)
    furnished.app.extensions["keyring"] = good
    make_what_waits(0)
    work_until_given_up(furnished.engine, database_url)
    stopped = progress(furnished, run_id)
    assert stopped is not None
    assert (stopped.made, stopped.waits, stopped.under_way) == (1, None, False)


def test_keys_made_for_the_first_document_hold_when_it_is_sealed(
    config: Config, tmp_path: Path
) -> None:
    """A demonstration makes its keys when they are first needed, which may take a second."""

    class Ticking:
        at = TODAY

        def now(self) -> datetime:
            self.at += timedelta(seconds=1)
            return self.at

    assert Keyring(replace(config, data_dir=tmp_path), Ticking()).open().sealer
