"""Sessions: when they end, and what is kept of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.identity.sessions import (
    SessionRow,
    end_session,
    forget_old_sessions,
    session_of,
    start_session,
)
from tests.conftest import TODAY as NOW
from tests.house_of import AMINA, House

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LEVEL = "urn:be:fedict:iam:fas:Level500"


@pytest.fixture
def token(house: House, db: Session) -> str:
    return start_session(db, house.person(AMINA), level=LEVEL, at=NOW, hours=10)


def seen(db: Session, token: str, at: datetime) -> SessionRow | None:
    return session_of(db, token, at=at, idle_minutes=30)


def _kept(db: Session) -> list[Any]:
    return [
        tuple(row) for row in db.execute(text("select seen_at, ended_at from sign_in_sessions"))
    ]


def test_amina_stays_signed_in_while_she_works(db: Session, token: str) -> None:
    for minutes in range(0, 599, 29):
        found = seen(db, token, NOW + minutes * MINUTE)
        assert found is not None
        assert found.level == LEVEL


@pytest.mark.parametrize(("minutes", "lasts"), [(29, True), (30, False), (31, False)])
def test_a_session_not_used_for_half_an_hour_is_over(
    db: Session, token: str, minutes: int, lasts: bool
) -> None:
    assert (seen(db, token, NOW + minutes * MINUTE) is not None) is lasts


def test_a_session_that_was_over_does_not_come_back(db: Session, token: str) -> None:
    assert seen(db, token, NOW + 31 * MINUTE) is None
    assert _kept(db) == [(NOW, None)]


def test_after_ten_hours_it_is_over_however_much_it_is_used(db: Session, token: str) -> None:
    for minutes in range(0, 600, 20):
        assert seen(db, token, NOW + minutes * MINUTE) is not None
    assert seen(db, token, NOW + 10 * HOUR) is None


def test_signing_out_ends_it_at_once_and_for_good(db: Session, token: str) -> None:
    end_session(db, token, at=NOW + MINUTE)
    assert seen(db, token, NOW + MINUTE) is None
    end_session(db, token, at=NOW + 5 * MINUTE)
    assert _kept(db) == [(NOW, NOW + MINUTE)]


def test_signing_out_in_one_browser_leaves_the_other(house: House, db: Session, token: str) -> None:
    other = start_session(db, house.person(AMINA), level=LEVEL, at=NOW, hours=10)
    end_session(db, token, at=NOW)
    assert seen(db, other, NOW) is not None


def test_the_token_itself_is_kept_nowhere(db: Session, token: str) -> None:
    row = db.execute(text("select to_jsonb(s) from sign_in_sessions s")).scalar_one()
    assert token not in str(row)
    assert token.encode().hex() not in str(row)
    assert len(token) >= 43


@pytest.mark.parametrize("wrong", ["", "x", "\0", "é" * 5000])
def test_another_token_opens_nothing(db: Session, token: str, wrong: str) -> None:
    assert seen(db, wrong, NOW) is None
    assert seen(db, token + wrong, NOW) is None or not wrong


def test_it_is_marked_as_seen_once_a_minute_at_most(db: Session, token: str) -> None:
    for seconds, marked in ((1, 0), (59, 0), (60, 0), (61, 61), (90, 61), (121, 61), (122, 122)):
        assert seen(db, token, NOW + timedelta(seconds=seconds)) is not None
        assert _kept(db) == [(NOW + timedelta(seconds=marked), None)]


def test_old_sessions_are_forgotten_and_young_ones_are_not(
    house: House, db: Session, token: str
) -> None:
    amina = house.person(AMINA)
    long_over = start_session(db, amina, level=LEVEL, at=NOW - 9 * DAY, hours=10)
    signed_out = start_session(db, amina, level=LEVEL, at=NOW - 7.5 * DAY, hours=24 * 30)
    end_session(db, signed_out, at=NOW - 7.1 * DAY)
    start_session(db, amina, level=LEVEL, at=NOW - 6 * DAY, hours=10)
    assert forget_old_sessions(db, before=NOW - 7 * DAY) == 2
    assert forget_old_sessions(db, before=NOW - 7 * DAY) == 0
    assert len(_kept(db)) == 2
    assert seen(db, token, NOW) is not None
    assert seen(db, long_over, NOW) is None
