"""Public keys of machines, as they are asked for when one signs in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enterprises.machines.models import ApiClientKey


def keys_in_force(db: Session, client_id: UUID) -> list[dict[str, Any]]:
    """The public keys, as JWKs, that a machine may sign with now."""
    return list(
        db.execute(
            select(ApiClientKey.jwk)
            .where(ApiClientKey.client_id == client_id, ApiClientKey.ended_at.is_(None))
            .order_by(ApiClientKey.added_at, ApiClientKey.kid)
        ).scalars()
    )
