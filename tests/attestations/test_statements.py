"""Letters for a workforce: each worker's own, in the worker's language, for whoever may."""

from __future__ import annotations

import io
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from uuid import UUID

import pytest
from sqlalchemy import text

from app.attestations.asking import Refused
from app.attestations.jobs import make_slice, workshop
from app.attestations.letters import holds_mandate
from app.attestations.moving import move_enterprise
from app.attestations.queries import attestations_of
from app.attestations.runs import MandateEnded, Progress, archive, progress_of
from app.attestations.statements import Started, make_next, make_statements
from app.audit.trail import Actor, Channel
from app.enterprises.mandates import Role
from app.foundation import jobs as queue
from app.foundation.database import transaction
from certificates.attestation import Kind
from certificates.checking import Finding, check_pdf
from tests.attestations.asked import acts
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, House


def start(house: House, *workers: str, by: Actor | None = None) -> Started | Refused:
    with transaction(house.engine) as db:
        return make_statements(
            db,
            house.enterprise(MERIDIAN),
            [house.person(each) for each in workers],
            kind=Kind.ACCOUNT_STATEMENT,
            year=2026,
            by=by or house.actor(BRAM, MERIDIAN),
            via=Channel.PAGE,
            at=house.clock.now(),
        )


def progress(house: House, run_id: UUID, enterprise: str = MERIDIAN) -> Progress | None:
    with transaction(house.engine) as db:
        return progress_of(db, house.enterprise(enterprise), run_id)


def taken(house: House, run_id: UUID) -> bytes:
    """The ZIP of a run, as Bram takes it away."""
    found = progress(house, run_id)
    assert found is not None
    by = Actor(house.person(BRAM), house.enterprise(MERIDIAN), mandate_of(house))
    return b"".join(
        archive(house.engine, house.clock, found, by=by, may=holds_mandate, via=Channel.PAGE)
    )


def mandate_of(house: House) -> UUID:
    with house.engine.connect() as connection:
        found: UUID = connection.execute(text("select mandate_id from mandates")).scalar_one()
    return found


def test_bram_has_statements_made_for_his_workers_and_for_nobody_else(furnished: House) -> None:
    started = start(furnished, AMINA, BRAM, CHLOE, AMINA)
    assert isinstance(started, Started)
    make_slice(str(started.run_id), 0)
    found = progress(furnished, started.run_id)
    assert found is not None
    assert (found.in_all, found.made, found.missing, found.under_way) == (2, 2, 0, False)
    assert progress(furnished, started.run_id, ELSEWHERE) is None
    whole = taken(furnished, started.run_id)
    history = furnished.app.extensions["keyring"].history()
    with zipfile.ZipFile(io.BytesIO(whole)) as zipped:
        names = sorted(name.rpartition(" ")[0] for name in zipped.namelist())
        assert names == ["Benali Amina", "Peeters Bram"]
        for name in zipped.namelist():
            assert check_pdf(zipped.read(name), history).finding is Finding.GENUINE
    assert acts(furnished)[-3:] == [
        "enterprise:statements:fetched",
        *["worker:attestation:fetched"] * 2,
    ]
    with furnished.engine.connect() as connection:
        languages = connection.execute(text("select language from attestations order by 1"))
        assert list(languages.scalars()) == ["fr", "nl"]
    with transaction(furnished.engine) as db:
        assert not attestations_of(db, furnished.person(AMINA)), "it is her employer's letter"


def test_who_asks_again_gets_the_run_under_way_unless_it_will_stop(furnished: House) -> None:
    """A run is made for whoever asked first, and stops where they may no more."""
    furnished.give_mandate(CHLOE, MERIDIAN, Role.REGISTRAR)
    chloe = furnished.actor(CHLOE, MERIDIAN)
    bram = Actor(furnished.person(BRAM), furnished.enterprise(MERIDIAN), bram_holds(furnished))
    first = start(furnished, AMINA, BRAM, by=chloe)
    assert isinstance(first, Started)
    again = start(furnished, BRAM, AMINA, by=bram)
    assert again == Started(first.run_id, 0)
    with furnished.engine.begin() as connection:
        connection.execute(
            text("update mandates set ended_at = :at where person_id = :chloe"),
            {"at": furnished.clock.now(), "chloe": chloe.person_id},
        )
    own = start(furnished, AMINA, BRAM, by=bram)
    assert isinstance(own, Started)
    assert own.run_id != first.run_id
    assert own.slices == 1


