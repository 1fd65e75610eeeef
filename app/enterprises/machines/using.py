"""When a machine was last used, to the minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app.enterprises.machines.acting import Client
from app.enterprises.machines.models import ApiClient

#: A machine calls many times a minute; once is enough to know that it does.
OFTEN_ENOUGH = timedelta(minutes=1)


def note_use(db: Session, client: Client, *, at: datetime) -> None:
    """Note that a machine was used, unless that was noted just before it was found.

    Calls that come together do not wait for each other: one of them notes it.
    """
    client_id, noted_at = client.client_id, client.last_used_at
    if noted_at is not None and noted_at > at - OFTEN_ENOUGH:
        return
    due = (
        select(ApiClient.client_id)
        .where(
            ApiClient.client_id == client_id,
            or_(
                ApiClient.last_used_at.is_(None),
                ApiClient.last_used_at <= at - OFTEN_ENOUGH,
            ),
        )
        .with_for_update(skip_locked=True, key_share=True)
    )
    db.execute(update(ApiClient).where(ApiClient.client_id.in_(due)).values(last_used_at=at))
