"""Sessions: rows that can be ended.  The browser holds a random token, we keep its hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.foundation.asking import Question
from app.identity.models import Person, PersonParticulars, SignInSession

#: How often a session in use is marked as seen: a write per request would be too many.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SessionRow:
    person_id: UUID
    seen_at: datetime
    level: str
    given_names: str | None
    surname: str | None
    preferred_language: str | None
    represents: list[str]  # enterprise numbers, as the provider said at sign-in


_IN_FORCE = Question(
    select(
        SignInSession.person_id,
        SignInSession.seen_at,
        SignInSession.level,
        PersonParticulars.given_names,
        PersonParticulars.surname,
        Person.preferred_language,
        SignInSession.represents,
    )
    .join(Person, Person.person_id == SignInSession.person_id)
    .outerjoin(
        PersonParticulars,
        (PersonParticulars.person_id == SignInSession.person_id)
        & PersonParticulars.recorded_until.is_(None),
    )
    .where(
        SignInSession.token_hash == bindparam("token_hash"),
        SignInSession.ended_at.is_(None),
        SignInSession.ends_at > bindparam("now"),
        SignInSession.seen_at > bindparam("idle_since"),
    ),
    SessionRow,
)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def start_session(
    db: Session,
    person_id: UUID,
    *,
    level: str,
    at: datetime,
    hours: int,
    represents: Sequence[str] = (),
) -> str:
    """Begin a session; returns the token for the browser, which is kept nowhere else."""
    token = secrets.token_urlsafe(32)
    db.execute(
        insert(SignInSession).values(
            token_hash=_hash(token),
            person_id=person_id,
            level=level,
            started_at=at,
            seen_at=at,
            ends_at=at + timedelta(hours=hours),
            represents=list(represents),
        )
    )
    return token


def session_of(db: Session, token: str, *, at: datetime, idle_minutes: int) -> SessionRow | None:
    """The session of a token, if it is still in force; marks it as seen."""
    token_hash = _hash(token)
    found = _IN_FORCE.ask(
        db, token_hash=token_hash, now=at, idle_since=at - timedelta(minutes=idle_minutes)
    )
    if not found:
        return None
    row = found[0]
    if at - row.seen_at > SEEN_EVERY:
        db.execute(
            update(SignInSession).where(SignInSession.token_hash == token_hash).values(seen_at=at)
        )
    return row


def end_session(db: Session, token: str, *, at: datetime) -> None:
    db.execute(
        update(SignInSession)
        .where(SignInSession.token_hash == _hash(token), SignInSession.ended_at.is_(None))
        .values(ended_at=at)
    )


def forget_old_sessions(db: Session, *, before: datetime) -> int:
    """Delete sessions that ended before a moment; the trail keeps what must be kept."""
    gone = db.execute(
        delete(SignInSession)
        .where(or_(SignInSession.ends_at < before, SignInSession.ended_at < before))
        .returning(SignInSession.token_hash)
    )
    return len(gone.all())
