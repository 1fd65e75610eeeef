"""Whom an employer may look at, and whom no longer: those who left too long ago."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, case, cast
from sqlalchemy.orm import Session

from app.employment.queries import stretches_with
from app.enterprises.parameters import days_after_the_end, is_open


def closed_to(
    db: Session, enterprise_id: UUID, person_ids: Collection[UUID], *, today: date
) -> set[UUID]:
    """Those of these people who worked for the enterprise, and may be looked at no more."""
    employed = stretches_with(db, enterprise_id, person_ids)
    return {person_id for person_id, days in employed.items() if not is_open(days, today)}


def open_to(
    db: Session, enterprise_id: UUID, person_ids: Collection[UUID], *, today: date
) -> set[UUID]:
    """Those of these people who work for the enterprise, or left it not too long ago.

    Who never worked there is not among them: asking for somebody shows nothing of them.
    """
    employed = stretches_with(db, enterprise_id, person_ids) if person_ids else {}
    return {person_id for person_id, days in employed.items() if is_open(days, today)}


def access_ends(ends_on: ColumnElement[Any]) -> ColumnElement[date]:
    """The last day on which a worker may be looked at, of an employment that ends on a day.

    For lists of employments of which nobody has another: :func:`open_to` knows of all of them.
    """
    dated = days_after_the_end()
    days = case(*((ends_on >= since, days) for since, days in reversed(dated)), else_=dated[0][1])
    return cast(ends_on + days, Date)
