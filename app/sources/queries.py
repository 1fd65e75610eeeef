"""Questions about messages received."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.sources.models import Refusal


@dataclass(frozen=True, slots=True)
class RefusalRow:
    line: int | None
    element: str
    code: str
    params: dict[str, Any]


def refusals_of(db: Session, message_id: UUID) -> Iterator[RefusalRow]:
    """What was refused of a message, in its order; streamed, since it may be a lot."""
    rows = db.execute(
        select(Refusal.line, Refusal.element, Refusal.code, Refusal.params)
        .where(Refusal.message_id == message_id)
        .order_by(Refusal.ordinal)
        .execution_options(yield_per=500)
    )
    for row in rows:
        yield RefusalRow(*row)
