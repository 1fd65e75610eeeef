"""The workforce page of 20,000 workers beside the bare SQL of its page; and the year's overview."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median
from typing import Any
from uuid import UUID

import psycopg
from flask import Flask, current_app
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import event

from app.application import create_app
from app.audit.trail import OPERATOR, Channel
from app.enterprises.mandates import Role, give_mandate
from app.foundation.database import transaction
from app.foundation.logging import configure
from app.identity.sessions import start_session
from app.learning.everybody import keep_everybody
from benchmarks.figures import Figure, Measured
from benchmarks.place import Place
from benchmarks.workforce import furnish

WORKERS, ROUNDS = 20_000, 15
NUMBER = "0000000001"
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def measure(place: Place) -> Measured:
    configure("warning", "plain")
    portal, cookie = furnished(place)
    browser = portal.test_client(use_cookies=False)
    headers = {"Cookie": cookie}

    def opened(path: str) -> Callable[[], None]:
        def open_it() -> None:
            answer = browser.get(f"/employer/{NUMBER}/{path}", headers=headers)
            assert answer.status_code == 200, answer.status

        return open_it

    listing, overview = opened("workforce"), opened("overview")
    bare = bare_sql(portal, listing)
    pages, queries, overviews = [], [], []
    for _ in range(ROUNDS):
        pages.append(timed(listing))
        queries.append(timed(bare))
        overviews.append(timed(overview))
    ratio = median(b / a for a, b in zip(pages, queries, strict=True))
    return Measured(
        ratio,
        f"workforce page of {WORKERS} ({median(pages) * 1000:.0f} ms) beside the one statement "
        f"that finds its lines and sums ({median(queries) * 1000:.0f} ms); overview of the year "
        f"{median(overviews) * 1000:.0f} ms",
    )


def timed(do: Callable[[], None]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def furnished(place: Place) -> tuple[Flask, str]:
    """One enterprise of so many, their accounts kept; and the cookie of its registrar."""
    address = place.fresh_database("bench_overview")
    furnish(address, WORKERS, staff=(WORKERS,))
    portal = create_app(place.config(address))
    with portal.app_context():
        engine = current_app.extensions["engine"]
        keep_everybody(engine, year=2026, since=2024, at=AT)
        with psycopg.connect(address, autocommit=True) as connection:
            _name_everybody(connection)
            connection.execute("vacuum analyze")
        with transaction(engine) as db:
            return portal, _registrar(db)


def _name_everybody(connection: psycopg.Connection[Any]) -> None:
    """Some thousand names, each borne by several."""
    connection.execute(
        "insert into person_particulars (person_id, recorded_from, surname, given_names)"
        " select person_id, now(), 'Dubois' || (row_number() over () * 7919 % 9973),"
        " 'Élise' from persons"
    )


def _registrar(db: Any) -> str:
    found = db.connection().exec_driver_sql(
        "select enterprise_id, (select person_id from persons limit 1) from enterprises"
    )
    enterprise, person = found.one()
    give_mandate(
        db,
        to=person,
        enterprise_id=UUID(str(enterprise)),
        role=Role.REGISTRAR,
        valid_from=date(2024, 1, 1),
        by=OPERATOR,
        via=Channel.COMMAND,
        at=AT,
    )
    token = start_session(db, person, level="bench", at=datetime.now(UTC), hours=10)
    portal: Any = current_app
    signer = SecureCookieSessionInterface().get_signing_serializer(portal._get_current_object())
    assert signer is not None
    return f"parcours={signer.dumps({'_user_id': token, '_fresh': True, 'language': 'fr'})}"


def bare_sql(portal: Flask, opening: Callable[[], None]) -> Callable[[], None]:
    """The statement of the page that takes the lines, as the driver had it, asked on its own."""
    engine = portal.extensions["engine"]
    sent: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "everybody" in statement:
            sent.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    opening()
    event.remove(engine, "before_cursor_execute", note)
    statement, parameters = sent[0]
    connection = psycopg.connect(portal.config["PARCOURS"].database_url, autocommit=True)

    def ask() -> None:
        connection.execute(statement, parameters).fetchall()

    return ask


OVERVIEW = Figure("overview", aim=0.7, floor=0.4, measure=measure)
