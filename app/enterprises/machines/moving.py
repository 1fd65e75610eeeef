"""What happens to machines when two enterprises turn out to be one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.enterprises.machines.models import ApiClient, ApiClientEnterprise


def move_machines(db: Session, *, kept: UUID, given_up: UUID) -> None:
    """Machines of both go on under the kept key, and act for it where they did for either."""
    db.execute(
        update(ApiClient).where(ApiClient.enterprise_id == given_up).values(enterprise_id=kept)
    )
    already = select(ApiClientEnterprise.client_id).where(ApiClientEnterprise.enterprise_id == kept)
    theirs = ApiClientEnterprise.enterprise_id == given_up
    db.execute(
        delete(ApiClientEnterprise).where(theirs, ApiClientEnterprise.client_id.in_(already))
    )
    db.execute(update(ApiClientEnterprise).where(theirs).values(enterprise_id=kept))