def bram_holds(house: House) -> UUID:
    with house.engine.connect() as connection:
        found: UUID = connection.execute(
            text("select mandate_id from mandates where person_id = :bram"),
            {"bram": house.person(BRAM)},
        ).scalar_one()
    return found


def test_a_slice_that_runs_again_makes_nothing_twice(furnished: House) -> None:
    started = start(furnished, AMINA)
    assert isinstance(started, Started)
    make_slice(str(started.run_id), 0)
    make_slice(str(started.run_id), 0)
    assert acts(furnished).count("worker:attestation:issued") == 1


@pytest.mark.parametrize("killed", [True, False])
def test_who_comes_to_a_slice_that_another_works_at_waits_and_leaves_nobody_out(
    furnished: House, killed: bool
) -> None:
    """As when a job is taken up again while the database still holds what a lost worker had."""
    started = start(furnished, AMINA, BRAM)
    assert isinstance(started, Started)
    with ThreadPoolExecutor(1) as another:
        with suppress(KeyboardInterrupt), queue.workplace() as db:
            make_next(db, started.run_id, 0, workshop=workshop(), at=furnished.clock.now())
            coming = another.submit(make_slice, str(started.run_id), 0)
            while not waits_for_a_lock(furnished) and not coming.done():
                time.sleep(0.01)
            assert not coming.done(), "it went past what is still being made"
            if killed:
                raise KeyboardInterrupt
        coming.result()
    found = progress(furnished, started.run_id)
    assert found is not None
    assert (found.made, found.under_way) == (2, False)
    assert acts(furnished).count("worker:attestation:issued") == 2


def waits_for_a_lock(house: House) -> bool:
    with house.engine.connect() as connection:
        waiting = text("select exists (select from pg_locks where not granted)")
        return bool(connection.execute(waiting).scalar_one())


def test_a_mandate_that_ends_stops_the_run(furnished: House) -> None:
    started = start(furnished, AMINA, BRAM)
    assert isinstance(started, Started)
    with furnished.engine.begin() as connection:
        connection.execute(text("update mandates set valid_until = date '2026-11-20'"))
    make_slice(str(started.run_id), 0)
    found = progress(furnished, started.run_id)
    assert found is not None
    assert (found.made, found.stopped_at) == (0, furnished.clock.now())


def test_a_download_breaks_off_when_access_ends(furnished: House) -> None:
    started = start(furnished, AMINA)
    assert isinstance(started, Started)
    make_slice(str(started.run_id), 0)
    with furnished.engine.begin() as connection:
        connection.execute(text("update mandates set valid_until = date '2026-11-20'"))
    with pytest.raises(MandateEnded):
        taken(furnished, started.run_id)
    assert "worker:attestation:fetched" not in acts(furnished)


@pytest.mark.parametrize("who", [AMINA, CHLOE])
def test_nobody_without_a_mandate_has_them_made(furnished: House, who: str) -> None:
    furnished.give_mandate(CHLOE, ELSEWHERE, Role.REGISTRAR)
    for enterprise in (MERIDIAN, ELSEWHERE):
        outcome = start(furnished, AMINA, by=furnished.actor(who, enterprise))
        assert isinstance(outcome, Refused)
        assert outcome.problems[0].code == "no_mandate"


def test_letters_follow_an_enterprise_that_turns_out_to_be_another(furnished: House) -> None:
    started = start(furnished, AMINA)
    assert isinstance(started, Started)
    make_slice(str(started.run_id), 0)
    kept, given_up = furnished.enterprise(ELSEWHERE), furnished.enterprise(MERIDIAN)
    with transaction(furnished.engine) as db:
        move_enterprise(db, kept=kept, given_up=given_up)
    found = progress(furnished, started.run_id, ELSEWHERE)
    assert found is not None
    assert found.made == 1
    with furnished.engine.connect() as connection:
        row = connection.execute(text("select enterprise_id, options from attestations")).one()
    assert (row.enterprise_id, row.options["enterprise_id"]) == (kept, str(kept))
