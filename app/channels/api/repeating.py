"""Calls that are sent again: the answer they got, and nothing done a second time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Response
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.channels.api.models import ApiAnswer, ApiCalls

#: For how long an answer is kept; the contract says so.
KEPT = timedelta(hours=24)
#: Headers that belong to an answer; the others are each call's own.
_KEPT_HEADERS = ("Location", "ETag", "Content-Language")


@dataclass(frozen=True, slots=True)
class Named:
    """A call with the key that the machine gave it."""

    client_id: UUID
    key: str
    fingerprint: bytes


class KeyReused(Exception):
    """The key belongs to another call."""


def fingerprint_of(*parts: bytes) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def once(db: Session, call: Named, *, at: datetime, answer: Callable[[], Response]) -> Response:
    """The answer kept for the call; or what ``answer`` gives now, kept.  KeyReused.

    Whoever sends the same while the first is under way waits for it here.
    """
    begun = db.execute(
        insert(ApiAnswer)
        .values(client_id=call.client_id, key=call.key, fingerprint=call.fingerprint, at=at)
        .on_conflict_do_update(
            index_elements=["client_id", "key"],
            set_={"fingerprint": call.fingerprint, "at": at}
            | dict.fromkeys(("status", "headers", "body")),
            where=ApiAnswer.at <= at - KEPT,
        )
        .returning(ApiAnswer.client_id)
    ).first()
    this = (ApiAnswer.client_id == call.client_id, ApiAnswer.key == call.key)
    if begun is None:
        return _kept(db, call, this)
    response = answer()
    db.execute(
        update(ApiAnswer)
        .where(*this)
        .values(
            status=response.status_code,
            headers={name: response.headers.get(name) for name in ("Content-Type", *_KEPT_HEADERS)},
            body=response.get_data(as_text=True),
        )
    )
    return response


def _kept(db: Session, call: Named, this: tuple[object, ...]) -> Response:
    row = db.execute(
        select(ApiAnswer.fingerprint, ApiAnswer.status, ApiAnswer.headers, ApiAnswer.body).where(
            *this  # type: ignore[arg-type]
        )
    ).one()
    if row.fingerprint != call.fingerprint:
        raise KeyReused
    headers = {name: value for name, value in row.headers.items() if value is not None}
    return Response(row.body, row.status, headers)


def forget(db: Session, *, at: datetime) -> None:
    """Forget answers of more than a day ago, and how often machines called before this hour."""
    minute = int((at - timedelta(hours=1)).timestamp()) // 60
    db.execute(delete(ApiAnswer).where(ApiAnswer.at <= at - KEPT))
    db.execute(delete(ApiCalls).where(ApiCalls.minute < minute))
